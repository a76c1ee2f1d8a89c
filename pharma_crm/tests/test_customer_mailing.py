from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
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
        Line = self.env['pharma.customer.mailing.line'].with_user(self.pharma_manager)
        lines = Line.search(action['domain'])
        self.assertEqual(set(lines.mapped('status')), {'not_asked'})
        self.assertIn('Ask for the permission', lines[0].reason)
        self._permit(self.lan)
        mailing.action_view_recipients()
        lines = Line.search(action['domain'])
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

    def test_incomplete_mailings_are_refused(self):
        """004-30: without purpose, text, recipients or sender nothing is sent, with the reason."""
        self._permit(self.lan)
        partner_template = self.env['mail.template'].create(
            {'name': 'Empty', 'model_id': self.env['ir.model']._get_id('res.partner')}
        )
        user_template = self.env['mail.template'].create(
            {'name': 'Other', 'model_id': self.env['ir.model']._get_id('res.users')}
        )
        for vals, words in (
            ({'purpose': False}, "Field 'Purpose'"),
            ({'subject': '  '}, 'Write a subject'),
            ({'body': '<p><br/></p>'}, 'Write a subject'),
            ({'partner_ids': []}, 'Tick the customers'),
            ({'template_id': partner_template.id}, 'no subject or no text'),
            ({'template_id': user_template.id}, 'not made for customers'),
        ):
            with self.subTest(**vals), self.assertRaisesRegex(UserError, words):
                self._create_mailing(self.lan, **vals).action_send()
        self.company.email = False
        with self.assertRaisesRegex(UserError, 'no valid e-mail address'):
            self._create_mailing(self.lan).action_send()
        self.pharma_manager.email = 'chief@example.com'
        self._create_mailing(self.lan, sender='user').action_send()
        self.assertIn('chief@example.com', self._get_mails(self.lan).email_from)

    def test_markup_of_names_stays_text(self):
        """000-36: names and subjects with signs of HTML or mail headers are harmless."""
        self.company.name = 'A & B <script>'
        self.lan.name = 'Lan <b>"x"\r\nBcc: all@example.com'
        self._permit(self.lan)
        self._create_mailing(self.lan).action_send()
        mail = self._get_mails(self.lan)
        self.assertIn('A &amp; B &lt;script&gt;', mail.body_html)
        (values,) = mail._prepare_outgoing_list()
        self.assertEqual(values['email_to_normalized'], ['lan@example.com'])

    def test_only_managers_send(self):
        """000-36: others have no button, and are refused in words."""
        Report = self.env['pharma.customer.report']
        for login in ('pharma_user', 'pharma_pharmacist'):
            with self.subTest(login=login):
                user = self.users_by_login[login]
                with self.assertRaisesRegex(AccessError, 'Only managers'):
                    Report.with_user(user).action_send_mailing()
                with self.assertRaises(AccessError):
                    self._create_mailing(self.lan, user)
                for name in ('customer', 'customer.group', 'customer.product', 'customer.lot'):
                    view = self.env[f'pharma.{name}.report'].with_user(user)
                    arch = view.get_view(view_type='list')['arch']
                    self.assertNotIn('action_send_mailing', arch)
        self.assertIn(
            'action_send_mailing',
            Report.with_user(self.pharma_manager).get_view(view_type='list')['arch'],
        )
        mailing = self._create_mailing(self.lan)
        for login in ('pharma_user', 'plain_user', 'portal_user', 'other_user'):
            with self.subTest(login=login), self.assertRaises(AccessError):
                mailing.with_user(self.users_by_login[login]).action_send()
        colleague = self.pharma_manager.copy({'login': 'mailing_colleague'})
        with self.assertRaises(AccessError):
            mailing.with_user(colleague).action_send()

    def test_customers_of_one_company(self):
        """000-36: no mailing for a company one does not work in, nor of customers of another."""
        with self.assertRaises(AccessError):
            self._create_mailing(self.lan, company_id=self.other_company.id)
        foreign = self._create_partner('F', email='f@e.com', company_id=self.other_company.id)
        self._permit(foreign)
        with self.assertRaises(AccessError):
            self._create_mailing(self.lan | foreign).action_send()

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


@tagged('post_install', '-at_install')
class TestMailingFromLists(MailingCommon):
    """Every list of customers offers the same (000-18)."""

    def test_sizes_and_companies(self):
        """000-18: nothing ticked, and far too many, are told so."""
        Report = self.env['pharma.customer.report'].with_user(self.pharma_manager)
        with self.assertRaisesRegex(UserError, 'Tick the customers'):
            Report.action_send_mailing()
        many = self.env['res.partner'].browse(range(1, 5002))
        with self.assertRaisesRegex(UserError, '5001 customers are chosen, and 5000'):
            Report._check_list_size(many, 5000)
        figures = self.env['pharma.customer.figure'].create(
            [
                {
                    'company_id': company.id,
                    'partner_id': self.lan.id,
                    'date_first': NOW.date(),
                    'date_last': NOW.date(),
                }
                for company in self.company + self.other_company
            ]
        )
        self.env.flush_all()
        self.pharma_manager.write({'company_ids': [Command.link(self.other_company.id)]})
        rows = Report.with_context(
            allowed_company_ids=(self.company + self.other_company).ids
        ).browse(figures.ids)
        with self.assertRaisesRegex(UserError, 'of one company'):
            rows.action_send_mailing()
        action = rows[0].action_send_mailing()
        mailing = self.env['pharma.customer.mailing'].browse(action['res_id'])
        self.assertEqual((mailing.partner_ids, mailing.company_id), (self.lan, self.company))
        self.assertFalse(mailing.purpose, 'the purpose is asked, never assumed')
        self.assertFalse(mailing.subject or mailing.template_id, 'nothing tells why')
