from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import pharma_analysis_job, pharma_analysis_job_steps
from .common_analysis import NOW, TODAY, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestAnalysisJob(AnalysisCommon):
    """The nightly work: steps, interruptions, what is taken up again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Job = cls.env['pharma.analysis.job']
        # the last of all contacts, so that their slices end soon
        cls.lan, cls.minh = cls._create_partner('Lan'), cls._create_partner('Minh')

    def _run(self, job):
        while job.state != 'done':
            job._run_step()
        return job

    def _last_job(self):
        return self.Job.search([('company_id', '=', self.company.id)], limit=1)

    def test_all_figures_in_steps(self):
        """002-21, 002-20: the job goes through all phases, counts its steps and says when
        it ended."""
        self._sell_days_ago(self.lan, 40, 5)
        job = self._run(self.Job._start(self.company))
        self.assertEqual((job.date, job.progress), (TODAY, 100))
        self.assertEqual(job.done, job.total)
        self.assertEqual(self._figure(self.lan).segment, 'new')
        self.assertEqual(self.company.pharma_figure_date_done, job.date_done)
        month = [('company_id', '=', self.company.id), ('date', '=', date(2026, 3, 1))]
        for model in ('sales.month', 'product.month', 'customer.history'):
            self.assertEqual(len(self.env[f'pharma.{model}'].search(month)), 1, model)

    def test_one_open_job_per_company(self):
        """000-34: whoever asks again gets the job that is under way; new rules begin it anew."""
        job = self.Job._start(self.company)
        job._run_step()
        self.assertEqual(self.Job._start(self.company), job)
        self.assertEqual(job.state, 'running')
        self.assertEqual(self.Job._start(self.company, restart=True), job)
        self.assertEqual((job.state, job.phase, job.position), ('waiting', 'customers', 0))

    def test_interrupted_job_goes_on(self):
        """000-34: a failed step is undone and noted, the next try ends the work."""
        self._sell_days_ago(self.lan, 5)
        job = self.Job._start(self.company)
        Sales = self.registry['pharma.sales.month']
        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        self.startPatcher(commit)
        with (
            patch.object(Sales, '_refresh_month', side_effect=ValueError("no space")),
            mute_logger(pharma_analysis_job.__name__),
        ):
            self.Job._cron_run()
        self.assertEqual((job.state, job.error, job.phase), ('failed', 'no space', 'sales'))
        self.assertTrue(self._figure(self.lan))
        self.Job._cron_run()
        self.assertEqual((job.state, job.error, job.attempts), ('done', False, 0))

    def test_slices_cover_all_customers(self):
        """000-34: slices of one contact each find everybody once."""
        self._sell_days_ago(self.lan, 5)
        self._sell_days_ago(self.minh, 5)
        job = self.Job._start(self.company)
        job._begin()
        with patch.object(pharma_analysis_job_steps, 'SLICE', 1):
            job.position = self.lan.id - 1
            job._run_step()
            self.assertEqual(job.position, self.lan.id)
            self.assertFalse(self._figure(self.minh))
            self._run(job)
        self.assertTrue(self._figure(self.minh))

    def test_a_job_for_each_new_day_of_the_company(self):
        """000-08: soon after the company's midnight, 17:00 UTC in Vietnam, the next day is due;
        the first job of a week works everything out, the others what changed."""
        job = self._run(self.Job._start(self.company))
        with freeze_time('2026-03-15 16:30:00'):
            self.Job._start_new_days()
            self.assertEqual(self._last_job(), job)
        with freeze_time('2026-03-15 17:30:00'):
            self.Job._start_new_days()
            following = self._last_job()
            self.assertEqual((following.state, following.is_full), ('waiting', False))
            self._run(following)
            self.assertEqual(following.date, date(2026, 3, 16))
        with freeze_time('2026-03-21 17:30:00'):
            self.Job._start_new_days()
            self.assertTrue(self._last_job().is_full)

    def test_other_nights_take_over_changes(self):
        """002-21: new and cancelled orders, purchases that leave the period, and months in which
        something was corrected; as a calculation from scratch would."""
        old = self._sell(self.minh, date(2025, 12, 3))
        self._sell(self.lan, date(2025, 3, 16))
        kept = self._sell(self.lan, self._day(5))
        job = self._run(self.Job._start(self.company))
        self.assertEqual(self._figure(self.lan).period_purchase_count, 2)
        self.env.cr.execute(
            "UPDATE sale_order SET write_date = %s WHERE company_id = %s",
            [datetime(2026, 1, 1), self.company.id],
        )
        self.env.cr.execute(
            "UPDATE sale_order_line SET write_date = %s WHERE company_id = %s",
            [datetime(2026, 1, 1), self.company.id],
        )
        with freeze_time('2026-03-15 17:30:00'):
            old._action_cancel()
            self.env.flush_all()
            # the clock of the test is not that of the database
            self.env.cr.execute(
                "UPDATE sale_order SET write_date = %s WHERE id = %s", [job.date_start, old.id]
            )
            self.Job._start_new_days()
            self._run(self._last_job())
        self.assertFalse(self._figure(self.minh))
        figure = self._figure(self.lan)
        self.assertEqual(figure.period_purchase_count, 1)
        self.assertEqual(figure.last_order_id, kept)
        december = [('company_id', '=', self.company.id), ('date', '=', date(2025, 12, 1))]
        self.assertFalse(self.env['pharma.sales.month'].search(december))
        self.assertFalse(self.env['pharma.product.month'].search(december))

    def test_history_keeps_closed_months(self):
        """002-21: the present month follows the customer, a closed one stays; who was lost in
        between is found by the month before."""
        self._sell_days_ago(self.lan, 150, 120, 90, 60, 30)
        self._run(self.Job._start(self.company))
        with freeze_time('2026-06-20 05:00:00'):
            self._run(self.Job._start(self.company))
        History = self.env['pharma.customer.history']
        rows = History.search([('partner_id', '=', self.lan.id)], order='date')
        self.assertRecordValues(
            rows,
            [
                {'date': date(2026, 3, 1), 'segment': 'vip', 'segment_before': False},
                {'date': date(2026, 6, 1), 'segment': 'lost', 'segment_before': False},
            ],
        )
        with freeze_time('2026-07-01 05:00:00'):
            self._run(self.Job._start(self.company))
        last = History.search([('partner_id', '=', self.lan.id)], limit=1)
        self.assertEqual((last.segment_before, last.segment), ('lost', 'lost'))

    def test_managers_start_it_and_others_do_not(self):
        """000-36: the button is the manager's."""
        self.Job.with_user(self.pharma_manager).action_refresh()
        self.assertTrue(self._last_job())
        with self.assertRaises(AccessError):
            self.Job.with_user(self.pharma_user).action_refresh()
