from odoo.tests import freeze_time, tagged

from .common_refill import RefillCommon


@tagged('post_install', '-at_install')
class TestSynchronisationSupply(RefillCommon):
    """Synchronised care dates hold whatever changes the supply; today is 2026-03-02."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._buy(12, (cls.metformin, 30))  # until 2026-03-20
        cls.second = cls._buy(5, (cls.gliclazide, 60))  # until 2026-03-27
        cls.both = cls.first + cls.second

    def _get_dates(self):
        self.env.invalidate_all()
        return [str(case.date_due) for case in self.both]

    def test_supply_worked_out_anew(self):
        """004-42: the background work on supply keeps the common date (decision 94)."""
        self._agree()
        self.Case._follow_customers(self.company, self.customer.ids)
        self.assertEqual(self._get_dates(), ['2026-03-20'] * 2)
        self.company.care_bought_again = 'group'
        self._run_jobs()
        # of the group the later purchase goes on, the earlier one is closed
        self.env.invalidate_all()
        self.assertEqual(self.first.state, 'done')
        self.assertEqual(str(self.second.date_runout), '2026-03-27')
        self.assertEqual(str(self.second.date_due), '2026-03-20')

    def test_another_interval(self):
        """004-41, 004-42: a medicine that lasts for less time moves the care date of both."""
        self._agree(date_anchor='2026-03-20')
        self.gliclazide.care_interval_days = 0.25  # 60 last 15 days: until 2026-03-12
        self._run_jobs()
        self.assertEqual(self._get_dates(), ['2026-03-12'] * 2)

    def test_cancelled_purchase(self):
        """004-42: without the second medicine the first has its own date."""
        later = self._buy(1, (self.insulin, 1))  # until 2026-03-11
        self._agree(date_anchor='2026-03-20')
        self.assertEqual(self._get_dates(), ['2026-03-11'] * 2)
        later.order_id._action_cancel()
        self.assertEqual(self._get_dates(), ['2026-03-20'] * 2)

    def test_overdue_stays_overdue(self):
        """004-42: a common date that passes does not move on by itself."""
        self._agree()
        with freeze_time('2026-03-25 03:00:00'):
            self.Case._follow_customers(self.company, self.customer.ids)
            self.assertEqual(self._get_dates(), ['2026-03-20'] * 2)

    def test_other_customers_are_left_alone(self):
        """004-42: nor are cases of another company."""
        other = self._buy(12, (self.metformin, 25), partner_id=self.other_customer.id)
        self._agree(date_anchor='2026-03-18')
        self.assertEqual(self._get_dates(), ['2026-03-18'] * 2)
        self.env.invalidate_all()
        self.assertEqual(str(other.date_due), '2026-03-15')

    def test_new_purchase_joins(self):
        """004-42: a medicine bought for the first time is due with the others."""
        self._agree()
        order = self._confirm((self.insulin, 4))  # until 2026-04-11
        self.env.invalidate_all()
        # before that comes what ends on 03-20
        self.assertEqual(str(order.care_case_ids.date_due), '2026-03-20')
        self.assertEqual(self._get_dates(), ['2026-03-20'] * 2)

    def test_what_he_does_without_waits_for_the_date_agreed(self):
        """004-42, 004-45: a medicine that ended long ago is asked for on 04-10, as was agreed; the
        others, bought today, are not overdue at once because of it."""
        without = self._buy(60, (self.insulin, 1))  # ended 2026-01-11
        agreement = self._agree(date_anchor='2026-03-20')
        self._record(without, date_next='2026-04-10')
        with freeze_time('2026-03-20 03:00:00'):
            order = self._confirm((self.metformin, 30), (self.gliclazide, 60))
            self.env.invalidate_all()
            self.assertEqual(str(order.care_case_ids.date_due), '2026-04-10')
            self.assertEqual(str(without.date_due), '2026-04-10')
            self.assertEqual(str(agreement.date_care), '2026-04-10')
            self.assertEqual(str(agreement.date_runout), '2026-01-11')

    def test_without_a_case_there_is_no_care_date(self):
        """004-42, 004-36: somebody in nobody's care is not announced for a day, such as who is
        only observed."""
        agreement = self._agree()
        self.assertEqual(str(agreement.date_care), '2026-03-20')
        for case in self.both:
            self._record(case, is_final=True, close_reason_id=self.reason.id)
        agreement.invalidate_recordset()
        self.assertFalse(agreement.date_care)
        self.assertEqual(str(agreement.date_common), '2026-03-20')

    def test_queries_do_not_grow(self):
        """000-10: what runs out of ten medicines costs as many queries as of two."""
        self._agree()
        counts = []
        for number in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = self.first._get_refill_lines()
            lines.mapped('refill_display')
            counts.append(self.env.cr.sql_log_count - before)
            if not number:
                for name in range(8):
                    medicine = self._create_product(f'Pill {name}', 1, self.group_chronic)
                    self._buy(5, (medicine, 30))
        self.assertGreater(len(lines), 8)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 19)
