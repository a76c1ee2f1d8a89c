from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from odoo.addons.mail.tests.common import MailCommon

from .common import NOW
from .common_handling import HandlingCommon


@tagged('post_install', '-at_install')
class TestComplaintAnswer(HandlingCommon, MailCommon):
    """Answers to the customer and messages of his, apart from internal notes."""

    def setUp(self):
        super().setUp()
        self.agent.email = 'agent@pharma.example.com'
        self.ticket = self._create_ticket(team_id=self.team.id)
        self.mine = self.ticket.with_user(self.agent)

    def _say(self, author, **values):
        return self.ticket.message_post(
            body='Hello',
            author_id=author.id,
            **{'message_type': 'comment', 'subtype_xmlid': 'mail.mt_comment', **values},
        )

    def test_an_answer_by_telephone_is_noted(self):
        """000-24: who, when and how; a note for the staff, and nothing is sent."""
        self.assertTrue(self.ticket.is_waiting_for_us)
        with self.mock_mail_gateway():
            self._answer(self.mine, body='<p>Come <b>by</b></p><script>alert(1)</script>')
        self.assertFalse(self._mails)
        self.assertRecordValues(
            self.ticket,
            [
                {
                    'date_first_answer': NOW,
                    'date_last_answer': NOW,
                    'answer_count': 1,
                    'is_waiting_for_us': False,
                }
            ],
        )
        message = self.ticket.message_ids[0]
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertTrue(message.is_internal or message.subtype_id.internal)
        self.assertIn('(Call)', message.body)
        self.assertIn('<b>by</b>', message.body)
        self.assertNotIn('<script', message.body)
        self._later(hours=3)
        self._answer(self.mine, channel='counter')
        self.assertEqual(self.ticket.date_first_answer, NOW)
        self.assertGreater(self.ticket.date_last_answer, NOW)
        self.assertEqual(self.ticket.answer_count, 2)

    def test_an_answer_by_email_goes_to_the_address_on_file(self):
        """000-24: to the customer's own address, whatever an e-mail pretended; once counted."""
        self.ticket.email_from = 'spoofed@evil.example.com'
        with self.mock_mail_gateway():
            self._answer(self.mine, channel='email', body='Come by')
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self._mails[0]['email_to'], ['"Nguyễn Văn An" <an@khach.example.com>'])
        self.assertIn(self.ticket.number, self._mails[0]['subject'])
        self.assertEqual(self.ticket.answer_count, 1)

    def test_somebody_unknown_is_answered_at_his_address(self):
        """000-24: a ticket without a customer has an e-mail address that can be answered."""
        self.ticket.write({'partner_id': False, 'email_from': 'who@khach.example.com'})
        with self.mock_mail_gateway():
            self._answer(self.mine, channel='email')
        self.assertEqual(self._mails[0]['email_to'], ['who@khach.example.com'])
        self.assertEqual(self.ticket.answer_count, 1)

    def test_an_email_without_address_is_refused(self):
        """000-24: in words, and nothing is counted."""
        self.ticket.write({'partner_id': self.other_customer.id, 'email_from': False})
        self.other_customer.email = False
        with self.refused(UserError, 'no e-mail address'):
            self._answer(self.mine, channel='email')
        with self.refused(UserError, 'write what the customer is told'):
            self._answer(self.mine, body='<p><br></p>')
        self.assertFalse(self.ticket.answer_count)

    def test_who_declined_emails_gets_none(self):
        """004-30: an answer is care; who declined that by e-mail is told otherwise. A call that
        was made is noted, and the window says that he does not want calls."""
        for channel in ('email', 'call'):
            self.env['pharma.contact.permission'].create(
                {
                    'partner_id': self.customer.id,
                    'purpose': 'care',
                    'channel': channel,
                    'state': 'declined',
                }
            )
        with self.refused(UserError, 'declined.*Choose another channel'):
            self._answer(self.mine, channel='email')
        form = Form(
            self.env['pharma.complaint.answer']
            .with_user(self.agent)
            .with_context(default_ticket_id=self.ticket.id)
        )
        self.assertIn('declined', form.contact_warning)
        form.channel = 'counter'
        self.assertFalse(form.contact_warning)
        self._answer(self.mine)
        self.assertEqual(self.ticket.answer_count, 1)

    def test_a_note_is_no_answer_and_a_message_is(self):
        """000-24: 'Log Note' never counts; 'Send Message' counts if the customer gets it."""
        employee = self.agent.partner_id
        self._say(employee, subtype_xmlid='mail.mt_note', partner_ids=self.customer.ids)
        self._say(employee)  # to nobody
        self._say(employee, partner_ids=self.colleague.partner_id.ids)
        self._say(self.env.ref('base.partner_root'), partner_ids=self.customer.ids)
        self._say(employee, message_type='auto_comment', partner_ids=self.customer.ids)
        self.assertFalse(self.ticket.answer_count)
        self._say(employee, partner_ids=self.customer.ids)
        self.assertEqual(self.ticket.answer_count, 1)
        self.ticket.message_subscribe(self.customer.ids)
        self._say(employee)
        self.assertEqual(self.ticket.answer_count, 2)
        self.customer.email = False
        self._say(employee)
        self.assertEqual(self.ticket.answer_count, 2, 'without an address nobody reads it')

    def test_the_customer_writes_and_it_waits_for_us(self):
        """000-24: his message, or that of a colleague of his company, takes it out of waiting."""
        self._answer(self.mine, next_state='waiting')
        self.assertEqual(self.ticket.stage_id, self.stage_waiting)
        self._later(minutes=1)
        stranger = self.other_customer
        self._say(stranger)
        self.assertFalse(self.ticket.date_last_customer_message)
        self._say(self.customer)
        self.assertEqual(self.ticket.stage_id, self.stage_open)
        self.assertTrue(self.ticket.is_waiting_for_us)
        waiting = self.env['pharma.complaint'].search([('is_waiting_for_us', '=', True)])
        self.assertIn(self.ticket, waiting)

    def test_a_customer_answers_in_the_portal(self):
        """000-36: a portal user writes a message in his own ticket, which he cannot write."""
        user = self._customer_user()
        self._answer(self.mine, next_state='waiting')
        self._later(minutes=1)
        self.ticket.with_user(user).message_post(
            body='Thanks', message_type='comment', subtype_xmlid='mail.mt_comment'
        )
        self.assertTrue(self.ticket.is_waiting_for_us)
        with self.assertRaises(AccessError):
            self._answer(self.ticket, user)
        for name in ('action_answer', 'action_take', 'action_cancel', 'action_split'):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(self.ticket.with_user(user), name)()

    @users('call_agent')
    def test_prepared_texts(self):
        """001-11: an approved answer and a template fill the text, with the ticket's own words."""
        approved = (
            self.env['pharma.approved.answer']
            .sudo()
            .create(  # sudo: of a pharmacist
                {'name': 'Cold?', 'answer': 'Keep it <cold>', 'state': 'approved'}
            )
        )
        template = (
            self.env['mail.template']
            .sudo()
            .create(  # sudo: of an administrator
                {
                    'name': 'Sorry',
                    'model_id': self.env['ir.model']._get_id('pharma.complaint'),
                    'body_html': '<p>About <t t-out="object.number"/></p>',
                }
            )
        )
        form = Form(
            self.env['pharma.complaint.answer'].with_context(default_ticket_id=self.ticket.id)
        )
        form.template_id = template
        self.assertIn(f'About {self.ticket.number}', form.body)
        form.approved_answer_id = approved
        self.assertIn('Keep it &lt;cold&gt;', form.body)
        self.assertEqual(form.body.count('About'), 1)
        form.save().action_apply()
        self.assertIn('Keep it &lt;cold&gt;', self.ticket.message_ids[0].body)

    def test_what_was_said_is_the_solution(self):
        """000-24: whoever solves a ticket with an answer need not write the same twice; other words
        are kept."""
        self._answer(self.mine, body='<p>Exchanged on Monday.</p>', next_state='solved')
        self.assertEqual(self.ticket.solution, 'Exchanged on Monday.')
        self.ticket.with_user(self.agent)._action_reopen('Came again')
        self._answer(self.mine, body='Paid back', next_state='solved', solution='Refund 12')
        self.assertEqual(self.ticket.solution, 'Refund 12')

    def test_see_a_doctor_is_kept(self):
        """004-68: who advised it, and when; a later answer does not take it back."""
        self._answer(self.mine, is_see_doctor=True)
        self._later(hours=1)
        self._answer(self.mine, user=self.colleague)
        self.assertRecordValues(
            self.ticket,
            [
                {
                    'is_see_doctor': True,
                    'see_doctor_user_id': self.agent.id,
                    'date_see_doctor': NOW,
                }
            ],
        )

    def test_others_cannot_answer(self):
        """000-36: who may not write the ticket cannot answer it by RPC; other companies neither."""
        self.ticket.write({'team_id': False, 'user_id': self.stranger.id})
        with self.assertRaises(AccessError):
            self._answer(self.mine)
        company = self.env['res.company'].create({'name': 'Other chain'})
        self.supervisor.write({'company_ids': [Command.set(company.ids)], 'company_id': company.id})
        with self.assertRaises(AccessError):
            self._answer(self.ticket, self.supervisor)
