import random
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.tests import tagged

from .common_interval import IntervalCommon

ORDERS = 120
CAP = 45
CENTURY = 36500  # what lies further away is an error of entry


@tagged('post_install', '-at_install')
class TestCareDatesIndependent(IntervalCommon):
    """Care dates of random orders against a calculation of its own, in decimals and by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20261122)  # noqa: S311 - draws test data, guards nothing
        cls.company.care_wholesale_cap_days = CAP
        cls.dozen = cls.env.ref('uom.product_uom_dozen')
        # how many of the smallest unit each holds, known without asking the database
        cls.contents = {cls.unit: 1, cls.dozen: 12, cls.box: 30}
        cls.intervals = ['0', '1', '0.5', '0.3333', '7', '1.0001', '28', '0.0333']
        cls.products = cls.env['product.template'].create(
            [
                {
                    'name': f'Product {number}',
                    'care_interval_days': float(interval),
                    'uom_id': unit.id,
                    'is_storable': True,
                }
                for number, (interval, unit) in enumerate(
                    (interval, unit) for interval in cls.intervals for unit in cls.contents
                )
            ]
        )
        cls.exact = dict(
            zip(cls.products, (i for i in cls.intervals for _unit in cls.contents), strict=True)
        )
        cls.orders = cls.env['sale.order'].create([cls._draw_order() for _ in range(ORDERS)])
        cls.returned = cls._draw_returns()
        cls._confirm_by_sql(cls.orders)

    @classmethod
    def _draw_order(cls):
        # minutes of two days around midnight of either zone, in winter and summer
        start = cls.random.choice([datetime(2026, 1, 31), datetime(2026, 7, 31)])
        moment = start + timedelta(minutes=cls.random.randrange(2880))
        return {
            # a customer of his own for each: what is bought again has tests elsewhere
            'partner_id': cls.random.choice([cls.customer, cls.pharmacy]).copy().id,
            'date_order': moment,
            'order_line': [
                Command.create(
                    {
                        'product_id': cls.random.choice(cls.products).product_variant_id.id,
                        'product_uom_qty': cls.random.choice([1, 2, 3, 10, 0.5, 90]),
                        'product_uom_id': cls.random.choice(list(cls.contents)).id,
                    }
                )
                for _ in range(cls.random.randint(1, 4))
            ],
        }

    @classmethod
    def _draw_returns(cls):
        """Return parts of some lines; give back {line: quantity in the smallest unit}."""
        customers = cls.env.ref('stock.stock_location_customers')
        stock = (
            cls.env['stock.warehouse']
            .search([('company_id', '=', cls.company.id)], limit=1)
            .lot_stock_id
        )
        lines = cls.orders.order_line
        chosen = lines.browse(cls.random.sample(lines.ids, len(lines) // 3))
        result, moves = {}, []
        for line in chosen:
            quantity = cls.random.choice([1, line.product_uom_qty])
            is_refund = cls.random.random() < 0.8
            content = cls.contents[line.product_uom_id]
            if is_refund:
                result[line] = Decimal(str(quantity)) * content
            moves.append(
                {
                    'product_id': line.product_id.id,
                    'product_uom': line.product_uom_id.id,
                    'product_uom_qty': quantity,
                    'location_id': customers.id,
                    'location_dest_id': stock.id,
                    'sale_line_id': line.id,
                    'to_refund': is_refund,
                }
            )
        records = cls.env['stock.move'].create(moves)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE stock_move SET state = 'done', quantity = product_uom_qty WHERE id = ANY(%s)",
            [records.ids],
        )
        return result

    def _calculate(self, order, zone):
        """Return the care date of an order as the requirement words it."""
        day = order.date_order.replace(tzinfo=ZoneInfo('UTC')).astimezone(ZoneInfo(zone)).date()
        dates = []
        for line in order.order_line:
            product = line.product_id.product_tmpl_id
            smallest = Decimal(str(line.product_uom_qty)) * self.contents[line.product_uom_id]
            smallest -= self.returned.get(line, 0)
            quantity = smallest / self.contents[product.uom_id]
            exact = Decimal(self.exact[product]) * quantity
            days = int(exact.quantize(Decimal('0.000001')).to_integral_value(ROUND_CEILING))
            if quantity <= 0 or days <= 0:
                continue
            if order.partner_id.pharma_customer_type == 'level2':
                days = min(days, CAP)
            dates.append(day + timedelta(days=min(days, CENTURY)))
        return min(dates, default=None)

    def _compare(self, zone):
        self.Case._sync_orders(self.orders)
        expected = {order: self._calculate(order, zone) for order in self.orders}
        found = {case.order_id: case.date_due for case in self._get_cases(self.orders)}
        self.assertEqual(found, {order: date for order, date in expected.items() if date})
        self.assertGreater(len(found), ORDERS // 2)

    def test_in_vietnam(self):
        """004-41, 004-42: units, parts, returns, wholesale limit and midnight in Ho Chi Minh."""
        self._compare('Asia/Ho_Chi_Minh')

    def test_west_of_greenwich(self):
        """004-42: the same where the day begins after that of UTC and summer time is kept."""
        self.company.partner_id.country_id = False
        self.company.resource_calendar_id.tz = 'America/New_York'
        self.assertEqual(self.company._pharma_tz(), 'America/New_York')
        self._compare('America/New_York')
