from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common_email import CUSTOMER, FAILED, EmailCommon


@tagged('post_install', '-at_install')
class TestComplaintEmailSeams(EmailCommon):
    """E-mails beside answers, joining, reopening, and what the portal sees of files."""

    def _create_waiting(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket._post_answer('Which lot?', 'email')
        ticket.stage_id = self.stage_waiting
        return ticket

    def test_forged_and_automatic_answers_do_not_end_the_waiting(self):
        """003-17, 000-22: neither a forged sender nor his holiday notice is the customer's word."""
        for headers in ({'Authentication_Results': FAILED}, {'Auto_Submitted': 'auto-replied'}):
            with self.subTest(headers=headers):
                ticket = self._create_waiting()
                self._answer(ticket, CUSTOMER, **headers)
                self.assertEqual(ticket.state, 'waiting')
                self.assertFalse(ticket.date_last_customer_message)

    def test_an_answer_to_a_joined_ticket_reopens_the_one_that_goes_on(self):
        """003-17, 000-23: who answers the older number is not silenced by joining and solving."""
        old, target = (self._create_ticket(user_id=self.agent.id) for _i in range(2))
        old._merge_into(target)
        target._post_answer('Exchanged', 'call')
        target.solution = 'Exchanged'
        target._move_to('solved')
        self.assertEqual(self._receive(CUSTOMER, subject=f'Still broken [{old.number}]'), old)
        self.assertEqual(target.state, 'open')
        self.assertEqual(target.reopen_count, 1)
        self.assertEqual(old.state, 'cancelled')
        self.assertFalse(old.activity_ids, 'the ticket that goes on is on the list instead')

    def test_a_message_in_the_portal_reopens_a_solved_ticket(self):
        """003-17, 002-24: what the customer writes in his portal counts as his e-mail does."""
        portal = mail_new_test_user(
            self.env, 'seam_portal', groups='base.group_portal', partner_id=self.customer.id
        )
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket._post_answer('Exchanged', 'call')
        ticket.solution = 'Exchanged'
        ticket._move_to('solved')
        with self.mock_mail_gateway():
            ticket.with_user(portal).message_post(
                body='Still broken', message_type='comment', subtype_xmlid='mail.mt_comment'
            )
        self.assertEqual(ticket.state, 'open')
        self.assertEqual(ticket.reopen_count, 1)

    def test_files_of_internal_notes_are_the_staffs(self):
        """000-36: in the portal the customer finds no file of an internal note."""
        portal = mail_new_test_user(
            self.env, 'file_portal', groups='base.group_portal', partner_id=self.customer.id
        )
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.message_post(
            body='Laboratory', attachments=[('secret.txt', b'HIV')], subtype_xmlid='mail.mt_note'
        )
        files = self.env['ir.attachment'].with_user(portal)
        with self.assertRaises(AccessError):
            files.search([('res_model', '=', ticket._name), ('res_id', '=', ticket.id)])

    def test_numbers_of_two_companies(self):
        """000-22, 000-36: of two tickets with one number the sender's own is found."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        mine = self._create_ticket(number='T2026/77777')
        self.env['pharma.complaint'].create(
            {'company_id': company.id, 'number': 'T2026/77777', 'name': 'Other'}
        )
        self.assertEqual(self._receive(CUSTOMER, subject='More [T2026/77777]'), mine)
