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
        self.assertIn("cancelled", second.activity_ids.summary)
        receipt.move_ids.product_uom_qty = 4
        self.assertEqual((first.notice, second.notice), ('delayed', False))

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
