from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservationOrderLine(ReservationCase):
    """What a quotation lacks is reserved, what is there stays for the quotation."""

    def _quote(self, quantity):
        return (
            self.env['sale.order']
            .with_user(self.agent)
            .create(
                {
                    'partner_id': self.customer.id,
                    'warehouse_id': self.warehouse.id,
                    'order_line': [
                        (0, 0, {'product_id': self.missing.id, 'product_uom_qty': quantity})
                    ],
                }
            )
        )

    def _open(self, line, **vals):
        context = line.action_pharma_reserve()['context']
        Wizard = self.env['pharma.reservation.line'].with_user(self.agent)
        return Wizard.with_context(**context).create(vals)

    def _get_reservation(self, line):
        return self.env['pharma.reservation'].search([('origin_line_id', '=', line.id)])

    def test_the_line_of_a_quotation_is_reserved(self):
        """000-26: 8 ordered, 3 there: 5 are reserved and taken off; the 3 stay for the quotation,
        also when the hourly look comes, and its confirmation reserves them."""
        self._receive(3)
        order = self._quote(8)
        line = order.order_line
        wizard = self._open(line)
        self.assertEqual(wizard.quantity, 5)
        action = wizard.action_reserve()
        self.assertEqual(action['params']['next'], {'type': 'ir.actions.act_window_close'})
        self.assertEqual(line.product_uom_qty, 3)
        reservation = self._get_reservation(line)
        self.assertRecordValues(
            reservation,
            [
                {
                    'origin': 'order',
                    'partner_id': self.customer.id,
                    'quantity': 5,
                    'user_id': self.agent.id,
                    'state': 'waiting',
                    'held_quantity': 0,
                }
            ],
        )
        self.assertIn(reservation.name, action['params']['message'])
        pair = {(self.missing, self.warehouse)}
        self.env['pharma.reservation']._allocate(pair)
        self.assertEqual(reservation.state, 'waiting')
        order.action_confirm()
        self.assertEqual(order.sudo().picking_ids.move_ids.quantity, 3)  # sudo: stock
        self._receive(5)
        self.assertEqual((reservation.state, reservation.held_quantity), ('held', 5))

    def test_what_the_quotation_keeps_is_kept_from_its_own_reservation_alone(self):
        """000-26: 3 there, the quotation keeps 3, 2 more arrive: the own reservation gets 2; what
        a quotation keeps is promised to nobody, so another customer gets the 3."""
        self._receive(3)
        line = self._quote(8).order_line
        self._open(line).action_reserve()
        reservation = self._get_reservation(line)
        self._receive(2)
        self.assertEqual(reservation.held_quantity, 2)
        other = self._reserve(3, partner=self.other_customer)
        self.assertEqual(other.state, 'held')

    def test_a_cancelled_quotation_keeps_nothing(self):
        """000-26: the customer waits for all of it then, and gets what is there."""
        self._receive(3)
        order = self._quote(8)
        self._open(order.order_line).action_reserve()
        reservation = self._get_reservation(order.order_line)
        order._action_cancel()
        self.env['pharma.reservation']._allocate({(self.missing, self.warehouse)})
        self.assertEqual((reservation.state, reservation.held_quantity), ('partly', 3))

    def test_a_confirmed_order_is_not_asked_for_twice(self):
        """000-26: its slip waits by itself; when the rest of it was cancelled it is reserved."""
        self._receive(3)
        order = self._quote(8)
        order.action_confirm()
        wizard = self._open(order.order_line, quantity=5)
        with self.assertRaisesRegex(UserError, "waits for it by itself"):
            wizard.action_reserve()
        slip = order.sudo().picking_ids  # sudo: the warehouse
        slip.move_ids.picked = True
        slip.move_ids._action_done(cancel_backorder=True)
        self.assertEqual(order.order_line.qty_delivered, 3)
        wizard = self._open(order.order_line)
        self.assertEqual(wizard.quantity, 5)
        wizard.action_reserve()
        self.assertEqual(order.order_line.product_uom_qty, 8)
        self.assertEqual(self._get_reservation(order.order_line).quantity, 5)

    def test_more_than_the_line_is_refused(self):
        """000-26: 9 of 8, none of 8: said with what is possible."""
        line = self._quote(8).order_line
        for quantity in (9, 0, -1):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "at most 8"):
                self._open(line, quantity=quantity).action_reserve()

    def test_a_line_of_which_nothing_is_left_goes(self):
        """000-26: nothing is there: the whole line is reserved, none of 0 stays to be printed."""
        order = self._quote(8)
        wizard = self._open(order.order_line)
        self.assertEqual(wizard.quantity, 8)
        wizard.action_reserve()
        self.assertFalse(order.order_line)
        reservation = self.env['pharma.reservation'].search([('product_id', '=', self.missing.id)])
        self.assertEqual((reservation.quantity, reservation.origin), (8, 'order'))

    def test_home_delivery_goes_with_it(self):
        """000-26, 000-28: the quotation is to be brought, so is what was missing, and the order
        that is made of it."""
        order = self._quote(8)
        order.pharma_delivery_wanted = True
        self._open(order.order_line).action_reserve()
        reservation = self.env['pharma.reservation'].search([('product_id', '=', self.missing.id)])
        self.assertTrue(reservation.is_delivery_wanted)
        self._receive(8)
        reservation.with_user(self.agent).action_order_now()
        self.assertTrue(reservation.order_id.pharma_delivery_wanted)
        self.assertEqual(reservation.display_name, f'{reservation.name}, Nguyễn Thị Hồng Nhung')

    def test_the_goods_of_one_customer_are_not_sold_to_another(self):
        """000-26: bad input: the quotation made of a held reservation is given another customer;
        its goods stay held for whoever asked for them."""
        reservation = self._reserve(10)
        self._receive(12)
        order_id = reservation.with_user(self.agent).action_make_order()['res_id']
        order = self.env['sale.order'].browse(order_id)
        order.partner_id = self.other_customer
        order.action_confirm()
        self.assertEqual((reservation.state, reservation.held_quantity), ('held', 10))
        self.assertEqual(order.picking_ids.move_ids.quantity, 2)  # what lay free
        # the shop of the same company that the customer belongs to may take them
        shop = self.env['res.partner'].create({'name': "Kho", 'parent_id': self.customer.id})
        order_id = reservation.with_user(self.agent).action_make_order()['res_id']
        order = self.env['sale.order'].browse(order_id)
        order.partner_id = shop
        order.action_confirm()
        self.assertEqual((reservation.state, reservation.ordered_quantity), ('done', 10))
