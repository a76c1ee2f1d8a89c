from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_handling import HandlingCommon

# window: who may open it
WINDOWS = {
    'answer': 'agent clerk supervisor pharmacist',
    'ask': 'agent clerk supervisor pharmacist',
    'cancel': 'agent clerk supervisor pharmacist',
    'reopen': 'agent clerk supervisor pharmacist',
    'split': 'agent clerk supervisor pharmacist',
    'merge': 'agent supervisor',
    'assign': 'supervisor',
    'professional': 'supervisor pharmacist',
}
ROLES = ('agent', 'clerk', 'supervisor', 'pharmacist', 'portal', 'employee', 'public')


@tagged('post_install', '-at_install')
class TestComplaintHandlingRights(HandlingCommon):
    """Who may press what, and what the customer never reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, 'handling_portal', groups='base.group_portal')
        cls.employee = new_test_user(cls.env, 'handling_employee', groups='base.group_user')
        cls.public = cls.env.ref('base.public_user')

    def test_windows_of_each_role(self):
        """000-36: each window is for its roles; customers, the public and employees without a role
        have none."""
        for window, allowed in WINDOWS.items():
            for role in ROLES:
                model = self.env[f'pharma.complaint.{window}'].with_user(getattr(self, role))
                for operation in ('read', 'write', 'create'):
                    with self.subTest(window=window, role=role, operation=operation):
                        self.assertEqual(model.has_access(operation), role in allowed.split())

    def test_reasons_are_the_supervisors(self):
        """000-36: everybody who cancels reads the reasons, supervisors keep them."""
        for role in ROLES:
            model = self.env['pharma.complaint.cancel.reason'].with_user(getattr(self, role))
            with self.subTest(role=role):
                staff = role not in ('portal', 'employee', 'public')
                self.assertEqual(model.has_access('read'), staff)
                self.assertEqual(model.has_access('write'), role == 'supervisor')

    def test_the_customer_reads_nothing_internal(self):
        """000-36, 002-24: neither fields for the staff, nor noted answers and questions."""
        ticket = self._create_ticket(
            partner_id=self.portal.partner_id.id,
            user_id=self.agent.id,
            kind_id=self.kind_professional.id,
        )
        mine = ticket.with_user(self.agent)
        self._wizard('ask', self.agent, mine, question='HIV?')
        self._wizard('professional', self.pharmacist, ticket, answer='See the note')
        self._answer(mine)
        seen = ticket.with_user(self.portal)
        self.assertEqual(seen.name, ticket.name)
        for name in (
            *('pharmacist_question', 'pharmacist_answer', 'pharmacist_state', 'is_see_doctor'),
            *('date_last_answer', 'answer_count', 'is_waiting_for_us', 'cancel_reason_id'),
            *('reopen_count', 'merged_into_id', 'split_from_id'),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                seen.read([name])
        messages = self.env['mail.message'].with_user(self.portal)
        found = messages.search([('model', '=', ticket._name), ('res_id', '=', ticket.id)])
        self.assertNotIn('HIV', ''.join(found.mapped('body')))
        self.assertNotIn('Sorry', ''.join(found.mapped('body')))

    def test_a_manager_handles_all(self):
        """000-36: a manager without a role in the centre answers, joins and assigns."""
        manager = new_test_user(
            self.env, 'handling_manager', groups='pharma_crm.group_pharma_manager'
        )
        tickets = self._create_ticket() + self._create_ticket()
        self._wizard('assign', manager, tickets, method='user', user_id=self.agent.id)
        self._answer(tickets[0].with_user(manager), manager)
        self._wizard('merge', manager, tickets)
        self.assertEqual(tickets[1].merged_into_id, tickets[0])
