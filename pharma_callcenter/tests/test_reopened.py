from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_handling import HandlingCommon
from .common_promise import PromiseCommon


@tagged('post_install', '-at_install')
class TestReopened(HandlingCommon, PromiseCommon):
    """A ticket that comes back: its earlier rounds stay known, and it wants another answer.

    Eight hours from Monday 10:00 end on Tuesday 10:00 (3:00 UTC).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(user_id=cls.agent.id)

    def _solve_and_reopen(self, day, solved_hour, reopened_hour):
        """Answer, solve and reopen the ticket on a day of March, hours in UTC."""
        with self._at(3, day, solved_hour):
            self._solve(self.ticket)
            self.env.flush_all()
        with self._at(3, day, reopened_hour):
            self._wizard('reopen', self.agent, self.ticket, reason='Broken again')
            self.env.flush_all()

    def _get_figures(self):
        """Return (late rate of the report, share on time of the appraisal) of the ticket."""
        self.env.flush_all()
        row = self.env['pharma.complaint.report'].browse(self.ticket.id)
        points = self.env['pharma.appraisal'].search(
            [('user_id', '=', self.agent.id), ('indicator_id.code', '=', 'on_time')]
        )
        return row.late_rate, points.value

    def test_solved_late_and_reopened_stays_late(self):
        """003-17, 000-44: solved on Wednesday, a day late; reopened and solved at once, it still
        counts as late, and its first promise stays known."""
        self._solve_and_reopen(4, 1, 2)
        self.assertRecordValues(
            self.ticket,
            [
                {
                    'is_late_before': True,
                    'date_first_promised': datetime(2026, 3, 3, 3, 0),
                    # Wednesday 9:00 and eight hours: Thursday 9:00
                    'date_promised': datetime(2026, 3, 5, 2, 0),
                }
            ],
        )
        with self._at(3, 4, 3):
            self._solve(self.ticket)
        self.assertEqual(self._get_figures(), (100, 0))

    def test_solved_on_time_twice_is_on_time(self):
        """003-17, 000-44: solved within the promise in both rounds."""
        self._solve_and_reopen(2, 4, 5)
        self.assertFalse(self.ticket.is_late_before)
        with self._at(3, 2, 6):
            self._solve(self.ticket)
        self.assertEqual(self._get_figures(), (0, 100))

    def test_one_late_round_of_three_is_enough(self):
        """003-17: late in the first round, on time in the second: late for good."""
        self._solve_and_reopen(4, 1, 2)
        self._solve_and_reopen(4, 3, 4)
        self.assertTrue(self.ticket.is_late_before)
        self.assertEqual(self.ticket.date_first_promised, datetime(2026, 3, 3, 3, 0))

    def test_the_log_tells_of_the_new_clock(self):
        """003-17: who reopened, and the date before and after."""
        self._solve_and_reopen(4, 1, 2)
        log = self.Log.search([('complaint_id', '=', self.ticket.id), ('event', '=', 'reopen')])
        self.assertRecordValues(
            log,
            [
                {
                    'user_id': self.agent.id,
                    'date_due': datetime(2026, 3, 3, 3, 0),
                    'date_after': datetime(2026, 3, 5, 2, 0),
                }
            ],
        )

    def test_a_reopened_ticket_needs_another_answer(self):
        """000-24, 003-17: the answer from before the reopening does not solve it, also where the
        stage asks for none; another one does."""
        self.stage_solved.require_answer = False
        self._solve_and_reopen(2, 4, 5)
        mine = self.ticket.with_user(self.agent)
        with self._at(3, 2, 6):
            mine.solution = 'The same as before'
            with self.refused(ValidationError, 'no answer'):
                mine.stage_id = self.stage_solved
            self._answer(mine)
            mine.stage_id = self.stage_solved
        self.assertEqual(self.ticket.state, 'solved')

    def test_the_first_answer_of_each_round_is_waited_for(self):
        """003-17: reopened, the clock of the answer runs anew: one hour, then it is late."""
        self.target.answer_hours = 1
        self.ticket = self._create_ticket(user_id=self.agent.id)
        self._solve_and_reopen(2, 4, 6)
        with self._at(3, 2, 7, 30):
            self.assertTrue(self.ticket.is_late)
            self.assertIn(self.ticket, self.Ticket.search([('is_late', '=', True)]))
            self._run()
        self.assertIn('answer', [event for event, _level, _told in self._steps(self.ticket)])
        with self._at(3, 2, 8):
            self._answer(self.ticket)
            self.env.flush_all()
            self.assertFalse(self.ticket.is_late)

    def test_cancelled_and_back_keeps_its_dates(self):
        """003-17: a cancelled ticket goes on with its clock, no round is over."""
        self._wizard('cancel', self.agent, self.ticket, reason_id=self.reason.id)
        self._wizard('reopen', self.agent, self.ticket, reason='By mistake')
        self.assertRecordValues(
            self.ticket, [{'is_late_before': False, 'date_first_promised': False}]
        )

    def test_joining_keeps_that_it_was_late(self):
        """000-23, 003-17: joined with a ticket that was never late, it stays known."""
        self._solve_and_reopen(4, 1, 2)
        other = self._create_ticket(user_id=self.agent.id)
        self._wizard('merge', self.agent, self.ticket | other, target_id=other.id)
        self.assertRecordValues(
            other,
            [{'is_late_before': True, 'date_first_promised': datetime(2026, 3, 3, 3, 0)}],
        )

    def test_joining_does_not_replace_the_answer_that_is_owed(self):
        """000-23, 003-17: the answer from before the reopening does not count as one in the ticket
        that stays, also where the stage asks for none."""
        self.stage_solved.require_answer = False
        older = self._create_ticket(user_id=self.agent.id)
        self._solve_and_reopen(2, 4, 5)
        with self._at(3, 2, 6):
            self._wizard('merge', self.agent, self.ticket | older, target_id=older.id)
            mine = older.with_user(self.agent)
            mine.solution = 'The same as before'
            with self.refused(ValidationError, 'no answer'):
                mine.stage_id = self.stage_solved
            self._answer(mine)
            mine.stage_id = self.stage_solved
        self.assertEqual(older.state, 'solved')

    def test_nobody_writes_it(self):
        """003-17: what is known of earlier rounds is not written by hand."""
        for name in ('is_late_before', 'date_first_promised', 'has_round_answer'):
            with self.subTest(name=name), self.refused(UserError, 'cannot be written'):
                self.ticket.with_user(self.supervisor).write({name: False})
