from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common_medicine import MedicineCommon


@tagged('post_install', '-at_install')
class TestProduct(MedicineCommon):
    def test_atc_codes_of_every_level_are_accepted(self):
        """004-12, 000-09: the five levels of an ATC code pass, as do products without one."""
        for code in ('A', 'A10', 'A10B', 'A10BA', 'A10BA02', 'N05BA01', False):
            with self.subTest(code=code):
                self.metformin.pharma_atc_code = code
                self.assertEqual(self.metformin.pharma_atc_code, code)

    def test_wrong_atc_codes_are_refused_by_name(self):
        """004-12: the message names the product, the value, the field and the way out."""
        wrong = ['A1', '10BA02', 'AA10', 'A10BA2', 'A10BA021', 'A10-BA02', 'A10B1']
        for code in [*wrong, 'A10 BA02', 'A1\N{ARABIC-INDIC DIGIT ONE}']:
            with (
                self.subTest(code=code),
                self.assertRaisesRegex(ValidationError, r"(?s)Glucophage.*ATC Code.*A10BA02"),
            ):
                self.metformin.pharma_atc_code = code

    def test_atc_codes_are_tidied(self):
        """004-12: small letters and spaces around a code are corrected, however it comes in."""
        variant = self.metformin.product_variant_id
        for code in ('a10ba02', ' A10BA02', 'A10BA02\n'):
            with self.subTest(code=code):
                variant.pharma_atc_code = False
                variant.pharma_atc_code = code
                self.assertEqual(variant.pharma_atc_code, 'A10BA02')
                self.assertEqual(self.metformin.pharma_atc_code, 'A10BA02')
        created = self.env['product.product'].create({'name': 'X', 'pharma_atc_code': ' n02be01 '})
        self.assertEqual(created.pharma_atc_code, 'N02BE01')
        created.pharma_atc_code = '  '
        self.assertFalse(created.pharma_atc_code)

    def test_negative_price_of_a_medicine_is_refused(self):
        """002-02: a negative price is refused with the product's name and the way out."""
        with self.assertRaisesRegex(ValidationError, r"Glucophage.*-1\.0.*Sales Price.*0"):
            self.metformin.list_price = -1

    def test_special_control_proposes_a_prescription(self):
        """004-18, 004-19: controlled products are proposed on prescription; the user may differ."""
        self.assertFalse(self.metformin.prescription_required)
        self.diazepam.control_class = 'psychotropic'
        self.assertTrue(self.diazepam.prescription_required)
        self.diazepam.prescription_required = False
        self.diazepam.strength = '10 mg'
        self.assertFalse(self.diazepam.prescription_required)
        explicit = self.env['product.template'].create(
            {'name': 'X', 'control_class': 'precursor', 'prescription_required': False}
        )
        self.assertFalse(explicit.prescription_required)

    def test_control_classes_cover_the_source(self):
        """004-17, 004-18, 004-19: radioactive, psychotropic and other controlled goods differ."""
        keys = set(dict(self.env['product.template']._fields['control_class'].selection))
        expected = (
            'psychotropic narcotic precursor combination_psychotropic combination_narcotic'
            ' combination_precursor toxic banned_list radioactive other'
        )
        self.assertEqual(keys, set(expected.split()))

    def test_pharma_page_of_the_product_form(self):
        """000-03, 004-12, 004-13, 004-72: the page fills in a medicine by hand."""
        Product = self.env['product.template'].with_user(self.user_buyer)
        with Form(Product, 'product.product_template_only_form_view') as form:
            form.name = 'Panadol'
            form.pharma_product_kind = 'medicine'
            form.therapeutic_group_id = self.env.ref('pharma_crm.therapeutic_group_pain')
            form.active_ingredient = 'Paracetamol'
            form.strength = '500 mg'
            form.dosage_form = 'tablet'
            form.pharma_atc_code = 'N02BE01'
            form.pharma_quality_standard = 'who_gmp'
            form.control_class = 'other'
            self.assertTrue(form.prescription_required)
            form.prescription_required = False
        product = form.record
        self.assertRecordValues(
            product,
            [
                {
                    'active_ingredient': 'Paracetamol',
                    'pharma_atc_code': 'N02BE01',
                    'pharma_quality_standard': 'who_gmp',
                    'prescription_required': False,
                    'storage_condition_id': False,
                }
            ],
        )
        self.assertEqual(product.product_variant_id.strength, '500 mg')

    def test_medicines_action_creates_medicines(self):
        """004-13: what is entered under Medicines is a medicine unless said otherwise."""
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_crm.pharma_medicine_action')
        self.assertIn("'default_pharma_product_kind': 'medicine'", action['context'])
        self.assertEqual(action['views'][0], (self._list_view().id, 'list'))
        kinds = dict(self.env['product.template']._fields['pharma_product_kind'].selection)
        self.assertLessEqual({'device', 'consumable', 'functional_food', 'milk'}, set(kinds))

    def _list_view(self):
        return self.env.ref('pharma_crm.pharma_medicine_view_list')
