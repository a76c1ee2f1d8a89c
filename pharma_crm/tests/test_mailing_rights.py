from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.pharma_crm.tests.common_mailing import NOW, MailingCommon


@tagged('post_install', '-at_install')
class TestMailingRights(MailingCommon, MockEmail):
    """Who may send what to how many (000-18, 000-36, 004-30)."""

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

    def test_from_the_list_of_all_customers(self):
        """000-18, 004-63: prospects get mailings, too; for managers, of one company."""
        with self.assertRaisesRegex(AccessError, 'Only managers'):
            self.lan.with_user(self.pharma_user).action_pharma_send_mailing()
        action = (self.lan | self.nam).with_user(self.pharma_manager).action_pharma_send_mailing()
        mailing = self.env['pharma.customer.mailing'].browse(action['res_id'])
        self.assertEqual(mailing.partner_ids, self.lan | self.nam)
        self.assertEqual(mailing.company_id, self.company)
        with self.assertRaisesRegex(UserError, 'Tick the customers'):
            self.env['res.partner'].with_user(self.pharma_manager).action_pharma_send_mailing()
        self.lan.company_id = self.other_company
        with self.assertRaises(AccessError):
            self.lan.with_user(self.pharma_manager).action_pharma_send_mailing()

    def test_attachments_of_a_template_stay(self):
        """004-30: each e-mail brings them, and they are there for the next mailing."""
        attachment = self.env['ir.attachment'].create({'name': 'hours.txt', 'raw': b'7-21'})
        template = self.env['mail.template'].create(
            {
                'name': 'Hours',
                'model_id': self.env['ir.model']._get_id('res.partner'),
                'subject': 'Hours',
                'body_html': '<p>See the file.</p>',
                'attachment_ids': [Command.set(attachment.ids)],
            }
        )
        self._permit(self.lan)
        self._permit(self.nam)
        mailing = self._create_mailing(self.lan | self.nam, template_id=template.id)
        self.assertEqual(mailing.template_subject, 'Hours')
        mailing.action_send()
        mails = self._get_mails(self.lan | self.nam)
        self.assertEqual([mail.attachment_ids for mail in mails], [attachment, attachment])
        with self.mock_mail_gateway(mail_unlink_sent=True):
            mails.send()
        self.assertFalse(mails.exists())
        self.assertEqual(attachment.exists().raw, b'7-21')

    def test_pictures_of_the_text_stay(self):
        """004-30: what was pasted into the text is opened by customers days later."""
        self._permit(self.lan)
        mailing = self._create_mailing(self.lan)
        picture = (
            self.env['ir.attachment']
            .with_user(self.pharma_manager)
            .create(
                {
                    'name': 'map.png',
                    'raw': b'1',
                    'res_model': mailing._name,
                    'res_id': mailing.id,
                }
            )
        )
        token = picture.generate_access_token()
        mailing.action_send()
        mailing.sudo().unlink()  # sudo: as the clean-up of forms does
        self.assertEqual(picture.exists().access_token, token[0])

    def test_a_branch_writes_to_customers_of_its_company(self):
        """000-36: whom the branch reads as a customer gets its mailing."""
        branch = self.env['res.company'].create(
            {'name': 'Branch', 'parent_id': self.company.id, 'email': 'branch@example.com'}
        )
        self.pharma_manager.write({'company_ids': [Command.link(branch.id)]})
        self.lan.company_id = self.company
        self._permit(self.lan)
        user = self.pharma_manager.with_context(allowed_company_ids=branch.ids)
        mailing = self._create_mailing(self.lan, user, company_id=branch.id)
        mailing = mailing.with_context(allowed_company_ids=branch.ids)
        self.assertEqual(self._get_status(mailing), {'Lan': 'allowed'})
        mailing.action_send()
        self.assertEqual(len(self._get_mails(self.lan)), 1)
