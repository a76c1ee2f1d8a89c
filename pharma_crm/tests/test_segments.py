from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_analysis import NOW, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestSegments(AnalysisCommon):
    """Each way from one segment to the next, at its border; the rules are the defaults."""

    def _segment(self, *days, **kwargs):
        """Return the segment of a customer who bought so many days ago."""
        partner = self._create_partner(str(days))
        self._sell_days_ago(partner, *days, **kwargs)
        self._refresh()
        return self._figure(partner).segment

    def test_at_risk_and_lost_by_own_rhythm(self):
        """002-21, 004-29: with a rhythm of 30 days 45 days are well, 46 at risk, 91 lost."""
        self.company.pharma_loyal_purchases = 100
        for since, segment in ((45, 'regular'), (46, 'at_risk'), (90, 'at_risk'), (91, 'lost')):
            with self.subTest(since=since):
                # first bought long enough ago to be nobody new
                days = [since + 30 * number for number in (4, 3, 2, 1, 0)]
                self.assertEqual(self._segment(*days), segment)

    def test_short_rhythm_is_taken_for_fourteen_days(self):
        """002-21: who buys every two days is at risk after 21 days, not after three."""
        self.company.write({'pharma_loyal_purchases': 100, 'pharma_new_days': 1})
        for since, segment in ((21, 'regular'), (22, 'at_risk'), (42, 'at_risk'), (43, 'lost')):
            with self.subTest(since=since):
                self.assertEqual(self._segment(since + 4, since + 2, since), segment)

    def test_few_purchases_are_judged_by_the_usual_rhythm(self):
        """002-21: one purchase: new for 90 days, at risk after 135, lost after 270."""
        for since, segment in (
            (89, 'new'),
            (90, 'regular'),
            (135, 'regular'),
            (136, 'at_risk'),
            (270, 'at_risk'),
            (271, 'lost'),
        ):
            with self.subTest(since=since):
                self.assertEqual(self._segment(since), segment)

    def test_won_back(self):
        """002-21: with a rhythm of 30 days somebody who stayed away for 92 days had been lost the
        day before; after 91 days not yet. It is said for 90 days."""
        self.company.write({'pharma_new_days': 1, 'pharma_loyal_purchases': 100})
        for gap, since, segment in (
            (92, 10, 'won_back'),
            (91, 10, 'regular'),
            (92, 44, 'won_back'),
            (400, 10, 'won_back'),
        ):
            with self.subTest(gap=gap, since=since):
                before = since + gap
                self.assertEqual(self._segment(before + 60, before + 30, before, since), segment)

    def test_won_back_ends(self):
        """002-21: 90 days after the purchase that brought the customer back it is over, though the
        customer went on buying."""
        self.company.pharma_loyal_purchases = 100
        steps = [89, 70, 50, 30, 10]
        self.assertEqual(self._segment(300, 270, 240, *steps), 'won_back')
        steps = [90, 70, 50, 30, 10]
        self.assertEqual(self._segment(300, 270, 240, *steps), 'regular')

    def test_won_back_by_the_rhythm_before(self):
        """002-21: the long absence itself does not stretch the rhythm it is judged by."""
        # 20, 20 and then 200 days: the median of all three is 20 as well, of two gaps it is not
        self.company.pharma_new_days = 1
        self.assertEqual(self._segment(245, 225, 205, 5), 'won_back')
        # two purchases before: the usual 90 days, so 200 days were no loss
        self.assertEqual(self._segment(225, 205, 5), 'regular')

    def test_loyal_and_vip(self):
        """004-29: four purchases in the period are loyal; with class A they are VIP."""
        big = self._create_partner('Big')
        self._sell_days_ago(big, 120, 90, 60, 30, amount=1_000_000)
        loyal = self._create_partner('Loyal')
        self._sell_days_ago(loyal, 120, 90, 60, 30, amount=40_000)
        rich = self._create_partner('Rich')
        self._sell_days_ago(rich, 120, 90, 60, amount=300_000)
        self._refresh()
        self.assertEqual(
            [self._figure(p).segment for p in (big, loyal, rich)], ['vip', 'loyal', 'at_risk']
        )

    def test_value_class_by_share_of_the_amount(self):
        """002-21: 60, 20, 10, 6 and 4 of 100: who starts below 80 is A, below 95 B, then C; equal
        amounts are of one class."""
        partners = self.env['res.partner']
        for amount in (60, 20, 10, 6, 4):
            partner = self._create_partner(str(amount))
            self._sell_days_ago(partner, 5, amount=amount * 1000)
            partners |= partner
        outside = self._create_partner('Long ago')
        self._sell_days_ago(outside, 400, amount=900_000)
        self._refresh()
        classes = [self._figure(partner).value_class for partner in partners]
        self.assertEqual(classes, ['a', 'a', 'b', 'b', 'c'])
        self.assertFalse(self._figure(outside).value_class)
        twin = self._create_partner('Twin')
        self._sell_days_ago(twin, 5, amount=60_000)
        self._refresh()
        self.assertEqual(self._figure(twin).value_class, self._figure(partners[0]).value_class)

    def test_rules_are_checked(self):
        """000-17: rules that make no sense are refused by name."""
        for vals, text in (
            ({'pharma_risk_factor': 3.5}, 'At Risk after'),
            ({'pharma_value_a_percent': 96}, 'Class A up to'),
            ({'pharma_rhythm_min_days': 91}, 'Shortest Rhythm'),
            ({'pharma_rhythm_default_days': 13}, 'Usual Rhythm'),
            ({'pharma_rhythm_default_days': 0}, 'Usual Rhythm'),
            ({'pharma_figure_months': -1}, 'Period of Figures'),
            ({'pharma_figure_months': 10**9}, 'Period of Figures'),
            ({'pharma_value_b_percent': 100.5}, 'Class B up to'),
            ({'pharma_lost_factor': float('nan')}, 'Lost after'),
            ({'pharma_rfm_recency_limits': False}, 'Recency Limits'),
            ({'pharma_rfm_amount_limits': '500.000, 1.000.000, 2, 3'}, 'Amount Limits'),
            ({'pharma_rfm_amount_limits': '-1, 2, 3, 4'}, 'Amount Limits'),
            ({'pharma_rfm_frequency_limits': '2, 2, 3, 4'}, 'Frequency Limits'),
            ({'pharma_rhythm_min_purchases': 1}, 'Purchases for an Own Rhythm'),
            ({'pharma_rfm_recency_limits': '30, 20, 10, 5'}, 'Recency Limits'),
            ({'pharma_rfm_amount_limits': 'much'}, 'Amount Limits'),
            ({'pharma_rfm_frequency_limits': '1, 2, 3'}, 'Frequency Limits'),
            ({'pharma_rfm_amount_limits': 'nan, 1, 2, 3'}, 'Amount Limits'),
            ({'pharma_rfm_amount_limits': '1, 2, 3, inf'}, 'Amount Limits'),
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(ValidationError) as refused:
                    self.company.write(vals)
                self.assertIn(text, str(refused.exception))

    def test_changed_rules_start_the_calculation(self):
        """000-17: a new rule counts at once, in the background; another setting starts nothing."""
        Job = self.env['pharma.analysis.job']
        mine = [('company_id', '=', self.company.id)]
        self.company.pharma_expiry_warning_days = 100
        self.assertFalse(Job.search(mine))
        self.company.pharma_new_days = 60
        self.assertEqual(Job.search(mine).state, 'waiting')
