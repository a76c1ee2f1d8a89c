from odoo.tests import tagged

from .common_import import ImportCommon

HEADERS = ['Name', 'Sales Price', 'Pharma Kind', 'Therapeutic Group', 'ATC Code']


@tagged('post_install', '-at_install')
class TestImportMedicines(ImportCommon):
    import_model = 'product.template'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_user = cls.user_buyer

    def test_template_is_imported_as_it_is(self):
        """000-34, 002-02: all columns of the offered template are matched and its rows come in."""
        result = self._import_template()
        self.assertFalse(result['messages'])
        products = self.env['product.template'].browse(result['ids'])
        self.assertRecordValues(
            products,
            [
                {
                    'active_ingredient': 'Metformin',
                    'pharma_atc_code': 'A10BA02',
                    'therapeutic_group_id': self.group_diabetes.id,
                    'control_class': False,
                    'pharma_quality_standard': 'who_gmp',
                },
                {
                    'active_ingredient': 'Diazepam',
                    'pharma_atc_code': 'N05BA01',
                    'therapeutic_group_id': self.env.ref(
                        'pharma_crm.therapeutic_group_nervous_system'
                    ).id,
                    'control_class': 'psychotropic',
                    'pharma_quality_standard': 'eu_gmp',
                },
                {
                    'active_ingredient': 'Ascorbic acid',
                    'pharma_atc_code': False,
                    'therapeutic_group_id': self.env.ref(
                        'pharma_crm.therapeutic_group_vitamin_mineral'
                    ).id,
                    'control_class': False,
                    'pharma_quality_standard': False,
                },
            ],
        )

    def test_templates_of_odoo_stay_on_offer(self):
        """000-34: the pharmacy's template comes first, Odoo's own stays."""
        templates = self.env['product.template'].get_import_templates()
        self.assertEqual(templates[0]['template'], '/pharma_crm/static/xls/medicines.xlsx')
        self.assertGreater(len(templates), 1)

    def test_groups_are_found_by_name_path_or_code(self):
        """004-12: three ways to write a group lead to it."""
        child = self.env['pharma.therapeutic.group'].create(
            {'name': 'Insulin', 'code': 'INSULIN', 'parent_id': self.group_diabetes.id}
        )
        result = self._import_rows(
            HEADERS,
            ['By name', '1', 'Medicine', 'Diabetes', ''],
            ['By code', '1', 'Medicine', 'DIAB', ''],
            ['By path', '1', 'Medicine', 'Diabetes / Insulin', 'A10A'],
        )
        products = self.env['product.template'].browse(result['ids'])
        self.assertEqual(
            [product.therapeutic_group_id for product in products],
            [self.group_diabetes, self.group_diabetes, child],
        )

    def test_bad_rows_are_all_reported_by_the_test_run(self):
        """000-34, 004-12: one message per bad row, with value and field; good rows have none."""
        count = self.env['product.template'].search_count([])
        result = self._import_rows(
            HEADERS,
            ['Good 1', '10', 'Medicine', 'Diabetes', 'A10'],
            ['Bad group', '10', 'Medicine', 'Sugar', 'A10'],
            ['Bad code', '10', 'Medicine', 'Diabetes', 'A1'],
            ['Bad price', '-5', 'Medicine', 'Diabetes', 'A10'],
            ['Bad kind', '10', 'Sweets', 'Diabetes', 'A10'],
            ['Good 2', '10', 'Medicine', 'Diabetes', ''],
            dryrun=True,
        )
        self.assertRowErrors(
            result,
            {
                1: r"'Sugar' in field 'Therapeutic Group'",
                2: r"'Bad code': 'A1' in the field 'ATC Code'.*such as A10BA02",
                3: r"'Bad price': -5\.0 in the field 'Sales Price'.*Enter the price",
                4: r"'Sweets'.*'Pharma Kind'",
            },
        )
        self.assertEqual(self.env['product.template'].search_count([]), count)

    def test_text_in_a_number_names_the_column(self):
        """000-34: text where a number belongs is refused with its column and value."""
        result = self._import_rows(
            HEADERS, ['Text', 'cheap', 'Medicine', 'Diabetes', ''], dryrun=True
        )
        message = result['messages'][0]
        self.assertEqual(message['type'], 'error')
        self.assertRegex(message['message'], r"list_price.*Sales Price|Sales Price|list_price")

    def test_other_rows_survive_an_unknown_group(self):
        """000-34, 004-12: rows with an unknown group can be skipped, and the others come in."""
        result = self._import_rows(
            HEADERS,
            ['Good 1', '10', 'Medicine', 'Diabetes', 'A10'],
            ['Bad group', '10', 'Medicine', 'Sugar', 'A10'],
            ['Good 2', '10', 'Medicine', 'Eye', ''],
            import_skip_records=['therapeutic_group_id'],
        )
        self.assertFalse(result['messages'])
        names = self.env['product.template'].browse(result['ids']).mapped('name')
        self.assertEqual(names, ['Good 1', 'Good 2'])

    def test_a_broken_file_is_refused_with_a_message(self):
        """000-34: something that is no spreadsheet is refused without a traceback."""
        wizard = (
            self.env['base_import.import']
            .with_user(self.import_user)
            .create(
                {
                    'res_model': self.import_model,
                    'file': b'\x00\x01not a table',
                    'file_name': 'medicines.pdf',
                    'file_type': 'application/pdf',
                }
            )
        )
        preview = wizard.parse_preview({'has_headers': True, 'quoting': '"', 'separator': ','})
        self.assertIn('error', preview)
