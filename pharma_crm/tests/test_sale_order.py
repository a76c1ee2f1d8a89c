from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_medicine import PAST, MedicineCommon


@tagged('post_install', '-at_install')
class TestSaleOrder(MedicineCommon):
    def test_order_form_asks_who_why_and_how(self):
        """000-09, 000-16: who takes it, the motive and the channel are recorded on the order."""
        Order = self.env['sale.order'].with_user(self.user_sales)
        with Form(Order) as form:
            form.partner_id = self.customer
            form.pharma_taken_by = 'elder'
            form.pharma_taker_name = 'Tran Thi Ba'
            form.pharma_purchase_motive_id = self.env.ref('pharma_crm.purchase_motive_treatment')
            form.pharma_channel_id = self.env.ref('pharma_crm.sales_channel_telephone')
        self.assertRecordValues(
            form.record, [{'pharma_taken_by': 'elder', 'pharma_taker_name': 'Tran Thi Ba'}]
        )
        with Form(form.record) as form:
            form.pharma_taken_by = 'self'
            self.assertFalse(form.pharma_taker_name)

    def test_dimensions_group_the_orders(self):
        """000-16, 000-17: orders are grouped by branch, taker, motive and channel."""
        motive = self.env['pharma.purchase.motive'].create({'name': 'Gift', 'code': 'gift'})
        self._create_order(pharma_purchase_motive_id=motive.id, pharma_taken_by='child')
        result = self.env['sale.order'].formatted_read_group(
            [('pharma_purchase_motive_id', '=', motive.id)],
            ['pharma_purchase_motive_id', 'pharma_taken_by', 'pharma_channel_id', 'warehouse_id'],
            ['__count'],
        )
        self.assertEqual([line['__count'] for line in result], [1])
        self.assertEqual(result[0]['pharma_purchase_motive_id'], (motive.id, 'Gift'))

    def test_orders_are_found_by_the_nature_of_the_medicine(self):
        """000-09, 000-13: the filter for chronic treatment finds orders by their products."""
        chronic = self._create_order()
        acute = self._create_order(
            order_line=[Command.create({'product_id': self.diazepam.product_variant_id.id})]
        )
        self.diazepam.therapeutic_group_id = self.env.ref('pharma_crm.therapeutic_group_pain')
        domain = [('order_line.product_id.therapeutic_group_id.care_profile', '=', 'chronic')]
        found = self.env['sale.order'].search([*domain, ('id', 'in', (chronic | acute).ids)])
        self.assertEqual(found, chronic)

    def test_company_proposes_the_channel(self):
        """000-17, 000-35: the company's channel is proposed; one that was given is kept."""
        counter = self.env.ref('pharma_crm.sales_channel_counter')
        zalo = self.env.ref('pharma_crm.sales_channel_zalo')
        self.assertFalse(self._create_order().pharma_channel_id)
        self.env.company.pharma_order_channel_id = counter
        self.assertEqual(self._create_order().pharma_channel_id, counter)
        self.assertEqual(self._create_order(pharma_channel_id=zalo.id).pharma_channel_id, zalo)

    @freeze_time('2026-11-02 08:00:00')
    def test_confirming_keeps_the_date_only_when_asked(self):
        """004-42: the context key keeps an order's own date, without it confirmation sets now."""
        kept, usual = self._create_order(date_order=PAST), self._create_order(date_order=PAST)
        kept.with_context(pharma_keep_date_order=True).action_confirm()
        usual.action_confirm()
        self.assertEqual(kept.state, 'sale')
        self.assertEqual(kept.date_order, PAST)
        self.assertEqual(str(usual.date_order), '2026-11-02 08:00:00')
        self.assertTrue(kept.picking_ids)

    def test_past_order_is_history(self):
        """004-42: a past order is confirmed with its date, not delivered and not invoiced."""
        order = self._create_order(date_order=PAST, pharma_is_past_order=True)
        self.assertRecordValues(
            order,
            [{'state': 'sale', 'date_order': PAST, 'invoice_status': 'no', 'picking_ids': []}],
        )
        order.order_line.product_uom_qty = 60
        self.assertFalse(order.picking_ids)
        self.assertFalse(order.copy().pharma_is_past_order)

    @freeze_time('2026-11-02 08:00:00')
    def test_past_order_refuses_what_cannot_have_been(self):
        """004-42: a date in the future and negative quantities are refused by name."""
        with self.assertRaisesRegex(ValidationError, r"11/03/2026.*Order Date.*future"):
            self._create_order(date_order='2026-11-03 08:00:00', pharma_is_past_order=True)
        line = Command.create(
            {'product_id': self.metformin.product_variant_id.id, 'product_uom_qty': -5}
        )
        with self.assertRaisesRegex(ValidationError, r"Glucophage.*-5\.0.*Quantity"):
            self._create_order(date_order=PAST, pharma_is_past_order=True, order_line=[line])
