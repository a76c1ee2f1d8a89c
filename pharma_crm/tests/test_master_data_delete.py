from psycopg2.errors import ForeignKeyViolation

from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.hooks import uninstall_hook

from .common_medicine import MedicineCommon


@tagged('post_install', '-at_install')
class TestMasterDataDelete(MedicineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.motive = cls.env['pharma.purchase.motive'].create({'name': 'Gift', 'code': 'gift'})
        cls.channel, cls.partner_channel = cls.env['pharma.sales.channel'].create(
            [{'name': 'Fair', 'code': 'fair'}, {'name': 'Street', 'code': 'street'}]
        )
        cls.order = cls._create_order(
            pharma_purchase_motive_id=cls.motive.id, pharma_channel_id=cls.channel.id
        )
        cls.customer.pharma_channel_id = cls.partner_channel

    @users('ph_manager')
    @mute_logger('odoo.sql_db')
    def test_used_motives_and_channels_are_kept(self):
        """000-17, 004-29: deleting master data does not strip orders and customers of it."""
        for record in (self.motive, self.channel, self.partner_channel):
            with (
                self.subTest(record=record.name),
                self.assertRaises(ForeignKeyViolation),
            ):
                record.with_env(self.env).unlink()
        unused = self.env['pharma.sales.channel'].create({'name': 'Unused', 'code': 'unused'})
        self.assertTrue(unused.unlink())

    def test_uninstalling_lets_go_of_master_data(self):
        """000-34: nothing holds on to the records that go with the module."""
        group = self.env['pharma.customer.group'].create({'name': 'Diabetes Club'})
        self.customer.pharma_customer_group_id = group
        condition = self.env['pharma.storage.condition'].search([], limit=1)
        self.metformin.storage_condition_id = condition
        self.env.flush_all()
        uninstall_hook(self.env)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.order, [{'pharma_purchase_motive_id': False, 'pharma_channel_id': False}]
        )
        self.assertRecordValues(
            self.customer, [{'pharma_channel_id': False, 'pharma_customer_group_id': False}]
        )
        self.assertRecordValues(
            self.metformin, [{'therapeutic_group_id': False, 'storage_condition_id': False}]
        )
