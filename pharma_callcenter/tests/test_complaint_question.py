from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import NOW
from .common_work import WorkCommon, at


@tagged('post_install', '-at_install')
class TestComplaintQuestion(WorkCommon):
    """What employees are unsure of."""

    def _ask_expert(self, user=None, **values):
        Question = self.env['pharma.complaint.question'].with_user(user or self.agent)
        return Question.create({'name': 'With milk?', **values})

    def test_a_normal_one_waits_for_the_next_working_day(self):
        """001-12: asked on Monday: Tuesday; on Friday: Monday; holidays are left out."""
        self.company.resource_calendar_id.tz = 'Asia/Ho_Chi_Minh'
        self.assertEqual(self._ask_expert().date_handover, date(2026, 3, 3))
        with freeze_time(datetime(2026, 3, 6, 12)):  # Friday, 19:00 in Ho Chi Minh City
            self.assertEqual(self._ask_expert().date_handover, date(2026, 3, 9))
            self.env['resource.calendar.leaves'].create(
                {
                    'name': 'Holiday',
                    'calendar_id': self.company.resource_calendar_id.id,
                    'date_from': at(8, 17),
                    'date_to': at(10, 17),
                }
            )
            self.assertEqual(self._ask_expert().date_handover, date(2026, 3, 11))

    def test_it_waits_silently(self):
        """001-12: a normal question disturbs nobody."""
        before = self._messages_to(self.pharmacist)
        question = self._ask_expert()
        self.assertEqual(self._messages_to(self.pharmacist), before)
        self.assertFalse(question.activity_ids)

    def test_an_important_one_calls_the_expert_on_duty(self):
        """001-12, 001-09: at once, the one on duty and nobody else; on today's hand-over."""
        duty = new_test_user(self.env, 'duty_expert', groups='pharma_crm.group_pharmacist')
        self._create_shift(duty, at(2, 0), at(2, 12))
        question = self._ask_expert(importance='1')
        self.assertEqual(question.expert_id, duty)
        self.assertEqual(question.date_handover, date(2026, 3, 2))
        self.assertEqual(question.sudo().activity_ids.user_id, duty)  # sudo: the expert's list
        self.assertEqual(self._messages_to(duty), 1)
        self.assertEqual(self._messages_to(self.pharmacist), 0)

    def test_out_of_the_rota_all_pharmacists_are_called(self):
        """001-09, 001-12: nobody on duty: each pharmacist of the company."""
        second = new_test_user(self.env, 'second_expert', groups='pharma_crm.group_pharmacist')
        question = self._ask_expert()
        question.importance = '1'
        self.assertFalse(question.expert_id)
        self.assertLessEqual(self.pharmacist | second, question.sudo().activity_ids.user_id)
        self.assertEqual(self._messages_to(second), 1)

    def test_the_asker_is_told_of_the_answer(self):
        """001-12: only an expert answers; the asker is told and reads it."""
        question = self._ask_expert()
        with self.assertRaisesRegex(UserError, 'answered by pharmacists'):
            question.answer = 'Yes'
        with self.assertRaisesRegex(UserError, 'answered by pharmacists'):
            question.action_answer()
        mine = question.with_user(self.pharmacist)
        mine.action_take()
        with self.assertRaisesRegex(UserError, 'write the answer first'):
            mine.action_answer()
        with Form(mine) as form:
            form.answer = 'Better not'
        mine.action_answer()
        self.assertRecordValues(
            question,
            [
                {
                    'state': 'answered',
                    'answer': 'Better not',
                    'answer_user_id': self.pharmacist.id,
                    'date_answered': NOW,
                }
            ],
        )
        self.assertEqual(self._messages_to(self.agent), 1)
        with self.assertRaisesRegex(UserError, 'is closed already'):
            mine.action_answer()
        with self.assertRaisesRegex(UserError, 'The question is closed'):
            mine.answer = 'Yes'

    def test_a_good_answer_is_proposed_once(self):
        """001-11, 001-12: it becomes a draft, for a pharmacist to approve word for word."""
        question = self._ask_expert().with_user(self.pharmacist)
        with self.assertRaisesRegex(UserError, 'Only an answered question'):
            question.action_propose_answer()
        question.answer = 'Better not'
        question.action_answer()
        action = question.action_propose_answer()
        draft = self.env['pharma.approved.answer'].browse(action['res_id'])
        self.assertRecordValues(
            draft,
            [
                {
                    'name': 'With milk?',
                    'answer': 'Better not',
                    'state': 'draft',
                    'user_id': self.pharmacist.id,
                }
            ],
        )
        self.assertEqual(question.action_propose_answer()['res_id'], draft.id)

    def test_who_reads_a_question(self):
        """000-36: who asked, the expert, pharmacists, supervisors, managers; nobody else."""
        question = self._ask_expert(complaint_id=self.ticket.id)

        def sees(user):
            found = self.env['pharma.complaint.question'].with_user(user)
            return bool(found.search([('id', '=', question.id)]))

        for user in (self.agent, self.pharmacist, self.supervisor, self.manager):
            self.assertTrue(sees(user), user.login)
        for user in (self.colleague, self.clerk, self.outsider):
            self.assertFalse(sees(user), user.login)
        question.sudo().expert_id = self.clerk  # sudo: as the rota does
        self.assertTrue(sees(self.clerk))
        with self.assertRaises(AccessError):
            self._ask_expert(self.stranger, complaint_id=self.ticket.id)
        with self.assertRaisesRegex(UserError, 'follows from the buttons'):
            question.state = 'answered'

    def test_the_withdrawn_leaves_the_list(self):
        """001-12: what has solved itself is on nobody's list."""
        question = self._ask_expert(importance='1')
        self.assertTrue(question.sudo().activity_ids)  # sudo: the experts' lists
        question.action_cancel()
        self.assertFalse(question.sudo().activity_ids)  # sudo: as above

    def test_another_company_has_its_own_pharmacists(self):
        """000-36, 001-12: pharmacists of another company are not called."""
        other = self.outsider.company_id
        foreign = new_test_user(
            self.env,
            'foreign_expert',
            groups='pharma_crm.group_pharmacist',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self._ask_expert(importance='1')
        self.assertEqual(self._messages_to(foreign), 0)
