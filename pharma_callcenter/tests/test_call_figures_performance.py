from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tests.common import warmup

from .common_call_figures import NINE, CallFiguresCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallFiguresPerformance(CallFiguresCommon):
    """What the figures cost those who write calls and those who read them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calls = cls.env['pharma.call'].create(
            [
                {'date_start': NINE, 'user_id': cls.agent_user.id, 'talk_seconds': place}
                for place in range(50)
            ]
        )
        cls.env.flush_all()

    @warmup
    def test_a_report_is_one_query(self):
        """000-45: a pivot with its totals, kept and counted together, in one statement."""
        self._keep()
        for model, groups, names in (
            ('pharma.call.report', ['queue_id', 'hour'], ['answered_count:sum', 'answer_rate:avg']),
            ('pharma.agent.report', ['user_id', 'date:month'], ['occupancy:avg']),
            ('pharma.purpose.report', ['user_id', 'purpose_id'], ['call_count:sum']),
        ):
            Report = self.env[model]
            Report._read_grouping_sets([], [groups, groups[:1], []], names)
            self.env.flush_all()
            with self.assertQueryCount(1):
                Report._read_grouping_sets([], [groups, groups[:1], []], names)

    @warmup
    def test_marking_is_one_query_for_any_number(self):
        """000-45: of 50 calls as of one, by records and by a PBX."""
        Mark = self.env['pharma.call.mark']
        for calls in (self.calls[:1], self.calls):
            calls.mapped('company_id.pharma_tz')
            with self.assertQueryCount(1):
                calls._mark_hours()
            with self.assertQueryCount(1):
                Mark._mark_calls(calls.ids)

    @warmup
    def test_the_job_counts_any_number_of_hours_at_once(self):
        """000-45: a slice is a look for hours, their marks taken away, and three tables."""
        Count = self.env['pharma.call.count']
        Count._advance()
        with self.assertQueryCount(8):
            Count._count_slice()
        self.assertFalse(Count._get_left())
