from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged, users

from .common_work import WorkCommon


@tagged('post_install', '-at_install')
class TestTaskDepartment(WorkCommon):
    """Open tasks of a department are everybody's who works in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member, cls.mate, cls.other = (
            new_test_user(cls.env, login, groups='pharma_crm.group_pharma_user')
            for login in ('stock_member', 'stock_mate', 'laboratory_member')
        )
        cls.env['hr.employee'].create(
            [
                {'name': user.login, 'user_id': user.id, 'department_id': department.id}
                for user, department in (
                    (cls.member, cls.department),
                    (cls.mate, cls.department),
                    (cls.other, cls.headless),
                )
            ]
        )
        cls.task = cls._ask()

    def _find(self, user, **context):
        Task = self.env['pharma.complaint.task'].with_user(user).with_context(**context)
        return Task.search([('id', '=', self.task.id)])

    def test_members_see_open_tasks_of_their_own_department(self):
        """002-15, 000-36: not those of others, nor of a department above or below their own."""
        self.assertTrue(self._find(self.member))
        for user in (self.other, self.clerk, self.stranger, self.outsider):
            self.assertFalse(self._find(user), user.login)
        self.headless.parent_id = self.department
        self.assertFalse(self._find(self.other), 'below')
        self.headless.parent_id = False
        self.department.parent_id = self.headless
        self.assertFalse(self._find(self.other), 'above')

    def test_ended_tasks_are_of_whoever_did_them(self):
        """002-15, 000-36: once ended it leaves the list of the others; the head keeps it."""
        self.task.with_user(self.member).action_take()
        self.task.with_user(self.member).feedback = 'Found'
        self.task.with_user(self.member).action_done()
        self.assertTrue(self._find(self.member))
        self.assertTrue(self._find(self.head))
        self.assertFalse(self._find(self.mate))

    def test_who_has_left_sees_nothing(self):
        """000-36: an archived employee is no member any more; another company's neither."""
        self.member.employee_ids.active = False
        self.assertFalse(self._find(self.member))
        company = self.env['res.company'].create({'name': 'Second chain'})
        self.mate.write({'company_ids': [Command.set(company.ids)], 'company_id': company.id})
        self.assertFalse(self._find(self.mate))

    @users('stock_member')
    def test_a_member_takes_and_ends_it(self):
        """002-15: it is his and in progress, on his list, and the head is told once."""
        before = self._messages_to(self.head)
        task = self._find(self.env.user)
        self.assertTrue(task.can_take)
        task.action_take()
        self.assertRecordValues(task, [{'user_id': self.member.id, 'state': 'doing'}])
        self.assertFalse(task.can_take)
        self.assertEqual(task.sudo().activity_ids.user_id, self.member)  # sudo: all that are left
        self.assertEqual(self._messages_to(self.head), before + 1)
        self.assertEqual(self._messages_to(self.member), 0)
        with Form(task) as form:
            self.assertNotIn('complaint_id', form._view['fields'])
            form.feedback = 'It stood behind the door'
        task.action_done()
        self.assertEqual(task.done_user_id, self.member)

    @users('stock_member')
    def test_the_ticket_stays_hidden(self):
        """000-36: a member reads the task with the number of the ticket, nothing else of it."""
        task = self._find(self.env.user)
        self.assertEqual(task.ticket_number, self.ticket.number)
        for error, call in (
            (AccessError, lambda: task.read(['complaint_id'])),
            (AccessError, lambda: self.ticket.with_user(self.env.user).read(['number'])),
        ):
            with self.assertRaises(error):
                call()

    def test_before_he_takes_it_he_writes_nothing(self):
        """000-36: reading is no writing: neither feedback nor whose it is."""
        task = self._find(self.member)
        for vals in ({'feedback': 'x'}, {'user_id': self.member.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                task.write(vals)
        for method in ('action_start', 'action_done', 'action_refuse'):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(task, method)()

    def test_who_takes_it_moves_it_nowhere(self):
        """000-36, 002-15: of which ticket and company it is stays with whoever asked."""
        self.task.with_user(self.member).action_take()
        company = self.env['res.company'].create({'name': 'Second chain'})
        for vals in ({'company_id': company.id}, {'ticket_number': 'T0'}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, 'changed by whoever asked'),
            ):
                self.task.with_user(self.member).write(vals)

    def test_two_do_not_take_one(self):
        """002-15: the second is told who is doing it; what has ended is not taken."""
        self.task.with_user(self.member).action_take()
        with self.assertRaisesRegex(UserError, 'stock_member.* is doing'):
            self.task.with_user(self.mate).action_take()
        self.task.with_user(self.member).feedback = 'Found'
        self.task.with_user(self.member).action_done()
        with self.assertRaisesRegex(UserError, 'was ended by'):
            self.task.with_user(self.head).action_take()

    def test_others_do_not_take_it(self):
        """000-36: neither who may not read it, nor who reads the ticket but works elsewhere."""
        with self.assertRaises(AccessError):
            self.task.with_user(self.other).action_take()
        with self.assertRaisesRegex(UserError, 'not of your department'):
            self.task.with_user(self.agent).action_take()
        with self.assertRaises(AccessError):
            self.task.with_user(self.portal).action_take()

    def test_my_tasks_lists_them(self):
        """002-15: the worklist holds the department's; one query finds the departments."""
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_task_action_mine'
        )
        Task = self.env['pharma.complaint.task'].with_user(self.member)
        domain = [('is_of_department', '=', True)]
        self.assertIn('is_of_department', action['domain'])
        Task.search(domain)
        self.env.flush_all()
        with self.assertQueryCount(3):
            # departments for the rule and for the domain, and the list
            found = Task.search(domain)
        self.assertEqual(found, self.task)
