from datetime import datetime

import pytz

from odoo.tests import tagged

from ..models.working_time import WorkingTime
from .common import NOW
from .common_promise import PromiseCommon


@tagged('post_install', '-at_install')
class TestPromiseTimes(PromiseCommon):
    """The dates of tickets in working hours; every expected time is reckoned by hand, in UTC."""

    def _promised(self, *moment, hours=8, **values):
        """Return the promised date of a ticket that is received at a moment of 2026, UTC."""
        self.target.solve_hours = hours
        with self._at(*moment):
            return self._create_ticket(**values).date_promised

    def _add_holiday(self, day, company, calendar=None):
        """Make a day of March a public holiday, from midnight to midnight in Vietnam."""
        leave = (
            self.env['resource.calendar.leaves']
            .with_company(company)
            .create(
                {
                    'name': 'Holiday',
                    'calendar_id': calendar and calendar.id,
                    'date_from': datetime(2026, 3, day - 1, 17, 0),
                    'date_to': datetime(2026, 3, day, 16, 59, 59),
                }
            )
        )
        self.assertEqual(leave.company_id, company)
        return leave

    def test_split_days(self):
        """003-17: from Monday 10:00 eight hours are six until 17:00 and two on Tuesday."""
        self.assertEqual(self._promised(3, 2, 3, 0), datetime(2026, 3, 3, 3, 0))
        # 11:30: half an hour before lunch, half after it
        self.assertEqual(self._promised(3, 2, 4, 30, hours=1), datetime(2026, 3, 2, 6, 30))
        # at lunch, 12:30
        self.assertEqual(self._promised(3, 2, 5, 30, hours=1), datetime(2026, 3, 2, 7, 0))
        # four hours from 8:00 end with the morning, not after lunch
        self.assertEqual(self._promised(3, 2, 1, 0, hours=4), datetime(2026, 3, 2, 5, 0))

    def test_received_at_night(self):
        """003-17: what comes on Monday 22:00 counts from Tuesday 8:00."""
        self.assertEqual(self._promised(3, 2, 15, 0), datetime(2026, 3, 3, 10, 0))

    def test_saturday_is_half_a_day(self):
        """003-17: Friday 16:00: one hour, Saturday four, Monday three."""
        self.assertEqual(self._promised(3, 6, 9, 0), datetime(2026, 3, 9, 4, 0))

    def test_public_holidays(self):
        """003-17: Tuesday is a holiday: Monday six hours, Wednesday two; what comes on the holiday
        counts from Wednesday."""
        self._add_holiday(3, self.company)
        self.assertEqual(self._promised(3, 2, 3, 0), datetime(2026, 3, 4, 3, 0))
        self.assertEqual(self._promised(3, 3, 2, 0), datetime(2026, 3, 4, 10, 0))

    def test_holidays_of_another_company_do_not_count(self):
        """003-17: the other company's holiday is a working day here."""
        self._add_holiday(3, self.env['res.company'].create({'name': 'Other chain'}))
        self.assertEqual(self._promised(3, 2, 3, 0), datetime(2026, 3, 3, 3, 0))

    def test_daylight_saving_time(self):
        """003-17: a team in Berlin, whose clocks go forward on Sunday, 29 March: Friday 15:00 is
        14:00 UTC, Monday 15:00 is 13:00 UTC."""
        self.team.pharma_calendar_id = self._create_calendar('Berlin', 'Europe/Berlin', '01234')
        date = self._promised(3, 27, 14, 0, team_id=self.team.id)
        self.assertEqual(date, datetime(2026, 3, 30, 13, 0))

    def test_around_the_clock(self):
        """003-17: hours around the clock need no calendar, across Sunday and night."""
        self.target.clock = 'always'
        date = self._promised(3, 7, 20, 0, hours=24)
        self.assertEqual(date, datetime(2026, 3, 8, 20, 0))

    def test_a_calendar_of_whole_days(self):
        """003-17: working hours from 0 to 24 on seven days lose no second."""
        self.company.resource_calendar_id = self._create_calendar(
            'Always', 'Asia/Ho_Chi_Minh', '0123456', ((0, 24),)
        )
        self.assertEqual(self._promised(3, 2, 3, 0, hours=72), datetime(2026, 3, 5, 3, 0))

    def test_no_target_no_date(self):
        """003-17: 0 hours, or a kind without a target, make no date."""
        self.assertFalse(self._promised(3, 2, 3, 0, hours=0))
        self.target.unlink()
        self.assertFalse(self._create_ticket().date_promised)

    def test_working_hours_without_hours(self):
        """003-17: without working time eight hours are a day of the calendar, and it is said."""
        self.calendar.attendance_ids.unlink()
        ticket = self._create_ticket()
        self.assertEqual(ticket.date_promised, datetime(2026, 3, 3, 3, 0))
        self.assertIn('Shop', ticket.promise_warning)
        self.company.resource_calendar_id = False
        ticket = self._create_ticket()
        self.assertEqual(ticket.date_promised, datetime(2026, 3, 3, 3, 0))
        self.assertIn('Neither', ticket.promise_warning)

    def test_first_answer(self):
        """003-17: the first answer has a date of its own: Monday 10:00 and three hours: 14:00."""
        self.target.answer_hours = 3
        self.assertEqual(self._create_ticket().date_answer_due, datetime(2026, 3, 2, 7, 0))

    def test_the_row_of_the_priority_wins(self):
        """003-17: urgent tickets have their own target, the others the general one; a change of
        priority changes the date."""
        self.target.copy({'priority': '2', 'solve_hours': 2})
        urgent = self._create_ticket(priority='2')
        self.assertEqual(urgent.date_promised, datetime(2026, 3, 2, 5, 0))
        high = self._create_ticket(partner_id=self.other_customer.id, priority='1')
        self.assertEqual(high.date_promised, datetime(2026, 3, 3, 3, 0))
        high.priority = '2'
        self.assertEqual(high.date_promised, datetime(2026, 3, 2, 5, 0))

    def test_it_agrees_with_core(self):
        """003-17: the hours of core's own plan_hours, forward and back, over half a year."""
        self._add_holiday(11, self.company)
        time = WorkingTime(self.calendar, self.company)
        for day in range(1, 29):
            start = datetime(2026, 3, day, day % 24, day * 2)
            for hours in (0.5, 4, 7.75, 24, 300, -3, -40, -120):
                with self.subTest(start=start, hours=hours):
                    expected = self.calendar.plan_hours(
                        hours, pytz.utc.localize(start), compute_leaves=True
                    )
                    expected = expected.astimezone(pytz.utc).replace(tzinfo=None)
                    self.assertEqual(time.plan(start, hours), expected)
                    if hours > 0:
                        self.assertAlmostEqual(time.count(start, expected), hours)

    def test_leaves_are_read_once(self):
        """003-17: a hundred dates cost as many queries as one."""
        self.env.invalidate_all()
        time = WorkingTime(self.calendar, self.company)
        time.plan(NOW, 8)
        with self.assertQueryCount(0):
            for minute in range(100):
                time.plan(datetime(2026, 3, 2, 3 + minute // 60, minute % 60), 8)

    def test_waiting_for_the_customer_stops_the_clock(self):
        """003-17: asked on Monday 14:00, answered on Tuesday 9:00: three and one hours of work are
        added to Tuesday 10:00: it is 15:00."""
        ticket = self._create_ticket()
        waiting = self.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')
        with self._at(3, 2, 7, 0):
            ticket.stage_id = waiting
            self.assertEqual(ticket.date_waiting, datetime(2026, 3, 2, 7, 0))
        with self._at(3, 3, 2, 0):
            ticket.stage_id = self.stage_open
            self.env.flush_all()
        self.assertEqual(ticket.waited_hours, 4)
        self.assertEqual(ticket.date_promised, datetime(2026, 3, 3, 8, 0))
        self.assertFalse(ticket.date_waiting)

    def test_a_promise_waits_too(self):
        """003-17: a promised date moves by the time waited after it was promised."""
        ticket = self._create_ticket(date_promised=datetime(2026, 3, 3, 2, 0))
        waiting = self.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')
        with self._at(3, 2, 7, 0):
            ticket.stage_id = waiting
            self.env.flush_all()
        with self._at(3, 3, 2, 0):
            ticket.stage_id = self.stage_open
            self.env.flush_all()
        # Tuesday 9:00 and four hours: 14:00
        self.assertEqual(ticket.date_promised, datetime(2026, 3, 3, 7, 0))

    def test_reopened_after_an_answer_the_clock_starts_anew(self):
        """003-17: solved on Monday, reopened on Wednesday 8:00: due on Wednesday 17:00."""
        ticket = self._create_ticket()
        ticket.escalation_level = '2'
        ticket.stage_id = self.stage_solved
        self.assertFalse(ticket.date_next_escalation)
        with self._at(3, 4, 1, 0):
            ticket.stage_id = self.stage_open
        self.assertEqual(ticket.date_promised, datetime(2026, 3, 4, 10, 0))
        self.assertEqual(ticket.escalation_level, '0')

    def test_targets_entered_later_fill_in_dates(self):
        """003-17: open tickets without a date get one as soon as their kind has a target."""
        self.target.unlink()
        ticket = self._create_ticket()
        self.assertFalse(ticket.date_promised)
        self.env['pharma.complaint.target'].create(
            {'kind_id': self.kind.id, 'answer_hours': 0, 'solve_hours': 8}
        )
        self.assertEqual(self.Ticket._fill_in_dates(), 1)
        self.assertEqual(ticket.date_promised, datetime(2026, 3, 3, 3, 0))
        self.assertEqual(self.Ticket._fill_in_dates(), 0)
