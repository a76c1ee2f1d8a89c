from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common_adherence import AdherenceCommon


@tagged('post_install', '-at_install')
class TestAdherence(AdherenceCommon):
    """Covered days as the Pharmacy Quality Alliance counts them (000-13, 004-06).

    Metformin and gliclazide are taken once a day, and both belong to diabetes.
    """

    def _assert(self, figures, **expected):
        self.assertRecordValues(figures, [expected])

    def test_published_example_with_an_early_refill(self):
        """000-13: 90 days each on 25 March, 5 July and 25 September 2018: the third begins on
        3 October, 270 of 282 days are covered, 0.9574 (example of the alliance)."""
        with self._at('2018-12-31'):
            for day in ('2018-03-25', '2018-07-05', '2018-09-25'):
                self._buy(day, (self.metformin, 90))
            figures = self._get_figures()
        self._assert(
            figures,
            date_index=date(2018, 3, 25),
            date_last=date(2018, 9, 25),
            date_end=date(2018, 12, 31),
            fill_count=3,
            days_observed=282,
            days_covered=270,
            pdc=95.74,
            mpr=95.74,
            gap_days=12,
            longest_gap=12,
            current_gap=0,
            status='adherent',
        )

    def test_published_example_over_a_year(self):
        """000-13: 1 January, 25 March, 5 July and 15 October: 348 of 365 days, 0.9534; what was
        bought is 360 of 365, 0.9863 (example of the alliance)."""
        with self._at('2018-12-31'):
            for day in ('2018-01-01', '2018-03-25', '2018-07-05', '2018-10-15'):
                self._buy(day, (self.metformin, 90))
            figures = self._get_figures()
        self._assert(
            figures,
            days_observed=365,
            days_covered=348,
            days_supplied=360,
            pdc=95.34,
            mpr=98.63,
            mpr_capped=98.63,
        )

    def test_two_medicines_of_a_day_cover_the_same_days(self):
        """000-13: 90 days of two medicines on one day are 90 covered days (example of the
        alliance); the stock shows in the uncapped ratio."""
        with self._at('2018-06-28'):
            self._buy('2018-03-31', (self.metformin, 90), (self.gliclazide, 90))
            figures = self._get_figures()
        self._assert(
            figures,
            days_observed=90,
            days_covered=90,
            days_supplied=180,
            pdc=100.0,
            mpr=200.0,
            mpr_capped=100.0,
            fill_count=2,
            status='too_short',
        )

    def test_the_same_medicine_of_a_day_is_taken_one_after_the_other(self):
        """000-13: two packs of one medicine on one day last twice as long; one day of purchase is
        too little to tell."""
        with self._at('2026-03-02'):
            self._buy('2025-09-01', (self.metformin, 30), (self.metformin, 30))
            figures = self._get_figures()
        # 1 September to 2 March: 30 + 31 + 30 + 31 + 31 + 28 + 2
        self._assert(figures, days_observed=183, days_covered=60, gap_days=123, current_gap=123)
        self.assertEqual(figures.status, 'too_short')

    def test_first_purchase_at_least_91_days_before_the_end(self):
        """000-13: the 91st day before the end is early enough, the 90th is not."""
        self._buy('2025-12-01', (self.metformin, 100))
        self._buy('2025-12-02', (self.metformin, 1))
        # 1 December and 91 days: 2 March
        self.assertEqual(self._get_figures('2026-03-01').status, 'too_short')
        self.assertEqual(self._get_figures('2026-03-02').status, 'adherent')

    def test_edges_of_the_window(self):
        """000-13: the first of 180 days counts, the day before does not; what was left from before
        the window does not count either; supply past the end is cut off."""
        # 2 March less 179 days: 4 September
        self._buy('2025-09-03', (self.metformin, 60))
        figures = self._get_figures('2026-03-02', '180')
        self.assertFalse(figures)
        self._buy('2025-09-04', (self.metformin, 30))
        self._buy('2026-03-02', (self.metformin, 500))
        figures = self._get_figures('2026-03-02', '180')
        self._assert(
            figures,
            date_index=date(2025, 9, 4),
            days_observed=180,
            days_covered=31,
            fill_count=2,
            longest_gap=149,
            current_gap=0,
            status='not_adherent',
        )
        # 60 days from 3 September, then 30, then from 2 March on: 90 and 1 of 181
        self._assert(
            self._get_figures('2026-03-02'), days_observed=181, days_covered=91, fill_count=3
        )

    def test_leap_year(self):
        """000-13: the 29th of February is a day: 1 January to 31 December 2024 are 366."""
        with self._at('2024-12-31'):
            self._buy('2024-01-01', (self.metformin, 59))
            self._buy('2024-02-01', (self.metformin, 30))
            # the window of 365 days begins on 2 January
            figures = self._get_figures()
        self._assert(figures, date_index=date(2024, 2, 1), days_observed=335, days_covered=30)
        self.assertEqual(figures.current_gap, 305)

    def test_gaps(self):
        """000-13: days without in all, in a row, and up to today."""
        self._buy('2025-10-01', (self.metformin, 30))  # to 30 October
        self._buy('2025-11-10', (self.metformin, 30))  # ten days without; to 9 December
        self._buy('2025-12-30', (self.metformin, 52))  # twenty days; to 19 February
        self._assert(
            self._get_figures(),
            days_observed=153,
            days_covered=112,
            gap_days=41,
            longest_gap=20,
            current_gap=11,
            pdc=73.2,
            status='not_adherent',
        )
        self._buy('2026-03-02', (self.metformin, 1))
        self._assert(self._get_figures(), days_covered=113, longest_gap=20, current_gap=0)

    def test_the_day_is_that_of_the_company(self):
        """000-13, 004-42: bought at 20:00 in London is the next day in Ho Chi Minh City."""
        self._buy('2025-10-01', (self.metformin, 30), date_order='2025-10-01 20:00:00')
        self.assertEqual(self._get_figures().date_index, date(2025, 10, 2))

    def test_what_came_back_or_was_cancelled_does_not_count(self):
        """000-13: cancelled orders also when somebody had closed the case before; a customer
        without purchases has no row."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        case.record_entry({'content': 'Done.', 'is_final': True, 'close_reason_id': self.reason.id})
        other = self._buy('2025-12-01', (self.metformin, 30))
        self.assertEqual(self._get_figures().fill_count, 2)
        other.line_ids.write(
            {
                'state': 'closed',
                'close_reason_id': self.env.ref('pharma_care.close_reason_returned').id,
            }
        )
        self._assert(self._get_figures(), fill_count=1, days_covered=30)
        case.order_id._action_cancel()
        self.assertFalse(self._get_figures())

    def test_companies_and_customers_stay_apart(self):
        """000-13: what was bought in another company covers nothing here."""
        self._buy('2025-10-01', (self.metformin, 30))
        self.other_company.care_history_days = 3650
        order = (
            self.env['sale.order']
            .with_company(self.other_company)
            .create(
                {
                    'company_id': self.other_company.id,
                    'partner_id': self.customer.id,
                    'date_order': '2025-11-01 03:00:00',
                    'pharma_is_past_order': True,
                    'order_line': [
                        Command.create({'product_id': self.metformin.id, 'product_uom_qty': 60})
                    ],
                }
            )
        )
        self.assertTrue(order.care_case_ids)
        self._assert(self._get_figures(), fill_count=1, days_covered=30)
        self._assert(self._get_figures(company=self.other_company), fill_count=1, days_covered=60)
        self.assertFalse(self._get_figures(partner=self.other_customer))

    def test_chronic_groups_unless_the_company_wants_all(self):
        """000-13: pain is not measured until the setting says so; medicines without a group
        never are."""
        self._buy('2025-10-01', (self.syrup, 1), (self.metformin, 30))
        self.assertEqual(self._get_figures().therapeutic_group_id, self.group_chronic)
        self.company.care_adherence_profile = 'all'
        groups = self._get_figures().therapeutic_group_id
        self.assertEqual(groups, self.group_chronic | self.group_acute)
        self.syrup.therapeutic_group_id = False
        self.assertEqual(self._get_figures().therapeutic_group_id, self.group_chronic)

    def test_threshold_of_company_and_group(self):
        """000-13: 80 of 100 days are enough, unless the group asks for 90 as for HIV."""
        with self._at('2026-01-08'):
            self._buy('2025-10-01', (self.metformin, 40))
            self._buy('2025-11-20', (self.metformin, 40))
            figures = self._get_figures()
            self._assert(figures, days_observed=100, days_covered=80, status='adherent')
            self.assertEqual(figures.adherent_share, 100.0)
            self.group_chronic.care_adherence_percent = 90
            figures = self._get_figures()
            self._assert(figures, status='not_adherent', adherent_share=0.0)
            self.group_chronic.care_adherence_percent = 0
            self.company.care_adherence_percent = 81
            self.assertEqual(self._get_figures().status, 'not_adherent')

    def test_wholesale_partners_are_left_out(self):
        """000-13: their purchases are stock, also those of a contact of a hospital (decision 2)."""
        self._buy('2025-10-01', (self.metformin, 30))
        self.assertTrue(self._get_figures())
        hospital = self.env['res.partner'].create(
            {'name': 'Hospital', 'is_company': True, 'pharma_customer_type': 'level1'}
        )
        self.customer.parent_id = hospital
        self.assertFalse(self._get_figures())
        self.customer.parent_id = False
        self.assertTrue(self._get_figures())
        self.customer.pharma_customer_type = 'level2'
        self.assertFalse(self._get_figures())

    def test_rows_keep_their_number(self):
        """000-13: a night changes rows that are there, and uses no new numbers up."""
        self._buy('2025-10-01', (self.metformin, 30))
        before = self._get_figures()
        self._buy('2025-12-01', (self.gliclazide, 30))
        after = self._get_figures()
        self.assertEqual(before, after)
        self.assertEqual(after.fill_count, 2)
        self.env.cr.execute("SELECT last_value FROM pharma_adherence_id_seq")
        [last] = self.env.cr.fetchone()
        self._get_figures()
        self.env.cr.execute("SELECT last_value FROM pharma_adherence_id_seq")
        self.assertEqual(self.env.cr.fetchone(), (last,))
        # nothing differs: nothing is written
        query = "SELECT xmin::text FROM pharma_adherence WHERE id = %s"
        self.env.cr.execute(query, [after.id])
        written = self.env.cr.fetchone()
        self.env.cr.execute("SAVEPOINT again")
        self._get_figures()
        self.env.cr.execute(query, [after.id])
        self.assertEqual(self.env.cr.fetchone(), written)
