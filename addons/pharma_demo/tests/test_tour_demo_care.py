from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

import pytz

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_demo.generators.stock import demo_records

WHOLESALE_DAYS = 90


@tagged('post_install', '-at_install')
class TestTourDemoCare(TransactionCase):
    """The demo chain has been cared for and leaves work for today; runs on a full database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = demo_records(cls.env, 'sale.order')
        cls.products = demo_records(cls.env, 'product.template')
        cls.cases = cls.env['pharma.care.case'].search([('order_id', 'in', cls.orders.ids)])
        cls.entries = cls.cases.entry_ids
        # the day from which all dates were counted
        cls.installed = cls._to_day(min(cls.orders.mapped('create_date')))

    @staticmethod
    def _to_day(moment):
        return pytz.utc.localize(moment).astimezone(pytz.timezone('Asia/Ho_Chi_Minh')).date()

    def test_intervals_are_plausible(self):
        """Long treatments have an interval and cares, goods that need no care have 0 (004-41,
        004-46)."""
        chronic = self.products.filtered(lambda p: p.therapeutic_group_id.care_profile == 'chronic')
        counting = chronic.filtered('care_interval_days')
        self.assertGreater(len(counting), 0.95 * len(chronic))
        self.assertFalse(counting.filtered(lambda p: not p.care_count_max).mapped('name'))
        for product in self.products:
            self.assertTrue(0 <= product.care_interval_days <= 100, product.name)
            self.assertLessEqual(product.care_count_min, product.care_count_max, product.name)
        self.assertEqual(self.env.ref('pharma_demo.product_metformin_500').care_interval_days, 0.5)
        devices = self.products.filtered(lambda p: p.pharma_product_kind == 'device')
        plasters = self.env.ref('pharma_demo.product_plasters')
        strips = self.env.ref('pharma_demo.product_test_strips')
        self.assertFalse((devices - strips + plasters).filtered('care_interval_days'))

    def test_care_dates_agree_with_a_calculation_by_hand(self):
        """Each case that nobody touched is due when the first medicine of it that was not bought
        again is used up, what is left of earlier purchases being taken first; wholesale after 90
        days at the latest (004-41, 004-42)."""
        fresh = self.cases.filtered(lambda case: case.state == 'todo')
        self.assertGreater(len(fresh), 100)
        dates = self._get_dates_by_hand()
        for case in fresh:
            self.assertEqual(case.date_due, dates[case.order_id], case.display_name)

    def _get_dates_by_hand(self):
        """Return {order: care date} of orders of which something was not bought again."""
        dates, ends, latest = {}, {}, {}
        sold = self.cases.order_id.filtered(lambda order: order.state == 'sale')
        # what came back whole is nobody's supply
        sold -= sold.filtered(
            lambda order: (
                order.picking_ids.return_id and not any(order.order_line.mapped('qty_delivered'))
            )
        )
        for order in sold.sorted('date_order'):
            day = self._to_day(order.date_order)
            is_wholesale = order.partner_id.pharma_customer_type in ('level1', 'level2')
            for line in order.order_line.filtered(self._get_days_by_hand):
                days = self._get_days_by_hand(line)
                key = order.partner_id, line.product_id
                begin = day if is_wholesale else max(day, ends.get(key, day))
                ends[key] = begin + timedelta(days=days)
                due = begin + timedelta(days=min(days, WHOLESALE_DAYS) if is_wholesale else days)
                if key not in latest or latest[key][0] != order:
                    latest[key] = order, due
        for order, due in latest.values():
            dates[order] = min(due, dates.get(order, due))
        return dates

    @staticmethod
    def _get_days_by_hand(line):
        product = line.product_id.product_tmpl_id
        units = Decimal(str(line.product_uom_id.factor)) / Decimal(str(product.uom_id.factor))
        quantity = Decimal(str(line.product_uom_qty)) * units
        supply = Decimal(str(round(product.care_interval_days, 4))) * quantity
        return int(supply.to_integral_value(ROUND_CEILING))

    def test_orders_without_counting_lines_have_no_case(self):
        """What needs no care brings none, everything else sold since care began does (004-41)."""
        begin = self.installed - timedelta(days=180)
        sold = self.orders.filtered(lambda o: o.state == 'sale' and o.date_order.date() > begin)
        for order in sold:
            counts = any(order.order_line.product_id.mapped('care_interval_days'))
            self.assertEqual(bool(order.care_case_ids), counts, order.name)

    def test_there_is_work_for_today(self):
        """The lists of what is due are neither empty nor endless, and hold tomorrow (004-43,
        004-51)."""
        still_open = self.cases.filtered(lambda case: case.state != 'done')
        due = still_open.filtered(lambda case: case.date_due <= self.installed)
        self.assertTrue(30 <= len(due) <= 100, len(due))
        self.assertEqual(set(due.mapped('state')), {'todo', 'ongoing'})
        for start, end in ((-1, 0), (1, 2), (3, 7)):
            first, last = (self.installed + timedelta(days=days) for days in (start, end))
            self.assertTrue(still_open.filtered_domain(
                [('date_due', '>=', first), ('date_due', '<=', last)]
            ), first)  # fmt: skip
        self.assertTrue(due.filtered(lambda c: c.date_due < self.installed - timedelta(days=5)))
        self.assertGreaterEqual(len(due.therapeutic_group_ids), 8)
        self.assertGreaterEqual(len(due.region_id), 4)

    def test_cases_follow_their_last_entry(self):
        """After a care the date agreed with the customer counts, and a closed case has a reason,
        which is that the medicine was bought again wherever nobody gave another (004-45,
        004-56)."""
        again = self.env.ref('pharma_care.close_reason_bought_again')
        cared = self.cases.filtered('entry_ids')
        for case in cared:
            last = case.entry_ids.sorted('id')[-1]
            reached = case.entry_ids.filtered(lambda entry: not entry.is_attempt).sorted('id')
            self.assertEqual(case.entry_count, len(reached))
            if case.close_reason_id == again:
                self.assertEqual(case.state, 'done')
                self.assertTrue(all(line.next_line_id for line in case.line_ids))
                self.assertGreater(case.date_closed, last.date, case.display_name)
                continue
            if not reached and not last.is_final:
                self.assertEqual(case.state, 'todo')
                # tries do not count once somebody spoke with the customer about another case
                spoken = case.date_last_contact and case.date_last_contact > last.date.date()
                self.assertTrue(case.attempt_count or spoken, case.display_name)
                continue
            self.assertEqual(case.state, 'done' if last.is_final else 'ongoing')
            if last.is_final:
                self.assertEqual(case.close_reason_id, last.close_reason_id)
                self.assertEqual(case.date_closed, last.date)
            else:
                self.assertEqual(case.date_due, reached[-1].date_next)
        self.assertIn(again, cared.close_reason_id)
        self.assertGreaterEqual(len(cared.close_reason_id), 6)

    def test_cares_have_a_history(self):
        """Months of contacts by several people, of all responses, in all branches (004-56,
        004-57)."""
        dates = self.entries.mapped('date')
        self.assertGreater(len(dates), 500)
        self.assertLessEqual(max(dates), fields.Datetime.now())
        self.assertGreaterEqual(len({(date.year, date.month) for date in dates}), 5)
        self.assertEqual(len(self.entries.user_id), 3)
        responses = self.env['pharma.care.response.type'].search([])
        self.assertFalse((responses - self.entries.response_type_id).mapped('name'))
        self.assertEqual(len(self.entries.warehouse_id), 3)
        for entry in self.entries:
            self.assertGreater(entry.date, entry.order_id.date_order, entry.display_name)

    def test_assignments_wait_for_a_care_mode(self):
        """Everybody sees everything, and both other modes have their assignments (004-39, 004-40,
        004-48)."""
        self.assertEqual(self.env.company.care_mode, 'unrestricted')
        assignments = demo_records(self.env, 'pharma.care.assignment')
        for name in ('therapeutic_group_id', 'product_tmpl_id', 'partner_id', 'region_id'):
            self.assertTrue(assignments.mapped(name), name)
        self.assertGreaterEqual(len(assignments.user_id), 3)

    def test_every_role_sees_its_part(self):
        """Care users, manager and pharmacist see the cases, the others do not (000-36)."""
        Cases = self.env['pharma.care.case']
        for login in ('care', 'agent', 'manager', 'pharmacist'):
            user = self.env['res.users'].search([('login', '=', login)])
            seen = Cases.with_user(user).search_count([('id', 'in', self.cases.ids)])
            self.assertEqual(seen, len(self.cases), login)
        for login in ('warehouse', 'courier', 'partner'):
            user = self.env['res.users'].search([('login', '=', login)])
            self.assertFalse(Cases.with_user(user).has_access('read'), login)
        warehouse = self.env['res.users'].search([('login', '=', 'warehouse')])
        self.assertTrue(
            self.env['stock.picking']
            .with_user(warehouse)
            .search_count([('state', '=', 'assigned')])
        )
