from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common_analysis import NOW, TODAY, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestAnalysisStock(AnalysisCommon):
    """Lots at customers and in stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner(phone='0912 345 678')

    def test_lot_leads_to_the_customers_who_have_it(self):
        """004-60: of a delivered lot four of ten pieces came back; the customer has six."""
        self.heart.tracking = 'lot'
        lot = self.env['stock.lot'].create({'name': 'L1', 'product_id': self.heart.id})
        self.env['stock.quant']._update_available_quantity(
            self.heart, self.warehouse.lot_stock_id, 10, lot_id=lot
        )
        order = self.env['sale.order'].create(
            {
                'partner_id': self.lan.id,
                'company_id': self.company.id,
                'warehouse_id': self.warehouse.id,
                'order_line': [
                    Command.create({'product_id': self.heart.id, 'product_uom_qty': 10})
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking.button_validate()
        wizard = self.env['stock.return.picking'].create({'picking_id': picking.id})
        wizard.product_return_moves.quantity = 4
        back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        back.move_ids.move_line_ids.write({'quantity': 4, 'lot_id': lot.id, 'picked': True})
        back.button_validate()
        self.env.flush_all()
        action = lot.action_pharma_view_customers()
        rows = self.env['pharma.customer.lot.report'].search(action['domain'])
        self.assertRecordValues(
            rows,
            [
                {
                    'partner_id': self.lan.id,
                    'lot_id': lot.id,
                    'quantity': 6,
                    'quantity_returned': 4,
                    'phone': '0912 345 678',
                }
            ],
        )

    def test_slow_sellers_before_they_expire(self):
        """004-58: 90 sold in three months are 30 a month; of 20 that expire in one month and 60
        more in two nothing is left but 80 - 60 = 20."""
        soon = datetime.combine(TODAY, datetime.min.time())
        self.heart.write({'tracking': 'lot', 'use_expiration_date': True})
        for number, days in enumerate((30.4, 60.8)):
            lot = self.env['stock.lot'].create(
                {
                    'name': f'L{number}',
                    'product_id': self.heart.id,
                    'expiration_date': soon + timedelta(days=round(days), hours=5),
                }
            )
            self.env['stock.quant']._update_available_quantity(
                self.heart, self.warehouse.lot_stock_id, 20 + 40 * number, lot_id=lot
            )
        for month in (12, 1, 2):
            year = 2025 if month == 12 else 2026
            self._sell(self.lan, date(year, month, 5), quantity=30, amount=300_000)
        Sales = self.env['pharma.sales.month']
        for month in Sales._get_months(self.company):
            Sales._refresh_month(self.company, month)
        self.env.flush_all()
        row = self.env['pharma.product.report'].search(
            [('company_id', '=', self.company.id), ('product_id', '=', self.heart.id)]
        )
        self.assertEqual(row.quantity_quarter, 90)
        self.assertEqual(row.stock, 80)
        self.assertEqual(row.date_expiry, date(2026, 4, 14))
        self.assertEqual(row.stock_expiring, 80)
        self.assertAlmostEqual(row.stock_unsold, 80 - 90 / 3 * 61 / 30.4, places=3)
        self.assertTrue(row.is_slow)
        self.company.pharma_expiry_warning_days = 20
        self.env.invalidate_all()
        self.assertFalse(row.is_slow)
