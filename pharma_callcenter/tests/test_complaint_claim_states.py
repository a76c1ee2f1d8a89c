from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_claim import ClaimCommon


@tagged('post_install', '-at_install')
class TestComplaintClaimStates(ClaimCommon, MailCase):
    """What of a claim may be changed when, and by whom."""

    def _settled(self, **values):
        claim = self._sent(**values)
        claim.action_accept_all()
        claim.settlement = 'credit'
        claim.action_settle()
        return claim

    def _correct(self, claim, user, reason='The credit note says 80'):
        action = claim.with_user(user).action_correct()
        Wizard = self.env[action['res_model']].with_user(user).with_context(**action['context'])
        Wizard.create({'reason': reason}).action_apply()

    def test_a_draft_has_no_answer(self):
        """002-19: nobody enters into a draft what the supplier accepts: neither the agent who made
        it nor a supervisor, by a line, a new line or the claim."""
        mine, theirs = self._new_claim(), self._new_claim(self.supervisor)
        for claim in (mine, theirs):
            for values in ({'amount_accepted': 50}, {'quantity_accepted': 1}):
                with self.assertRaisesRegex(UserError, 'accepts is entered once'):
                    claim.line_ids.write(values)
                line = {'product_id': self.metformin.id, 'quantity': 3, 'amount': 60, **values}
                with (
                    self.assertRaisesRegex(UserError, 'accepts is entered once'),
                    self.env.cr.savepoint(),
                ):
                    claim.line_ids = [Command.create(line)]
            for values in ({'outcome': 'Fine'}, {'settlement': 'money'}):
                with self.assertRaisesRegex(UserError, 'outcome and settlement are entered once'):
                    claim.write(values)
                with self.assertRaisesRegex(UserError, 'outcome and settlement are entered once'):
                    claim.create({'partner_id': self.supplier.id, **values})
            claim.line_ids.write({'amount': 90, 'amount_accepted': 0})
            claim.write({'outcome': False, 'reason': 'Broken'})

    def test_what_was_sent_is_what_the_supplier_has(self):
        """002-19: supplier, currency and reason stay once the claim was sent."""
        claim = self._sent()
        for values in (
            {'partner_id': self.maker.id},
            {'currency_id': self.foreign.id},
            {'reason': 'Something else'},
        ):
            with self.assertRaisesRegex(UserError, 'stay as he has them'):
                claim.write(values)
        claim.write({'outcome': 'He will look', 'user_id': self.manager.id})
        claim.line_ids.amount_accepted = 40

    def test_an_answer_stays(self):
        """002-19: amounts of an answered claim stay, and of a settled one the outcome, too;
        'Back to Draft' lets what was accepted go, as another claim will be answered."""
        claim = self._sent()
        claim.action_accept_all()
        with self.assertRaisesRegex(UserError, 'what the supplier answered stays'):
            claim.line_ids.amount_accepted = 1
        claim.settlement = 'credit'
        claim.action_draft()
        self.assertRecordValues(
            claim.line_ids, [{'quantity_accepted': 0.0, 'amount_accepted': 0.0, 'amount': 100.0}]
        )
        settled = self._settled()
        with self.assertRaisesRegex(UserError, 'what the supplier answered stays'):
            settled.line_ids.amount_accepted = 1
        for values in (
            {'outcome': 'Other'},
            {'settlement': 'money'},
            {'settlement_reference': 'CN-8'},
            {'currency_id': self.foreign.id},
        ):
            with self.assertRaisesRegex(UserError, 'what the supplier answered stays'):
                settled.write(values)
        with self.assertRaisesRegex(UserError, 'this step does not follow'):
            settled.action_draft()

    def test_a_manager_corrects_with_a_reason(self):
        """002-19: 100 were entered, 80 it was: the manager says why, the rate stays that of the day
        it was sent, and the chatter keeps the reason and both amounts."""
        claim = self._settled(currency_id=self.foreign.id)
        self.assertEqual(claim.amount_accepted_company, 200.0)
        with self.assertRaisesRegex(UserError, 'Only managers correct'):
            claim.action_correct()
        with self.assertRaises(AccessError):
            self._correct(claim, self.agent)
        with self.assertRaises(AccessError):
            self.env['pharma.complaint.claim.correct'].with_user(self.supervisor).create(
                {'claim_id': claim.id, 'reason': 'x'}
            )
        with self.assertRaisesRegex(UserError, "Write into 'Reason'"):
            self._correct(claim, self.manager, reason=' ')
        with freeze_time('2026-03-06 03:00:00'):
            self._correct(claim, self.manager)
            self.assertEqual(claim.state, 'sent')
            self.assertIn('The credit note says 80', claim.message_ids[0].body)
            self.assertIn('100.00', claim.message_ids[0].body)
            self.flush_tracking()
            claim = claim.with_context(tracking_disable=False, mail_notrack=False)
            claim.line_ids.amount_accepted = 80
            claim.action_record_answer()
            claim.action_settle()
            self.flush_tracking()
        self.assertRecordValues(
            claim, [{'state': 'settled', 'amount_accepted': 80.0, 'amount_accepted_company': 160.0}]
        )
        changes = claim.message_ids.sudo().tracking_value_ids.filtered(  # sudo: of managers alone
            lambda change: change.field_id.name == 'amount_accepted'
        )
        self.assertIn((100.0, 80.0), [(c.old_value_float, c.new_value_float) for c in changes])
        with self.assertRaisesRegex(UserError, 'this step does not follow'):
            self._correct(self._sent(), self.manager)

    def test_another_company_corrects_nothing(self):
        """000-36: a manager of another company neither reads nor corrects the claim."""
        with self.assertRaises(AccessError):
            self._correct(self._settled(), self.outsider)

    def test_goods_do_not_wander(self):
        """002-19: no goods are put into a claim of somebody else, nor into one that was sent."""
        mine, theirs, sent = self._new_claim(), self._new_claim(self.supervisor), self._sent()
        with self.assertRaises(AccessError):
            mine.line_ids.claim_id = theirs
        with self.assertRaises(AccessError):
            self.env['pharma.complaint.claim.line'].with_user(self.agent).create(
                {'claim_id': theirs.id, 'product_id': self.metformin.id}
            )
        with self.assertRaisesRegex(UserError, 'its goods stay as they are'):
            theirs.line_ids.claim_id = sent

    def test_two_currencies_from_the_agent_to_the_report(self):
        """002-19, 000-44: the agent claims 3 and 5 in a currency of which two make four of ours
        (rate 0.5); the supplier accepts 2 and 5; the report counts 16 claimed and 14 accepted at
        the rate of the day on which it was sent, also when it is answered at another one."""
        claim = self._new_claim(currency_id=self.foreign.id)
        claim.line_ids.amount = 3
        claim.line_ids = [
            Command.create({'product_id': self.aspirin.id, 'quantity': 1, 'amount': 5})
        ]
        self.assertEqual((claim.amount, claim.amount_company), (8.0, 16.0))
        claim = claim.with_user(self.supervisor)
        claim.action_mark_sent()
        with freeze_time('2026-03-06 03:00:00'):
            first, second = claim.line_ids
            first.write({'quantity_accepted': 1, 'amount_accepted': 2})
            second.write({'quantity_accepted': 1, 'amount_accepted': 5})
            claim.action_record_answer()
        self.assertEqual(claim.state, 'partly')
        self.assertEqual((claim.amount_accepted, claim.amount_accepted_company), (7.0, 14.0))
        Line = self.env['pharma.complaint.claim.line'].with_user(self.supervisor)
        rows = Line.formatted_read_group(
            [('claim_id', '=', claim.id)],
            ['partner_id'],
            ['amount_company:sum', 'amount_accepted_company:sum'],
        )
        self.assertEqual(
            (rows[0]['amount_company:sum'], rows[0]['amount_accepted_company:sum']), (16.0, 14.0)
        )

    def test_back_to_draft_nothing_of_the_answer_stays(self):
        """002-19: sent again and not accepted, the claim is not refused with the words of before;
        these stay in the chatter."""
        claim = self._sent()
        claim.write({'outcome': 'Not our fault', 'settlement': 'credit'})
        claim.action_draft()
        self.env.flush_all()
        self.assertRecordValues(claim, [{'outcome': False, 'settlement': False}])
        claim.action_mark_sent()
        with self.assertRaisesRegex(UserError, "write his reason into 'Outcome'"):
            claim.action_record_answer()
