from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import NotNullViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_recall import RecallCase


@tagged('post_install', '-at_install')
class TestRecallAnswers(RecallCase):
    """What customers answer, what comes back, the deadline and the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._start()
        cls.line_an = cls.recall.line_ids.filtered(lambda line: line.partner_id == cls.an)
        cls.line_binh = cls.recall.line_ids - cls.line_an

    def _answer(self, line, answer='reached', used=0, user=None):
        action = line.with_user(user or self.agent).action_answer()
        wizard = self.env[action['res_model']].with_user(user or self.agent)
        wizard = wizard.browse(action['res_id'])
        wizard.answer = answer
        wizard.line_ids.quantity_used = used
        wizard.action_apply()

    def test_an_employee_takes_the_answer(self):
        """004-60: reached, 2 used: 5 of 7 are still out; told is 1 of 2 customers."""
        self._answer(self.line_an, used=2)
        self.assertEqual(self.line_an.answer, 'reached')
        self.assertEqual(self.line_an.answer_user_id, self.agent)
        self.assertEqual(self.line_an.quantity_open, 5)
        self.assertFalse(self.line_an.is_settled)
        self.assertEqual((self.recall.reached_count, self.recall.coverage), (1, 50))
        self.assertEqual(self.recall.quantity_used, 2)

    def test_what_comes_back_is_counted_from_the_stock(self):
        """004-60, 000-24: core's return of 5 into quarantine settles the line; numbers add up."""
        self._answer(self.line_an, used=2)
        action = self.line_an.with_user(self.clerk).action_return()
        returns = self.env['stock.picking'].search(action['domain'])
        self.assertEqual(sum(returns.move_line_ids.mapped('quantity')), 5)
        self.assertEqual(returns.move_line_ids.lot_id, self.lot)
        self.assertEqual(returns.location_dest_id, self.warehouse.pharma_quarantine_location_id)
        with self.assertRaisesRegex(UserError, "asked back already"):
            self.line_an.with_user(self.clerk).action_return()
        self._receive(returns)
        self.assertEqual(self.line_an.quantity_returned, 5)
        self.assertTrue(self.line_an.is_settled)
        lot_line = self.recall.lot_line_ids
        self.assertEqual(
            (lot_line.quantity, lot_line.quantity_returned, lot_line.quantity_used), (31, 5, 2)
        )
        self.assertEqual(lot_line.quantity_open, 24)
        self.assertEqual(lot_line.stock_quarantine, 3 + 5)
        self.assertEqual(round(self.recall.accounted, 1), 22.6)

    def test_returns_convert_the_unit_of_the_order(self):
        """004-60: two dozens come back as 24 tablets."""
        action = self.line_binh.with_user(self.clerk).action_return()
        self._receive(self.env['stock.picking'].search(action['domain']))
        self.assertEqual(self.line_binh.quantity_returned, 24)
        self.assertEqual(self.line_binh.quantity_open, 0)

    def test_a_return_at_the_counter_counts_too(self):
        """004-60: a return that nobody asked for by the recall is found all the same."""
        wizard = self.env['stock.return.picking'].create({'picking_id': self.slip_an.id})
        wizard.product_return_moves.quantity = 4
        back = wizard._create_return()
        back.move_line_ids.lot_id = self.lot
        self._receive(back)
        self.assertEqual(self.line_an.quantity_returned, 4)

    def test_unreachable_customers_settle_after_three_tries(self):
        """004-60: each try counts; the setting says how many there are."""
        for tries in (1, 2, 3):
            self._answer(self.line_an, 'unreachable')
            self.assertEqual(self.line_an.tries, tries)
            self.assertEqual(self.line_an.is_settled, tries == 3)
        self.assertEqual(self.recall.unreachable_count, 1)
        self._answer(self.line_an, 'reached', used=7)
        self.assertEqual(self.recall.unreachable_count, 0)

    def test_bad_answers_are_refused(self):
        """004-60: bad input: more than there is, less than nothing, two customers at once."""
        with self.assertRaisesRegex(UserError, "no more than the rest"):
            self._answer(self.line_an, used=8)
        with self.assertRaisesRegex(UserError, "not negative"):
            self._answer(self.line_an, used=-1)
        with self.assertRaisesRegex(UserError, "one customer at a time"):
            self.recall.line_ids.action_answer()

    def test_any_number_of_the_customer_is_shown(self):
        """004-60: who has no main number is called on another, and found by it however it is
        typed."""
        self.an.phone = False
        self.env['pharma.partner.phone'].create(
            {'partner_id': self.an.id, 'number': '+84912000009', 'kind': 'zalo'}
        )
        line = self.line_an.with_user(self.agent)
        self.assertEqual(line.phone, '+84912000009')
        wizard = self.env['pharma.recall.answer'].browse(line.action_answer()['res_id'])
        self.assertEqual(wizard.phone, '+84912000009')
        found = line.search([('partner_id.pharma_phone_search', 'ilike', '0084 912 000 009')])
        self.assertEqual(found, self.line_an)

    def test_a_call_list_takes_answers_by_the_same_door(self):
        """004-60, 004-52: who is to be called, and what came of it, as dialogs do."""
        self.line_binh.partner_id.phone = False
        self.assertEqual(self.recall.line_ids._get_to_call(), self.line_an)
        self.line_an.with_user(self.agent)._take_answer('reached', {self.line_an: 7}, "Took them")
        self.assertEqual(
            (self.line_an.answer, self.line_an.tries, self.line_an.note),
            ('reached', 1, "Took them"),
        )
        self.assertFalse(self.recall.line_ids._get_to_call())
        self.line_binh.user_id = self.manager
        with self.assertRaises(AccessError):
            self.line_binh.with_user(self.agent)._take_answer('reached')

    def test_customers_without_address_do_not_fill_the_mailing(self):
        """004-60: who has no e-mail address is left to the call, and not chosen first for ever."""
        self.an.email = False
        action = self.recall.with_user(self.manager).action_send_mailing()
        wizard = self.env['pharma.customer.mailing'].browse(action['res_id'])
        self.assertEqual(wizard.partner_ids, self.binh)

    def test_others_customers_are_not_answered_for(self):
        """000-36: an employee neither sees nor answers for another's customer."""
        self.line_binh.user_id = self.manager
        with self.assertRaises(AccessError):
            self._answer(self.line_binh)

    def test_the_close_needs_a_conclusion_for_what_is_open(self):
        """004-60: two customers are open; with a conclusion it ends, prints, and keeps blocking."""
        recall = self.recall.with_user(self.pharmacist)
        with self.assertRaisesRegex(UserError, "2 customers are not settled"):
            recall.action_close()
        recall.closing_note = "Both were told in writing."
        action = recall.action_close()
        self.assertEqual(action['report_name'], 'pharma_delivery.report_recall')
        self.assertEqual(recall.state, 'closed')
        self.assertFalse(recall.activity_ids)
        self.assertTrue(self.lot.pharma_is_blocked)
        with self.assertRaisesRegex(UserError, "is not running"):
            self._answer(self.line_an)
        recall.action_release_lots()
        self.assertFalse(self.lot.pharma_is_blocked)

    def test_lots_are_not_released_while_it_runs(self):
        """004-60: a running recall blocks."""
        with self.assertRaisesRegex(UserError, "Close the recall first"):
            self.recall.with_user(self.manager).action_release_lots()
        with self.assertRaisesRegex(UserError, "kept as proof"):
            self.recall.unlink()

    def test_no_recall_is_ended_by_writing(self):
        """004-60: over RPC nobody unblocks the lots of a running recall, makes it a draft again to
        delete it, or takes a lot out of it; a recall always has a deadline."""
        recall = self.recall.with_user(self.manager)
        for values in (
            {'is_blocking': False},
            {'state': 'draft'},
            {'date_closed': '2026-11-20 03:00:00'},
            {'escalation': 'late'},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "Use the buttons of the form"),
            ):
                recall.write(values)
        other = recall.create({'title': "Khác", 'reason': "x"})
        with self.assertRaisesRegex(UserError, "stay in it"):
            recall.lot_line_ids.recall_id = other
        with (
            self.assertRaises(NotNullViolation),
            mute_logger('odoo.sql_db'),
            self.env.cr.savepoint(),
        ):
            recall.date_deadline = False
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(recall.date_deadline)
        self.assertTrue(self.lot.pharma_is_blocked)

    def test_the_report_says_what_the_records_say(self):
        """004-60: 31 with customers, 2 used, 29 out, 66 and 3 in the house."""
        self._answer(self.line_an, used=2)
        html, _kind = self.env['ir.actions.report']._render_qweb_html(
            'pharma_delivery.report_recall', self.recall.ids
        )
        text = html.decode()
        for words in (self.recall.name, "Amoxicillin", "31.0", "29.0", "66.0", "Bình"):
            self.assertIn(words, text)

    def test_the_deadline_is_escalated(self):
        """004-60: warned in the last quarter of the time, late afterwards; once each."""
        recall = self.recall
        recall.activity_ids.unlink()
        decided = fields.Datetime.now()
        recall.write({'date_decision': decided, 'date_deadline': decided + timedelta(days=4)})
        for hours, stage, count in ((71, False, 0), (73, 'warned', 1), (74, 'warned', 1)):
            with freeze_time(decided + timedelta(hours=hours)):
                recall._cron_escalate()
            self.assertEqual((recall.escalation, len(recall.activity_ids)), (stage, count))
        self.assertFalse(recall.is_late)
        with freeze_time(decided + timedelta(hours=97)):
            recall._cron_escalate()
            recall.invalidate_recordset(['is_late'])
            self.assertTrue(recall.is_late)
            self.assertIn(recall, self.env['pharma.recall'].search([('is_late', '=', True)]))
        self.assertEqual(recall.escalation, 'late')
        self.assertGreater(len(recall.activity_ids.user_id), 1)

    def test_declined_advertising_does_not_stop_the_message(self):
        """004-30, 004-60: a recall is care: whoever declined advertising gets the e-mail, once."""
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': self.an.id,
                'purpose': 'advertising',
                'channel': 'email',
                'state': 'declined',
            }
        )
        self.company.partner_id.email = 'pharmacy@example.com'
        self.recall.instruction = "<p>Please bring it back.</p>"
        action = self.recall.with_user(self.manager).action_send_mailing()
        wizard = self.env['pharma.customer.mailing'].with_user(self.manager)
        wizard = wizard.browse(action['res_id'])
        self.assertEqual((wizard.purpose, wizard.allowed_count), ('care', 2))
        wizard.action_send()
        self.assertTrue(all(self.recall.line_ids.mapped('date_message')))
        with self.assertRaisesRegex(UserError, "has been written to"):
            self.recall.with_user(self.manager).action_send_mailing()
