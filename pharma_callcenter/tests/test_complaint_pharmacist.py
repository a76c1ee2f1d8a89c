from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common_handling import HandlingCommon


@tagged('post_install', '-at_install')
class TestComplaintPharmacist(HandlingCommon, MailCommon):
    """An agent hands a question to a pharmacist and tells the customer what he said."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(
            kind_id=self.kind_professional.id, user_id=self.agent.id, product_id=self.metformin.id
        )
        self.mine = self.ticket.with_user(self.agent)

    def _questions_for(self, user):
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action_questions'
        )
        domain = [
            ('date_closed', '=', False),
            ('pharmacist_state', '=', 'asked'),
            ('pharmacist_id', 'in', [user.id, False]),
        ]
        self.assertEqual(action['domain'], str(domain).replace(str(user.id), 'uid'))
        found = self.env['pharma.complaint'].with_user(user).search(domain)
        return found & self.ticket  # a database may hold others

    def test_there_and_back(self):
        """003-05, 003-09, 004-64: asked, answered, told; the agent keeps the ticket all the
        time."""
        self._wizard('ask', self.agent, self.mine, question='With grapefruit?')
        self.assertEqual(self.ticket.stage_id, self.stage_pharmacist)
        self.assertEqual(self._questions_for(self.pharmacist), self.ticket)
        self.assertEqual(self.ticket.user_id, self.agent)
        with self.refused(ValidationError, 'A pharmacist has to answer first'):
            self._solve(self.mine)
        self._wizard('professional', self.pharmacist, self.ticket, answer='No, never')
        self.assertRecordValues(
            self.ticket,
            [
                {
                    'pharmacist_state': 'answered',
                    'pharmacist_answer': 'No, never',
                    'pharmacist_answer_user_id': self.pharmacist.id,
                    'stage_id': self.stage_open.id,
                    'user_id': self.agent.id,
                    'is_waiting_for_us': True,
                }
            ],
        )
        self.assertFalse(self._questions_for(self.pharmacist))
        self._solve(self.mine)
        self.assertEqual(self.ticket.state, 'solved')

    def test_the_pharmacist_answers_the_customer_himself(self):
        """003-05: his answer to the customer is the professional one, and solves it."""
        self._solve(self.ticket, self.pharmacist)
        self.assertEqual(self.ticket.pharmacist_state, 'answered')
        self.assertEqual(self.ticket.pharmacist_answer_user_id, self.pharmacist)
        self.assertIn('Sorry', self.ticket.pharmacist_answer)
        self.assertEqual(self.ticket.state, 'solved')

    def test_an_agent_cannot_answer_professionally(self):
        """003-05: not by the window, not by writing; a supervisor may, and a complaint needs
        none until a pharmacist was asked."""
        with self.assertRaises(AccessError):
            self._wizard('professional', self.agent, self.mine, answer='Yes')
        with self.assertRaises(AccessError):
            self.mine.action_pharmacist_answer()
        with self.assertRaises(AccessError):
            self.mine._answer_professionally('Yes')
        self._wizard('professional', self.supervisor, self.ticket, answer='Yes')
        self.assertEqual(self.ticket.pharmacist_answer_user_id, self.supervisor)
        complaint = self._create_ticket(user_id=self.agent.id).with_user(self.agent)
        self._wizard('ask', self.agent, complaint, question='?')
        self.assertEqual(complaint.stage_id, self.stage_open)
        with self.refused(ValidationError, 'Ask a Pharmacist'):
            self._solve(complaint)

    def test_who_is_asked(self):
        """003-09: one pharmacist, or any; somebody who is none, or nobody at all, is told."""
        other = self._create_agent('call_no_pharmacist')
        with self.refused(UserError, 'not an active pharmacist'):
            self._wizard('ask', self.agent, self.mine, question='?', pharmacist_id=other.id)
        self._wizard('ask', self.agent, self.mine, question='?', pharmacist_id=self.pharmacist.id)
        self.assertEqual(self._questions_for(self.pharmacist), self.ticket)
        self.assertFalse(self._questions_for(self.supervisor))
        self.env['res.users'].search(
            [('all_group_ids', 'in', self.env.ref('pharma_crm.group_pharmacist').ids)]
        ).active = False
        with self.refused(UserError, 'Nobody: not an active pharmacist'):
            self.mine._ask_pharmacist('?')

    def test_the_notification_tells_no_health(self):
        """003-09: the pharmacist's e-mail has the number; the question stays in the suite."""
        self.pharmacist.write({'notification_type': 'email', 'email': 'ph@pharma.example.com'})
        with self.mock_mail_gateway():
            self._wizard(
                'ask', self.agent, self.mine, question='HIV?', pharmacist_id=self.pharmacist.id
            )
        self.assertEqual(len(self._mails), 1)
        text = f'{self._mails[0]["subject"]} {self._mails[0]["body"]}'
        self.assertIn(self.ticket.number, text)
        self.assertNotIn('HIV', text)
        self.assertNotIn('Metformin', text)
