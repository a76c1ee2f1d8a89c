from freezegun import freeze_time

from odoo.tests import tagged

from .common_analysis import NOW, AnalysisCommon

# days since the purchase -> the band: both ends of each
BAND_OF = {
    0: 'd000', 30: 'd000', 31: 'd031', 60: 'd031', 61: 'd061', 90: 'd061', 91: 'd091',
    180: 'd091', 181: 'd181', 365: 'd181', 366: 'd366', 900: 'd366',
}  # fmt: skip


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestAnalysisBands(AnalysisCommon):
    """Customers by how long ago they bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env['pharma.customer.report']
        cls.by_days = {days: cls._create_partner(f'Band {days}') for days in BAND_OF}
        for days, partner in cls.by_days.items():
            cls._sell_days_ago(partner, days)

    def _search(self, *domain):
        self._refresh()
        partners = [partner.id for partner in self.by_days.values()]
        return self.Report.search([('partner_id', 'in', partners), *domain])

    def test_both_ends_of_each_band(self):
        """004-61: 30 days are in the first band, 31 in the second, and so on."""
        bands = {row.recency_days: row.recency_band for row in self._search()}
        self.assertEqual(bands, BAND_OF)

    def test_found_and_counted_by_band(self):
        """000-16, 004-61: bands are filters and groups, in the order of days."""
        found = self._search(('recency_band', '=', 'd031'))
        self.assertEqual(found.partner_id, self.by_days[31] | self.by_days[60])
        found = self._search(('recency_band', 'in', ['d181', 'd366']))
        self.assertEqual(sorted(found.mapped('recency_days')), [181, 365, 366, 900])
        partners = [partner.id for partner in self.by_days.values()]
        groups = self.Report._read_group(
            [('partner_id', 'in', partners)], ['recency_band'], ['__count']
        )
        self.assertEqual(
            groups,
            [
                ('d000', 2), ('d031', 2), ('d061', 2), ('d091', 2), ('d181', 2), ('d366', 2),
            ],
        )  # fmt: skip
