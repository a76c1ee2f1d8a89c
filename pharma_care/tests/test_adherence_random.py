import random
from datetime import date, timedelta

from odoo.tests import tagged

from .common_adherence import AdherenceCommon

END = date(2026, 3, 2)


def count_days(purchases, window):
    """Count covered days one by one, as a person with a calendar does.

    :param list purchases: (day, medicine, days of supply), of one group
    :param int window: days up to and including END
    :return: dict of figures, None without a purchase in the window
    """
    begin = END - timedelta(days=window - 1)
    seen = sorted(
        [purchase for purchase in purchases if begin <= purchase[0] <= END],
        key=lambda purchase: purchase[0],
    )
    if not seen:
        return None
    covered, free_from = set(), {}
    for day, medicine, days in seen:
        start = max(day, free_from.get(medicine, day))
        for number in range(days):
            covered.add(start + timedelta(days=number))
        free_from[medicine] = start + timedelta(days=days)
    calendar = [seen[0][0] + timedelta(days=n) for n in range((END - seen[0][0]).days + 1)]
    gaps, run = [0], 0
    for day in calendar:
        run = 0 if day in covered else run + 1
        gaps.append(run)
    return {
        'date_index': seen[0][0],
        'date_last': seen[-1][0],
        'fill_count': len(seen),
        'days_observed': len(calendar),
        'days_covered': len(covered & set(calendar)),
        'days_supplied': sum(days for _day, _medicine, days in seen),
        'gap_days': len(set(calendar) - covered),
        'longest_gap': max(gaps),
        'current_gap': run,
    }


@tagged('post_install', '-at_install')
class TestAdherenceRandom(AdherenceCommon):
    """The figures against an independent count, day by day."""

    def test_random_histories(self):
        """000-13: 200 customers with up to twelve purchases of three medicines in 500 days."""
        draw = random.Random(20260302)  # noqa: S311 - the same on every run
        insulin = self._create_product('Insulin', 1, self.group_chronic)
        medicines = [self.metformin, self.gliclazide, insulin]
        histories = [
            [
                (
                    END - timedelta(days=draw.randrange(-20, 500)),
                    draw.choice(medicines),
                    draw.choice([1, 7, 28, 30, 60, 90, 180]),
                )
                for _number in range(draw.randrange(1, 13))
            ]
            for _customer in range(200)
        ]
        partners = self._add_histories(histories)
        self.Adherence._update(self.company, partners[0].id, partners[-1].id)
        rows = self.Adherence.search([('partner_id', 'in', partners.ids)])
        found = {(row.partner_id, row.window): row for row in rows}
        measured = 0
        for partner, purchases in zip(partners, histories, strict=True):
            for window in (180, 365):
                expected = count_days(purchases, window)
                row = found.pop((partner, str(window)), None)
                if not expected:
                    self.assertIsNone(row)
                    continue
                with self.subTest(partner=partner.name, window=window):
                    self.assertRecordValues(row, [expected])
                    share = expected['days_covered'] / expected['days_observed']
                    self.assertAlmostEqual(row.pdc, 100 * share, delta=0.00501)
                    is_short = expected['days_observed'] < 92
                    if is_short or expected['date_index'] == expected['date_last']:
                        self.assertEqual(row.status, 'too_short')
                    else:
                        measured += 1
                        self.assertEqual(row.status == 'adherent', share >= 0.8)
        self.assertFalse(found)
        self.assertGreater(measured, 100)
