from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common_assign import AssignCommon

MODULE = 'odoo.addons.pharma_care.models.pharma_care_job'


@tagged('post_install', '-at_install')
class TestCareJob(AssignCommon):
    """Many cases are worked on in batches, in the background, with progress."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(f'{MODULE}.BATCH_SIZE', 2))
        cls._set_mode('product')
        cls.assignment = cls._assign(cls.user_a, product_tmpl_id=cls.metformin.product_tmpl_id)
        cls.cases = cls.Case.union(
            *(cls._create_case(partner_id=cls.customer.copy().id) for _number in range(5))
        )
        cls.Job = cls.env['pharma.care.job']

    def _get_job(self):
        return self.Job.search([('state', '!=', 'done')])

    def test_few_cases_are_done_at_once_without_a_job(self):
        """Nobody waits, and the list of background work stays short (004-40)."""
        self.cases[2:].write({'state': 'done'})
        assignment = self._assign(self.user_b, product_tmpl_id=self.syrup.product_tmpl_id)
        case = self._create_case((self.syrup, 1))
        assignment.unlink()
        self.assertFalse(case.user_ids)
        self.assertFalse(self._get_job())

    def test_many_cases_wait_for_the_background(self):
        """The job tells why, how many and how far (004-40)."""
        self._assign(self.user_b, product_tmpl_id=self.metformin.product_tmpl_id)
        job = self._get_job()
        self.assertRecordValues(
            job,
            [
                {
                    'kind': 'visibility',
                    'reason': 'Assignments were changed',
                    'state': 'waiting',
                    'total': 5,
                    'done': 0,
                    'progress': 0.0,
                }
            ],
        )
        self.assertTrue(
            self.env['ir.cron.trigger'].search_count(
                [('cron_id', '=', self.env.ref('pharma_care.ir_cron_pharma_care_job').id)]
            )
        )

    def test_the_loser_loses_many_cases_at_once(self):
        """Before the background work begins, the others keep theirs (004-40)."""
        self._assign(self.user_b, therapeutic_group_id=self.subgroup)
        self._run_jobs()
        self.assignment.unlink()
        self.assertTrue(self._get_job())
        for case in self.cases:
            self.assertFalse(self._sees(self.user_a, case))
            self.assertTrue(self._sees(self.user_b, case))

    def test_what_is_still_his_comes_back(self):
        """Hidden rather than leaked, and shown again by the job (004-40)."""
        self._assign(self.user_a, therapeutic_group_id=self.subgroup)
        self._run_jobs()
        self.assignment.unlink()
        self.assertFalse(self._sees(self.user_a, self.cases[0]))
        self._run_jobs()
        for case in self.cases:
            self.assertTrue(self._sees(self.user_a, case))

    def test_a_moved_product_hides_its_cases_from_all_until_done(self):
        """Who loses is not known before: nobody sees them meanwhile (004-47)."""
        self.assignment.unlink()
        self._run_jobs()
        self._assign(self.user_b, categ_id=self.category)
        self._run_jobs()
        self.metformin.categ_id = self.env['product.category'].create({'name': 'Elsewhere'})
        for case in self.cases:
            self.assertFalse(self._sees(self.user_b, case))
        self._run_jobs()
        self.assertFalse(self.cases.user_ids)

    def test_open_cases_come_first(self):
        """Those that are due are worked on before history (004-39)."""
        self.cases[0].write({'state': 'done'})
        self.cases[1].write({'date_due': '2026-03-30'})
        self.company.care_mode = 'customer'
        job = self._get_job()
        items = self.env['pharma.care.job.item'].search([('job_id', '=', job.id)])
        ids = items.mapped('res_id')
        self.assertEqual(ids[-2:], (self.cases[1] + self.cases[0]).ids)

    def test_batches_show_their_progress(self):
        """Two, four, five of five (004-39)."""
        self.company.care_mode = 'customer'
        job = self._get_job()
        seen = []
        while job.state != 'done':
            left = job._run_batch()
            seen.append((job.done, left, job.state, job.progress))
        self.assertEqual(
            seen,
            [(2, 3, 'running', 40.0), (4, 1, 'running', 80.0), (5, 0, 'done', 100.0)],
        )
        self.assertTrue(job.date_done)
        self.assertEqual(set(self.cases.mapped('visibility_mode')), {'customer'})

    def test_an_interrupted_job_goes_on_where_it_stopped(self):
        """A run that is out of time keeps what it has done (004-39)."""
        self.company.care_mode = 'customer'
        job = self._get_job()
        with patch.object(self.registry['ir.cron'], '_commit_progress', return_value=0):
            for done in (2, 4, 5):
                self.Job._cron_run()
                self.assertEqual(job.done, done)
        self.assertEqual(job.state, 'done')

    def test_a_job_that_somebody_else_works_on_is_left_alone(self):
        """Two workers never do one job twice (004-39)."""
        self.company.care_mode = 'customer'
        job = self._get_job()
        with (
            patch.object(
                self.registry['pharma.care.job'],
                'try_lock_for_update',
                lambda self, **kwargs: self.browse(),
            ),
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60),
        ):
            self.Job._cron_run()
        self.assertRecordValues(job, [{'state': 'waiting', 'done': 0}])

    def test_a_failed_job_is_seen_and_tried_again(self):
        """The managers see the error, other jobs go on, and the next run succeeds (004-39)."""
        self.company.care_mode = 'customer'
        job = self._get_job()
        other = self.Job._enqueue(
            'orders', self.company, SQL("SELECT unnest(%s) AS id", self.cases.order_id.ids)
        )

        def fail(cases):
            raise ValueError("no such region")

        with (
            patch.object(self.registry['pharma.care.job'], '_process', autospec=True) as process,
            mute_logger(MODULE),
        ):
            process.side_effect = lambda jobs, ids: fail(jobs) if jobs == job else None
            self._run_jobs()
        self.assertRecordValues(job, [{'state': 'failed', 'done': 0, 'error': "no such region"}])
        self.assertTrue(job.attempts)
        self.assertEqual(other.state, 'done')
        self._run_jobs()
        self.assertRecordValues(job, [{'state': 'done', 'done': 5, 'attempts': 0, 'error': False}])
        self.assertEqual(set(self.cases.mapped('visibility_mode')), {'customer'})

    def test_cases_of_the_same_moment_are_looked_at_again(self):
        """An order and an assignment that did not know of each other meet (004-40)."""
        self.cr.execute(
            "DELETE FROM pharma_care_case_user_rel WHERE case_id = %s", [self.cases[0].id]
        )
        self.assertFalse(self._sees(self.user_a, self.cases[0]))
        self._run_jobs()
        self.assertTrue(self._sees(self.user_a, self.cases[0]))

    def test_managers_may_have_it_go_on(self):
        """The button asks for the background work, employees cannot reach it (004-35)."""
        self.company.care_mode = 'customer'
        job = self._get_job()
        before = self.env['ir.cron.trigger'].search_count([])
        action = job.with_user(self.manager).action_run_soon()
        self.assertEqual(action['tag'], 'display_notification')
        self.assertGreater(self.env['ir.cron.trigger'].search_count([]), before)
