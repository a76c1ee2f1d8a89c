from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.pharma_care.wizard.pharma_care_comparison import (
    get_newcombe_interval,
    get_wilson_interval,
)

from .common_effect import EffectCommon


@tagged('post_install', '-at_install')
class TestEffectComparison(EffectCommon):
    """With and without care: both sides, the difference and how sure it is (004-36)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold_out(day='2024-01-01')
        cls.second_manager = new_test_user(
            cls.env, 'care_second_manager', groups='pharma_care.group_care_manager'
        )

    def _add_sides(self, care, care_bought, holdout, holdout_bought, month=10, start=0):
        """Add observed cases: rows as the nightly work leaves them."""
        rows = [('care', n < care_bought) for n in range(care)]
        rows += [('holdout', n < holdout_bought) for n in range(holdout)]
        partners = self.env['res.partner'].create(
            [{'name': f'Side {start + n}'} for n in range(len(rows))]
        )
        cases = self.Case.create([{'partner_id': partner.id} for partner in partners])
        return self.Effect.create(
            [
                {
                    'case_id': case.id,
                    'partner_id': case.partner_id.id,
                    'company_id': self.company.id,
                    'product_id': self.metformin.id,
                    'therapeutic_group_id': self.group_chronic.id,
                    'date_end': f'2025-{month}-05',
                    'arm': arm,
                    'is_bought': is_bought,
                    'bought_share': 100.0 * is_bought,
                }
                for case, (arm, is_bought) in zip(cases, rows, strict=True)
            ]
        )

    def _compare(self, user=None, **values):
        Comparison = self.env['pharma.care.comparison'].with_user(user or self.manager)
        comparison = Comparison.create(values)
        action = comparison.action_apply()
        return (
            self.env[action['res_model']].with_user(user or self.manager).search(action['domain'])
        )

    def test_interval_of_the_published_examples(self):
        """004-36: all examples (a) to (h) of Newcombe 1998, table II, method 10."""
        for counts, interval in (
            ((56, 70, 48, 80), (0.0524, 0.3339)),
            ((9, 10, 3, 10), (0.1705, 0.8090)),
            ((6, 7, 2, 7), (0.0582, 0.8062)),
            ((5, 56, 0, 29), (-0.0381, 0.1926)),
            ((0, 10, 0, 20), (-0.1611, 0.2775)),
            ((0, 10, 0, 10), (-0.2775, 0.2775)),
            ((10, 10, 0, 20), (0.6791, 1.0)),
            ((10, 10, 0, 10), (0.6075, 1.0)),
        ):
            with self.subTest(counts=counts):
                low, high = get_newcombe_interval(*counts)
                self.assertEqual((round(low, 4), round(high, 4)), interval)

    def test_interval_of_nobody(self):
        """004-36: none of ten: not below 0 (Wilson)."""
        # nobody of ten: the upper end is z^2 / (n + z^2)
        low, high = get_wilson_interval(0, 10)
        self.assertAlmostEqual(low, 0)
        self.assertAlmostEqual(high, 3.841459 / 13.841459, places=6)

    def test_both_sides(self):
        """004-36: numbers, shares, difference, interval and verdict of the published example."""
        self._add_sides(70, 56, 80, 48)
        self.assertRecordValues(
            self._compare(),
            [
                {
                    'name': 'All customers',
                    'care_count': 70,
                    'care_bought': 56,
                    'care_share': 80.0,
                    'holdout_count': 80,
                    'holdout_bought': 48,
                    'holdout_share': 60.0,
                    'verdict': 'better',
                }
            ],
        )
        line = self._compare()
        figures = [round(value, 2) for value in (line.difference, line.lower, line.upper)]
        self.assertEqual(figures, [20.0, 5.24, 33.39])

    def test_too_few(self):
        """004-36: 29 on a side are too few unless the company says so; so are fewer than five
        expected on a side."""
        self._add_sides(60, 30, 29, 15)
        self.assertRecordValues(
            self._compare(), [{'verdict': 'too_few', 'difference': 0.0, 'lower': 0.0}]
        )
        self.company.care_effect_minimum = 29
        self.assertEqual(self._compare().verdict, 'open')
        self.Effect.search([]).unlink()
        # 9 of 90 buy; of 30, three are expected
        self._add_sides(60, 6, 30, 3)
        self.assertEqual(self._compare().verdict, 'too_few')
        self.Effect.search([]).unlink()
        self.assertRecordValues(self._compare(), [{'care_count': 0, 'verdict': 'too_few'}])

    def test_a_customer_counts_once(self):
        """004-36: customers are drawn, so the first case of each counts; a month or a group of its
        own counts again."""
        rows = self._add_sides(3, 3, 2, 0)
        again = self.Case.create([{'partner_id': row.partner_id.id} for row in rows])
        for row, case in zip(rows, again, strict=True):
            row.copy(
                {
                    'case_id': case.id,
                    'date_end': '2025-11-05',
                    'is_bought': not row.is_bought,
                    'therapeutic_group_id': self.group_acute.id,
                }
            )
        self.assertRecordValues(
            self._compare(),
            [{'care_count': 3, 'care_bought': 3, 'holdout_count': 2, 'holdout_bought': 0}],
        )
        expected = [
            {'care_count': 3, 'care_bought': 3, 'holdout_count': 2, 'holdout_bought': 0},
            {'care_count': 3, 'care_bought': 0, 'holdout_count': 2, 'holdout_bought': 2},
        ]
        months = self._compare(split='month')
        self.assertRecordValues(months, expected)
        self.assertEqual(months.mapped('name'), ['October 2025', 'November 2025'])
        groups = self._compare(split='group').sorted('care_bought', reverse=True)
        self.assertRecordValues(groups, expected)
        self.assertEqual(groups[0].name, self.group_chronic.display_name)
        self.assertRecordValues(self._compare(date_from='2025-11-01'), [expected[1]])
        self.assertEqual(self._compare(split='branch').mapped('name'), ['None'])

    def test_the_cases_behind_a_line(self):
        """004-36: clicking a line shows exactly the customers it counts."""
        self._add_sides(4, 3, 3, 1)
        rows = self._add_sides(2, 1, 1, 0, month=11, start=50)
        for line in self._compare(split='month') | self._compare() | self._compare(split='group'):
            action = line.action_view_effects()
            Effect = self.Effect.with_user(self.manager).with_context(**action['context'])
            found = Effect.search(action['domain'])
            self.assertEqual(len(found), line.care_count + line.holdout_count)
            bought = found.filtered('is_bought')
            self.assertEqual(len(bought), line.care_bought + line.holdout_bought)
        self.assertTrue(rows[0].is_first)
        asked = {'care_compare_from': '2025-11-01', 'care_compare_split': 'month'}
        self.assertTrue(rows[0].with_context(**asked).is_first)
        self.assertFalse(rows[0].with_context(care_compare_to='2025-10-31').is_first)
        for odd in (5, 'x', ['2025-01-01'], True):
            Effect = self.Effect.with_context(care_compare_from=odd, care_compare_split=odd)
            self.assertEqual(Effect.search_count([('is_first', '=', True)]), 10)

    def test_rights_and_odd_periods(self):
        """004-36: for managers of care; a period that ends before it begins is refused in
        words."""
        self._add_sides(4, 3, 3, 1)
        with self.assertRaises(AccessError):
            self._compare(self.user_a)
        with self.assertRaises(AccessError):
            self._compare(self.pharmacist)
        self.assertEqual(self._compare(self.outsider).care_count, 0)
        # of another company nothing is compared, and what a colleague compares is his
        with self.assertRaises(AccessError):
            self._compare(company_id=self.other_company.id)
        line = self._compare()
        for user in (self.outsider, self.second_manager):
            self.assertFalse(line.with_user(user).has_access('read'))
            self.assertFalse(line.comparison_id.with_user(user).has_access('read'))
            self.assertNotIn(line, line.with_user(user).search([]))
        with self.assertRaisesRegex(UserError, "'Until'.*before"):
            self._compare(date_from='2026-01-02', date_to='2026-01-01')
