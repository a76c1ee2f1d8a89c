from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import NOW
from .common_work import WorkCommon, at


@tagged('post_install', '-at_install')
class TestDutyShift(WorkCommon):
    """Who is on duty, and the call of the expert from a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert = new_test_user(cls.env, 'rota_expert', groups='pharma_crm.group_pharmacist')
        cls.expert.partner_id.phone = '0912 000 111'

    def test_the_expert_on_duty(self):
        """001-09: from the first to before the last minute; otherwise all pharmacists."""
        self._create_shift(self.expert, at(2, 3), at(2, 5))
        find = self.company._pharma_expert_on_duty
        self.assertEqual(find(), self.expert)
        self.assertEqual(find(at(2, 4, 59)), self.expert)
        self.assertLessEqual(self.pharmacist | self.expert, find(at(2, 5)))
        self.assertLessEqual(self.pharmacist | self.expert, find(at(2, 2, 59)))
        self.assertEqual(self.ticket.duty_contact, f'{self.expert.name}, 0912 000 111')
        self.expert.active = False
        self.assertNotIn(self.expert, find())

    def test_the_teams_own_shift_comes_first(self):
        """001-09: a shift of the team before one for all; not for other teams."""
        self._create_shift(self.expert, at(2, 0), at(2, 12))
        self._create_shift(self.pharmacist, at(2, 0), at(2, 12), team_id=self.team.id)
        find = self.company._pharma_expert_on_duty
        self.assertEqual(find(team=self.team), self.pharmacist)
        self.assertEqual(find(), self.expert)

    def test_nobody_is_on_duty_twice(self):
        """001-09: an overlap of one person is refused in words; one after the other is fine."""
        self._create_shift(self.expert, at(2, 0), at(2, 12))
        self._create_shift(self.expert, at(2, 12), at(2, 14))
        self._create_shift(self.pharmacist, at(2, 0), at(2, 12))
        with self.assertRaisesRegex(ValidationError, 'on duty already from 2026-03-02 07:00'):
            self._create_shift(self.expert, at(2, 11), at(2, 12))
        with self.assertRaisesRegex(ValidationError, "must lie after 'From'"):
            self._create_shift(self.expert, at(3, 11), at(3, 11))
        with self.assertRaisesRegex(ValidationError, 'cannot be on duty for'):
            self._create_shift(self.outsider, at(3, 11), at(3, 12))

    def _repeat(self, user=None, **values):
        Repeat = self.env['pharma.duty.shift.repeat'].with_user(user or self.pharmacist)
        action = Repeat.create({'date_from': '2026-03-04', 'weeks': 2, **values}).action_repeat()
        return self.env['pharma.duty.shift'].search(action['domain'])

    def test_a_week_is_repeated(self):
        """001-09: the same hours in two more weeks; a second time only what is missing."""
        self._create_shift(self.expert, at(2, 10), at(3, 0))
        self._create_shift(self.pharmacist, at(8, 10), at(9, 0), note='Sunday')
        found = self._repeat()
        self.assertRecordValues(
            found,
            [
                {'user_id': self.expert.id, 'date_start': at(9, 10), 'date_end': at(10, 0)},
                {'user_id': self.pharmacist.id, 'date_start': at(15, 10), 'date_end': at(16, 0)},
                {'user_id': self.expert.id, 'date_start': at(16, 10), 'date_end': at(17, 0)},
                {'user_id': self.pharmacist.id, 'date_start': at(22, 10), 'date_end': at(23, 0)},
            ],
        )
        found[0].unlink()
        self.assertEqual(self._repeat().mapped('date_start'), [at(9, 10)])

    def test_the_hours_are_those_of_the_clock(self):
        """001-09: over the change of the clock (Paris, 29 March) 20:00 stays 20:00."""
        self.company.partner_id.country_id = self.env.ref('base.fr')
        self._create_shift(self.expert, at(24, 19), at(25, 5))
        found = self._repeat(date_from='2026-03-24', weeks=1)
        self.assertEqual(found.date_start, at(31, 18))

    def test_bad_repetitions(self):
        """001-09: an empty week, no or too many weeks, somebody who may not plan."""
        with self.assertRaisesRegex(UserError, 'no shift in this week'):
            self._repeat()
        for weeks in (0, 53):
            with self.assertRaisesRegex(UserError, 'Enter 1 to 52 weeks'):
                self._repeat(weeks=weeks)
        with self.assertRaises(AccessError):
            self._repeat(self.agent)

    def _call(self):
        action = self.ticket.with_user(self.agent).action_call_expert()
        wizard = (
            self.env['pharma.complaint.task.ask']
            .with_user(self.agent)
            .with_context(**action['context'])
            .create({})
        )
        wizard.action_ask()
        return self.env['pharma.complaint.task'].search([], order='id desc', limit=1)

    def test_the_expert_is_called_from_the_ticket(self):
        """001-09: due within the company's minutes, with whom to contact, for the one on duty."""
        self._create_shift(self.expert, at(2, 0), at(2, 12))
        self.company.pharma_duty_minutes = 45
        task = self._call()
        self.assertRecordValues(
            task,
            [
                {
                    'kind': 'duty',
                    'user_id': self.expert.id,
                    'date_due': NOW + timedelta(minutes=45),
                    'name': 'Contact the customer: Nguyễn Văn An, 0912 345 678',
                }
            ],
        )
        self.assertEqual(self._messages_to(self.expert), 1)

    def test_nobody_on_duty_all_are_called(self):
        """001-09: the task is on every pharmacist's list until one starts it."""
        task = self._call()
        self.assertFalse(task.user_id)
        self.assertLessEqual(self.pharmacist | self.expert, task.activity_ids.user_id)
        task.with_user(self.expert).action_start()
        self.assertEqual(task.user_id, self.expert)
        self.assertEqual(task.activity_ids.user_id, self.expert)

    def test_silence_is_reported_up(self):
        """001-09: not recorded in time: the supervisors are told, once."""
        self._create_shift(self.expert, at(2, 0), at(2, 12))
        self._call()
        before = self._messages_to(self.supervisor)
        for _time in range(2):
            with freeze_time(NOW + timedelta(minutes=61)), self.enter_registry_test_mode():
                self.env.ref(
                    'pharma_callcenter.ir_cron_pharma_complaint_task_remind'
                ).method_direct_trigger()
        self.assertEqual(self._messages_to(self.supervisor), before + 1)

    def test_settings_have_limits(self):
        """001-09, 002-15: minutes and hours above 0, and not for ever."""
        for values in (
            {'pharma_duty_minutes': 0},
            {'pharma_task_hours': -1},
            {'pharma_duty_minutes': 10081},
        ):
            with self.assertRaisesRegex(ValidationError, 'enter 1 to'):
                self.company.write(values)
