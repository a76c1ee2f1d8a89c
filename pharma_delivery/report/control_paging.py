"""Pages of the papers of controlled goods: nothing is cut by the printing engine.

Widths of columns are those of the templates, heights are estimated on the generous side.
"""

from .paging import count_lines, cut_pages

# Sizes on paper in mm.
TEXT, LINE, PADDING = 3.0, 4.0, 2.4
# Room for rows on a page, and what the signatures take at its end.
ROOM = {'day': 90, 'book': 136, 'report': 128, 'issue': 98, 'return': 98, 'handover': 145}
SIGNATURES = {'day': 0, 'book': 0, 'report': 36, 'issue': 36, 'return': 46, 'handover': 52}


def cut_records(paper, records, *columns, more=0):
    """Distribute the rows of a paper over its pages.

    :param str paper: key of ``ROOM``
    :param records: what is printed, one row each
    :param columns: pairs of the width in mm and a function that returns the text of a record;
        columns that always take one line are left out
    :param float more: what else stands at the end, in mm
    :return: list of records of each page, at least one
    """
    heights = [
        max((LINE * count_lines(text(record), width - PADDING, TEXT) for width, text in columns))
        for record in records
    ]
    pages = cut_pages(
        [max(height, LINE) + PADDING for height in heights],
        ROOM[paper],
        ROOM[paper],
        SIGNATURES[paper] + more,
    )
    return [records[start:stop] for start, stop in pages]
