from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import tagged, users
from odoo.tools.misc import file_open

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

FIELDS = ['name', 'phone', 'country_id', 'pharma_customer_group_id', 'pharma_customer_type']


@tagged('post_install', '-at_install')
class TestCustomerImport(CustomersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['pharma.customer.group'].create({'name': 'Diabetes Club', 'code': 'DM'})

    def _load(self, rows, **context):
        Partner = self.env['res.partner'].with_context(import_file=True, **context)
        return Partner.load(FIELDS, rows)

    @users('pharma_user')
    def test_good_lines(self):
        """004-33, 001-02: customers come in with group, type and number."""
        result = self._load(
            [
                ['Lan', '0912 345 678', 'Vietnam', 'Diabetes Club', 'Retail'],
                ['Minh', '', 'Vietnam', 'DM', 'level1'],
            ]
        )
        self.assertFalse(result['messages'])
        lan, minh = self.env['res.partner'].browse(result['ids'])
        self.assertEqual(lan.pharma_phone_ids.number_e164, '+84912345678')
        self.assertEqual(lan.pharma_customer_type, 'retail')
        self.assertEqual(minh.pharma_customer_group_id.code, 'DM')
        self.assertEqual(minh.pharma_customer_type, 'level1')

    @users('pharma_user')
    def test_each_bad_line_is_named(self):
        """001-02: a broken number or unknown group names line, field and way out, all at once."""
        result = self._load(
            [
                ['Good', '0912 345 678', 'Vietnam', '', ''],
                ['Broken Number', '12', 'Vietnam', '', ''],
                ['Unknown Group', '', 'Vietnam', 'Golf Club', ''],
                ['Good Too', '0987 654 321', 'Vietnam', '', ''],
            ]
        )
        self.assertFalse(result['ids'], 'nothing is half imported')
        by_line = {message['record']: message['message'] for message in result['messages']}
        fields_by_line = {message['record']: message['field'] for message in result['messages']}
        self.assertEqual(fields_by_line, {1: 'phone', 2: 'pharma_customer_group_id'})
        self.assertRegex(by_line[1], "'Broken Number', field 'Phone': '12'.*\\+84 912 345 678")
        self.assertIn('Golf Club', by_line[2])
        self.assertIn('Customer Group', by_line[2])

    @users('pharma_user')
    def test_good_lines_of_a_bad_batch_can_be_kept(self):
        """001-02: with 'skip' or 'set empty' chosen for a field, the rest comes in."""
        rows = [
            ['Good', '0912 345 678', 'Vietnam', 'DM', ''],
            ['Unknown Group', '0912 345 679', 'Vietnam', 'Golf Club', ''],
            ['Broken Number', '12', 'Vietnam', 'DM', ''],
        ]
        skipped = self._load(rows, import_skip_records=['pharma_customer_group_id', 'phone'])
        self.assertFalse(skipped['messages'])
        partners = self.env['res.partner'].browse(skipped['ids'])
        self.assertEqual(partners.mapped('name'), ['Good'])
        emptied = self._load(rows, import_set_empty_fields=['pharma_customer_group_id', 'phone'])
        self.assertFalse(emptied['messages'])
        partners = self.env['res.partner'].browse(emptied['ids'])
        self.assertEqual(
            partners.mapped(lambda partner: (partner.phone, partner.pharma_customer_group_id.code)),
            [('0912 345 678', 'DM'), ('0912 345 679', False), (False, 'DM')],
        )

    @users('pharma_user')
    def test_update_by_database_id_uses_the_stored_country(self):
        """001-02: an import that corrects numbers need not repeat the country."""
        wang = self._create_partner('Wang Fang', country_id=self.china.id)
        Partner = self.env['res.partner'].with_context(import_file=True)
        result = Partner.load(['.id', 'phone'], [[str(wang.id), '138 1234 5678']])
        self.assertFalse(result['messages'])
        self.assertEqual(wang.pharma_phone_ids.number_e164, '+8613812345678')

    @users('pharma_user')
    def test_template_loads_as_it_is(self):
        """001-02: the file offered as template is importable, its headings are field labels."""
        templates = self.env['res.partner'].get_import_templates()
        path = templates[0]['template']
        self.assertEqual(path, '/pharma_crm/static/xls/customers_import_template.xlsx')
        with file_open(path.lstrip('/'), 'rb') as file:
            rows = list(load_workbook(BytesIO(file.read())).active.iter_rows(values_only=True))
        labels = {
            field['string']: name
            for name, field in reversed(self.env['res.partner'].fields_get().items())
        }
        names = [labels[heading] for heading in rows[0]]
        self.assertIn('pharma_customer_type', names)
        data = [['' if cell is None else str(cell) for cell in row] for row in rows[1:]]
        result = self.env['res.partner'].with_context(import_file=True).load(names, data)
        self.assertFalse(result['messages'])
        partners = self.env['res.partner'].browse(result['ids'])
        self.assertTrue(all(partners.mapped('pharma_phone_ids.number_e164')))
        self.assertTrue(all(partner.pharma_region_id for partner in partners))
