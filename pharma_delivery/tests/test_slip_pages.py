import re

from odoo.tests import BaseCase, tagged

from ..report.bars import draw_code128
from ..report.paging import count_lines, cut_pages, get_width


@tagged('post_install', '-at_install')
class TestSlipPages(BaseCase):
    """Lines are cut into pages by estimated heights, before any engine sees them."""

    def test_accents_take_no_room(self):
        """000-28: Vietnamese letters are as wide as their bases, composed or not."""
        self.assertEqual(get_width("ế", 3), get_width("e", 3))
        self.assertEqual(get_width("e\u0302\u0301", 3), get_width("e", 3))
        # 3.06 mm each: one engine prints them a fiftieth larger, 18 and not 19 in 58 mm
        self.assertAlmostEqual(get_width("阿莫", 3), 6.12)
        self.assertEqual(count_lines("阿" * 18, 58, 3), 1)
        self.assertEqual(count_lines("阿" * 19, 58, 3), 2)

    def test_words_wrap_whole_and_long_ones_break(self):
        """000-28: a word without blanks longer than the column is cut."""
        self.assertEqual(count_lines("", 20, 3), 0)
        self.assertEqual(count_lines("aaaa bbbb", 100, 3), 1)
        # 4 letters of 1.74 mm and a blank of 0.96 mm: 7.92 mm, the second word 6.96 mm
        self.assertEqual(count_lines("aaaa bbbb", 10, 3), 2)
        # 20 letters of 1.74 mm in 10 mm: 5 to a line
        self.assertEqual(count_lines("a" * 20, 10, 3), 4)
        self.assertEqual(count_lines("阿" * 7, 10, 3), 3)
        self.assertEqual(count_lines("a\nb\n", 10, 3), 2)

    def test_a_bar_code_is_drawn_to_the_module(self):
        """000-28: "A" by hand: start B 211214, A 111323, check sum (104 + 33) mod 103 = 34, which
        is 131123, stop 2331112: 46 modules between two light margins of 10."""
        drawing = draw_code128('A')
        self.assertIn('viewBox="0 0 66 1"', drawing)
        bars = re.findall(r'M(\d+) 0h(\d+)v', drawing)
        widths = '2112141113231311232331112'
        place, wanted = 10, []
        for index, width in enumerate(map(int, widths)):
            if index % 2 == 0:
                wanted.append((str(place), str(width)))
            place += width
        self.assertEqual(bars, wanted)
        self.assertEqual(place, 56)

    def test_one_page(self):
        """000-28: everything fits: one page; no line at all is one page, too."""
        self.assertEqual(cut_pages([10] * 5, 100, 100, 40), [(0, 5)])
        self.assertEqual(cut_pages([], 100, 100, 40), [(0, 0)])

    def test_the_end_never_stands_alone(self):
        """000-28: 10 lines fill the page, the signatures do not: the last line goes with them."""
        self.assertEqual(cut_pages([10] * 10, 100, 100, 40), [(0, 9), (9, 10)])

    def test_sixty_lines(self):
        """000-28: 60 lines of 10: 8 on the first page, 10 on each other, the end on the last."""
        pages = cut_pages([10] * 60, 80, 100, 40)
        self.assertEqual(pages[0], (0, 8))
        self.assertEqual(pages[1], (8, 18))
        self.assertEqual(pages[-1], (58, 60))
        self.assertEqual(sum(stop - start for start, stop in pages), 60)

    def test_a_line_higher_than_a_page_stands_alone(self):
        """000-28: bad input: nothing is lost and nothing loops."""
        self.assertEqual(cut_pages([500, 10], 100, 100, 40), [(0, 1), (1, 2)])
        self.assertEqual(cut_pages([500], 100, 100, 40), [(0, 1), (1, 1)])
