from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_effect import EffectCommon


@tagged('post_install', '-at_install')
class TestEffect(EffectCommon):
    """Whether the customer bought again, and who had cared before (004-36, 004-38).

    Today is 2 March 2026; whoever buys within 30 days after the supply ended counts.
    """

    def test_days_in_which_one_may_buy_again(self):
        """004-36: the 30th day after the end counts, the 31st does not."""
        # 30 tablets from 1 October are used up on 31 October
        first = self._buy('2025-10-01', (self.metformin, 30))
        second = self._buy('2025-11-30', (self.metformin, 30))
        third = self._buy('2026-01-30', (self.metformin, 1))
        self.assertRecordValues(
            self._get_effect(first),
            [
                {
                    'date_end': date(2025, 10, 31),
                    'is_bought': True,
                    'date_bought': date(2025, 11, 30),
                    'days_until': 30,
                    'bought_share': 100.0,
                    'product_id': self.metformin.id,
                    'therapeutic_group_id': self.group_chronic.id,
                    'contact': 'none',
                }
            ],
        )
        self.assertRecordValues(
            self._get_effect(second),
            [{'date_end': date(2025, 12, 30), 'is_bought': False, 'bought_share': 0.0}],
        )
        # used up on 31 January, 30 days later is today: nobody knows yet
        self.assertFalse(self._get_effect(third))
        with self._at('2026-03-03'):
            self.assertFalse(self._get_effect(third).is_bought)

    def test_bought_before_the_end(self):
        """004-36: who buys early has bought again, before the end."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        self._buy('2025-10-21', (self.metformin, 30))
        self.assertRecordValues(
            self._get_effect(case),
            [{'is_bought': True, 'days_until': -10, 'date_end': date(2025, 10, 31)}],
        )

    def test_the_medicine_that_ends_first_stands_for_the_case(self):
        """004-36: another medicine of the order is not what was bought again."""
        case = self._buy('2025-10-01', (self.metformin, 30), (self.syrup, 1))
        self._buy('2025-10-20', (self.metformin, 30))
        self.assertRecordValues(
            self._get_effect(case),
            [{'product_id': self.syrup.id, 'date_end': date(2025, 10, 13), 'is_bought': False}],
        )

    def test_contact_before_the_outcome(self):
        """004-36, 004-38: a care counts after the purchase and before the customer bought again;
        the last one tells result and employee."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        self._care(case, '2025-09-30 03:00:00')
        self._care(case, '2025-11-05 03:00:00')
        self.assertEqual(self._get_effect(case).contact, 'contacted')
        self._buy('2025-11-01', (self.metformin, 30))
        self.assertRecordValues(self._get_effect(case), [{'contact': 'none', 'entry_count': 0}])
        later = self._buy('2025-11-02', (self.syrup, 1))
        self._care(later, '2025-10-20 03:00:00')
        self._care(
            later, '2025-10-25 03:00:00', user_id=self.user_b.id, response_type_id=self.question.id
        )
        self.assertRecordValues(
            self._get_effect(case),
            [
                {
                    'contact': 'contacted',
                    'entry_count': 2,
                    'user_id': self.user_b.id,
                    'response_type_id': self.question.id,
                }
            ],
        )

    def test_who_was_not_reached_was_not_contacted(self):
        """004-36, 004-38, 004-56: an attempt is no care: no contact, not the last result, and not
        of the employee who called."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        case.user_id = self.user_a
        attempt = {'user_id': self.user_b.id, 'response_type_id': self.no_answer.id}
        self._care(case, '2025-10-10 03:00:00', **attempt)
        expected = {
            'contact': 'none',
            'entry_count': 0,
            'response_type_id': False,
            'user_id': self.user_a.id,
        }
        self.assertRecordValues(self._get_effect(case), [expected])
        self._care(case, '2025-10-20 03:00:00')
        self._care(case, '2025-10-25 03:00:00', **attempt)
        expected |= {
            'contact': 'contacted',
            'entry_count': 1,
            'response_type_id': self.well.id,
        }
        self.assertRecordValues(self._get_effect(case), [expected])

    def test_contact_after_the_observation_does_not_count(self):
        """004-36: the window ends with the 30th day, in the company's zone."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        # 31 October and 30 days: midnight after 30 November in Ho Chi Minh City is 17:00 UTC
        self._care(case, '2025-11-30 17:00:00')
        self.assertEqual(self._get_effect(case).contact, 'none')
        self._care(case, '2025-11-30 16:59:00')
        self.assertEqual(self._get_effect(case).contact, 'contacted')

    def test_orders_that_came_to_nothing(self):
        """004-36: cancelled orders and returned goods leave the figures, other days set by the
        company hold for all."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        self.assertTrue(self._get_effect(case))
        case.order_id._action_cancel()
        self.assertFalse(self._get_effect(case))
        case = self._buy('2025-10-01', (self.metformin, 30))
        self._buy('2025-12-10', (self.metformin, 30))
        self.assertFalse(self._get_effect(case).is_bought)
        self.company.care_effect_days = 40
        self.assertTrue(self._get_effect(case).is_bought)

    def test_rights(self):
        """004-36, 004-39: figures follow the cases behind them; nobody writes."""
        case = self._buy('2025-10-01', (self.metformin, 30))
        effect = self._get_effect(case)
        self._set_mode('customer')
        for user, sees in (
            (self.user_a, False),
            (self.manager, True),
            (self.pharmacist, True),
            (self.outsider, False),
        ):
            self.assertEqual(effect.with_user(user).has_access('read'), sees)
            self.assertEqual(bool(self.Effect.with_user(user).search([])), sees)
            self.assertFalse(self.Effect.with_user(user).has_access('write'))
        self._assign(self.user_a, partner_id=self.customer)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.Effect.with_user(self.user_a).search([]), effect)
        action = effect.with_user(self.user_a).action_view_case()
        self.assertEqual((action['res_model'], action['res_id']), ('pharma.care.case', case.id))
        with self.assertRaises(AccessError):
            effect.with_user(self.user_b).action_view_case()

    def test_share_by_result(self):
        """004-36, 004-38: the average is the share that bought again, and its cell holds the
        cases."""
        good = self._buy('2025-10-01', (self.metformin, 30))
        bad = self._buy('2025-10-01', (self.metformin, 30), partner_id=self.other_customer.id)
        for case in good | bad:
            self._care(case, '2025-10-20 03:00:00')
        self._buy('2025-11-05', (self.metformin, 30))
        self._update_effects()
        domain = [('case_id', 'in', (good | bad).ids)]
        rows = self.Effect.with_user(self.manager)._read_group(
            domain, ['response_type_id'], ['__count', 'bought_share:avg', 'days_until:avg']
        )
        self.assertEqual(rows, [(self.well, 2, 50.0, 5.0)])
        found = self.Effect.search([*domain, ('response_type_id', '=', self.well.id)])
        self.assertEqual(found.case_id, good | bad)

    def test_averages_of_a_pivot(self):
        """004-36, 004-38: averages of groups and of all are those of their cases, in whatever order
        PostgreSQL sums up; days only of those who bought."""
        first = self._buy('2025-10-01', (self.metformin, 30))
        self._buy('2025-10-21', (self.metformin, 30))
        other = self._buy('2025-10-01', (self.syrup, 1))
        self._care(other, '2025-10-05 03:00:00')
        effects = self._get_effect(first), self._get_effect(other)
        rows = self.Effect.search([('partner_id', 'in', [row.partner_id.id for row in effects])])
        # bought 10 days early after a care; then not; the syrup neither, after the same care
        self.assertEqual(sorted(rows.mapped('bought_share')), [0.0, 0.0, 100.0])
        self.env.flush_all()
        args = [
            [('id', 'in', rows.ids)],
            [[], ['contact'], ['contact', 'therapeutic_group_id'], ['therapeutic_group_id']],
            ['bought_share:avg', 'days_until:avg', 'entry_count:sum', '__count'],
        ]
        [total], by_contact, cells, _by_group = self.Effect.formatted_read_grouping_sets(*args)
        self.assertAlmostEqual(total['bought_share:avg'], 100 / 3)
        self.assertEqual(total['days_until:avg'], -10)
        self.assertEqual((total['entry_count:sum'], total['__count']), (2, 3))
        shares = {row['contact']: row['bought_share:avg'] for row in by_contact}
        self.assertEqual(shares, {'none': 0.0, 'contacted': 50.0})
        self.assertEqual(len(cells), 3)
        days = {row['contact']: row['days_until:avg'] for row in by_contact}
        self.assertEqual(days, {'none': False, 'contacted': -10})
        with patch.object(self.registry['pharma.care.effect'], '_get_condensed', return_value=None):
            plain = self.Effect.formatted_read_grouping_sets(*args)
        self.assertEqual(plain, self.Effect.formatted_read_grouping_sets(*args))
        for order in ('days_until:avg desc', 'bought_share:max', 'contact desc'):
            with self.subTest(order=order):
                args[1] = [[], ['contact']]
                result = self.Effect.formatted_read_grouping_sets(*args, order=order)
                with patch.object(
                    self.registry['pharma.care.effect'], '_get_condensed', return_value=None
                ):
                    plain = self.Effect.formatted_read_grouping_sets(*args, order=order)
                self.assertEqual(result, plain)
