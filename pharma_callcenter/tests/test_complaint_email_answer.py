from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_email import FAILED, EmailCommon


@tagged('post_install', '-at_install')
class TestComplaintEmailAnswer(EmailCommon):
    """Answers by e-mail: whose they are, and what they move."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(name='Box open', user_id=cls.agent.id)

    def setUp(self):
        super().setUp()
        with self.mock_mail_gateway():
            self.ticket.message_post(
                body='When did you buy it?',
                subtype_xmlid='mail.mt_comment',
                author_id=self.agent.partner_id.id,
                partner_ids=self.customer.ids,
            )

    def _newest(self):
        return self.ticket.message_ids.filtered(lambda m: m.message_type == 'email').sorted('id')[
            -1:
        ]

    def test_the_customer_answers_and_the_ticket_goes_on(self):
        """003-17: the customer's answer is a message for the staff and ends the waiting."""
        self.ticket.stage_id = self.stage_waiting
        self.assertEqual(self._answer(self.ticket, body='On Monday'), self.ticket)
        self.assertEqual(self.ticket.state, 'open')
        message = self._newest()
        self.assertEqual(message.author_id, self.customer)
        self.assertEqual(message.subtype_id, self.env.ref('mail.mt_comment'))

    def test_an_answer_after_the_solution_reopens(self):
        """003-17: a customer who is not content is not silenced by 'Solved'."""
        self.ticket.write({'stage_id': self.stage_solved.id, 'solution': 'Replaced'})
        self._answer(self.ticket, body='Nothing came')
        self.assertIn(self.ticket.state, ('new', 'open'))
        self.assertFalse(self.ticket.date_closed)

    def test_an_answer_to_a_cancelled_ticket_reminds_somebody(self):
        """003-17: a cancelled ticket stays cancelled, but its responsible person is reminded."""
        self.ticket.stage_id = self.stage_cancelled
        self._answer(self.ticket, body='Hello?')
        self._answer(self.ticket, body='Hello??')
        self.assertEqual(self.ticket.state, 'cancelled')
        self.assertEqual(self.ticket.activity_ids.user_id, self.agent)
        self.assertEqual(len(self.ticket.activity_ids), 1, 'one reminder for both')

    def test_somebody_of_the_same_company_is_the_customer(self):
        """000-22: a contact of the customer's company may answer for it."""
        shop = self.env['res.partner'].create({'name': 'Clinic', 'is_company': True})
        self.customer.parent_id = shop
        self.env['res.partner'].create(
            {'name': 'Nurse', 'parent_id': shop.id, 'email': 'nurse@khach.example.com'}
        )
        self.ticket.stage_id = self.stage_waiting
        self._answer(self.ticket, 'nurse@khach.example.com')
        self.assertEqual(self.ticket.state, 'open')

    def test_a_follower_may_answer(self):
        """000-22: whom somebody let follow the ticket is no stranger."""
        self.other_customer.email = 'binh@khach.example.com'
        self.ticket.message_subscribe(self.other_customer.ids)
        self.ticket.stage_id = self.stage_waiting
        self._answer(self.ticket, 'binh@khach.example.com')
        self.assertEqual(self.ticket.state, 'open')

    def test_a_stranger_leaves_an_internal_note(self):
        """000-36: what a stranger answers moves nothing and is sent to nobody outside."""
        self.ticket.message_subscribe(self.customer.ids)
        with self.mock_mail_gateway():
            self.ticket.message_post(
                body='On Monday',
                subtype_xmlid='mail.mt_comment',
                message_type='email',
                author_id=self.customer.id,
            )
        self.ticket.stage_id = self.stage_waiting
        self._answer(self.ticket, 'Somebody <somebody@else.example.com>', body='Close it')
        self.assertEqual(self.ticket.state, 'waiting')
        message = self._newest()
        self.assertEqual(message.subtype_id, self.env.ref('mail.mt_note'))
        self.assertFalse(message.notified_partner_ids & self.customer)
        self.assertFalse([address for address in self._sent() if 'khach' in address])
        self.assertIn('from an unknown sender', self._notes(self.ticket)[-1])
        self.assertIn('somebody@else.example.com', self._notes(self.ticket)[-1])

    def test_a_forged_customer_is_a_stranger(self):
        """000-22: an answer with the customer's address whose origin is refused moves nothing."""
        self.ticket.stage_id = self.stage_solved
        self._answer(self.ticket, body='I am content', Authentication_Results=FAILED)
        self.assertEqual(self.ticket.state, 'solved')
        message = self._newest()
        self.assertFalse(message.author_id)
        self.assertEqual(message.subtype_id, self.env.ref('mail.mt_note'))
        self.assertFalse(message.notified_partner_ids)

    def test_an_out_of_office_notice_moves_nothing(self):
        """003-17: the customer's machine answered, not the customer."""
        self.ticket.stage_id = self.stage_waiting
        self._answer(self.ticket, body='I am away', Auto_Submitted='auto-replied')
        self.assertEqual(self.ticket.state, 'waiting')
        self.assertEqual(self._newest().subtype_id, self.env.ref('mail.mt_note'))
        self.assertFalse(self._new_mails)

    def test_an_employee_answers_by_email(self):
        """000-22: what an employee writes moves nothing by itself and is a message of his."""
        self.agent.email = 'agent@thuoc.example.com'
        self.ticket.stage_id = self.stage_waiting
        self._answer(self.ticket, 'agent@thuoc.example.com', body='We look into it')
        self.assertEqual(self.ticket.state, 'waiting')
        self.assertEqual(self._newest().author_id, self.agent.partner_id)

    def test_the_number_in_the_subject_is_trusted_from_the_customer(self):
        """000-22: a new e-mail of the customer with the number goes into his ticket."""
        self.ticket.stage_id = self.stage_waiting
        found = self._receive(subject=f'About [{self.ticket.number}]')
        self.assertEqual(found, self.ticket)
        self.assertEqual(self.ticket.state, 'open')

    def test_the_number_in_the_subject_is_only_proposed_from_others(self):
        """000-36: who knows a number gets nothing of the ticket; both tickets name the other."""
        for headers in ({}, {'Authentication_Results': FAILED}):
            sender = 'an@khach.example.com' if headers else 'somebody@else.example.com'
            with self.subTest(sender=sender):
                self.ticket.stage_id = self.stage_waiting
                subject = f'Re: [{self.ticket.number}] Box'
                found = self._receive(sender, subject=subject, **headers)
                self.assertNotEqual(found, self.ticket)
                self.assertTrue(any(self.ticket.number in note for note in self._notes(found)))
                self.assertIn(found.number, self._notes(self.ticket)[-1])
                self.assertEqual(self.ticket.state, 'waiting')

    def test_files_of_an_answer_are_limited_too(self):
        """000-22: a giant file in an answer is named and not kept."""
        self.company.pharma_ticket_mail_limit = 1
        self._answer(self.ticket, files=[('video.mp4', b'x' * 1100000)])
        self.assertFalse(self._newest().attachment_ids)
        self.assertTrue(any('video.mp4 (1.05 Mb)' in note for note in self._notes(self.ticket)))

    def test_answers_go_to_the_responsible_person(self):
        """003-17: who is responsible is told of the answer."""
        self.ticket.message_subscribe([self.agent.partner_id.id])
        self.ticket.team_id = self.team
        self.team.member_ids = [Command.link(self.agent.id)]
        self._answer(self.ticket, body='On Monday')
        self.assertIn(self.agent.partner_id, self._newest().notified_partner_ids)

    def test_a_gateway_that_logs_in_does_the_same(self):
        """000-22: a mail server may hand e-mails on by a user of its own, who is no superuser."""
        gateway = new_test_user(self.env, 'gateway', groups='base.group_system')
        self.kind.use_lot = 'required'
        Thread = self.env['mail.thread'].with_user(gateway)
        with self.mock_mail_gateway():
            new_id = Thread.message_process(False, self._write_mail(subject='By a gateway'))
        new = self.env['pharma.complaint'].browse(new_id)
        self.assertEqual(new.partner_id, self.customer)
        new.stage_id = self.stage_waiting
        raw = self._write_mail(subject=f'Re: {new.number}')
        with self.mock_mail_gateway():
            self.assertEqual(Thread.message_process(False, raw), new.id)
        self.assertEqual(new.state, 'open', 'nobody can fill in the lot now')

    def test_an_answer_to_a_joined_ticket_goes_on_where_the_matter_is(self):
        """003-17: the ticket it was joined with was solved; it is opened again."""
        target = self._create_ticket(user_id=self.agent.id, relation='new')
        (self.ticket + target).with_user(self.agent)._merge_into(target.with_user(self.agent))
        # the suite itself: solved without the questions of the stage
        target.stage_id = self.stage_solved
        message = target.message_ids.filtered(lambda m: 'When did you' in (m.body or ''))
        message.res_id = self.ticket.id  # he answers an e-mail of the joined ticket
        self._answer(self.ticket, body='Nothing came')
        self.assertEqual(target.state, 'open')
        self.assertFalse(target.date_closed)
