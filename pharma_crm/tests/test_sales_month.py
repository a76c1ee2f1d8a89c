from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common_analysis import NOW, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestSalesMonth(AnalysisCommon):
    """Sales by month and dimension add up to the orders, and lead back to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.motive = cls.env['pharma.purchase.motive'].search([], limit=1)
        cls.lan = cls._create_partner('Lan')
        cls.elder = cls._sell(
            cls.lan,
            date(2026, 2, 3),
            amount=300_000,
            pharma_taken_by='elder',
            pharma_purchase_motive_id=cls.motive.id,
        )
        # midnight of 1 March in Vietnam
        cls.march = cls._sell(cls.lan, datetime(2026, 2, 28, 17), amount=50_000, quantity=5)
        cls.february = cls._sell(cls.lan, datetime(2026, 2, 28, 16, 59), amount=20_000)

    def _refresh_months(self):
        Sales = self.env['pharma.sales.month']
        for month in Sales._get_months(self.company):
            Sales._refresh_month(self.company, month)

    def _rows(self, model, **values):
        domain = [('company_id', '=', self.company.id)]
        domain += [(name, '=', value) for name, value in values.items()]
        return self.env[model].search(domain)

    def test_months_of_the_company_by_dimension(self):
        """000-16, 002-20: motive and taker stand in rows of their own; months begin at midnight of
        the company."""
        self._refresh_months()
        self.assertRecordValues(
            self._rows('pharma.sales.month'),
            [
                {'date': date(2026, 3, 1), 'amount': 50_000, 'taken_by': False},
                {'date': date(2026, 2, 1), 'amount': 300_000, 'taken_by': 'elder'},
                {'date': date(2026, 2, 1), 'amount': 20_000, 'taken_by': False},
            ],
        )
        row = self._rows('pharma.sales.month', taken_by='elder')
        self.assertEqual(row.motive_id, self.motive)
        self.assertEqual(row.therapeutic_group_id, self.group_heart)
        self.assertEqual(row.product_kind, 'medicine')

    def test_an_order_counts_once(self):
        """002-20: an order of two groups counts with its most valuable line, so that sums are
        right; revenue is that of each line."""
        self.elder.order_line.copy(
            {
                'order_id': self.elder.id,
                'product_id': self.sugar.id,
                'price_unit': 900_000,
                'tax_ids': False,
            }
        )
        self._refresh_months()
        rows = self._rows('pharma.sales.month', taken_by='elder')
        by_group = {row.therapeutic_group_id: (row.order_count, row.amount) for row in rows}
        self.assertEqual(
            by_group, {self.group_diabetes: (1, 900_000), self.group_heart: (0, 300_000)}
        )

    def test_drill_down_finds_the_orders(self):
        """000-16: behind each row stand exactly its orders."""
        self._refresh_months()
        Line = self.env['sale.order.line']
        for row, order in (
            (self._rows('pharma.sales.month', taken_by='elder'), self.elder),
            (self._rows('pharma.sales.month', date=date(2026, 3, 1)), self.march),
        ):
            self.assertEqual(Line.search(row.action_view_lines()['domain']), order.order_line)
        row = self._rows('pharma.product.month', date=date(2026, 3, 1))
        action = row.action_view_orders()
        self.assertEqual(self.env['sale.order'].search(action['domain']), self.march)

    def test_products_by_month(self):
        """004-58: quantity in stock units and revenue of a product by month."""
        self._refresh_months()
        self.assertRecordValues(
            self._rows('pharma.product.month', product_id=self.heart.id),
            [
                {'date': date(2026, 3, 1), 'quantity': 5, 'amount': 50_000, 'order_count': 1},
                {'date': date(2026, 2, 1), 'quantity': 2, 'amount': 320_000, 'order_count': 2},
            ],
        )

    def test_repeating_writes_only_changes(self):
        """002-20: rows that are right keep their id, the others are replaced."""
        self._refresh_months()
        before = self._rows('pharma.sales.month')
        self._refresh_months()
        self.assertEqual(self._rows('pharma.sales.month'), before)
        self.february._action_cancel()
        self._refresh_months()
        self.assertEqual(self._rows('pharma.sales.month'), before[:2])
