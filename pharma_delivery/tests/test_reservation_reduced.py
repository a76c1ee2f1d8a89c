from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservationReduced(ReservationCase):
    """A purchase made smaller before it arrives is told to whose customers it no longer serves."""

    def test_who_goes_without_is_told(self):
        """000-26: 8 were planned for 5 and 3 that wait; of 5 the second gets nothing."""
        first, second = self._reserve(5), self._reserve(3)
        receipt = self._receive(8, done=False)
        receipt.move_ids.product_uom_qty = 5
        self.assertEqual((first.notice, second.notice), (False, 'delayed'))
        second.sudo()._tell_agents()  # sudo: the scheduled action
        self.assertRegex(second.activity_ids.summary, "reduced from 8 to 5 Units: Insulin.*Nhung")
        receipt.move_ids.product_uom_qty = 4
        self.assertEqual((first.notice, second.notice), ('delayed', False))
        first.sudo()._tell_agents()  # sudo: the scheduled action
        self.assertIn("reduced from 5 to 4 Units", first.activity_ids.summary)

    def _tell_one(self, *quantities):
        """Return what is said of a receipt of 8 after these quantities, before anybody is told."""
        reservation = self._reserve(8)
        receipt = self._receive(8, done=False)
        for quantity in quantities:
            receipt.move_ids.product_uom_qty = quantity
        return reservation, receipt

    def _get_summary(self, reservation):
        reservation.sudo()._tell_agents()  # sudo: the scheduled action
        return reservation.activity_ids.summary

    def test_what_happened_is_said(self):
        """000-26: twice less is said at once; nothing of it, or cancelled later, is cancelled."""
        reservation, _receipt = self._tell_one(6, 2.5)
        self.assertIn("reduced from 8 to 2.5 Units", self._get_summary(reservation))

    def test_nothing_left_is_cancelled(self):
        """000-26: less, and then nothing of it, or the receipt is cancelled."""
        reservation, _receipt = self._tell_one(6, 0)
        self.assertIn("cancelled", self._get_summary(reservation))

    def test_less_and_then_cancelled(self):
        """000-26: the last news counts; figures of before are not said with it."""
        reservation, receipt = self._tell_one(6)
        receipt.action_cancel()
        self.assertIn("cancelled", self._get_summary(reservation))

    def test_another_receipt_is_another_story(self):
        """000-26: the first is given up, the second becomes smaller: neither is mixed up."""
        reservation, receipt = self._tell_one()
        later = self._receive(7, done=False)
        later.move_ids.date = '2031-01-31 03:00:00'
        receipt.move_ids.product_uom_qty = 0
        later.move_ids.product_uom_qty = 5
        self.assertIn("cancelled", self._get_summary(reservation))

    def test_nobody_writes_the_figures(self):
        """000-26: what an agent is told is written by receipts."""
        reservation = self._reserve(5)
        for name in ('expected_before', 'expected_now'):
            with self.assertRaises(AccessError):
                reservation[name] = 3

    def test_enough_for_all_is_no_news(self):
        """000-26: 20 become 8, which is what is waited for; more than before is none either."""
        waiting = self._reserve(5) | self._reserve(3)
        receipt = self._receive(20, done=False)
        receipt.move_ids.product_uom_qty = 8
        receipt.move_ids.product_uom_qty = 9
        self.assertEqual(waiting.mapped('notice'), [False, False])
        self.assertTrue(all(waiting.mapped('date_expected')))

    def test_nothing_of_it_is_expected_no_more(self):
        """000-26: the quantity is set to 0: the next receipt is expected, or none."""
        reservation = self._reserve(5)
        receipt = self._receive(5, done=False)
        later = self._receive(5, done=False)
        later.move_ids.date = '2031-01-31 03:00:00'
        receipt.move_ids.product_uom_qty = 0
        self.assertEqual(reservation.notice, 'delayed')
        self.assertEqual(reservation.sudo().expected_move_id, later.move_ids)  # sudo: stock
        later.move_ids.product_uom_qty = 0
        self.assertFalse(reservation.date_expected)

    def test_what_is_split_still_comes(self):
        """000-26: a part is received, the rest stands on a receipt of its own: nothing to tell."""
        waiting = self._reserve(5) | self._reserve(3)
        receipt = self._receive(8, done=False)
        lot = self.env['stock.lot'].create({'name': 'S1', 'product_id': self.missing.id})
        receipt.move_ids.move_line_ids.write({'quantity': 5, 'lot_id': lot.id, 'picked': True})
        receipt.action_split_transfer()
        self.assertEqual(waiting.mapped('notice'), [False, False])

    def _count_queries(self, move, quantity):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        move.product_uom_qty = quantity
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_many_who_wait_in_few_queries(self):
        """000-26: who waits costs no query each."""
        for _number in range(2):
            self._reserve(1)
        move = self._receive(60, done=False).move_ids
        self._count_queries(move, 50)
        few = self._count_queries(move, 1)
        for _number in range(30):
            self._reserve(1)
        self._count_queries(move, 50)
        self.assertLessEqual(self._count_queries(move, 1), few + 5)
