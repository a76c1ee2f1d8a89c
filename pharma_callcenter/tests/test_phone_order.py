from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_phone import PhoneCommon


@tagged('post_install', '-at_install')
class TestPhoneOrder(PhoneCommon):
    """From the call to the confirmed order."""

    def test_order_of_one_line(self):
        """000-25, 003-12: a confirmed order, linked both ways, of the telephone, at the customer's
        price: 2 x 1000."""
        result = self._place(self._line(self.fever, 2))
        order = self.env['sale.order'].browse(result['order_id'])
        self.assertTrue(result['is_confirmed'])
        self.assertRecordValues(
            order,
            [
                {
                    'state': 'sale',
                    'partner_id': self.customer.id,
                    'user_id': self.seller.id,
                    'warehouse_id': self.branch.id,
                    'pharma_call_id': self.call.id,
                    'amount_untaxed': 2000,
                    'amount_total': 2100,
                }
            ],
        )
        self.assertEqual(order.pharma_channel_id.code, 'telephone')
        self.assertEqual(self.call.order_id, order)
        self.assertEqual(self.call.order_ids, order)
        self.assertFalse(order.pharma_delivery_wanted)
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 2)

    def test_quotation_and_second_order(self):
        """000-25: a quotation stays one; a second order of the call leaves the first linked."""
        first = self._place(self._line(self.fever), is_confirmed=False)
        second = self._place(self._line(self.fever_weak))
        self.assertFalse(first['is_confirmed'])
        self.assertEqual(self.call.order_id.id, first['order_id'])
        self.assertEqual(set(self.call.order_ids.ids), {first['order_id'], second['order_id']})

    def test_packs(self):
        """000-25: one box of thirty is ordered as such: 30 x 1000."""
        result = self._place(self._line(self.fever, 1, self.box))
        order = self.env['sale.order'].browse(result['order_id'])
        self.assertEqual(order.order_line.product_uom_id, self.box)
        self.assertEqual(order.amount_untaxed, 30000)

    def test_delivery_and_invoice(self):
        """000-25: where and from when it is brought, and to whom the invoice goes."""
        result = self._place(
            self._line(self.fever),
            is_delivery=True,
            delivery={'street': '12 Lê Lợi', 'city': 'Huế', 'name': 'Bà', 'phone': '0905 555 111'},
            deliver_from='2026-03-03 01:30:00',
            is_invoice=True,
            invoice={'name': 'Công ty ABC', 'vat': '0301234567', 'email': 'kt@abc.example.com'},
            note='<b>ring twice</b>',
        )
        order = self.env['sale.order'].browse(result['order_id'])
        self.assertTrue(order.pharma_delivery_wanted)
        self.assertEqual(order.pharma_deliver_from, datetime(2026, 3, 3, 1, 30))
        self.assertEqual(order.partner_shipping_id.parent_id, self.customer)
        self.assertEqual(order.partner_shipping_id.street, '12 Lê Lợi')
        self.assertTrue(order.pharma_invoice_wanted)
        self.assertEqual(order.pharma_invoice_vat, '0301234567')
        self.assertIn('&lt;b&gt;', order.note)
        again = self._place(
            self._line(self.fever),
            is_delivery=True,
            delivery={'street': '12 Lê Lợi', 'city': 'Huế', 'name': 'Bà', 'phone': '0905 555 111'},
        )
        same = self.env['sale.order'].browse(again['order_id']).partner_shipping_id
        self.assertEqual(same, order.partner_shipping_id, "one address, not one per order")
        with self.assertRaises(UserError):
            self._place(self._line(self.fever), is_delivery=True, deliver_from='soon')

    def test_customer_data_are_collected(self):
        """000-27: what was missing is completed, what is known stays; a new customer is made."""
        told = {
            'name': 'Other',
            'phone': '0999',
            'street': '1 Hùng Vương',
            'vat': 'x',
            'user_id': 1,
        }
        self._place(self._line(self.fever), customer=told)
        self.assertRecordValues(
            self.customer,
            [{'name': 'Nguyễn Văn An', 'phone': '0912 345 678', 'street': '1 Hùng Vương'}],
        )
        self.call.partner_id = False
        new = {'name': 'Lê Mới', 'phone': '0905 555 222'}
        result = self._place(self._line(self.fever), partner_id=None, customer=new)
        order = self.env['sale.order'].browse(result['order_id'])
        self.assertEqual(order.partner_id.name, 'Lê Mới')
        self.assertEqual(self.call.partner_id, order.partner_id)

    def test_without_a_call(self):
        """000-25: from the customer, or by hand, the order belongs to no call."""
        result = self._place(self._line(self.fever), call_id=None)
        self.assertFalse(self.env['sale.order'].browse(result['order_id']).pharma_call_id)
        action = self.customer.with_user(self.seller).action_phone_order()
        self.assertEqual(action['params']['partner_id'], self.customer.id)

    def test_who_orders(self):
        """000-36: without the right to sell, or on a call of others, nothing is ordered."""
        for user in (self.agent, self.clerk, self.supervisor):
            with self.assertRaises(AccessError):
                self._place(self._line(self.fever), user=user)
        with self.assertRaises(AccessError):
            self.call.with_user(self.supervisor).action_phone_order()
        foreign = self.call.copy({'user_id': self.stranger.id, 'queue_id': False})
        with self.assertRaises(AccessError):
            self._place(self._line(self.fever), call_id=foreign.id)
        self.assertFalse(foreign.order_id)

    def test_what_cannot_be_ordered(self):
        """000-36: each refusal says what to do, and nothing is left behind."""
        orders = self.env['sale.order'].search_count([])
        other = self.env['res.company'].create({'name': 'Foreign'})
        foreign = self.env['stock.warehouse'].search([('company_id', '=', other.id)], limit=1)
        for values in (
            {'lines': []},
            {'lines': 'x'},
            {'partner_id': None},
            {'warehouse_id': None},
            {'lines': [self._line(self.fever, is_reserved=True)], 'warehouse_id': 'x'},
        ):
            with self.assertRaises(UserError, msg=values):
                self._place(self._line(self.fever), **values)
        with self.assertRaises(AccessError):
            self._place(self._line(self.fever), warehouse_id=foreign.id)
        self.assertEqual(self.env['sale.order'].search_count([]), orders)

    def test_price_is_not_taken_from_outside(self):
        """000-36: what a program sends beside quantity and unit is left out."""
        result = self._place(self._line(self.fever, price_unit=1, discount=99))
        order = self.env['sale.order'].browse(result['order_id'])
        self.assertEqual(order.amount_untaxed, 1000)

    def test_call_of_an_order_is_protected(self):
        """003-12, 000-36: nobody links orders to calls but by 'Phone Order': it counts."""
        Order = self.env['sale.order'].with_user(self.seller)
        with self.assertRaises(AccessError):
            Order.create({'partner_id': self.customer.id, 'pharma_call_id': self.call.id})
        order = Order.with_context(default_pharma_call_id=self.call.id).create(
            {'partner_id': self.customer.id}
        )
        self.assertFalse(order.pharma_call_id)
        with self.assertRaises(AccessError):
            order.write({'pharma_call_id': self.call.id})
        taken = self.env['sale.order'].browse(self._place(self._line(self.fever))['order_id'])
        with self.assertRaises(AccessError):
            taken.with_user(self.seller).write({'pharma_call_id': False})

    def test_form_of_the_order(self):
        """000-25: the order's form shows what was asked for."""
        result = self._place(self._line(self.fever), is_invoice=True, is_confirmed=False)
        order = self.env['sale.order'].browse(result['order_id']).with_user(self.seller)
        with Form(order) as form:
            form.pharma_invoice_vat = '123'
        self.assertEqual(order.pharma_invoice_vat, '123')

    def test_confirming_costs_nothing_more(self):
        """000-05, 003-12: the link adds no query to the confirmation of an order without call."""
        counts = []
        # the first one fills the caches
        for call in (None, None, self.call.id):
            result = self._place(self._line(self.fever), call_id=call, is_confirmed=False)
            order = self.env['sale.order'].browse(result['order_id']).with_user(self.seller)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.action_confirm()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1], counts)
