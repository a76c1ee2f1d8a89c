from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_visit import VisitCase

MANY = 101


@tagged('post_install', '-at_install')
class TestVisitConflict(VisitCase):
    """What contradicts is kept, told to the office and has no effect: one truth."""

    def setUp(self):
        super().setUp()
        self.slip = self._create_slip()
        self.round = self._underway(self.slip)
        self.round.user_id = self.clerk

    def _assert_conflict(self, visit, words):
        before = self._get_stock(), self.slip.state
        [answer] = (
            self.env['pharma.delivery.attempt'].with_user(self.courier).record_attempts([visit])
        )
        self.assertEqual(answer['status'], 'conflict', answer)
        self.assertIn(words, answer['message'])
        self.assertEqual((self._get_stock(), self.slip.state), before)
        kept = self.env['pharma.delivery.attempt'].search(
            [('client_uid', '=', visit['client_uid'])]
        )
        self.assertTrue(kept.is_conflict)
        self.assertTrue(kept.signature)
        self.assertEqual(self.slip.activity_ids.user_id, self.clerk)
        return kept

    def test_delivered_after_cancellation(self):
        """000-31: bad input: the office cancelled while the courier had no network."""
        visit = self._prepare(self.slip)
        self.slip.action_cancel()
        self._assert_conflict(visit, "cancelled")
        self.assertEqual(self.slip.delivery_state, 'cancelled')

    def test_signed_twice(self):
        """000-31: bad input: a second signature is kept, the first one counts."""
        visit = self._prepare(self.slip)
        self._send(self._prepare(self.slip))
        self._assert_conflict(visit | {'receiver_name': "Ai đó"}, "already")
        self.assertEqual(len(self.slip.attempt_ids), 2)
        self.assertEqual(self.slip.delivery_state, 'delivered')

    def test_moved_to_another_round(self):
        """000-29: bad input: two couriers on one slip; the first recorded counts."""
        visit = self._prepare(self.slip)
        self.slip.batch_id = False
        other = self._underway(self.slip, self.other_courier)
        self._assert_conflict(visit, other.name)
        mine = self._prepare(self.slip)
        self.assertEqual(self._send(mine, user=self.other_courier), ['ok'])
        self.assertEqual(self.slip.delivery_state, 'delivered')

    def test_more_than_the_slip_says(self):
        """000-31: bad input: nobody hands over more than he carries."""
        self._assert_conflict(self._prepare(self.slip, 'partly', [11]), "the slip says")

    def test_nothing_of_it_handed_over(self):
        """000-31: bad input: partly, but nothing."""
        self._assert_conflict(self._prepare(self.slip, 'partly', [0]), "nothing was handed over")

    def test_the_lot_was_changed_meanwhile(self):
        """000-31: bad input: the office reserved another lot while the courier was offline."""
        visit = self._prepare(self.slip)
        lot = self._create_lot(self.medicine, 'A2', '2029-06-30 12:00:00', 100)
        self.slip.do_unreserve()
        self.slip.move_ids.move_line_ids = [
            (0, 0, self.slip.move_ids._prepare_move_line_vals(10) | {'lot_id': lot.id})
        ]
        self._assert_conflict(visit, "was changed")

    def test_reserved_anew_in_the_same_lot(self):
        """000-31: the office pressed 'Check Availability' meanwhile: the same goods, no matter."""
        visit = self._prepare(self.slip)
        self.slip.do_unreserve()
        self.slip.action_assign()
        self.assertEqual(self._send(visit), ['ok'])

    def test_what_may_not_leave_is_not_recorded_as_delivered(self):
        """004-17: an obstacle found meanwhile, such as an expired or recalled lot, is told."""
        Picking = type(self.env['stock.picking'])
        original = Picking._get_dispatch_obstacles
        self.patch(
            Picking,
            '_get_dispatch_obstacles',
            lambda slips: {slip: [*words, "recalled"] for slip, words in original(slips).items()},
        )
        self._assert_conflict(self._prepare(self.slip), "recalled")

    def test_the_office_clears_it_up(self):
        """000-31: once the matter is settled the visit counts, by the clerk and by nobody else."""
        visit = self._prepare(self.slip)
        self.slip.do_unreserve()
        kept = self._assert_conflict(visit, "Nothing is reserved")
        with self.assertRaises(AccessError):
            kept.with_user(self.courier).action_apply()
        with self.assertRaisesRegex(UserError, "Nothing is reserved"):
            kept.with_user(self.clerk).action_apply()
        self.slip.action_assign()
        kept.with_user(self.clerk).action_apply()
        self.assertEqual((self.slip.state, self.slip.delivery_state), ('done', 'delivered'))
        self.assertEqual(kept.cleared_by_id, self.clerk)
        self.assertFalse(self.slip.activity_ids)

    def test_the_office_sets_it_aside(self):
        """000-31: it stays on file, without effect, and asks nobody any more."""
        visit = self._prepare(self.slip)
        self.slip.action_cancel()
        kept = self._assert_conflict(visit, "cancelled")
        kept.with_user(self.clerk).action_set_aside()
        self.assertTrue(kept.is_conflict and kept.date_cleared)
        self.assertEqual(self.slip.delivery_state, 'cancelled')

    def test_one_bad_visit_does_not_lose_the_others(self):
        """000-31: bad input: whatever a telephone sends, the good ones are recorded."""
        good = self._prepare(self.slip)
        bad = [
            None,
            {},
            'x',
            {**good, 'client_uid': 'short'},
            {**good, 'client_uid': 'x' * 20, 'result': 'eaten'},
            {**good, 'client_uid': 'y' * 20, 'picking_id': 10**12},
            {**good, 'client_uid': 'z' * 20, 'signature': 'no image'},
            {**good, 'client_uid': 'a' * 20, 'cash_amount': float('nan')},
            {**good, 'client_uid': 'b' * 20, 'temperature': 500},
            {**good, 'client_uid': 'c' * 20, 'lines': [{'move_line_id': 1, 'quantity': 'many'}]},
            {**good, 'client_uid': 'd' * 20, 'receiver_name': '\0'},
            {**good, 'client_uid': 'e' * 19 + '\0'},
            {**good, 'client_uid': 'f' * 20, 'cash_amount': 10**400},
            {**good, 'client_uid': 'g' * 20, 'lines': [{'move_line_id': [], 'quantity': 1}]},
            {
                **good,
                'client_uid': 'h' * 20,
                'lines': [{'product_id': 10**12, 'lot_id': 10**12, 'quantity': 1}],
            },
            {**good, 'client_uid': 'i' * 20, 'lines': 'all'},
        ]
        answers = self._send(*bad, good)
        self.assertEqual(answers, ['error'] * len(bad) + ['ok'])
        self.assertEqual(len(self.slip.attempt_ids), 1)
        Attempt = self.env['pharma.delivery.attempt'].with_user(self.courier)
        for odd in ({}, None, [good] * MANY):
            with self.assertRaises(UserError):
                Attempt.record_attempts(odd)

    def test_a_visit_is_never_changed(self):
        """000-31: the proof stays as it was recorded, for the administrator as well."""
        self._send(self._prepare(self.slip))
        visit = self.slip.attempt_ids
        with self.assertRaisesRegex(UserError, "stays as it was"):
            visit.receiver_name = "Khác"
        with self.assertRaisesRegex(UserError, "are kept"):
            visit.unlink()

    def test_only_who_drives_records(self):
        """000-29: rights: another courier, a stranger, another company, and the office."""
        visit = self._prepare(self.slip)
        self.assertEqual(self._send(visit, user=self.other_courier), ['error'])
        company = self.env['res.company'].create({'name': "Khác"})
        abroad = new_test_user(
            self.env,
            'abroad',
            groups='pharma_delivery.group_courier',
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertEqual(self._send(visit, user=abroad), ['error'])
        stranger = new_test_user(self.env, 'stranger', groups='base.group_user')
        portal = new_test_user(self.env, 'guest', groups='base.group_portal')
        for user in (stranger, portal):
            with self.assertRaises(AccessError):
                self._send(visit, user=user)
        self.assertFalse(self.slip.attempt_ids)
