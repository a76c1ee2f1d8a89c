from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import NOW
from .common_email import ADDRESS, FAILED, EmailCommon


@tagged('post_install', '-at_install')
class TestComplaintEmail(EmailCommon):
    """An e-mail to the address of a kind becomes a ticket, and its sender gets the number."""

    def test_an_email_becomes_a_ticket(self):
        """000-22: subject, text, sender and customer of the e-mail are those of the ticket."""
        ticket = self._receive(body='The box was open.\nTwo tablets are missing.')
        self.assertRecordValues(
            ticket,
            [
                {
                    'name': 'Box open',
                    'kind_id': self.kind.id,
                    'company_id': self.company.id,
                    'partner_id': self.customer.id,
                    'sender_normalized': 'an@khach.example.com',
                    'sender_warning': False,
                    'is_arrived': True,
                    'state': 'new',
                }
            ],
        )
        self.assertEqual(ticket.origin_id.code, 'email')
        self.assertEqual(ticket.description, 'The box was open.\nTwo tablets are missing.')
        self.assertIn('Two tablets', str(ticket.message_ids.sorted('id')[:1].body))
        self.assertEqual(ticket.message_ids.sorted('id')[:1].author_id, self.customer)

    def test_somebody_unknown_stays_a_name_and_an_address(self):
        """000-22: who is no customer is taken in with name and address, and answered there."""
        ticket = self._receive('Lê Hoa <hoa@la.example.com>')
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.contact_name, 'Lê Hoa')
        self.assertIn('hoa@la.example.com', ticket.email_from)
        self.assertEqual(len(self._new_mails), 1)
        self.assertIn('hoa@la.example.com', self._new_mails.email_to)

    def test_what_the_kind_requires_is_asked_when_it_is_taken_up(self):
        """000-22: an e-mail has no lot; whoever takes the ticket up has to fill it in."""
        self.kind.use_lot = 'required'
        ticket = self._receive().with_user(self.agent)
        with self.assertRaises(ValidationError):
            ticket.stage_id = self.stage_open
        ticket.lot_id = self.lot
        ticket.stage_id = self.stage_open
        self.assertEqual(ticket.state, 'open')

    def test_no_person_can_say_that_a_ticket_arrived_by_itself(self):
        """000-36: neither values nor keys of the context let people leave out what is required."""
        self.kind.use_lot = 'required'
        Ticket = self.env['pharma.complaint'].with_user(self.agent)
        for context in ({'pharma_ticket_arrives': True}, {'default_is_arrived': True}):
            with self.subTest(context=context), self.assertRaises(ValidationError):
                Ticket.with_context(**context).create({'name': 'Late'})
        for values in ({'is_arrived': True}, {'sender_warning': 'failed'}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                Ticket.create({'name': 'Late', 'lot_id': self.lot.id, **values})
        ticket = Ticket.create({'name': 'Late', 'lot_id': self.lot.id})
        with self.assertRaises(AccessError):
            ticket.write({'sender_normalized': 'x@example.com'})
        with self.assertRaises(AccessError):
            Ticket.message_new({'subject': 'x', 'pharma_facts': {'partner': self.customer}})

    def test_a_long_text_is_cut_with_a_note(self):
        """000-22: 20,000 characters of the text stand in the ticket, all of it in the message."""
        ticket = self._receive(body='a' * 30000)
        self.assertEqual(ticket.description[:20000], 'a' * 20000)
        self.assertIn('the whole stands in the message', ticket.description)
        self.assertIn('a' * 30000, str(ticket.message_ids.sorted('id')[:1].body))

    def test_the_acknowledgement_names_number_and_promise(self):
        """000-22: the sender gets the number in the subject, the promised date if there is one,
        and a header that keeps machines from answering."""
        ticket = self._receive()
        mail = self._new_mails
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertEqual(mail.subject, f'[{ticket.number}] We have received your message')
        self.assertIn("'Auto-Submitted': 'auto-replied'", mail.headers)
        self.assertIn(ticket.number, str(mail.body_html))
        self.assertIn('complaints@thuoc.example.com', mail.reply_to)
        self.assertNotIn('token', str(mail.body_html), 'no key to the portal')
        self.assertEqual(ticket.date_acknowledged, NOW)
        ticket.date_acknowledged = False
        ticket.date_promised = '2026-03-03 10:00:00'
        with self.mock_mail_gateway():
            ticket._acknowledge_mail(
                {'warnings': [], 'sender': 'an@khach.example.com', 'dropped': []}
            )
        self.assertIn('You have our answer by', str(self._new_mails.body_html))

    def test_the_acknowledgement_speaks_the_customers_language(self):
        """000-22: the language is the customer's, else the company's."""
        self.env['res.lang']._activate_lang('vi_VN')
        template = self.env.ref('pharma_callcenter.mail_template_ticket_received')
        template.with_context(lang='vi_VN').subject = '[{{ object.number }}] Xin cảm ơn'
        self.customer.lang = 'vi_VN'
        ticket = self._receive()
        self.assertEqual(self._new_mails.subject, f'[{ticket.number}] Xin cảm ơn')
        ticket = self._receive('hoa@la.example.com')
        self.assertEqual(
            self._new_mails.subject, f'[{ticket.number}] We have received your message'
        )

    def test_one_acknowledgement_an_hour(self):
        """000-22: a sender who writes thrice within an hour gets one acknowledgement."""
        self._receive()
        for _again in range(2):
            ticket = self._receive(subject='And another thing')
            self.assertFalse(self._new_mails)
            self.assertFalse(ticket.date_acknowledged)
        self._receive('binh@khach.example.com')
        self.assertEqual(self._sent(), ['binh@khach.example.com'], 'somebody else')
        with freeze_time(NOW + timedelta(minutes=61)):
            self._receive()
        self.assertEqual(self._sent(), ['an@khach.example.com'])

    def test_company_of_the_kind_then_of_the_customer_then_of_the_address(self):
        """000-36: whose ticket it is: the kind's company, the customer's, the address'."""
        other = self.env['res.company'].create({'name': 'Other chain'})
        self.assertEqual(self._receive().company_id, self.company)
        self.customer.company_id = other
        ticket = self._receive(subject='Second')
        self.assertEqual((ticket.company_id, ticket.partner_id), (other, self.customer))
        self.kind.company_id = self.company
        ticket = self._receive(subject='Third')
        self.assertEqual(ticket.company_id, self.company)
        self.assertFalse(ticket.partner_id, 'a customer of another company')

    def test_addresses_belong_to_kinds(self):
        """000-22: an address may be changed or dropped, by a supervisor."""
        kind = self.kind.with_user(self.supervisor)
        kind.alias_name = 'Khieu nai'
        self.assertEqual(kind.alias_email, 'khieu-nai@thuoc.example.com')
        copy = self.env['pharma.complaint.kind'].create(
            {'name': 'Recall', 'alias_name': 'recall', 'company_id': self.company.id}
        )
        ticket = self._receive(To='recall@thuoc.example.com')
        self.assertEqual(ticket.kind_id, copy)

    def test_a_bounce_is_told_in_the_ticket(self):
        """003-17: an answer that comes back is a note in the ticket, no ticket of its own."""
        ticket = self._receive()
        with self.mock_mail_gateway():
            answer = ticket.message_post(
                body='Come in', subtype_xmlid='mail.mt_comment', partner_ids=self.customer.ids
            )
        tickets = self.env['pharma.complaint'].search_count([])
        report = (
            'From: MAILER-DAEMON@khach.example.com\nTo: complaints@thuoc.example.com\n'
            'Message-Id: <report@khach.example.com>\nSubject: Undelivered\n'
            f'In-Reply-To: {answer.message_id}\nMIME-Version: 1.0\n'
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
            '--b\nContent-Type: text/plain\n\nMailbox full\n'
            '--b\nContent-Type: message/delivery-status\n\n'
            'Reporting-MTA: dns; mx.khach.example.com\n\n'
            'Final-Recipient: rfc822; an@khach.example.com\nAction: failed\nStatus: 5.2.2\n\n'
            '--b--\n'
        )
        self._process(report.encode())
        self.assertIn('an@khach.example.com came back as undeliverable', self._notes(ticket)[-1])
        self.assertEqual(self.env['pharma.complaint'].search_count([]), tickets)

    def test_only_those_who_may_write_the_ticket_judge_its_sender(self):
        """000-36: the buttons of the banner ask for the right to write the ticket."""
        ticket = self._receive(Authentication_Results=FAILED)
        ticket.user_id = self.agent
        portal = new_test_user(self.env, 'mail_portal', groups='base.group_portal')
        for user in (self.stranger, portal, self.env.ref('base.public_user')):
            for name in ('action_accept_sender', 'action_refuse_sender'):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    getattr(ticket.with_user(user), name)()
        self.assertEqual(self.kind.with_user(self.agent).alias_email, ADDRESS)

    def test_a_customer_reads_his_email_in_the_portal_and_no_note(self):
        """000-36: the e-mail is the customer's own text; notes and warnings are the staff's."""
        ticket = self._receive(Reply_To='elsewhere@khach.example.com')
        self.customer.user_ids = [
            Command.create(
                {
                    'name': 'An',
                    'login': 'an_portal',
                    'partner_id': self.customer.id,
                    'group_ids': [Command.set(self.env.ref('base.group_portal').ids)],
                }
            )
        ]
        portal = self.customer.user_ids
        messages = self.env['mail.message'].with_user(portal).search([('res_id', '=', ticket.id)])
        messages = messages.filtered(lambda message: message.model == 'pharma.complaint')
        self.assertEqual(messages.mapped('message_type'), ['email'])
        for name in ('sender_warning', 'sender_normalized', 'is_arrived', 'alarm_customer_count'):
            with self.subTest(field=name), self.assertRaises(AccessError):
                ticket.with_user(portal).read([name])
