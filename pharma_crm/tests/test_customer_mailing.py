from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tests.common import warmup

from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.pharma_crm.tests.common_mailing import NOW, MailingCommon


@tagged('post_install', '-at_install')
class TestCustomerMailing(MailingCommon, MockEmail):
    """A list becomes a mailing, to those who permit it (000-18, 004-30, 004-59, 004-63)."""

    def test_only_who_accepted_gets_advertising(self):
        """004-30: declined and never asked stand apart, each with its reason."""
        self._permit(self.lan)
        refuses = self._create_partner('Refuses', email='no@example.com')
        self._permit(refuses, 'declined')
        mailing = self._create_mailing(self.lan | self.nam | refuses)
        self.assertEqual(
            (mailing.partner_count, mailing.allowed_count, mailing.refused_count), (3, 1, 2)
        )
        self.assertEqual(mailing.refused_reasons, 'Declined: 1\nHas Not Accepted: 1')
        message = mailing.action_send()['params']['message']
        self.assertEqual(message, '1 e-mails leave in the next minutes. Left out: 2.')
        mail = self._get_mails(self.lan | self.nam | refuses)
        self.assertRecordValues(
            mail,
            [
                {
                    'pharma_partner_id': self.lan.id,
                    'email_to': 'lan@example.com',
                    'subject': 'New opening hours',
                    'state': 'outgoing',
                    'reply_to': self.company.partner_id.email_formatted,
                }
            ],
        )
        self.assertIn('<b>seven</b>', mail.body_html)
        self.assertIn('/pharma/decline?token=', mail.body_html)
        self.assertIn('List-Unsubscribe', mail.headers)

    def test_who_is_left_out_and_why(self):
        """004-30: no address, on the do-not-contact list, archived, of another company, the same
        address twice, and over the limit of the day."""
        self.env['mail.blacklist']._add('blocked@example.com')
        people = {
            'none': {},
            'broken': {'email': 'nobody'},
            'blocked': {'email': 'blocked@example.com'},
            'archived': {'email': 'a@example.com', 'active': False},
            'foreign': {'email': 'f@example.com', 'company_id': self.other_company.id},
            'first': {'email': 'Same@example.com'},
            'second': {'email': 'same@example.com'},
            'often': {'email': 'often@example.com'},
        }
        partners = {name: self._create_partner(name, **vals) for name, vals in people.items()}
        every = self.env['res.partner'].union(*partners.values())
        for partner in every:
            self._permit(partner)
        for _number in range(3):
            partners['often']._log_contact('advertising', 'email', 'often@example.com')
        mailing = self._create_mailing(every).sudo()  # sudo: a foreign customer is among them
        self.assertEqual(
            self._get_status(mailing),
            {
                'none': 'no_email',
                'broken': 'no_email',
                'blocked': 'blocked',
                'archived': 'archived',
                'foreign': 'company',
                'first': 'allowed',
                'second': 'duplicate',
                'often': 'limit',
            },
        )

    def test_care_needs_no_acceptance_but_heeds_a_refusal(self):
        """004-30: each purpose has its own law."""
        self._permit(self.nam, 'declined', 'care')
        mailing = self._create_mailing(self.lan | self.nam, purpose='care')
        self.assertEqual(self._get_status(mailing), {'Lan': 'allowed', 'Nam': 'declined'})

    def test_list_of_recipients(self):
        """004-30: each customer with the reason in words; opened again it is as things are now."""
        mailing = self._create_mailing(self.lan | self.nam)
        action = mailing.action_view_recipients()
        self.assertEqual(action['res_id'], mailing.id)
        lines = mailing.line_ids
        self.assertEqual(set(lines.mapped('status')), {'not_asked'})
        self.assertIn('Ask for the permission', lines[0].reason)
        self._permit(self.lan)
        mailing.action_view_recipients()
        lines = mailing.line_ids
        self.assertEqual(
            {line.partner_id.name: line.status for line in lines},
            {'Lan': 'allowed', 'Nam': 'not_asked'},
        )

    def test_permission_is_asked_when_it_is_sent(self):
        """004-30: who declines while the form is open gets nothing."""
        permission = self._permit(self.lan)
        mailing = self._create_mailing(self.lan)
        self.assertEqual(mailing.allowed_count, 1)
        permission.state = 'declined'
        with self.assertRaisesRegex(UserError, 'None of the chosen'):
            mailing.action_send()

    def test_permission_is_asked_when_it_leaves_the_queue(self):
        """004-30: who declines while it waits gets nothing, the others do."""
        permission = self._permit(self.lan)
        self._permit(self.nam)
        self._create_mailing(self.lan | self.nam).action_send()
        permission.state = 'declined'
        mails = self._get_mails(self.lan | self.nam)
        with self.mock_mail_gateway(mail_unlink_sent=True):
            mails.send()
        mail = self._get_mails(self.lan)
        self.assertEqual((mail.state, mail.failure_type), ('cancel', 'mail_optout'))
        self.assertFalse(self._get_mails(self.nam), 'sent, and deleted with its text')
        self.assertEqual([mail['email_to'] for mail in self._mails], [['nam@example.com']])

    def test_nobody_gets_it_twice(self):
        """004-30: not by a second press, nor by a second form with the same text."""
        self._permit(self.lan)
        mailing = self._create_mailing(self.lan)
        mailing.action_send()
        with self.assertRaisesRegex(UserError, 'has been sent'):
            mailing.action_send()
        again = self._create_mailing(self.lan | self.nam)
        self._permit(self.nam)
        self.assertEqual(self._get_status(again), {'Lan': 'received', 'Nam': 'allowed'})
        again.action_send()
        self.assertEqual(len(self._get_mails(self.lan)), 1)
        other = self._create_mailing(self.lan, subject='Other')
        self.assertEqual(self._get_status(other), {'Lan': 'allowed'})
        with freeze_time(NOW + timedelta(days=31)):
            self.assertEqual(self._get_status(again), {'Lan': 'allowed', 'Nam': 'allowed'})

    def test_log_and_note_tell_nothing_of_the_text(self):
        """004-30, 000-36: the log counts it; employees read that, not what it was about."""
        self._permit(self.lan)
        self._create_mailing(self.lan, subject='Insulin pens').action_send()
        log = self.Log.search([('partner_id', '=', self.lan.id)])
        self.assertRecordValues(
            log,
            [
                {
                    'purpose': 'advertising',
                    'channel': 'email',
                    'address': 'lan@example.com',
                    'user_id': self.pharma_manager.id,
                    'date': fields.Datetime.now(),
                    'subject': 'Insulin pens',
                }
            ],
        )
        with self.assertRaises(AccessError):
            log.with_user(self.pharma_user).read(['subject'])
        notes = self.lan.message_ids.mapped('body')
        self.assertTrue(any('Mailing to lan@example.com: Advertising.' in note for note in notes))
        self.assertFalse(any('Insulin' in note or 'token' in note for note in notes))
        self.assertNotIn('Insulin pens', self.lan.message_ids.mapped('subject'))

    def test_template_in_the_language_of_the_customer(self):
        """004-30: each customer gets the template in his language, with his name."""
        self.env['res.lang']._activate_lang('vi_VN')
        template = self.env['mail.template'].create(
            {
                'name': 'Greeting',
                'model_id': self.env['ir.model']._get_id('res.partner'),
                'subject': 'Hello {{ object.name }}',
                'body_html': '<p>Dear <t t-out="object.name"/></p>',
            }
        )
        template.with_context(lang='vi_VN').write(
            {
                'subject': 'Chào {{ object.name }}',
                'body_html': '<p>Thưa <t t-out="object.name"/></p>',
            }
        )
        self.nam.lang = 'vi_VN'
        for partner in self.lan | self.nam:
            self._permit(partner)
        mailing = self._create_mailing(
            self.lan | self.nam, template_id=template.id, subject=False, body=False
        )
        mailing.action_send()
        mails = self._get_mails(self.lan | self.nam)
        self.assertEqual(mails.mapped('subject'), ['Hello Lan', 'Chào Nam'])
        self.assertIn('Thưa Nam', mails[1].body_html)

    @warmup
    def test_as_many_queries_for_many_customers(self):
        """000-18: thousands are chosen: judging and queueing ask nothing per customer."""

        def create(count, name):
            partners = self.env['res.partner'].create(
                [{'name': f'C{n}', 'email': f'{name}{n}@example.com'} for n in range(count)]
            )
            for partner in partners:
                self._permit(partner)
            mailing = self._create_mailing(partners, subject=name)
            self.env.flush_all()
            self.env.invalidate_all()
            return mailing

        counts = []
        for number, name in ((5, 'warm'), (5, 'few'), (60, 'many')):
            mailing = create(number, name)
            before = self.cr.sql_log_count
            mailing.action_send()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)
        mailing = create(60, 'counted')
        with self.assertQueryCount(12):
            self.assertEqual(mailing.allowed_count, 60)

    def test_what_was_sent_stays_sent(self):
        """004-30: a refusal of later does not turn what was sent into what was not."""
        permission = self._permit(self.lan)
        self._create_mailing(self.lan).action_send()
        mail = self._get_mails(self.lan)
        mail.auto_delete = False
        with self.mock_mail_gateway():
            mail.send()
        permission.state = 'declined'
        with self.mock_mail_gateway():
            mail.send()
        self.assertEqual(mail.state, 'sent')
        self.assertFalse(self._mails, 'nor is it sent again')

    def test_odoos_own_mass_mail_heeds_refusals(self):
        """004-30: 'Send Email' of ticked contacts leaves out who declined, for whatever purpose,
        and who has the address of somebody who did."""
        self._permit(self.lan, 'declined', 'survey')
        twin = self._create_partner('Twin', email='lan@example.com')
        composer = (
            self.env['mail.compose.message']
            .with_user(self.pharma_manager)
            .create(
                {
                    'composition_mode': 'mass_mail',
                    'model': 'res.partner',
                    'res_ids': (self.lan | self.nam | twin).ids,
                    'subject': 'By another door',
                    'body': '<p>Hello</p>',
                }
            )
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertEqual([mail['email_to'] for mail in self._mails], [['"Nam" <nam@example.com>']])
