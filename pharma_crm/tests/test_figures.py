from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_analysis import NOW, TODAY, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestFigures(AnalysisCommon):
    """What is counted, added up and dated."""

    def test_figures_of_a_customer_by_hand(self):
        """000-08, 004-61: days, amounts and rhythm of six orders, two of them on one day, two older
        than the period."""
        lan = self._create_partner()
        self._sell_days_ago(lan, 500, 400, amount=1_000_000)
        self._sell_days_ago(lan, 100, 70, 30, 30, amount=50_000)
        self._refresh()
        # gaps: 100, 300, 30, 40 -> median of 30, 40, 100, 300 is 70
        self.assertRecordValues(
            self._figure(lan),
            [
                {
                    'date_first': self._day(500),
                    'date_last': self._day(30),
                    'order_count': 6,
                    'purchase_count': 5,
                    'amount_total': 2_200_000,
                    'period_purchase_count': 3,
                    'period_amount': 200_000,
                    'rhythm_days': 70,
                    'date_expected': date(2026, 4, 24),
                }
            ],
        )

    def test_rhythm_needs_enough_purchases(self):
        """002-21: two purchases make no rhythm, three do; half days are rounded up."""
        two, three, four = (self._create_partner(name) for name in ('Two', 'Three', 'Four'))
        self._sell_days_ago(two, 50, 10)
        self._sell_days_ago(three, 51, 20, 10)  # gaps 31, 10: median 20.5
        self._sell_days_ago(four, 60, 50, 20, 10)  # gaps 10, 30, 10: median 10
        self._refresh()
        self.assertFalse(self._figure(two).rhythm_days)
        self.assertFalse(self._figure(two).date_expected)
        self.assertEqual(self._figure(three).rhythm_days, 20.5)
        self.assertEqual(self._figure(three).date_expected, date(2026, 3, 26))
        self.assertEqual(self._figure(four).rhythm_days, 10)

    def test_day_begins_at_midnight_of_the_company(self):
        """000-08: 17:00 UTC is midnight in Vietnam; a second before is the day before."""
        lan = self._create_partner()
        self._sell(lan, datetime(2026, 3, 9, 16, 59, 59))
        self._sell(lan, datetime(2026, 3, 9, 17, 0, 0))
        self._refresh()
        figure = self._figure(lan)
        self.assertEqual(
            (figure.date_first, figure.date_last), (date(2026, 3, 9), date(2026, 3, 10))
        )
        self.assertEqual(figure.purchase_count, 2)

    def test_period_ends_on_the_day_a_year_ago(self):
        """000-08: an order of the same day last year is outside, of the day after inside."""
        lan = self._create_partner()
        self._sell(lan, date(2025, 3, 15))
        self._sell(lan, date(2025, 3, 16), amount=70_000)
        self._refresh()
        self.assertEqual(self._figure(lan).period_purchase_count, 1)
        self.assertEqual(self._figure(lan).period_amount, 70_000)

    def test_cancelled_orders_and_quotations_do_not_count(self):
        """000-08: a customer whose only order is cancelled loses the figures."""
        lan = self._create_partner()
        order = self._sell(lan, self._day(5))
        self.env['sale.order'].create({'partner_id': lan.id, 'company_id': self.company.id})
        self._refresh()
        self.assertEqual(self._figure(lan).order_count, 1)
        order._action_cancel()
        self._refresh()
        self.assertFalse(self._figure(lan))
        self.assertFalse(self._group_figure(lan, self.group_heart))

    def test_foreign_currency_counts_at_the_rate_of_the_order(self):
        """000-08: 10 dollars at 25,000 dong are 250,000 dong, whatever the rate is today."""
        lan = self._create_partner()
        dollar = self.env.ref('base.USD')
        dollar.active = True
        pricelist = self.env['product.pricelist'].create(
            {'name': 'Dollar', 'currency_id': dollar.id, 'company_id': self.company.id}
        )
        order = self._sell(lan, self._day(5), amount=10, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, dollar)
        order.currency_rate = 1 / 25_000
        self._refresh()
        self.assertEqual(self._figure(lan).amount_total, 250_000)

    def test_pack_counts_in_stock_units(self):
        """000-10: two dozens are 24 tablets in the figures of the group."""
        lan = self._create_partner()
        order = self._sell(lan, self._day(5), quantity=2)
        order.order_line.product_uom_id = self.env.ref('uom.product_uom_dozen')
        self._refresh()
        self.assertEqual(self._group_figure(lan, self.group_heart).quantity, 24)

    def test_returned_goods_are_subtracted(self):
        """000-08: of ten pieces for 100,000 four come back: 60,000; all ten: no purchase."""
        lan = self._create_partner()
        order = self.env['sale.order'].create(
            {
                'partner_id': lan.id,
                'company_id': self.company.id,
                'warehouse_id': self.warehouse.id,
                'order_line': [
                    Command.create(
                        {
                            'product_id': self.heart.id,
                            'product_uom_qty': 10,
                            'price_unit': 10_000,
                            'tax_ids': False,
                        }
                    )
                ],
            }
        )
        self.env['stock.quant']._update_available_quantity(
            self.heart, self.warehouse.lot_stock_id, 10
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write({'quantity': 10, 'picked': True})
        picking.button_validate()
        for returned, kept, amount in ((4, 6, 60_000), (6, 0, 0)):
            wizard = (
                self.env['stock.return.picking']
                .with_context(active_ids=picking.ids, active_id=picking.id)
                .create({'picking_id': picking.id})
            )
            wizard.product_return_moves.quantity = returned
            back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
            back.move_ids.write({'quantity': returned, 'picked': True, 'to_refund': True})
            back.button_validate()
            self.assertEqual(order.order_line.qty_delivered, kept)
            self._refresh()
            figure = self._figure(lan)
            self.assertEqual(figure.amount_total, amount)
            self.assertEqual(figure.order_count, 1 if kept else 0)
            self.assertEqual(self._group_figure(lan, self.group_heart).quantity, kept)

    def test_services_alone_are_no_purchase(self):
        """000-08: a fee without goods adds to the amount only, and makes nobody a customer."""
        lan, minh = self._create_partner('Lan'), self._create_partner('Minh')
        fee = self.env['product.product'].create({'name': 'Injection', 'type': 'service'})
        self._sell(lan, self._day(9))
        self._sell(lan, self._day(5), product=fee, amount=20_000)
        self._sell(minh, self._day(5), product=fee, amount=20_000)
        self._refresh()
        self.assertEqual(self._figure(lan).amount_total, 120_000)
        self.assertEqual(self._figure(lan).date_last, self._day(9))
        self.assertFalse(self._figure(minh))

    def test_companies_are_apart(self):
        """000-08: the same customer has figures of each company, from its orders alone."""
        lan = self._create_partner()
        self._sell(lan, self._day(5))
        branch = self.env['stock.warehouse'].search(
            [('company_id', '=', self.other_company.id)], limit=1
        )
        self._sell(
            lan,
            self._day(7),
            amount=30_000,
            company_id=self.other_company.id,
            warehouse_id=branch.id,
        )
        self._refresh()
        self._refresh(self.other_company)
        self.assertEqual(self._figure(lan).amount_total, 100_000)
        self.assertEqual(self._figure(lan, self.other_company).amount_total, 30_000)

    def test_last_purchase_gives_branch_channel_motive_and_taker(self):
        """000-16: dimensions are those of the latest purchase; the main group is that of the most
        money in the period."""
        lan = self._create_partner()
        motive = self.env['pharma.purchase.motive'].search([], limit=1)
        channel = self.env['pharma.sales.channel'].search([], limit=1)
        self._sell(lan, self._day(400), amount=9_000_000)
        self._sell(lan, self._day(9), product=self.sugar, amount=80_000)
        last = self._sell(
            lan,
            self._day(2),
            amount=50_000,
            pharma_purchase_motive_id=motive.id,
            pharma_channel_id=channel.id,
            pharma_taken_by='child',
        )
        self._refresh()
        self.assertRecordValues(
            self._figure(lan),
            [
                {
                    'last_order_id': last.id,
                    'warehouse_id': self.warehouse.id,
                    'channel_id': channel.id,
                    'motive_id': motive.id,
                    'taken_by': 'child',
                    'therapeutic_group_id': self.group_diabetes.id,
                }
            ],
        )

    def test_groups_have_their_own_rhythm(self):
        """000-09, 000-13: who goes on buying, but no longer the heart medicine, is lost there."""
        lan = self._create_partner()
        self._sell_days_ago(lan, 260, 230, 200)
        self._sell_days_ago(lan, 70, 40, 10, product=self.sugar)
        self._sell_days_ago(lan, 5, product=self.plaster)
        self._refresh()
        heart, sugar = (
            self._group_figure(lan, group) for group in (self.group_heart, self.group_diabetes)
        )
        self.assertRecordValues(
            heart | sugar,
            [
                {'rhythm_days': 30, 'date_last': self._day(200), 'segment': 'lost'},
                {'rhythm_days': 30, 'date_last': self._day(10), 'segment': 'new'},
            ],
        )
        self.assertNotEqual(self._figure(lan).segment, 'lost')

    def test_repeating_changes_nothing(self):
        """002-21: rows that are right are not written again."""
        lan = self._create_partner()
        self._sell_days_ago(lan, 90, 60, 30)
        self._refresh()
        tables = ('pharma_customer_figure', 'pharma_customer_group_figure')

        def versions():
            rows = []
            for table in tables:
                rows += self.env.execute_query(
                    SQL(
                        "SELECT id, ctid::text FROM %s WHERE partner_id = %s",
                        SQL.identifier(table),
                        lan.id,
                    )
                )
            return rows

        before = versions()
        self.assertTrue(before)
        self._refresh()
        self.assertEqual(versions(), before)

    def test_deleted_customers_leave_no_figures(self):
        """002-21: figures go with the contact."""
        lan = self._create_partner()
        order = self._sell(lan, self._day(5))
        self._refresh()
        figure = self._figure(lan)
        order._action_cancel()
        order.unlink()
        lan.unlink()
        self.assertFalse(figure.exists())

    def test_figures_follow_merged_customers(self):
        """002-21: the kept customer has the purchases of both at once."""
        lan, double = self._create_partner('Lan'), self._create_partner('Lan N.')
        third = self._create_partner('N. T. Lan')
        self._sell(lan, self._day(60))
        self._sell(double, self._day(30))
        self._sell(third, self._day(10))
        self._refresh()
        self.env['pharma.customer.history']._fill(self.company)
        self.env['base.partner.merge.automatic.wizard'].create({})._merge(
            (lan | double | third).ids, lan
        )
        self.assertRecordValues(
            self._figure(lan),
            [{'order_count': 3, 'date_first': self._day(60), 'date_last': self._day(10)}],
        )
        self.assertEqual(self._group_figure(lan, self.group_heart).purchase_count, 3)
        history = self.env['pharma.customer.history'].search([('partner_id', '=', lan.id)])
        self.assertEqual(len(history), 1)
        self.assertEqual(TODAY, self.company._pharma_today())
