from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common_analysis import NOW, AnalysisCommon

MODELS = {
    'pharma.customer.report': ['segment', 'region_id', 'date_last:month'],
    'pharma.customer.group.report': ['therapeutic_group_id', 'segment', 'date_last:quarter'],
    'pharma.customer.product.report': ['product_id', 'partner_id'],
    'pharma.sales.month': ['therapeutic_group_id', 'date:year'],
}
MEASURES = {
    'pharma.customer.report': ['__count', 'period_amount:sum', 'order_count:sum', 'm_score:max'],
    'pharma.customer.group.report': ['__count', 'amount_total:sum', 'purchase_count:sum'],
    'pharma.customer.product.report': ['__count', 'amount:sum'],
    'pharma.sales.month': ['__count', 'amount:sum', 'order_count:sum'],
}


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestAnalysisCondensed(AnalysisCommon):
    """Pivots say the same, whether rows are condensed first or not (000-08, 000-16)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env['res.partner'].create(
            [{'name': f'Customer {number}'} for number in range(6)]
        )
        for number, partner in enumerate(cls.customers):
            cls._sell(partner, cls._day(10 + 40 * number), 100_000 * (number + 1))
            cls._sell(partner, cls._day(20), 50_000, product=cls.sugar, quantity=2)
        cls._sell(cls.customers[0], cls._day(300), 70_000, product=cls.plaster)
        job = cls.env['pharma.analysis.job'].create({'company_id': cls.company.id, 'is_full': True})
        while job.state != 'done':
            job._run_step()
        cls.env.flush_all()

    def _read(self, model, sets, aggregates, **kwargs):
        self.env.invalidate_all()
        return self.env[model].formatted_read_grouping_sets(
            [('company_id', '=', self.company.id)], sets, aggregates, **kwargs
        )

    def _read_plain(self, model, *args, **kwargs):
        with patch.object(self.registry[model], '_get_condensed', return_value=None):
            return self._read(model, *args, **kwargs)

    def test_the_same_figures(self):
        """000-16: cells, sums of rows and columns and the total, with integers as integers."""
        for model, specs in MODELS.items():
            wanted = [name for name in MEASURES[model] if self._has(model, name)]
            self.assertGreater(len(wanted), 1, model)
            sets = [[], specs[:1], specs, specs[1:]]
            with self.subTest(model=model):
                result = self._read(model, sets, wanted)
                self.assertEqual(result, self._read_plain(model, sets, wanted))
                self.assertGreater(len(result[2]), 1)
                for row in result[2]:
                    self.assertIs(type(row['__count']), int)

    def _has(self, model, aggregate):
        return aggregate == '__count' or aggregate.split(':')[0] in self.env[model]._fields

    def test_in_the_order_that_was_asked_for(self):
        """000-16: a pivot sorted by a measure or by a group."""
        for order in ('__count desc, segment', 'period_amount:sum desc', 'segment desc'):
            with self.subTest(order=order):
                args = (
                    'pharma.customer.report',
                    [[], ['segment']],
                    ['__count', 'period_amount:sum'],
                )
                result = self._read(*args, order=order)
                self.assertEqual(result, self._read_plain(*args, order=order))

    def test_what_cannot_be_made_of_parts(self):
        """000-16: averages and numbers of different customers are worked out from all rows."""
        Report = self.env['pharma.customer.report']
        for aggregate in ('recency_days:avg', 'partner_id:count_distinct', 'order_count:array_agg'):
            sets = [[], ['segment']]
            self.assertIsNone(Report._get_condensed([], sets, [aggregate], None), aggregate)
        self.assertIsNone(Report._get_condensed([], [['segment']], ['__count'], None))
        sets = [[], ['order_count']]
        self.assertIsNone(Report._get_condensed([], sets, ['order_count:sum'], None))

    def test_by_fields_of_other_records(self):
        """000-16: a unit or a currency, looked up by the medicine or the company, as a group."""
        for model, name in (
            ('pharma.customer.product.report', 'uom_id'),
            ('pharma.customer.lot.report', 'uom_id'),
            ('pharma.customer.report', 'currency_id'),
        ):
            with self.subTest(model=model):
                args = (model, [[], [name], [name, 'partner_id']], ['__count'])
                self.assertEqual(self._read(*args), self._read_plain(*args))

    def test_rights_are_asked(self):
        """000-36: an employee counts own customers only, and no context opens others."""
        user = self.pharma_user
        self.customers[0].user_id = user
        self.customers[1:].user_id = self.env.ref('base.user_admin')
        self.env.flush_all()
        Report = self.env['pharma.customer.report'].with_user(user)
        for sent in ({}, {'pharma_condensed': "SELECT 1"}):
            records = Report.with_context(**sent)
            result = records.formatted_read_grouping_sets(
                [('company_id', '=', self.company.id)], [[], ['segment']], ['__count']
            )
            self.assertEqual(result[0][0]['__count'], records.search_count([]))
        self.assertLess(records.search_count([]), 6)
