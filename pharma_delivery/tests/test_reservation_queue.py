from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.pharma_delivery.hooks import uninstall_hook

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservationQueue(ReservationCase):
    """Nobody pushes ahead, and nobody holds goods for ever."""

    def _age(self, reservation, days):
        self.env.flush_all()
        self.env.cr.execute(
            'UPDATE pharma_reservation SET date = %s WHERE id = %s',
            [fields.Datetime.now() - timedelta(days=days), reservation.id],
        )
        self.env.invalidate_all()

    def test_what_is_asked_for_anew_stands_at_the_end(self):
        """000-26: more, another medicine, customer or branch: the old place is given up; less of
        it, or one branch instead of any, keeps it."""
        second_branch = self.env['stock.warehouse'].create({'name': "Cầu Giấy", 'code': 'CG'})
        other = self._create_medicine("Insulin Aspart")
        for change, is_kept in (
            ({'quantity': 3}, True),
            ({'quantity': 7}, False),
            ({'product_id': other.id}, False),
            ({'partner_id': self.other_customer.id}, False),
            ({'warehouse_id': second_branch.id}, False),
            ({'warehouse_id': False}, False),
            ({'note': "Gọi buổi chiều"}, True),
        ):
            with self.subTest(change=change):
                reservation = self._reserve(5)
                self._age(reservation, 9)
                before = reservation.date
                reservation.write(change)
                self.assertEqual(reservation.date == before, is_kept)
                self.assertLessEqual(reservation.date, fields.Datetime.now())
        anywhere = self._reserve(5, warehouse_id=False)
        self._age(anywhere, 9)
        before = anywhere.date
        anywhere.warehouse_id = self.warehouse
        self.assertEqual(anywhere.date, before)

    def test_what_was_ordered_in_part_is_not_changed(self):
        """000-26: 2 of 5 were ordered: neither quantity nor medicine changes behind the order."""
        reservation = self._reserve(5)
        self._receive(2)
        reservation.with_user(self.agent).action_order_now()
        self.assertEqual(reservation.state, 'waiting')
        with self.assertRaisesRegex(UserError, "reserve anew"):
            reservation.quantity = 1

    def test_an_agent_holds_no_longer_than_the_setting(self):
        """000-26: others wait; no day, a day that has passed and too late a day are refused, a
        manager decides otherwise."""
        reservation = self._reserve(5)
        self._receive(5)
        today = self.company._pharma_today()
        reservation.hold_until = today + timedelta(days=1)
        for day, words in (
            (False, "Others wait"),
            (today + timedelta(days=4), "A manager may"),
            (today - timedelta(days=1), "has passed"),
        ):
            refused = self.assertRaisesRegex(ValidationError, words)
            with self.subTest(day=day), refused, self.env.cr.savepoint():
                reservation.hold_until = day
        manager = new_test_user(self.env, 'ql', groups='pharma_crm.group_pharma_manager')
        reservation.with_user(manager).hold_until = today + timedelta(days=20)
        self.assertEqual(reservation.hold_until, today + timedelta(days=20))

    def test_an_open_reservation_is_not_archived(self):
        """000-26: goods would stay held, and the figures would not know of it."""
        reservation = self._reserve(5)
        with self.assertRaisesRegex(ValidationError, "still open"), self.env.cr.savepoint():
            reservation.active = False
        reservation.action_lose()
        reservation.active = False
        self.assertEqual(reservation.lost_quantity, 5)

    def test_the_branch_of_the_agent_stands_there(self):
        """000-26: who works in a branch reserves for it without choosing it."""
        Reservation = self.env['pharma.reservation'].with_user(self.agent)
        self.assertFalse(Reservation.default_get(['warehouse_id'])['warehouse_id'])
        self.agent.property_warehouse_id = self.warehouse
        self.assertEqual(
            Reservation.default_get(['warehouse_id'])['warehouse_id'], self.warehouse.id
        )

    # === TELLING === #
    def test_a_part_that_is_held_stays_told(self):
        """000-26: 2 of 5 are there, the rest of the purchase is cancelled: the task to call about
        the 2 stays, told or not yet told, and the rest is told besides."""
        receipt = self._receive(3, lot='L2', done=False)
        reservation = self._reserve(5)
        self._receive(2)
        self.assertEqual(reservation.notice, 'arrived')
        self.assertEqual(reservation.sudo().expected_move_id, receipt.move_ids)  # sudo: stock
        told = reservation.sudo()  # sudo: the scheduled action
        told._tell_agents()
        receipt.action_cancel()
        told._tell_agents()
        self.assertEqual(len(reservation.activity_ids), 2)
        self.assertIn("Call, deliver: 2", reservation.activity_ids[0].summary)
        self.assertIn("cancelled", reservation.activity_ids[1].summary)
        self.assertIn(self.customer.name, reservation.activity_ids[1].summary)
        untold = self._reserve(5)
        receipt = self._receive(9, lot='L3', done=False)
        self._receive(4, lot='L4')
        self.assertEqual(untold.notice, 'arrived')
        receipt.action_cancel()
        self.assertEqual(untold.notice, 'arrived')

    def test_a_receipt_planned_later_is_expected(self):
        """000-26: the purchase is made after the customer asked: the day stands there at once."""
        reservation = self._reserve(5)
        self.assertFalse(reservation.date_expected)
        receipt = self._receive(5, done=False)
        self.assertEqual(reservation.date_expected, self.company._pharma_day(receipt.move_ids.date))

    def _receive_part(self, receipt):
        """Count 5 of a receipt."""
        move = receipt.move_ids
        # without a day the lot would expire in the second in which it is made
        lot = self.env['stock.lot'].create(
            {
                'name': 'S1',
                'product_id': self.missing.id,
                'expiration_date': '2030-06-30 12:00:00',
            }
        )
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    'product_id': self.missing.id,
                    'lot_id': lot.id,
                    'quantity': 5,
                    'picking_id': receipt.id,
                    'location_id': move.location_id.id,
                    'location_dest_id': move.location_dest_id.id,
                }
            )
        ]
        move.picked = True

    def test_the_rest_of_a_purchase_is_expected(self):
        """000-26: 5 of 8 come, the rest comes later: who still waits sees when."""
        first, second = self._reserve(5), self._reserve(3)
        receipt = self._receive(8, done=False)
        self._receive_part(receipt)
        receipt._action_done()
        self.assertEqual((first.state, second.state), ('held', 'waiting'))
        self.assertFalse(second.notice)
        rest = receipt.backorder_ids.move_ids
        self.assertEqual(second.sudo().expected_move_id, rest)  # sudo: stock

    def test_a_purchase_that_ends_short_is_told(self):
        """000-26: 5 of 8 come and the rest is given up: who still waits is told."""
        first, second = self._reserve(5), self._reserve(3)
        receipt = self._receive(8, done=False)
        self._receive_part(receipt)
        receipt.with_context(cancel_backorder=True)._action_done()
        self.assertEqual((first.state, second.state), ('held', 'waiting'))
        self.assertEqual(second.notice, 'delayed')
        self.assertFalse(second.date_expected)

    def test_somebody_is_always_told(self):
        """000-26: the agent has left, there is no team: a manager gets the task."""
        reservation = self._reserve(5, user=self.other_agent)
        self.other_agent.active = False
        self._receive(5)
        reservation.sudo()._tell_agents()  # sudo: the scheduled action
        activity = reservation.sudo().activity_ids  # sudo: of somebody else
        self.assertTrue(activity.user_id.has_group('pharma_crm.group_pharma_manager'))

    def test_a_day_is_written_as_its_reader_writes_days(self):
        """000-26: in the language of the agent."""
        self.env['res.lang']._activate_lang('vi_VN')
        self.agent.lang = 'vi_VN'
        reservation = self._reserve(5)
        self._receive(5)
        reservation.sudo()._tell_agents()  # sudo: the scheduled action
        self.assertIn(reservation.hold_until.strftime('%d/%m/%Y'), reservation.activity_ids.summary)

    # === OTHER TOPICS === #
    def test_a_recalled_lot_is_held_no_more(self):
        """000-26, 004-60: at the start another lot takes its place, else the last waits again."""
        first, second = self._reserve(5), self._reserve(5)
        self._receive(10, lot='BAD')
        self._receive(5, lot='GOOD')
        self.assertEqual((first + second).mapped('state'), ['held', 'held'])
        lot = self.env['stock.lot'].search([('name', '=', 'BAD')])
        recall = self.env['pharma.recall'].create(
            {
                'title': "Thử",
                'reason': "Thử",
                'level_id': self.env['pharma.recall.level'].search([], limit=1).id,
                'lot_line_ids': [Command.create({'lot_id': lot.id})],
            }
        )
        recall.action_start()
        self.assertEqual((first + second).mapped('state'), ['held', 'waiting'])
        self.assertEqual(self._get_hold().lot_ids.name, 'GOOD')

    def test_uninstall_lets_the_goods_go(self):
        """000-26: nothing else would ever free them."""
        self._reserve(5)
        self._receive(5)
        self.assertEqual(self._get_free(), 0)
        uninstall_hook(self.env)
        self.assertEqual(self._get_free(), 5)
