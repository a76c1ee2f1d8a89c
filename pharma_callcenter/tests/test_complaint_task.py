from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged, users

from .common import NOW
from .common_work import WorkCommon


@tagged('post_install', '-at_install')
class TestComplaintTask(WorkCommon):
    """Work that other departments do for a ticket."""

    def test_the_head_of_the_department_gets_it(self):
        """002-15: the task goes to the department's head, due in a day, on his list."""
        task = self._ask()
        self.assertRecordValues(
            task,
            [
                {
                    'user_id': self.head.id,
                    'asker_id': self.agent.id,
                    'state': 'todo',
                    'date_due': NOW + timedelta(days=1),
                    'ticket_number': self.ticket.number,
                    'company_id': self.company.id,
                }
            ],
        )
        self.assertEqual(task.activity_ids.user_id, self.head)
        self.assertEqual(self._messages_to(self.head), 1, 'he is told')
        self.assertEqual((self.ticket.task_count, self.ticket.open_task_count), (1, 1))

    @users('stock_head')
    def test_the_head_answers_without_reading_the_ticket(self):
        """002-15, 000-36: he reads and ends his task; neither the ticket nor its name is his."""
        task = self._ask().with_user(self.env.user)
        self.assertEqual(task.name, 'Find the box')
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.env.user).read(['description'])
        with self.assertRaises(AccessError):
            task.read(['complaint_id'])
        task.action_start()
        with Form(task) as form:
            self.assertNotIn('complaint_id', form._view['fields'])
            form.feedback = 'It stood behind the door'
        task.action_done()
        self.assertRecordValues(
            task, [{'state': 'done', 'date_done': NOW, 'done_user_id': self.head.id}]
        )
        self.assertFalse(task.sudo().activity_ids)  # sudo: all that are left

    def test_who_waits_for_it_is_told(self):
        """002-15: feedback is told to the ticket's responsible and to whoever asked, and noted on
        the ticket for the staff alone."""
        task = self._ask(user=self.supervisor)
        task.with_user(self.head).feedback = 'Found'
        task.with_user(self.head).action_done()
        self.assertEqual(self._messages_to(self.agent), 1)
        self.assertEqual(self._messages_to(self.supervisor), 1)
        note = self.ticket.message_ids[0]
        self.assertTrue(note.subtype_id.internal)
        self.assertNotIn('Found', note.body)

    def test_no_end_without_feedback(self):
        """002-15: neither done nor refused without a word."""
        task = self._ask().with_user(self.head)
        for method in (task.action_done, task.action_refuse):
            with self.assertRaisesRegex(UserError, "write into 'Feedback'"):
                method()
        task.feedback = '  '
        with self.assertRaisesRegex(UserError, "write into 'Feedback'"):
            task.action_done()
        task.feedback = 'We have none'
        task.action_refuse()
        self.assertEqual(task.state, 'refused')

    def test_an_ended_task_stays_ended(self):
        """002-15: the second who ends it is told by whom; the feedback stays as it is."""
        task = self._ask()
        task.feedback = 'Found'
        task.with_user(self.head).action_done()
        with self.assertRaisesRegex(UserError, 'was ended by stock_head'):
            task.with_user(self.supervisor).action_done()
        with self.assertRaisesRegex(UserError, 'its feedback stays'):
            task.with_user(self.head).feedback = 'Not found'

    def test_asked_again(self):
        """002-15: whoever reads the ticket takes it up again, the feedback stays in the log."""
        task = self._ask()
        task.feedback = 'Found'
        task.with_user(self.head).action_done()
        with self.assertRaisesRegex(UserError, 'Only whoever reads the ticket'):
            task.with_user(self.head).action_ask_again()
        task.with_user(self.agent).action_ask_again()
        self.assertRecordValues(
            task, [{'state': 'todo', 'feedback': False, 'done_user_id': False, 'date_done': False}]
        )
        self.assertIn('Found', ''.join(task.message_ids.mapped('body')))
        self.assertEqual(task.activity_ids.user_id, self.head)

    def test_the_request_is_the_askers(self):
        """002-15: who does the work changes neither the request nor the state by hand."""
        task = self._ask().with_user(self.head)
        for values in ({'date_due': NOW}, {'name': 'Nothing'}, {'description': 'x'}):
            with self.assertRaisesRegex(UserError, 'changed by whoever asked'):
                task.write(values)
        for values in ({'state': 'done'}, {'done_user_id': self.head.id}, {'date_reminded': NOW}):
            with self.assertRaisesRegex(UserError, 'follows from the buttons'):
                task.write(values)
        task.user_id = self.clerk
        self.assertEqual(task.sudo().activity_ids.user_id, self.clerk)  # sudo: the clerk's list

    def test_a_department_without_head(self):
        """002-15: the ticket's responsible has it, and the task says so."""
        task = self._ask(department_id=self.headless.id, user=self.supervisor)
        self.assertEqual(task.user_id, self.agent)
        self.assertIn('has no head', ''.join(task.message_ids.mapped('body')))
        self.head.active = False
        self.assertEqual(self._ask(user=self.supervisor).user_id, self.agent)

    def test_only_who_can_open_it_gets_it(self):
        """002-15: a user without a role or of another company is refused in words."""
        task = self._ask()
        for user in (self.outsider, self.portal):
            with self.assertRaisesRegex(ValidationError, 'cannot open tasks of'):
                task.user_id = user

    def test_someone_must_be_asked(self):
        """002-15: neither department nor person: told."""
        with self.assertRaisesRegex(UserError, 'Choose the department'):
            self._ask(department_id=False)

    def test_late_tasks_are_told_once(self):
        """002-15: after the hour everybody concerned is told, once; another day begins anew."""
        task = self._ask(user=self.supervisor)
        before = {user: self._messages_to(user) for user in (self.head, self.agent)}
        self._remind(NOW + timedelta(hours=23))
        self.assertFalse(task.date_reminded)
        for _time in range(2):
            self._remind(NOW + timedelta(hours=25))
        for user, count in before.items():
            self.assertEqual(self._messages_to(user), count + 1, user.login)
        self.assertTrue(task.date_reminded)
        task.date_due = NOW + timedelta(days=3)
        self.assertFalse(task.date_reminded)

    def test_the_task_of_who_left_is_passed_on(self):
        """002-15: an archived user's task falls to the ticket's responsible, who is told."""
        task = self._ask(user=self.supervisor)
        self.department.manager_id = False
        self.head.active = False
        self._remind(NOW)
        self.assertEqual(task.user_id, self.agent)
        self.assertEqual(self._messages_to(self.agent), 1)

    def test_one_that_fails_keeps_no_other(self):
        """002-15: a task that cannot be told is logged, the rest is told."""
        bad, good = self._ask(), self._ask()
        remind = type(bad)._remind

        def fail(task):
            if task == bad:
                raise ZeroDivisionError
            return remind(task)

        self.patch(type(bad), '_remind', fail)
        with self.assertLogs('odoo.addons.pharma_callcenter', 'ERROR'):
            self._remind(NOW + timedelta(hours=25))
        self.assertFalse(bad.date_reminded)
        self.assertTrue(good.date_reminded)

    def _remind(self, when):
        with freeze_time(when), self.enter_registry_test_mode():
            self.env.ref(
                'pharma_callcenter.ir_cron_pharma_complaint_task_remind'
            ).method_direct_trigger()

    def test_a_stage_may_need_the_feedback(self):
        """002-15, 000-24: open tasks stand in the way of a stage that wants them ended."""
        self.stage_solved.require_tasks = True
        task = self._ask()
        obstacles = self.ticket._get_stage_obstacles(self.stage_solved)
        self.assertIn('1 task(s) of other departments are open', '\n'.join(obstacles))
        self.assertFalse(self.ticket._get_stage_obstacles(self.stage_open))
        task.feedback = 'Found'
        task.action_done()
        obstacles = self.ticket._get_stage_obstacles(self.stage_solved)
        self.assertNotIn('task(s)', '\n'.join(obstacles))
