from odoo.tests import tagged
from odoo.tools.misc import file_open

from odoo.addons.pharma_crm.tests.common_import import XLSX, ImportCommon

TEMPLATE = '/pharma_care/static/xls/care_intervals.xlsx'
HEADERS = ['Internal Reference', 'Care Interval', 'Minimum Cares', 'Maximum Cares']


@tagged('post_install', '-at_install')
class TestCareImport(ImportCommon):
    """Care intervals come from a spreadsheet, found by the internal reference."""

    import_model = 'product.template'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_user = cls.user_buyer
        cls.order = cls._create_order()
        cls.order.with_context(pharma_keep_date_order=True).action_confirm()

    def test_the_template_is_offered_and_imported_as_it_is(self):
        """000-34, 004-41, 004-46: the offered template sets all three values."""
        products = self.env['product.template'].create(
            [{'name': code, 'default_code': code} for code in ('MET500', 'DIA5', 'VITC1000')]
        )
        templates = self.env['product.template'].get_import_templates()
        self.assertIn(TEMPLATE, [template['template'] for template in templates])
        with file_open(TEMPLATE.lstrip('/'), 'rb') as file:
            result = self._import_file(file.read(), 'care_intervals.xlsx', XLSX)
        self.assertFalse(result['messages'])
        self.assertEqual(result['ids'], products.ids)
        self.assertRecordValues(
            products,
            [
                {'care_interval_days': 0.5, 'care_count_min': 1, 'care_count_max': 3},
                {'care_interval_days': 1, 'care_count_min': 1, 'care_count_max': 2},
                {'care_interval_days': 1, 'care_count_min': 0, 'care_count_max': 1},
            ],
        )

    def test_a_file_is_one_job(self):
        """004-41, 004-42: care dates follow once for the whole file."""
        jobs = self.env['pharma.care.job'].search([])
        result = self._import_rows(HEADERS, ['PHMET500', '2', '', ''], ['PHDIA5', '1', '', ''])
        self.assertFalse(result['messages'])
        new = self.env['pharma.care.job'].search([]) - jobs
        self.assertEqual([(job.total, job.state) for job in new], [(1, 'done')])
        case = self.env['pharma.care.case'].search([('order_id', '=', self.order.id)])
        self.assertEqual((case.date_due - case.date_order).days, 60, "30 tablets, 2 days each")

    def test_bad_rows_are_all_reported_by_the_test_run(self):
        """000-34, 004-41: each bad row has its message with value, field and way out."""
        self.env['product.template'].create([{'name': 'Twin', 'default_code': 'TWIN'}] * 2)
        result = self._import_rows(
            HEADERS,
            ['PHMET500', '1', '1', '2'],
            ['NOSUCH', '1', '', ''],
            ['PHDIA5', '-1', '', ''],
            ['TWIN', '1', '', ''],
            ['', '1', '', ''],
            ['PHDIA5', '1', 'often', ''],
            ['PHDIA5', '1', '5', '4'],
            dryrun=True,
        )
        self.assertRowErrors(
            result,
            {
                1: r"No product in use has 'NOSUCH' in the field 'Internal Reference'",
                2: r"Seduxen.*-1\.0 in the field 'Care Interval'.*from 0 to 3650",
                3: r"2 products have 'TWIN'",
                4: r"'Internal Reference' is empty",
                5: r"'often'.*'Minimum Cares'",
                6: r"Seduxen.*'Maximum Cares' is below",
            },
        )
        self.assertEqual(self.metformin.care_interval_days, 0)

    def test_a_bad_row_keeps_the_file_out(self):
        """000-34, 004-41: with a bad row nothing is changed, so that the file can be corrected."""
        result = self._import_rows(HEADERS, ['PHMET500', '1', '', ''], ['NOSUCH', '1', '', ''])
        self.assertFalse(result['ids'])
        self.assertEqual(self.metformin.care_interval_days, 0)

    def test_text_in_the_interval_names_the_column(self):
        """000-34, 004-41: text where a number belongs is refused with column and value."""
        result = self._import_rows(HEADERS, ['PHMET500', 'monthly', '', ''], dryrun=True)
        self.assertRegex(
            result['messages'][0]['message'], r"(Care Interval|care_interval_days).*monthly"
        )

    def test_long_files_go_in_parts(self):
        """000-34, 004-41: a limit of rows per part is kept, and the next part begins after it."""
        rows = [['PHMET500', '1', '', ''], ['PHDIA5', '2', '', ''], ['PHMET500', '3', '', '']]
        result = self._import_rows(HEADERS, *rows, limit=2)
        self.assertEqual(result['nextrow'], 2)
        self.assertEqual(self.metformin.care_interval_days, 1)
        result = self._import_rows(HEADERS, *rows, limit=2, skip=2)
        self.assertEqual(result['nextrow'], 0)
        self.assertEqual(self.metformin.care_interval_days, 3)

    def test_a_file_with_names_creates_products(self):
        """000-34, 004-41: lists of new medicines bring their care values along."""
        result = self._import_rows(
            ['Name', *HEADERS],
            ['New one', 'NEW1', '1.5', '1', '2'],
            ['Old?', 'PHMET500', '1', '', ''],
        )
        self.assertFalse(result['messages'])
        products = self.env['product.template'].browse(result['ids'])
        self.assertEqual(products.mapped('care_interval_days'), [1.5, 1])
        self.assertNotIn(self.metformin, products)
