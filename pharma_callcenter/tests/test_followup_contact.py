from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Date, Datetime
from odoo.tests import freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import NOW
from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestFollowupContact(FollowupCommon, MailCase):
    """Asking customers: permission, attempts, links and e-mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.followup = cls._create_followup().with_user(cls.agent)
        cls.env['pharma.contact.permission'].search([]).unlink()

    def _decline(self, channel):
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': self.customer.id,
                'purpose': 'survey',
                'channel': channel,
                'state': 'declined',
            }
        )

    def _logged(self):
        return self.env['pharma.contact.log'].search([('partner_id', '=', self.customer.id)])

    def test_a_call_is_logged_and_opens_the_telephone(self):
        """000-32, 004-30: the number goes to the telephone, the contact counts for the limits."""
        action = self.followup.action_call()
        self.assertEqual(action['params']['url'], 'tel:+84912345678')
        self.assertRecordValues(
            self._logged(),
            [{'purpose': 'survey', 'channel': 'call', 'user_id': self.agent.id}],
        )
        self.assertEqual(self.followup.date_asked, NOW)
        self.assertEqual(self.followup.state, 'planned')

    def test_whoever_calls_nobodys_follow_up_has_it(self):
        """000-32: a follow-up of nobody becomes that of whoever calls."""
        followup = self._create_followup(user_id=False)
        followup.with_user(self.colleague).action_call()
        self.assertEqual(followup.user_id, self.colleague)

    def test_who_declined_is_skipped_with_the_reason(self):
        """004-30: a refusal for good skips the follow-up and says why, on each channel."""
        for channel, button in (
            ('call', 'action_call'),
            ('sms', 'action_sms'),
            ('email', 'action_send_email'),
            ('zalo', 'action_create_link'),
        ):
            with self.subTest(channel=channel):
                followup = self._create_followup().with_user(self.agent)
                self._decline(channel)
                action = getattr(followup, button)()
                self.assertIn('declined', action['params']['message'])
                self.assertEqual(followup.state, 'skipped')
                self.assertIn('declined', followup.skip_reason)
        self.assertFalse(self._logged())

    def test_hours_only_put_it_off(self):
        """004-30: at night the button says until when to wait, and nothing is skipped."""
        self.company.pharma_contact_limit_scope = 'all'
        with freeze_time('2026-03-02 14:00:00'), self.assertRaisesRegex(UserError, 'only from'):
            self.followup.action_call()
        self.assertEqual(self.followup.state, 'planned')

    def test_nobody_answers(self):
        """000-32: tried again the next day, closed after as many calls as the setting says."""
        self.company.write({'pharma_followup_tries': 2, 'pharma_followup_retry_days': 3})
        self.followup.action_unreachable()
        self.assertRecordValues(
            self.followup,
            [{'state': 'planned', 'attempt_count': 1, 'date_due': Date.to_date('2026-03-05')}],
        )
        self.followup.action_unreachable()
        self.assertRecordValues(
            self.followup, [{'state': 'done', 'outcome': 'unreachable', 'attempt_count': 2}]
        )

    def test_refusing_and_skipping(self):
        """000-43: who does not want to answer is noted; skipping names who did it."""
        self.followup.action_refused()
        self.assertEqual(self.followup.outcome, 'refused')
        other = self._create_followup().with_user(self.agent)
        other.action_skip()
        self.assertIn(self.agent.name, other.skip_reason)
        with self.assertRaisesRegex(UserError, 'is over'):
            other.action_call()

    def test_a_link_of_his_own(self):
        """000-43: the link holds as many days as the setting says, and ends with the follow-up."""
        self.followup.action_create_link()
        input_ = self.followup.sudo().survey_input_id  # sudo: agents have no rights on surveys
        self.assertIn(input_.access_token, self.followup.survey_url)
        self.assertEqual(input_.deadline, datetime(2026, 3, 16, 3, 0))
        self.assertEqual(input_.partner_id, self.customer)
        self.assertEqual(self.followup.state, 'asked')
        self.followup.action_skip()
        self.assertEqual(input_.deadline, NOW)

    def test_an_sms_carries_the_link(self):
        """000-43: without an SMS service the text goes to the telephone's own application."""
        action = self.followup.action_sms()
        if action.get('res_model') == 'sms.composer':
            text = action['context']['default_body']
        else:
            text = action['params']['url']
            self.assertTrue(text.startswith('sms:+84912345678?body='))
        # sudo: agents have no rights on surveys
        self.assertIn(self.followup.sudo().survey_input_id.access_token, text)

    def test_an_e_mail_carries_link_and_faces(self):
        """000-43: to the customer, with his link and the faces of the ticket, and nothing of what
        is written inside."""
        ticket = self._create_ticket(user_id=self.agent.id, description='Secret text')
        ticket.stage_id = self.stage_solved
        followup = ticket.followup_ids.with_user(self.agent)
        with self.mock_mail_gateway():
            followup.action_send_email()
        [mail] = self._new_mails
        self.assertEqual(mail.recipient_ids, self.customer)
        # sudo: agents have no rights on surveys
        self.assertIn(followup.sudo().survey_input_id.access_token, mail.body_html)
        token = self.env['rating.rating'].search([('res_id', '=', ticket.id)], limit=1).access_token
        for value in (1, 3, 5):
            self.assertIn(f'/rate/{token}/{value}', mail.body_html)
        self.assertNotIn('Secret', mail.body_html)
        self.assertNotIn(self.customer, followup.message_partner_ids)
        self.assertEqual(followup.state, 'asked')

    def test_e_mails_go_by_themselves_on_the_day(self):
        """000-43: due ones are sent once; who declined is skipped; without an address somebody
        calls; what is not due waits."""
        values = {'channel': 'email', 'partner_id': self.customer.id}
        due = self._create_followup(**values)
        later = self._create_followup(**values, date_due='2026-03-03')
        stranger = self.env['res.partner'].create({'name': 'Ohne', 'phone': '0900 111 333'})
        without = self._create_followup(channel='email', partner_id=stranger.id)
        with self.mock_mail_gateway():
            self._run()
            self._run()
        self.assertEqual(len(self._new_mails), 1)
        self.assertEqual(due.state, 'asked')
        self.assertEqual(later.state, 'planned')
        self.assertRecordValues(without, [{'state': 'planned', 'channel': 'call'}])
        self._decline('email')
        with freeze_time('2026-03-03 03:00:00'), self.mock_mail_gateway():
            self._run()
        self.assertEqual(later.state, 'skipped')

    def test_who_may_not_be_asked_now_holds_up_nobody(self):
        """000-43, 004-30: more customers than a slice were asked too often lately; the one behind
        them gets his e-mail in the same run, they are tried again an hour later."""
        held = self.env['pharma.followup']
        for number in range(5):
            partner = self.env['res.partner'].create(
                {'name': f'Held {number}', 'email': f'held{number}@khach.example.com'}
            )
            held += self._create_followup(channel='email', partner_id=partner.id)
        free = self._create_followup(
            channel='email', partner_id=self.customer.id, date_due='2026-03-02'
        )
        Followup = self.registry['pharma.followup']
        refuse = patch.object(
            Followup,
            '_get_refusals',
            lambda records, channel: {f.id: ('limit', 'Too often') for f in records & held},
        )
        with self.mock_mail_gateway(), refuse:
            self.env['pharma.followup']._send_due(limit=2)
        self.assertEqual(free.state, 'asked')
        self.assertEqual(set(held.mapped('state')), {'planned'})
        later = datetime(2026, 3, 2, 4)
        self.assertEqual(set(held.mapped('date_next_try')), {later})
        with self.mock_mail_gateway():
            self.env['pharma.followup']._send_due(limit=2)
            self.assertEqual(set(held.mapped('state')), {'planned'}, 'not before the hour')
        with freeze_time(later), self.mock_mail_gateway():
            self.env['pharma.followup']._send_due(limit=2)
            self.assertEqual(len(held.filtered(lambda f: f.state == 'asked')), 2, 'a limit sent')
            self.env['pharma.followup']._send_due()
        self.assertEqual(set(held.mapped('state')), {'asked'})

    def test_who_is_new_comes_before_who_was_put_off(self):
        """000-43: put off ones do not come before those who were never looked at."""
        values = {'channel': 'email', 'partner_id': self.customer.id}
        first = self._create_followup(**values, date_due='2026-03-01')
        first.sudo().date_next_try = '2026-03-02 01:00:00'  # sudo: written by the night alone
        second = self._create_followup(**values)
        self.assertEqual(self.env['pharma.followup']._find_due(self.company, 5), second | first)
        self.assertEqual(self.env['pharma.followup']._find_due(self.company, 1), second)

    def test_a_closed_survey_holds_up_nobody(self):
        """000-43: the e-mail that has no survey any more is skipped, the others go out."""
        values = {'channel': 'email', 'partner_id': self.customer.id}
        closed = self._create_followup(
            **values, survey_id=self.survey.copy({'pharma_is_followup': True}).id
        )
        other = self._create_followup(**values)
        closed.survey_id.active = False
        with self.mock_mail_gateway():
            self._run()
        self.assertRecordValues(
            closed + other,
            [
                {'state': 'skipped', 'skip_reason': 'The survey is closed.'},
                {'state': 'asked', 'skip_reason': False},
            ],
        )

    def test_a_link_that_nobody_used_is_closed(self):
        """000-43: after its time it counts as not reached."""
        self.followup.action_create_link()
        with freeze_time('2026-03-17 03:00:00'):
            self._run()
        self.assertRecordValues(self.followup, [{'state': 'done', 'outcome': 'unreachable'}])

    def test_the_card_shows_the_last_one(self):
        """000-10, decision 99: the card says what he answered and when he is next asked."""
        self._ask(self.followup, complete='yes', quantity='yes', satisfaction=4)
        self._create_followup(date_due='2026-03-10')
        card = self.customer.with_user(self.agent).get_customer_card()
        [section] = [s for s in card['sections'] if s['key'] == 'followup']
        self.assertIn('4 of 5', section['items'][0]['value'])
        self.assertEqual(section['items'][0]['tone'], 'success')
        self.assertEqual(len(section['items']), 2)

    def test_without_an_address_nothing_is_sent(self):
        """000-43: the button says which field to fill."""
        self.customer.write({'email': False, 'phone': False})
        with self.assertRaisesRegex(UserError, 'no e-mail address'):
            self.followup.action_send_email()
        with self.assertRaisesRegex(UserError, 'no valid number'):
            self.followup.action_call()
        self.assertFalse(self.followup.date_asked)

    def _run(self):
        with patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60):
            self.env['pharma.followup.rule']._cron_run()

    def test_a_follow_up_by_hand(self):
        """000-32: an agent plans one about an order; customer and survey are filled in."""
        order = self._create_order(Datetime.now(), partner=self.other_customer)
        followup = self.env['pharma.followup'].with_user(self.agent).create({'order_id': order.id})
        self.assertRecordValues(
            followup,
            [
                {
                    'partner_id': self.other_customer.id,
                    'survey_id': self.survey.id,
                    'origin_model': 'sale.order',
                    'origin_res_id': order.id,
                    'date_due': Date.to_date('2026-03-02'),
                }
            ],
        )
