from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common_work import WorkCommon, at

# Monday 10:00 in Ho Chi Minh City; an important question is to be answered an hour later.
DUE = at(2, 4)


@tagged('post_install', '-at_install')
class TestQuestionEscalation(WorkCommon, MailCase):
    """Important questions that nobody answers: reminder a quarter of an hour before the hour is
    over, supervisors and pharmacists with it, the management an hour later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert = cls.pharmacist.copy({'login': 'duty_expert', 'name': 'Duty Expert'})
        cls._create_shift(cls.expert, at(2, 0), at(2, 12))
        cls.company.pharma_management_user_ids = cls.manager
        cls.question = cls._ask_expert(importance='1')
        cls.Log = cls.env['pharma.complaint.escalation.log']

    @classmethod
    def _ask_expert(cls, **values):
        Question = cls.env['pharma.complaint.question'].with_user(cls.agent)
        return Question.create({'name': 'With milk in pregnancy?', **values}).sudo(False)

    def _run_at(self, *moment):
        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        with freeze_time(at(*moment)), commit, self.mock_mail_gateway():
            self.env['pharma.complaint']._cron_escalate()
            self.env.flush_all()

    def _digest(self):
        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        with commit, self.mock_mail_gateway():
            self.env['pharma.complaint']._cron_digest()

    def _steps(self, question=None):
        """Return the log of a question, oldest first: (level, users told)."""
        question = question or self.question
        logs = self.Log.search([('question_id', '=', question.id)], order='id')
        return [(log.level, log.told_user_ids) for log in logs]

    def _all_experts(self):
        return self.company._pharma_pharmacists() | self.company._pharma_call_supervisors()

    def test_step_by_step_up_to_the_management(self):
        """001-12, 003-17: the expert on duty, then supervisors and all pharmacists, then the
        management; each step once, with who was told."""
        self.assertEqual(self.question.date_due, DUE)
        self._run_at(2, 3, 44)
        self.assertFalse(self._steps())
        self._run_at(2, 3, 45)
        self._run_at(2, 3, 50)
        self.assertEqual(self._steps(), [('1', self.expert)])
        self._run_at(2, 4)
        self.assertEqual(self._steps()[1][0], '2')
        self.assertLessEqual(self.expert | self.pharmacist | self.supervisor, self._steps()[1][1])
        self._run_at(2, 5)
        self.assertEqual(self._steps()[2][0], '3')
        self.assertLessEqual(self.manager | self.supervisor, self._steps()[2][1])
        self._run_at(2, 9)
        self.assertEqual(len(self._steps()), 3)
        self.assertEqual(self.question.escalation_level, '3')
        self.assertFalse(self.question.date_next_escalation)

    def test_missed_steps_are_made_up_for_with_one_message(self):
        """003-17: the job stood still for hours: all levels are told at once, each person once."""
        before = self._messages_to(self.supervisor)
        self._run_at(2, 9)
        self.assertEqual([level for level, _users in self._steps()], ['1', '2', '3'])
        self.assertEqual(self._messages_to(self.supervisor), before + 1)

    def test_several_questions_come_in_one_message(self):
        """003-17: three at once are one message to each; twenty more ask for no more people."""
        questions = self.question + self._ask_expert(importance='1')
        questions += self._ask_expert(importance='1')
        before = self._messages_to(self.supervisor)
        self._run_at(2, 4)
        self.assertEqual(self._messages_to(self.supervisor), before + 1)
        for question in questions:
            self.assertEqual([level for level, _users in self._steps(question)], ['1', '2'])
        Question = self.env['pharma.complaint.question']
        counts = []
        for _round in range(2):
            self.env.invalidate_all()
            with freeze_time(at(2, 9)):
                started = self.cr.sql_log_count
                late = Question._get_late_by_user(self.company)
                counts.append(self.cr.sql_log_count - started)
            self.assertEqual(late[self.supervisor], questions)
            for _number in range(20):
                questions += self._ask_expert(importance='1')
            self.env.flush_all()
        self.assertEqual(*counts)

    def test_an_answer_ends_it(self):
        """001-12: answered or withdrawn in time nobody is told; a normal one never."""
        self.question.with_user(self.expert).answer = 'Better with water'
        self.question.with_user(self.expert).action_answer()
        normal, withdrawn = self._ask_expert(), self._ask_expert(importance='1')
        withdrawn.action_cancel()
        self.assertFalse(normal.date_due)
        self._run_at(3, 9)
        self.assertFalse(self._steps() + self._steps(normal) + self._steps(withdrawn))

    def test_nobody_silences_it(self):
        """003-17: neither by taking the star off, nor by writing dates and levels, nor does an
        expert withdraw what supervisors know of; who asked may."""
        self.question.importance = '0'
        self._run_at(2, 4)
        self.assertEqual(self.question.escalation_level, '2')
        for name in ('date_due', 'escalation_level', 'date_next_escalation'):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.question.with_user(self.supervisor).write({name: False})
        with self.assertRaisesRegex(UserError, 'is late: answer it'):
            self.question.with_user(self.expert).action_cancel()
        self.question.with_user(self.agent).action_cancel()
        self.assertEqual(self.question.state, 'cancelled')

    def test_a_star_given_later_counts_from_then(self):
        """001-12: asked as a normal one at 10:00, important since 12:00: due at 13:00."""
        question = self._ask_expert()
        with freeze_time(at(2, 5)):
            question.importance = '1'
            self.env.flush_all()
        self.assertEqual(question.date_due, datetime(2026, 3, 2, 6))
        self.assertEqual(question.date_next_escalation, datetime(2026, 3, 2, 5, 45))

    def test_who_has_left_is_passed_over(self):
        """003-17: the expert was archived: the next level is told, the log says why."""
        self.expert.active = False
        self._run_at(2, 3, 45)
        self.assertIn(self.supervisor, self._steps()[0][1])
        log = self.Log.search([('question_id', '=', self.question.id)])
        self.assertIn('Duty Expert is archived', log.told)

    def test_messages_do_not_tell_of_the_illness(self):
        """000-36: who asked and by when, never the question."""
        self._run_at(2, 4)
        messages = self.env['mail.message'].search(
            [('partner_ids', 'in', self.supervisor.partner_id.ids)], order='id desc', limit=1
        )
        self.assertIn('Question of', messages.body)
        for text in (messages.body, messages.subject):
            self.assertNotIn('pregnancy', text)

    def test_the_digest_lists_it(self):
        """003-17: in the daily digest of whoever can answer or decides, also without a ticket."""
        with freeze_time(at(2, 3, 30)):
            self._digest()
        with freeze_time(at(3, 3)):
            before = self._messages_to(self.supervisor), self._messages_to(self.clerk)
            self._digest()
            self.assertEqual(self._messages_to(self.supervisor), before[0] + 1)
            self.assertEqual(self._messages_to(self.clerk), before[1])
            message = self.env['mail.message'].search(
                [('partner_ids', 'in', self.supervisor.partner_id.ids)], order='id desc', limit=1
            )
        self.assertIn('Question of', message.body)
        self.assertIn('questions', message.subject)

    def test_one_that_fails_keeps_nobody(self):
        """003-17: the error is logged, the other question and the tickets go on."""
        second = self._ask_expert(importance='1')
        Question = self.registry['pharma.complaint.question']
        find = Question._find_escalation_users

        def fail(record, level):
            if record == self.question:
                raise ValueError('broken')
            return find(record, level)

        logger = 'odoo.addons.pharma_callcenter.models.pharma_complaint_question_escalation'
        with patch.object(Question, '_find_escalation_users', fail), mute_logger(logger):
            self._run_at(2, 4)
        self.assertFalse(self._steps())
        self.assertTrue(self._steps(second))

    def test_new_rules_hold_for_open_questions(self):
        """003-17: the reminder of urgent tickets' answers comes half an hour before from now on."""
        self.env.ref(
            'pharma_callcenter.pharma_complaint_escalation_answer_reminder_urgent'
        ).hours = 0.5
        self.assertEqual(self.question.date_next_escalation, at(2, 3, 30))

    def test_who_reads_its_log(self):
        """000-36: who asked, who was called, and those who read all questions; no other agent."""
        self._run_at(2, 4)
        domain = [('question_id', '=', self.question.id)]
        for user in (self.agent, self.expert, self.supervisor, self.manager):
            self.assertEqual(self.Log.with_user(user).search_count(domain), 2, user.login)
        for user in (self.colleague, self.stranger, self.clerk, self.outsider):
            self.assertEqual(self.Log.with_user(user).search_count(domain), 0, user.login)
        with self.assertRaises(AccessError):
            self.Log.with_user(self.supervisor).create({'question_id': self.question.id})
