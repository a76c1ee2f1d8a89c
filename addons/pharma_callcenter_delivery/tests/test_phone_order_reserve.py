from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.pharma_callcenter.tests.common_phone import PhoneCommon


@tagged('post_install', '-at_install')
class TestPhoneOrderReserve(PhoneCommon):
    """What is missing while the customer orders is reserved for him (000-26)."""

    def test_missing_lines_are_reserved(self):
        """000-26: what is there is ordered, what is missing waits, with the call as its source."""
        result = self._place(
            self._line(self.fever, 2),
            self._line(self.fever_weak, 5, is_reserved=True),
            is_delivery=True,
        )
        order = self.env['sale.order'].browse(result['order_id'])
        self.assertEqual(order.order_line.product_id, self.fever)
        reservation = self.env['pharma.reservation'].search(
            [('product_id', '=', self.fever_weak.id)]
        )
        self.assertRecordValues(
            reservation,
            [
                {
                    'partner_id': self.customer.id,
                    'quantity': 5,
                    'warehouse_id': self.branch.id,
                    'origin': 'call',
                    'call_id': self.call.id,
                    'user_id': self.seller.id,
                    'state': 'waiting',
                    'is_delivery_wanted': True,
                }
            ],
        )
        self.assertEqual(result['reserved'], [reservation.name])

    def test_nothing_but_a_reservation(self):
        """000-26, 000-27: no order is made; a new customer of the call is kept."""
        self.call.partner_id = False
        result = self._place(
            self._line(self.fever_weak, is_reserved=True),
            partner_id=None,
            customer={'name': 'Lê Mới', 'phone': '0905 555 222'},
        )
        self.assertFalse(result['order_id'])
        self.assertFalse(self.call.order_id)
        self.assertEqual(self.call.partner_id.name, 'Lê Mới')
        self.assertTrue(self.Order.with_user(self.seller).get_start()['may_reserve'])

    def test_the_call_is_not_written_by_hand(self):
        """000-36: whoever reserves by hand names no call."""
        Reservation = self.env['pharma.reservation'].with_user(self.seller)
        values = {'partner_id': self.customer.id, 'product_id': self.fever_weak.id}
        made = Reservation.create({**values, 'call_id': self.call.id})
        made |= Reservation.with_context(default_call_id=self.call.id).create(values)
        self.assertFalse(made.sudo().call_id)
        with self.assertRaises(AccessError):
            made[0].write({'call_id': self.call.id})

    def test_delivery_of_the_order(self):
        """000-25, 000-28: the slip goes where the customer wants it."""
        result = self._place(
            self._line(self.fever), is_delivery=True, delivery={'street': '12 Lê Lợi'}
        )
        picking = self.env['sale.order'].browse(result['order_id']).picking_ids
        self.assertTrue(picking.pharma_delivery_wanted)
        self.assertEqual(picking.partner_id.street, '12 Lê Lợi')
