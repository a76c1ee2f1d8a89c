from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged, users

from .common_medicine import PAST, MedicineCommon


@tagged('post_install', '-at_install')
class TestPastOrder(MedicineCommon):
    """What was bought in earlier times is recorded once and stays history."""

    @users('ph_sales')
    def test_many_lines_leave_no_messages(self):
        """004-42: lines that come with a past order are no extra lines; later ones are."""
        line = {'product_id': self.metformin.product_variant_id.id}
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'date_order': PAST,
                'pharma_is_past_order': True,
                'order_line': [Command.create(line)] * 3,
            }
        )
        self.assertNotIn('Extra line', ' '.join(order.message_ids.mapped('body')))
        order.order_line = [Command.create(line)]
        self.assertIn('Extra line', ' '.join(order.message_ids.mapped('body')))

    def test_buyers_of_the_past_are_customers(self):
        """004-29, 004-42: a past order makes a prospect a retail customer, a partner stays one."""
        partner = self.env['res.partner'].create(
            {'name': 'Pharmacy Hoa Binh', 'pharma_customer_type': 'level2'}
        )
        self.assertEqual(self.customer.pharma_customer_type, 'prospect')
        self._create_order()
        self.assertEqual(self.customer.pharma_customer_type, 'prospect', 'a quotation')
        Order = self.env['sale.order'].with_user(self.user_sales)
        Order.create(
            [
                {'partner_id': each.id, 'date_order': PAST, 'pharma_is_past_order': True}
                for each in (self.customer, partner)
            ]
        )
        self.assertEqual(self.customer.pharma_customer_type, 'retail')
        self.assertEqual(partner.pharma_customer_type, 'level2')

    def test_past_or_not_is_decided_once(self):
        """004-42: an order cannot become past or stop being so, as this would break its stock."""
        past = self._create_order(date_order=PAST, pharma_is_past_order=True)
        quotation, confirmed = self._create_order(), self._create_order()
        confirmed.action_confirm()
        for order in past | quotation | confirmed:
            order = order.with_user(self.user_sales).sudo()
            value = order.pharma_is_past_order
            order.write({'pharma_is_past_order': value, 'client_order_ref': 'the same is fine'})
            with (
                self.subTest(order=order.name),
                self.assertRaisesRegex(UserError, rf"{order.name}.*'Past Order'.*new order"),
            ):
                order.write({'pharma_is_past_order': not value})

    @freeze_time('2026-11-02 08:00:00')
    def test_corrected_past_order_keeps_its_date(self):
        """004-42: cancelled, reset and confirmed with others it keeps its date, undelivered."""
        past = self._create_order(date_order=PAST, pharma_is_past_order=True)
        usual = self._create_order(date_order=PAST)
        past.action_cancel()
        past.action_draft()
        (past | usual).action_confirm()
        self.assertRecordValues(
            past, [{'state': 'sale', 'date_order': PAST, 'picking_ids': [], 'invoice_status': 'no'}]
        )
        self.assertEqual(str(usual.date_order), '2026-11-02 08:00:00')
        self.assertTrue(usual.picking_ids)

    def test_implausible_past_orders_are_refused(self):
        """000-34, 004-42: a typing error in the year and lines of nothing are refused by name."""
        with self.assertRaisesRegex(ValidationError, r"03/02/1926.*'Order Date'.*1990"):
            self._create_order(date_order='1926-03-02 09:30:00', pharma_is_past_order=True)
        line = {'product_id': self.metformin.product_variant_id.id, 'product_uom_qty': 0}
        with self.assertRaisesRegex(ValidationError, r"Glucophage.*0\.0.*'Quantity'"):
            self._create_order(
                date_order=PAST, pharma_is_past_order=True, order_line=[Command.create(line)]
            )
        note = Command.create({'display_type': 'line_note', 'name': 'From the old system'})
        self._create_order(date_order=PAST, pharma_is_past_order=True, order_line=[note])
        self._create_order(date_order='1990-01-01 00:00:00', pharma_is_past_order=True)
