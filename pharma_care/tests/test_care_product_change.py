from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged, users

from .common_interval import NOW, IntervalCommon

BATCH_SIZE = 'odoo.addons.pharma_care.models.pharma_care_job.BATCH_SIZE'


@freeze_time(NOW)
@tagged('post_install', '-at_install')
class TestCareProductChange(IntervalCommon):
    """Changed products move the cases that nobody has cared for yet, and no others."""

    @contextmanager
    def _new_jobs(self):
        jobs = []
        before = self.Job.search([])
        yield jobs
        jobs.extend(self.Job.search([], order='id') - before)

    def test_a_changed_interval_moves_cases_not_cared_for(self):
        """004-41, 004-42: 30 tablets of 2 November at 1, then 2 days: 2 December, 1 January."""
        order = self._create_order()
        self.assertDue(order, '2026-12-02')
        self.metformin.care_interval_days = 2
        self.assertDue(order, '2027-01-01')

    def test_what_was_agreed_stays(self):
        """004-41, 004-45: the date agreed in a care stands, whatever the interval becomes."""
        order = self._create_order()
        self._get_cases(order).record_entry({'content': 'well', 'date_next': '2026-12-10'})
        self.metformin.care_interval_days = 2
        self.assertDue(order, '2026-12-10')
        self.assertEqual(self._get_cases(order).state, 'ongoing')

    def test_closed_cases_stay_as_they_were(self):
        """004-41, 004-42: history is not rewritten by a changed interval."""
        order = self._create_order()
        self._get_cases(order).record_entry(
            {
                'content': 'finished',
                'is_final': True,
                'close_reason_id': self.env.ref('pharma_care.close_reason_finished').id,
            }
        )
        self.metformin.care_interval_days = 2
        self.assertDue(order, '2026-12-02')
        self.assertEqual(self._get_cases(order).state, 'done')

    def test_a_date_set_by_hand_stays(self):
        """004-41, 004-42: a case that was put off keeps its new date."""
        order = self._create_order()
        self._get_cases(order).with_user(self.user_care).write({'date_due': '2026-12-24'})
        self.metformin.care_interval_days = 2
        self.assertDue(order, '2026-12-24')

    def test_a_first_interval_gives_recent_orders_a_case(self):
        """004-41, 004-42: orders of the last year get a case when their product gets an interval.

        One second too old stays without.
        """
        limit = fields.Datetime.now() - timedelta(days=self.company.care_history_days)
        recent = self._create_order((self.vitamin, 10), date=limit)
        old = self._create_order((self.vitamin, 10), date=limit - timedelta(seconds=1))
        self.assertFalse(self._get_cases(recent))
        self.vitamin.care_interval_days = 3
        self.assertTrue(self._get_cases(recent))
        self.assertFalse(self._get_cases(old))

    def test_an_interval_of_zero_takes_cases_away(self):
        """004-41: a product that needs no care any more has no case that nobody has begun."""
        order, both = self._create_order(), self._create_order((self.metformin, 5), (self.drops, 1))
        self.assertDue(both, '2026-11-07')
        self.metformin.care_interval_days = 0
        self.assertDue(order, None)
        self.assertDue(both, '2026-11-22')
        self.assertEqual(len(self._get_cases(both).line_ids), 1)

    def test_quotations_are_left_alone(self):
        """004-42: what was only offered has no care date."""
        quotation = self._create_order(is_confirmed=False)
        self.metformin.care_interval_days = 2
        self.assertDue(quotation, None)

    def test_numbers_of_cares_reach_cases(self):
        """004-46: a new minimum and maximum show on cases that nobody has begun."""
        order = self._create_order((self.metformin, 30), (self.drops, 1))
        (self.metformin | self.drops).write({'care_count_min': 1, 'care_count_max': 2})
        self.drops.write({'care_count_max': 4})
        self.assertRecordValues(
            self._get_cases(order), [{'care_count_min': 1, 'care_count_max': 4}]
        )

    def test_a_changed_group_reaches_all_open_cases(self):
        """004-12, 004-41: lists by therapeutic group find cases in care, too; dates stay."""
        order, begun = self._create_order(), self._create_order()
        self._get_cases(begun).record_entry({'content': 'well', 'date_next': '2026-12-10'})
        self.metformin.therapeutic_group_id = self.group_eye
        for each in (order, begun):
            self.assertRecordValues(
                self._get_cases(each),
                [{'therapeutic_group_ids': self.group_eye.ids, 'is_chronic': False}],
            )
        self.assertDue(begun, '2026-12-10')

    def test_a_changed_profile_reaches_open_cases(self):
        """004-12: a group that becomes chronic lifts its customers in the lists."""
        order = self._create_order((self.drops, 1))
        self.assertFalse(self._get_cases(order).is_chronic)
        self.group_eye.care_profile = 'chronic'
        self.assertTrue(self._get_cases(order).is_chronic)

    def test_a_changed_unit_moves_cases(self):
        """004-41, 004-42: Odoo takes the lines over to the new unit; 30 boxes last 30 times longer.

        2 November 2026 + 30 boxes x 30 days = 20 April 2029.
        """
        order = self._create_order((self.metformin, 30, self.unit))
        self.metformin.write({'uom_id': self.box.id, 'care_interval_days': 30})
        self.assertEqual(order.order_line.product_uom_id, self.box)
        self.assertDue(order, '2029-04-20')

    def test_the_same_value_makes_no_work(self):
        """004-41: saving a product without a change moves nothing."""
        self._create_order()
        with self._new_jobs() as jobs:
            self.metformin.write(
                {
                    'care_interval_days': 1.00001,
                    'care_count_min': 0,
                    'therapeutic_group_id': self.group_diabetes.id,
                    'uom_id': self.unit.id,
                }
            )
            self.metformin.name = 'Glucophage XR'
        self.assertFalse(jobs)

    def test_a_product_that_nobody_bought_makes_no_work(self):
        """004-41: entering the assortment starts no jobs."""
        with self._new_jobs() as jobs:
            self.vitamin.care_interval_days = 5
            self.vitamin.copy({'care_interval_days': 7})
        self.assertFalse(jobs)

    def test_many_products_are_one_job_per_company(self):
        """004-41: 500 products written at once are one job in each company that sold some."""
        other = self.env['res.company'].create({'name': 'Other Chain'})
        self._create_order()
        self._create_order((self.drops, 2))
        self._confirm_by_sql(
            self._create_order(
                company_id=other.id,
                warehouse_id=self.env['stock.warehouse']
                .search([('company_id', '=', other.id)], limit=1)
                .id,
                is_confirmed=False,
            )
        )
        products = self.env['product.template'].create([{'name': str(i)} for i in range(498)])
        with self._new_jobs() as jobs:
            (products | self.metformin | self.drops).care_interval_days = 2
        self.assertEqual(
            [(job.company_id, job.total, job.state) for job in jobs],
            [(self.company, 2, 'done'), (other, 1, 'done')],
        )
        self.assertEqual(jobs[0].reason, "Care of 500 products")

    def test_much_work_is_done_in_the_background(self):
        """004-41, 004-42: more orders than one batch wait for the scheduled action."""
        orders = self.env['sale.order'].union(*(self._create_order() for _ in range(3)))
        with patch(BATCH_SIZE, 2), self._new_jobs() as jobs:
            self.metformin.care_interval_days = 2
        self.assertEqual([(job.state, job.total, job.done) for job in jobs], [('waiting', 3, 0)])
        self.assertDue(orders[0], '2026-12-02')
        with patch(BATCH_SIZE, 2), self.enter_registry_test_mode():
            self.env.ref('pharma_care.ir_cron_pharma_care_job').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(jobs[0].state, 'done')
        for order in orders:
            self.assertDue(order, '2027-01-01')

    @users('ci_buyer')
    def test_a_buyer_moves_cases_that_he_does_not_see(self):
        """004-41: who keeps products needs no right on care for its dates to follow."""
        order = self._create_order()
        self.metformin.with_env(self.env).care_interval_days = 2
        self.assertDue(order, '2027-01-01')
