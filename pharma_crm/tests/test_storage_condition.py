import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_medicine import MedicineCommon


@tagged('post_install', '-at_install')
class TestStorageCondition(MedicineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unlabelled = cls.env.ref('pharma_crm.storage_condition_unlabelled')
        cls.cold = cls.env.ref('pharma_crm.storage_condition_cold')

    def test_shipped_values_follow_the_source(self):
        """004-11: no label means at most 30 degrees and 70 %; normal is 15-25, up to 30."""
        self.assertRecordValues(
            self.unlabelled | self.env.ref('pharma_crm.storage_condition_room') | self.cold,
            [
                {
                    'has_temperature_min': False,
                    'temperature_max': 30,
                    'humidity_max': 70,
                    'is_default': True,
                },
                {
                    'has_temperature_min': True,
                    'temperature_max': 30,
                    'humidity_max': 70,
                    'is_default': False,
                },
                {
                    'has_temperature_min': True,
                    'temperature_max': 8,
                    'humidity_max': 0,
                    'is_default': False,
                },
            ],
        )
        self.assertEqual(self.cold.temperature_min, 2)

    def test_product_without_label_falls_back_to_the_default(self):
        """004-11: a product's own condition wins; without one the default applies."""
        self.assertEqual(self.metformin._get_storage_condition(), self.unlabelled)
        self.metformin.storage_condition_id = self.cold
        self.assertEqual(self.metformin._get_storage_condition(), self.cold)

    def test_many_products_cost_no_more_queries(self):
        """004-11: the conditions of many products are found together."""
        self.metformin.storage_condition_id = self.cold
        products = self.metformin | self.diazepam
        products |= self.env['product.template'].create([{'name': f'P{n}'} for n in range(20)])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            conditions = products._get_storage_conditions()
        self.assertEqual(conditions[self.metformin], self.cold)
        self.assertEqual(conditions[products[-1]], self.unlabelled)

    def test_each_company_may_set_its_own_default(self):
        """004-11, 000-35: the setting of the current company rules, and only there."""
        other = self.env['res.company'].create({'name': 'Pharma Two'})
        room = self.env.ref('pharma_crm.storage_condition_room')
        other.pharma_storage_condition_id = room
        self.assertEqual(self.metformin._get_storage_condition(), self.unlabelled)
        self.assertEqual(self.metformin.with_company(other)._get_storage_condition(), room)

    def test_settings_page_writes_the_company(self):
        """000-35: the settings page changes the company's default."""
        settings = self.env['res.config.settings'].create(
            {'pharma_storage_condition_id': self.cold.id}
        )
        settings.execute()
        self.assertEqual(self.env.company.pharma_storage_condition_id, self.cold)

    def test_there_is_one_default_only(self):
        """004-11: a second default is refused by the database."""
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger('odoo.sql_db'):
            self.cold.is_default = True
            self.cold.flush_recordset()

    def test_impossible_values_are_refused_by_name(self):
        """004-11: wrong limits are refused, naming the condition and the way out."""
        for values, message in (
            ({'temperature_min': 9}, r"Refrigerated.*lowest temperature \(9\.0\).*Exchange"),
            ({'humidity_max': 101}, r"Refrigerated.*101\.0.*0 to 100"),
            ({'humidity_max': -1}, r"Refrigerated.*-1\.0.*0 to 100"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, message):
                self.cold.write(values)
        with self.assertRaisesRegex(ValidationError, r"No condition on the label.*another"):
            self.unlabelled.action_archive()

    def test_copy_is_never_a_second_default(self):
        """004-11: copying the default gives an ordinary condition."""
        copy = self.unlabelled.copy()
        self.assertFalse(copy.is_default)
        self.assertEqual(copy.code, 'NOLABEL-2')
