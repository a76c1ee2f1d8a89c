import random
from itertools import pairwise
from statistics import median

from freezegun import freeze_time

from odoo.tests import tagged

from .common_analysis import NOW, TODAY, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestRfm(AnalysisCommon):
    """Scores by hand, and against a calculation of their own (000-08)."""

    def test_ties_share_the_lower_score(self):
        """000-08: of five customers three bought once, one twice, one four times: F 1, 1, 1, 4, 5;
        amounts 10 to 50 score 1 to 5, and so do the days."""
        expected = {}
        for number, purchases in enumerate((1, 1, 1, 2, 4)):
            partner = self._create_partner(f'{number}')
            amount = (number + 1) * 40_000
            for purchase in range(purchases):
                day = self._day(50 - number * 10 + purchase)
                self._sell(partner, day, amount=amount / purchases)
            expected[partner] = f'{number + 1}{[1, 1, 1, 4, 5][number]}{number + 1}'
        self._refresh()
        self.assertEqual({p: self._figure(p).rfm_code for p in expected}, expected)

    def test_fixed_limits(self):
        """000-08: limits belong to the better score of days and to the higher of the others."""
        self.company.write(
            {
                'pharma_rfm_method': 'limits',
                'pharma_rfm_recency_limits': '10, 20, 30, 40',
                'pharma_rfm_frequency_limits': '2, 3, 4, 5',
                'pharma_rfm_amount_limits': '100, 200, 300, 400',
            }
        )
        for days, amount, code in (
            ([10], 99, '511'),
            ([11], 100, '412'),
            ([60, 40], 100, '223'),
            ([0, 1, 2, 3, 4], 80, '555'),
            ([200], 1000, '115'),
        ):
            partner = self._create_partner(code)
            self._sell_days_ago(partner, *days, amount=amount)
            self._refresh()
            self.assertEqual(self._figure(partner).rfm_code, code)

    def test_without_purchase_in_the_period_no_score(self):
        """000-08: an old customer has no scores and takes nobody's place."""
        old, new = self._create_partner('Old'), self._create_partner('New')
        self._sell_days_ago(old, 380)
        self._sell_days_ago(new, 5)
        self._refresh()
        self.assertFalse(self._figure(old).rfm_code)
        self.assertEqual(self._figure(new).rfm_code, '111')

    def test_agrees_with_an_independent_calculation(self):
        """000-08: scores, class, rhythm and segment of 60 customers with random purchases."""
        dice = random.Random(20260315)  # noqa: S311 - the same customers each time
        bought = {}
        for number in range(60):
            partner = self._create_partner(f'Random {number}')
            days = [dice.randrange(0, 500) for _ in range(dice.choice((1, 1, 2, 3, 5, 9)))]
            bought[partner] = [(d, dice.choice((10, 20, 20, 50, 400)) * 1000) for d in days]
            for days_ago, amount in bought[partner]:
                self._sell(partner, self._day(days_ago), amount=amount)
        self._refresh()
        expected = _judge(bought)
        for partner, row in expected.items():
            figure = self._figure(partner)
            found = (figure.rfm_code, figure.value_class, figure.rhythm_days, figure.segment)
            self.assertEqual(found, row, bought[partner])


def _judge(bought):
    """Return {customer: (rfm code, value class, rhythm, segment)} from the definitions."""
    year = (TODAY - TODAY.replace(year=TODAY.year - 1)).days
    facts = {}
    for partner, rows in bought.items():
        days = sorted({days_ago for days_ago, _amount in rows}, reverse=True)
        gaps = [a - b for a, b in pairwise(days)]
        inside = [(d, amount) for d, amount in rows if d < year]
        facts[partner] = {
            'days': days,
            'rhythm': median(gaps) if len(days) >= 3 else 0,
            'f': len({d for d, _amount in inside}),
            'm': sum(amount for _d, amount in inside),
        }
    buyers = [fact for fact in facts.values() if fact['f']]
    total = sum(fact['m'] for fact in buyers)
    result = {}
    for partner, fact in facts.items():
        code = value_class = False
        if fact['f']:
            worse = (
                sum(other['days'][-1] > fact['days'][-1] for other in buyers),
                sum(other['f'] < fact['f'] for other in buyers),
                sum(other['m'] < fact['m'] for other in buyers),
            )
            code = ''.join(str(1 + 5 * count // len(buyers)) for count in worse)
            better = sum(other['m'] for other in buyers if other['m'] > fact['m'])
            value_class = 'a' if better < 0.8 * total else 'b' if better < 0.95 * total else 'c'
        result[partner] = (code, value_class, fact['rhythm'], _segment(fact, value_class))
    return result


def _segment(fact, value_class):
    days = fact['days']
    usual = max(14, fact['rhythm'] or 90)
    if days[-1] > 3 * usual:
        return 'lost'
    if days[-1] > 1.5 * usual:
        return 'at_risk'
    for number in range(1, len(days)):
        gaps = [a - b for a, b in pairwise(days[:number])]
        before = max(14, median(gaps) if number >= 3 else 90)
        if days[number] < 90 and days[number - 1] - days[number] - 1 > 3 * before:
            return 'won_back'
    if days[0] < 90:
        return 'new'
    if fact['f'] >= 4:
        return 'vip' if value_class == 'a' else 'loyal'
    return 'regular'
