from unittest.mock import patch

from odoo.tests import tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeNight(ProgrammeCommon):
    """The background work of programmes, and what it costs."""

    def _nightly(self, day):
        Job = self.env['pharma.care.job']
        with (
            self._at(day),
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60),
        ):
            Job._cron_nightly()
            Job._cron_run()
        self.env.invalidate_all()
        return Job.search([('kind', '=', 'programme')])

    def _age(self, jobs, day):
        """Let jobs be of a day: within a test all is of one moment."""
        self.env.cr.execute(
            'UPDATE pharma_care_job SET create_date = %s WHERE id = ANY(%s)', [day, jobs.ids]
        )
        self.env.invalidate_all()

    def test_once_a_day(self):
        """000-10: every programme that runs, once a night, in the background; again nothing."""
        one, two = self._start(), self._start(first_of='group')
        self._create_programme()
        Job = self.env['pharma.care.job']
        started = Job.search([('kind', '=', 'programme')])
        self.assertEqual(started.mapped('state'), ['done', 'done'], "the start does its first")
        self._bought('2026-03-03')
        nights = self._nightly('2026-03-03') - started
        own = nights.filtered(lambda job: job.company_id == self.company)
        self.assertRecordValues(own, [{'state': 'done', 'total': 2}])
        self.assertEqual(len(self._hits(one)), 1)
        self.assertEqual(len(self._hits(two)), 1)
        self.assertFalse(self._nightly('2026-03-03') - started - nights)
        self._age(nights, '2026-03-03')
        self.assertTrue(self._nightly('2026-03-04') - started - nights)
        self._age(self.env['pharma.care.job'].search([]), '2026-03-04')
        self._nightly('2026-03-10')
        self.assertEqual(self._hits(one).state, 'open')

    def test_nothing_to_do_costs_nothing(self):
        """000-10: as long as nothing was started there are no jobs."""
        self.Programme.search([('is_running', '=', True)]).with_user(self.manager).action_stop()
        self.assertFalse(
            self._nightly('2026-03-03').filtered(lambda job: job.company_id == self.company)
        )

    def _count_queries(self, count):
        """Return how many queries a night takes that finds and calls so many customers."""
        partners = self.env['res.partner'].create(
            [{'name': f'Buyer {count} {n}'} for n in range(count)]
        )
        for partner in partners:
            self._add_figure(partner, segment='lost')
        # half of them have an open case already
        for partner in partners[: count // 2]:
            self._bought('2025-11-20', partner_id=partner.id)
        programme = self._create_programme(
            'reactivation', [(0, 9)], is_segment_lost=True, daily_max=1000
        )
        programme.sudo().write({'is_running': True, 'date_started': '2026-03-02'})  # sudo: a state
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        programme._run(self.company)
        self.env.flush_all()
        cost = self.env.cr.sql_log_count - before
        self.assertEqual(self._hits(programme).filtered('case_id').partner_id & partners, partners)
        return cost

    def test_queries_do_not_grow_with_customers(self):
        """000-10: a night asks the same for four customers and for forty."""
        self._count_queries(4)
        few = self._count_queries(4)
        self.assertLessEqual(self._count_queries(40), few + 2)

    def test_recording_without_a_programme_asks_nothing(self):
        """004-57: a care of a case that no programme has touched costs no query more."""
        case = self._create_case()
        self.env.invalidate_all()
        self.assertTrue(case.sudo().state)  # sudo: as the form has read it
        with self.assertQueryCount(0):
            self.assertFalse(case._get_open_hits())
