from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_work import WorkCommon

# role: operations on task, claim, its goods, question, shift
ROLES = {
    'clerk': ('rwc', '', '', 'rwc', 'r'),
    'agent': ('rwc', 'rwcu', 'rwcu', 'rwc', 'r'),
    'supervisor': ('rwc', 'rwcu', 'rwcu', 'rwc', 'rwcu'),
    'manager': ('rwc', 'rwcu', 'rwcu', 'rwc', 'rwcu'),
    'pharmacist': ('rwc', 'r', 'r', 'rwc', 'rwcu'),
    'employee': ('', '', '', '', ''),
    'portal': ('', '', '', '', ''),
    'public': ('', '', '', '', ''),
}
MODELS = (
    'pharma.complaint.task',
    'pharma.complaint.claim',
    'pharma.complaint.claim.line',
    'pharma.complaint.question',
    'pharma.duty.shift',
)
OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}


@tagged('post_install', '-at_install')
class TestComplaintTaskRights(WorkCommon):
    """Who may do what with the work around tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = new_test_user(cls.env, 'work_employee', groups='base.group_user')
        cls.public = cls.env.ref('base.public_user')
        cls.task = cls._ask()

    def test_operations_of_each_role(self):
        """000-36: the rights of each role on each model."""
        for role, rights in ROLES.items():
            for model, allowed in zip(MODELS, rights, strict=True):
                records = self.env[model].with_user(getattr(self, role))
                for letter, operation in OPERATIONS.items():
                    with self.subTest(role=role, model=model, operation=operation):
                        self.assertEqual(records.has_access(operation), letter in allowed)

    def _sees(self, user):
        found = self.env['pharma.complaint.task'].with_user(user)
        return bool(found.search([('id', '=', self.task.id)]))

    def test_who_sees_a_task(self):
        """002-15, 000-36: who does it, who asked, who reads the ticket; nobody else."""
        for user in (self.head, self.agent, self.supervisor, self.manager, self.pharmacist):
            self.assertTrue(self._sees(user), user.login)
        for user in (self.clerk, self.stranger, self.colleague, self.outsider):
            self.assertFalse(self._sees(user), user.login)
        self.ticket.team_id = self.team
        self.assertTrue(self._sees(self.colleague), 'a colleague of the team reads the ticket')
        self.task.department_id = self.headless
        self.task.user_id = self.clerk
        self.assertTrue(self._sees(self.clerk))
        self.assertFalse(self._sees(self.head))

    def test_nobody_asks_about_a_ticket_he_does_not_read(self):
        """000-36: neither by the form nor by another program."""
        ticket = self.ticket.with_user(self.stranger)
        for method in (
            'action_ask_department',
            'action_call_expert',
            'action_ask_expert',
            'action_service_request',
            'action_new_claim',
            'action_view_claims',
            'action_view_tasks',
            'action_view_children',
            'action_view_returns',
            'action_view_refunds',
            'action_return',
            'action_refund',
            'action_waive_proof',
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(ticket, method)()
            with self.subTest(method=method, portal=True), self.assertRaises(AccessError):
                getattr(self.ticket.with_user(self.portal), method)()
        with self.assertRaises(AccessError):
            self._create_as(self.stranger)
        with self.assertRaises(AccessError):
            wizard = self.env['pharma.complaint.task.ask'].with_user(self.clerk)
            wizard.create(
                {
                    'complaint_id': self.ticket.id,
                    'department_id': self.department.id,
                    'name': 'Tell me',
                }
            ).action_ask()

    def _create_as(self, user):
        self.env['pharma.complaint.task'].with_user(user).create(
            {
                'complaint_id': self.ticket.id,
                'department_id': self.department.id,
                'name': 'Tell me',
            }
        )

    def test_a_clerk_who_reads_the_ticket_may_ask(self):
        """002-15: the head of the owning department has no call centre role, and can ask."""
        self.ticket.owner_department_id = self.department
        self.assertEqual(
            self.ticket.with_user(self.head).description, 'It is broken', 'his ticket now'
        )
        task = self._ask(user=self.head, department_id=self.headless.id)
        self.assertEqual(task.asker_id, self.head)
        self.assertEqual(self.ticket.with_user(self.head).task_count, 2)
        action = self.ticket.with_user(self.head).action_view_tasks()
        found = self.env['pharma.complaint.task'].with_user(self.head).search(action['domain'])
        self.assertEqual(len(found), 2)

    def test_the_portal_reads_no_fields_of_the_staff(self):
        """000-36, 002-24: the customer's own ticket tells nothing of tasks, claims or proofs."""
        self.ticket.partner_id = self.portal.partner_id
        ticket = self.ticket.with_user(self.portal)
        for name in (
            'task_ids',
            'task_count',
            'duty_contact',
            'parent_id',
            'child_ids',
            'claim_line_ids',
            'claim_count',
            'return_count',
            'proof_waiver_reason',
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                ticket.read([name])
