from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

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

    def _forget_changes(self):
        """Have the orders changed long before the last calculation."""
        self.env.flush_all()
        for table in ('sale_order', 'sale_order_line'):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = %s WHERE company_id = %s",
                    SQL.identifier(table),
                    datetime(2026, 1, 1),
                    self.company.id,
                )
            )

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
        the first job works everything out, the others what changed and a part of the rest."""
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

    def test_everything_takes_turns(self):
        """002-21, 002-20: what no order tells, such as another group of a medicine, is taken over
        within seven nights, for each customer and each month; missed nights are made up for."""
        self._sell_days_ago(self.lan, 300)
        self._sell_days_ago(self.minh, 300)
        self._run(self.Job._start(self.company))
        self._forget_changes()
        self.heart.therapeutic_group_id = self.group_diabetes
        with freeze_time('2026-03-15 17:30:00'):
            self.Job._start_new_days()
            job = self._run(self._last_job())
        self.assertEqual(job._get_turns(), [])
        turn = date(2026, 3, 16).toordinal() % 7
        for partner in self.lan | self.minh:
            group = self.group_diabetes if partner.id % 7 == turn else self.group_heart
            self.assertEqual(self._figure(partner).therapeutic_group_id, group)
        with freeze_time('2026-03-25 17:30:00'):
            self.Job._start_new_days()
            self._run(self._last_job())
        self.assertEqual(
            (self._figure(self.lan) | self._figure(self.minh)).therapeutic_group_id,
            self.group_diabetes,
        )
        month = [('company_id', '=', self.company.id), ('amount', '>', 0)]
        for model in ('pharma.sales.month', 'pharma.product.month'):
            rows = self.env[model].search(month)
            self.assertEqual(rows.therapeutic_group_id, self.group_diabetes)

    def test_many_changes_are_done_in_steps(self):
        """000-34: after a large import no step looks at more customers or months than any other."""
        self._run(self.Job._start(self.company))
        self._sell_days_ago(self.lan, 5, 40, 70)
        self._sell_days_ago(self.minh, 5)
        with freeze_time('2026-03-15 17:30:00'):
            self.Job._start_new_days()
            job = self._last_job()
            with (
                patch.object(pharma_analysis_job_steps, 'SLICE', 1),
                patch.object(pharma_analysis_job_steps, 'MONTHS', 1),
                patch.object(pharma_analysis_job_steps, 'TURNS', 10**9),
            ):
                job._run_step()
                self.assertEqual((job.phase, job.position), ('customers', self.lan.id))
                self._run(job)
        self.assertEqual(job.done, job.total)
        self.assertTrue(self._figure(self.minh))

    def test_deleted_orders_are_noticed(self):
        """002-21: an order that was cancelled and deleted leaves the figures in the same night."""
        self._sell_days_ago(self.lan, 25)
        order = self._sell(self.lan, self._day(5))
        self._run(self.Job._start(self.company))
        self._forget_changes()
        order._action_cancel()
        order.unlink()
        with (
            freeze_time('2026-03-15 17:30:00'),
            patch.object(pharma_analysis_job_steps, 'TURNS', 10**9),
        ):
            self.Job._start_new_days()
            self._run(self._last_job())
        self.assertEqual(self._figure(self.lan).order_count, 1)

    def test_history_is_that_of_the_day_of_the_figures(self):
        """002-21: what begins before midnight of the last day belongs to the month that ends."""
        self._sell_days_ago(self.lan, 5)
        with freeze_time('2026-03-31 16:50:00'):
            job = self.Job._start(self.company)
            while job.phase != 'history':
                job._run_step()
        with freeze_time('2026-03-31 17:10:00'):
            self._run(job)
        history = self.env['pharma.customer.history'].search([('partner_id', '=', self.lan.id)])
        self.assertEqual(history.date, date(2026, 3, 1))

    def test_other_nights_take_over_changes(self):
        """002-21: new and cancelled orders, purchases that leave the period, and months in which
        something was corrected; as a calculation from scratch would."""
        old = self._sell(self.minh, date(2025, 12, 3))
        self._sell(self.lan, date(2025, 3, 16))
        kept = self._sell(self.lan, self._day(5))
        job = self._run(self.Job._start(self.company))
        self.assertEqual(self._figure(self.lan).period_purchase_count, 2)
        self._forget_changes()
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
