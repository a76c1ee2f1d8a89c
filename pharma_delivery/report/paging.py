"""Cutting lines into pages without asking the printing engine: each of them breaks differently.

Widths are estimated on the generous side, so that a page never runs over, whichever of the fonts
is installed.
"""

import unicodedata

# Width of a character in units of the font size; an engine that knows whole points only prints
# Chinese letters a fiftieth larger.
WIDE, CAPITAL, BROAD, NARROW, USUAL = 1.02, 0.74, 0.95, 0.32, 0.58
BROAD_LETTERS = frozenset('mwMW@%')
NARROW_LETTERS = frozenset(" iljtfI.,;:'|!()[]-")


def get_width(text, size):
    """Return an upper estimate of the width of a text.

    :param str text: one line of text
    :param float size: font size in mm
    :return: width in mm
    """
    return size * sum(map(_get_letter_width, unicodedata.normalize('NFC', text)))


def _get_letter_width(letter):
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in 'WF':
        return WIDE
    plain = unicodedata.normalize('NFD', letter)[0]
    if plain in BROAD_LETTERS:
        return BROAD
    if plain in NARROW_LETTERS:
        return NARROW
    return CAPITAL if letter.isupper() else USUAL


def count_lines(text, width, size):
    """Return how many lines a text takes in a column, words kept together where they fit.

    :param str text: may contain line breaks; empty text takes no line
    :param float width: of the column in mm, without padding
    :param float size: font size in mm
    """
    return sum(_count_wrapped(line, width, size) for line in (text or '').splitlines())


def _count_wrapped(line, width, size):
    lines, used = 1, 0.0
    for word in _split_words(line):
        needed = get_width(word, size)
        if used + needed <= width:
            used += needed
            continue
        if used and needed <= width:
            lines, used = lines + 1, needed
            continue
        for letter in word:  # longer than the column: broken anywhere
            needed = get_width(letter, size)
            if used + needed > width:
                lines, used = lines + 1, 0.0
            used += needed
    return lines


def _split_words(line):
    """Yield the parts between which a line may break: words with the blank, Chinese letters."""
    word = ''
    for letter in line:
        if unicodedata.east_asian_width(letter) in 'WF':
            if word:
                yield word
            word = ''
            yield letter
        else:
            word += letter
            if letter == ' ':
                yield word
                word = ''
    if word:
        yield word


def cut_pages(heights, first, other, last):
    """Distribute rows over pages.

    :param list heights: of each row in mm
    :param float first: room for rows on the first page in mm
    :param float other: room on every other page
    :param float last: what the end (totals, signatures) takes on the last page
    :return: list of (start, stop) of the rows of each page, at least one
    """
    pages, start, used = [], 0, 0.0
    for place, height in enumerate(heights):
        room = other if pages else first
        if place > start and used + height > room:
            pages.append((start, place))
            start, used = place, 0.0
        used += height
    room = other if pages else first
    if used + last > room and len(heights) - start > 1:
        # the end does not stand alone on a page: the last row goes with it
        pages.append((start, len(heights) - 1))
        start = len(heights) - 1
    elif used + last > room and len(heights) > start:
        pages.append((start, len(heights)))
        start = len(heights)
    pages.append((start, len(heights)))
    return pages
