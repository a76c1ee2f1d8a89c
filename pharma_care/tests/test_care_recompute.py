from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .common_interval import NOW, IntervalCommon

BATCH_SIZE = 'odoo.addons.pharma_care.models.pharma_care_job.BATCH_SIZE'
COMPARED = [
    'date_order',
    'date_due',
    'date_runout',
    'state',
    'is_chronic',
    'care_count_min',
    'care_count_max',
    'entry_count',
    'company_id',
    'warehouse_id',
    'region_id',
    'therapeutic_group_ids',
]
COMPARED_LINES = ['product_id', 'quantity', 'date_start', 'days_of_supply', 'date_runout', 'state']


@freeze_time(NOW)
@tagged('post_install', '-at_install')
class TestCareRecompute(IntervalCommon):
    """Past orders get their cases, however they came into the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metformin.write({'care_count_min': 1, 'care_count_max': 3})
        cls.lines = [
            [(cls.metformin, 30)],
            [(cls.metformin, 2, cls.box), (cls.drops, 1)],
            [(cls.drops, 3), (cls.vitamin, 5)],
            [(cls.vitamin, 5)],
        ]
        cls.past = cls.env['sale.order'].union(
            *(cls._create_order(*lines, is_confirmed=False) for lines in cls.lines)
        )
        cls._confirm_by_sql(cls.past)

    def _open(self, **values):
        wizard = Form(self.env['pharma.care.recompute'])
        for name, value in values.items():
            setattr(wizard, name, value)
        return wizard.save()

    def _snapshot(self, orders):
        """Return what can be compared of the cases of orders, in the order of the orders."""
        self.env.invalidate_all()
        result = []
        for order in orders:
            for case in self._get_cases(order):
                lines = [
                    [line[name] for name in COMPARED_LINES]
                    for line in case.line_ids.sorted('order_line_id')
                ]
                self.assertEqual(case.partner_id, order.partner_id)
                result.append(([case[name] for name in COMPARED], lines))
        return result

    @users('ci_manager')
    def test_imported_orders_get_the_cases_of_confirmed_ones(self):
        """000-34, 004-42: rows that arrive already confirmed end as if they had been confirmed."""
        twins = self.env['sale.order'].union(*(self._create_order(*lines) for lines in self.lines))
        self.assertFalse(self._get_cases(self.past))
        message = self._open().action_apply()['params']['message']
        self.assertEqual(message, "Orders whose care dates were recomputed: 8")
        self.assertEqual(self._snapshot(self.past), self._snapshot(twins))
        self.assertDue(self.past[0], '2026-12-02')
        self.assertDue(self.past[1], '2026-11-22')
        self.assertDue(self.past[2], '2027-01-01')
        self.assertDue(self.past[3], None)

    @users('ci_manager')
    def test_twice_is_the_same_as_once(self):
        """004-42: repeating the work changes no case and adds none."""
        wizard = self._open()
        wizard.action_apply()
        once = self._get_cases(self.past).ids, self._snapshot(self.past)
        wizard.action_apply()
        self.assertEqual((self._get_cases(self.past).ids, self._snapshot(self.past)), once)

    @users('ci_manager')
    def test_interrupted_work_goes_on_where_it_stopped(self):
        """004-42: after an interruption the rest is done, with the result of one go."""
        with patch(BATCH_SIZE, 1):
            action = self._open().action_apply()
            job = self.env['pharma.care.job'].browse(action['res_id'])
            self.assertEqual((action['res_model'], job.total), ('pharma.care.job', 4))
            job_sudo = job.sudo()
            job_sudo._run_batch()
            self.assertRecordValues(job, [{'state': 'running', 'done': 1, 'progress': 25}])
            with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
                job_sudo._run_batch()
                raise ZeroDivisionError  # the server stops before this batch is committed
            self.env.invalidate_all()
            self.assertRecordValues(job, [{'state': 'running', 'done': 1}])
            while job_sudo._run_batch():
                pass
        self.assertRecordValues(job, [{'state': 'done', 'done': 4}])
        self.assertDue(self.past[0], '2026-12-02')
        self.assertEqual(len(self._get_cases(self.past)), 3)

    @users('ci_manager')
    def test_the_day_begins_at_the_company(self):
        """004-42: 00:30 in Ho Chi Minh City on 1 November is 17:30 UTC of the day before."""
        late, early = self.past[:2]
        late.sudo().date_order = datetime(2026, 10, 31, 17, 30)
        early.sudo().date_order = datetime(2026, 10, 31, 16, 59)
        wizard = self._open(date_from='2026-11-01')
        self.assertEqual(wizard.order_count, 3)
        wizard.action_apply()
        self.assertDue(late, '2026-12-01')

    @users('ci_manager')
    def test_only_orders_of_some_products(self):
        """004-42: products and therapeutic groups narrow the work down."""
        wizard = self._open()
        self.assertEqual(wizard.order_count, 4)
        wizard.product_tmpl_ids = self.metformin
        self.assertEqual(wizard.order_count, 2)
        wizard.therapeutic_group_ids = self.group_eye
        self.assertEqual(wizard.order_count, 3)
        wizard.product_tmpl_ids = False
        self.assertEqual(wizard.order_count, 2)
        wizard.action_apply()
        self.assertFalse(self._get_cases(self.past[0]))

    @users('ci_manager')
    def test_what_was_agreed_stays(self):
        """004-42, 004-45: recomputing moves no date that was agreed with a customer."""
        self._open().action_apply()
        self._get_cases(self.past[0]).record_entry({'content': 'well', 'date_next': '2026-12-24'})
        self._open().action_apply()
        self.assertDue(self.past[0], '2026-12-24')

    @users('ci_manager')
    def test_a_case_left_behind_is_closed(self):
        """004-42: an order that was cancelled without hooks loses its open case."""
        self._open().action_apply()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET state = 'cancel' WHERE id = %s", [self.past[0].id]
        )
        self.env.invalidate_all()
        self._open().action_apply()
        self.assertRecordValues(
            self._get_cases(self.past[0]),
            [
                {
                    'state': 'done',
                    'close_reason_id': self.env.ref('pharma_care.close_reason_cancelled').id,
                }
            ],
        )

    @users('ci_manager')
    def test_it_looks_back_as_far_as_the_company(self):
        """000-35, 004-42: the proposed date follows the setting of the company."""
        self.company.sudo().care_history_days = 30
        wizard = self._open()
        self.assertEqual(str(wizard.date_from), '2026-10-23')

    @users('ci_manager')
    def test_nothing_to_do_is_said(self):
        """004-42: a date after the last order names the field and the way out."""
        wizard = self._open(date_from='2026-11-22')
        self.assertEqual(wizard.order_count, 0)
        with self.assertRaisesRegex(UserError, r"11/22/2026.*earlier date.*'Orders Since'"):
            wizard.action_apply()

    @users('ci_manager')
    def test_other_companies_are_left_alone(self):
        """004-42: a manager works on the companies that are his, and counts no others."""
        # by the superuser: whoever creates a company may work in it
        other = self.company.env['res.company'].create({'name': 'Other Chain'})
        wizard = self._open()
        wizard.company_id = other.id
        self.assertEqual(wizard.order_count, 0)
        with self.assertRaisesRegex(UserError, r"Other Chain.*'Company'"):
            wizard.action_apply()
