from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservation(ReservationCase):
    """Who asked first is given first; what is held is given to nobody else."""

    def test_what_arrives_goes_to_the_first(self):
        """000-26: three ask for 10, 5 and 5; 12 arrive: 10 for the first, 2 for the second."""
        first, second, third = (self._reserve(quantity) for quantity in (10, 5, 5))
        self.assertRegex(first.name, r'^R\d{4}/\d{6}$')
        self.assertEqual(first.state, 'waiting')
        self._receive(12)
        self.assertRecordValues(
            first + second + third,
            [
                {'state': 'held', 'held_quantity': 10, 'missing_quantity': 0},
                {'state': 'partly', 'held_quantity': 2, 'missing_quantity': 3},
                {'state': 'waiting', 'held_quantity': 0, 'missing_quantity': 5},
            ],
        )
        self.assertEqual(first.hold_until, self.company._pharma_today() + timedelta(days=3))
        self.assertEqual(first.hold_warehouse_id, self.warehouse)
        self.assertFalse(third.hold_until)
        self.assertEqual(self._get_free(), 0)
        self.assertEqual(self._get_hold().quantity, 12)
        self._receive(10)
        self.assertEqual((second + third).mapped('state'), ['held', 'held'])
        self.assertEqual(self._get_free(), 2)

    def test_no_part_is_held_where_the_company_holds_none(self):
        """000-26: 10 and 4 are asked for, 5 arrive: the 4 are held, the 10 wait, 1 is free."""
        self.company.pharma_reservation_partial = False
        first, second = self._reserve(10), self._reserve(4)
        self._receive(5)
        self.assertEqual((first + second).mapped('state'), ['waiting', 'held'])
        self.assertEqual(self._get_free(), 1)

    def test_what_lies_free_is_held_at_once(self):
        """000-26: who asks for what is there has it put aside, unless others wait before."""
        self._receive(6)
        first, second = self._reserve(4), self._reserve(4)
        self.assertEqual(first.state, 'held')
        self.assertEqual((second.state, second.held_quantity), ('partly', 2))

    def test_another_order_does_not_get_held_goods(self):
        """000-26: what is held is not reserved for an order of somebody else."""
        self._reserve(10)
        self._receive(12)
        slip = self._create_slip([(self.missing, 5)], partner=self.other_customer)
        self.assertEqual(slip.move_ids.quantity, 2)

    def test_an_earlier_order_comes_first(self):
        """000-26: an order that waits since before has its place, a later one has not."""
        earlier = self._create_slip([(self.missing, 3)], partner=self.other_customer)
        # sudo: the times of one transaction are all the same
        self.env.cr.execute(
            "UPDATE stock_move SET create_date = create_date - interval '1 hour' WHERE id = %s",
            earlier.move_ids.ids,
        )
        reservation = self._reserve(5)
        later = self._create_slip([(self.missing, 4)], partner=self.other_customer)
        self.env.cr.execute(
            "UPDATE stock_move SET create_date = create_date + interval '1 hour' WHERE id = %s",
            later.move_ids.ids,
        )
        self._receive(10)
        self.assertEqual(reservation.state, 'held')
        self.assertEqual(earlier.move_ids.quantity, 3)
        self.assertEqual(later.move_ids.quantity, 2)

    def test_the_order_takes_the_held_goods(self):
        """000-26: an order is made and confirmed with one button, its slip is reserved."""
        reservation = self._reserve(10)
        self._reserve(4, partner=self.other_customer)
        self._receive(12)
        order = self.env['sale.order'].browse(
            reservation.with_user(self.agent).action_order_now()['res_id']
        )
        self.assertEqual(order.state, 'sale')
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.warehouse_id, self.warehouse)
        self.assertEqual(order.order_line.price_unit, 120000)
        self.assertEqual(order.picking_ids.move_ids.quantity, 10)
        self.assertEqual(reservation.state, 'done')
        self.assertEqual(reservation.order_id, order)
        self.assertEqual(self._get_hold().quantity, 2)
        self.assertEqual(self._get_free(), 0)

    def test_a_quotation_leaves_the_goods_held(self):
        """000-26: held until the quotation is confirmed; a second one is refused."""
        reservation = self._reserve(3)
        self._receive(3)
        mine = reservation.with_user(self.agent)
        order = self.env['sale.order'].browse(mine.action_make_order()['res_id'])
        self.assertEqual((order.state, reservation.state), ('draft', 'held'))
        with self.assertRaisesRegex(UserError, "already"):
            mine.action_make_order()
        order.with_user(self.agent).action_confirm()
        self.assertEqual(order.picking_ids.move_ids.quantity, 3)
        self.assertEqual(reservation.state, 'done')
        self.assertFalse(self._get_hold())

    def test_a_part_is_ordered_and_the_rest_waits(self):
        """000-26: 2 of 5 are there: they are ordered, 3 are still waited for."""
        reservation = self._reserve(5)
        self._receive(2)
        reservation.with_user(self.agent).action_order_now()
        self.assertRecordValues(
            reservation,
            [
                {
                    'state': 'waiting',
                    'ordered_quantity': 2,
                    'held_quantity': 0,
                    'missing_quantity': 3,
                }
            ],
        )
        self._receive(4)
        self.assertEqual((reservation.state, reservation.held_quantity), ('held', 3))

    def test_packs_are_counted_in_stock_units(self):
        """000-26: two dozens are 24 pieces; the order has two dozens again."""
        dozen = self.env.ref('uom.product_uom_dozen')
        reservation = self._reserve(2, uom_id=dozen.id)
        self.assertEqual(reservation.quantity_stock, 24)
        self._receive(30)
        self.assertEqual(reservation.held_quantity, 24)
        reservation.with_user(self.agent).action_order_now()
        line = reservation.sudo().order_id.order_line  # sudo: what was ordered
        self.assertEqual((line.product_uom_qty, line.product_uom_id), (2, dozen))
        self.assertEqual(line.move_ids.quantity * line.move_ids.product_uom.factor, 24)

    def test_an_expired_lot_does_not_count(self):
        """000-26, 004-11: what has expired is not held; the lot that ends first is."""
        reservation = self._reserve(5)
        self._receive(5, 'OLD', '2020-01-01 12:00:00')
        self.assertEqual(reservation.state, 'waiting')
        self._receive(5, 'LATE', '2031-01-01 12:00:00')
        self.assertEqual(reservation.state, 'held')
        self.assertEqual(self._get_hold().lot_ids.name, 'LATE')

    def test_a_hold_that_ends_passes_to_the_next(self):
        """000-26: on the fourth day the next customer has it; both agents are told."""
        first = self._reserve(5)
        second = self._reserve(5, user=self.other_agent)
        self._receive(5)
        # as if days had passed: nobody may enter a day that is over
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pharma_reservation SET hold_until = %s WHERE id = %s",
            (self.company._pharma_today() - timedelta(days=1), first.id),
        )
        self.env.invalidate_all()
        ended = self.env['pharma.reservation']._find_ended(self.company)
        self.assertEqual(ended.ids, first.ids)
        ended._end_holds()
        self.assertRecordValues(
            (first + second).sudo(),  # sudo: agents see their own alone
            [
                {'state': 'expired', 'held_quantity': 0, 'lost_quantity': 5},
                {'state': 'held', 'held_quantity': 5, 'lost_quantity': 0},
            ],
        )
        both = (first + second).sudo()  # sudo: the scheduled action
        both._tell_agents()
        self.assertEqual(first.activity_ids.user_id, self.agent)
        self.assertIn("ended", first.activity_ids.summary)
        self.assertEqual(second.activity_ids.user_id, self.other_agent)
        self.assertIn("Call, deliver: 5", second.activity_ids.summary)
        self.assertFalse(both.filtered('notice'))

    def test_no_longer_wanted_goes_to_the_next_and_counts_as_lost(self):
        """000-26: given up by the customer is lost demand, a mistake is not."""
        first, second, third = (self._reserve(5) for _number in range(3))
        self._receive(5)
        first.with_user(self.agent).action_lose()
        self.assertEqual((first.state, first.lost_quantity), ('lost', 5))
        self.assertEqual(second.state, 'held')
        second.with_user(self.agent).action_cancel()
        self.assertEqual((second.state, second.lost_quantity), ('cancelled', 0))
        self.assertEqual(third.state, 'held')
        with self.assertRaisesRegex(UserError, "closed already"):
            first.with_user(self.agent).action_lose()
        first.with_user(self.agent).action_reopen()
        self.assertEqual((first.state, first.lost_quantity), ('waiting', 0))
        self.assertGreaterEqual(first.date, third.date)

    def test_a_cancelled_slip_serves_who_waits(self):
        """000-26: goods of an order that is cancelled are held for who waits."""
        self._receive(5)
        slip = self._create_slip([(self.missing, 5)], partner=self.other_customer)
        reservation = self._reserve(5)
        self.assertEqual(reservation.state, 'waiting')
        slip.action_cancel()
        self.assertEqual(reservation.state, 'held')

    def test_a_cancelled_receipt_is_told(self):
        """000-26: the agent whose customer waits for a purchase hears that it does not come."""
        receipt = self._receive(5, done=False)
        reservation = self._reserve(5)
        self.assertEqual(reservation.sudo().expected_move_id, receipt.move_ids)  # sudo: stock
        self.assertEqual(reservation.date_expected, self.company._pharma_day(receipt.move_ids.date))
        receipt.action_cancel()
        self.assertFalse(reservation.date_expected)
        reservation.sudo()._tell_agents()  # sudo: the scheduled action
        self.assertIn("cancelled", reservation.activity_ids.summary)

    def test_lost_goods_are_taken_from_the_last(self):
        """000-26: 10 held for two, 4 are missing at the count: the second waits for them."""
        first, second = self._reserve(5), self._reserve(5)
        self._receive(10)
        quant = self.env['stock.quant'].search(
            [
                ('product_id', '=', self.missing.id),
                ('location_id', '=', self.warehouse.lot_stock_id.id),
            ]
        )
        quant.inventory_quantity = 6
        quant.action_apply_inventory()
        self.assertEqual(first.held_quantity, 5)
        self.assertEqual((second.state, second.held_quantity), ('partly', 1))
        self.assertEqual(second.notice, 'taken')

    def test_a_held_lot_that_expires_is_let_go(self):
        """000-26, 004-11: the nightly look takes expired lots out of the hold."""
        reservation = self._reserve(5)
        self._receive(5)
        self._get_hold().lot_ids.removal_date = fields.Datetime.now() - timedelta(days=1)
        self.env['pharma.reservation']._reload_holds(10)
        self.assertEqual(reservation.state, 'waiting')
        self.assertFalse(self._get_hold())

    def test_bad_input_is_told(self):
        """000-26: quantity 0, another kind of unit, a service, what is written by arrivals."""
        with self.assertRaisesRegex(ValidationError, "above 0"):
            self._reserve(0)
        service = self.env['product.product'].create({'name': "Advice", 'type': 'service'})
        with self.assertRaisesRegex(ValidationError, "not kept in stock"):
            self._reserve(1, product_id=service.id)
        reservation = self._reserve(1)
        with self.assertRaises(AccessError):
            reservation.held_quantity = 5
        forged = self._reserve(1, state='held', held_quantity=1, date='2000-01-01 00:00:00')
        self.assertEqual((forged.state, forged.held_quantity), ('waiting', 0))
        self.assertGreater(forged.date.year, 2000)
        with self.assertRaisesRegex(UserError, "nothing is held"):
            reservation.action_make_order()
        self._receive(2)
        with self.assertRaisesRegex(UserError, "reserve anew"):
            reservation.quantity = 50
        with self.assertRaisesRegex(UserError, "Cancel the reservation"):
            reservation.sudo().unlink()  # sudo: even those who may delete
        waiting = self._reserve(1)
        with self.assertRaisesRegex(ValidationError, "above 0"), self.env.cr.savepoint():
            waiting.quantity = -1
        with self.assertRaisesRegex(ValidationError, "cannot be counted"):
            waiting.uom_id = self.env.ref('uom.product_uom_kgm')
