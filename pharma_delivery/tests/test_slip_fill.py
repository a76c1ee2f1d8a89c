from io import BytesIO

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common_slip import SlipCase

REPORT = 'pharma_delivery.report_delivery_slip'


@tagged('post_install', '-at_install')
class TestSlipFill(SlipCase):
    """Pages are filled, and nothing is pushed off them."""

    def _create_long(self, names, note=False):
        slip = self._create_slip([(self._create_medicine(name), 1) for name in names])
        slip.note = note
        return slip

    def _get_counts(self, slip):
        """Return how many lines stand on each page of a copy."""
        sheets = self.report._get_sheets(slip)
        return [len(sheet['rows']) for sheet in sheets[: sheets[0]['pages']]]

    def _count_printed(self, slip):
        reports = self.env['ir.actions.report'].with_user(self.clerk)
        reports = reports.with_context(force_report_rendering=True)
        content, _kind = reports._render_qweb_pdf(REPORT, slip.ids)
        return len(PdfFileReader(BytesIO(content)).pages)

    def test_pages_are_filled(self):
        """000-28: by hand: of 274 mm the title takes 22.4, the customer 6, the heading 6.5 and the
        word about the next page 6: 233.1 mm are left, 22 lines of 10.2 mm."""
        slip = self._create_long([f"Thuốc số {place:02}" for place in range(70)])
        row = self.report._get_sheets(slip)[0]['rows'][0]
        self.assertAlmostEqual(row['height'], 10.2)
        counts = self._get_counts(slip)
        self.assertEqual(counts[1], 22)
        self.assertEqual(sum(counts), 70)
        self.assertEqual(self._count_printed(slip), 4 * len(counts))

    def test_long_names_are_printed_on_the_pages_counted(self):
        """000-28: Vietnamese and Chinese names of every length, the engine counts as we do."""
        vietnamese = "Dung dịch tiêm truyền CÔNG TY MWM Natri clorid và Glucose " * 3
        chinese = "注射用头孢哌酮钠舒巴坦钠复方制剂静脉滴注" * 4
        for text, step in ((vietnamese, 5), (chinese, 2)):
            with self.subTest(text=text[:10]):
                slip = self._create_long([text[: 4 + place * step] for place in range(30)])
                counts = self._get_counts(slip)
                self.assertGreater(len(counts), 2)
                self.assertEqual(self._count_printed(slip), 4 * len(counts))

    def test_a_page_that_just_holds_everything(self):
        """000-28: notes are added until the end no longer fits: before and after, the engine
        prints as many pages as were counted."""
        slip = self._create_long([f"Thuốc số {place:02}" for place in range(15)])
        pages = {}
        for lines in range(1, 13):
            slip.note = '<br/>'.join(f"Ghi chú {line}" for line in range(lines))
            count = len(self._get_counts(slip))
            if count == 1 or count not in pages:
                pages[count] = slip.note
        self.assertEqual(set(pages), {1, 2})
        for count, note in pages.items():
            slip.note = note
            self.assertEqual(self._count_printed(slip), 4 * count)

    def test_long_figures_take_lines(self):
        """000-28: a price wider than its column makes the line higher."""
        row = {
            **dict.fromkeys(('name', 'detail', 'storage', 'lot', 'unit_name'), "A"),
            **dict.fromkeys(('expiry_text', 'quantity_text', 'price_text', 'total_text'), "1"),
            **dict.fromkeys(('is_part', 'is_short', 'is_open'), False),
        }
        self.assertAlmostEqual(self.report._get_row_height(row), 14.2)
        # 27 digits of 1.74 mm in 20 mm: 11 to a line; 5 lines in 11 mm
        row['price_text'] = "1" * 27
        self.assertAlmostEqual(self.report._get_row_height(row), 14.2)
        row['quantity_text'] = "1" * 27
        self.assertAlmostEqual(self.report._get_row_height(row), 22.2)

    def test_a_long_customer_takes_lines(self):
        """000-28: the name of the customer on further pages is counted by its length."""
        self.customer.name = "Công ty trách nhiệm hữu hạn dược phẩm " * 4
        slip = self._create_long([f"Thuốc số {place:02}" for place in range(70)])
        sheet = self.report._get_sheets(slip)[0]
        self.assertEqual(sheet['customer_height'], 10)
        self.assertEqual(self._count_printed(slip), 4 * sheet['pages'])
