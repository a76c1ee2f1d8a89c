from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_analysis import NOW, AnalysisCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestAnalysisDrill(AnalysisCommon):
    """Behind each figure stands as much as it says, and who is looked for is found."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner('Lan')
        service = cls.env['product.product'].create({'name': 'Advice', 'type': 'service'})
        cls.order = cls._sell(cls.lan, cls._day(40))
        cls._sell(cls.lan, cls._day(30), product=service)
        cls.returned = cls._order_and_return(cls.heart)
        cls._order_and_return(cls.sugar)

    @classmethod
    def _order_and_return(cls, product):
        """Deliver an order of today and take all of it back."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.lan.id,
                'company_id': cls.company.id,
                'warehouse_id': cls.warehouse.id,
                'user_id': False,
                'team_id': False,
                'order_line': [Command.create({'product_id': product.id, 'price_unit': 1000})],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking.button_validate()
        wizard = cls.env['stock.return.picking'].create({'picking_id': picking.id})
        wizard.product_return_moves.quantity = 1
        back = cls.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        back.move_ids.write({'quantity': 1, 'picked': True})
        back.button_validate()
        return order

    def _search(self, action):
        return self.env[action['res_model']].search(action['domain'])

    def test_orders_behind_a_customer(self):
        """000-16: neither services alone nor what came back as a whole, as in the figure."""
        self._refresh()
        for model in ('customer.report', 'customer.group.report', 'customer.product.report'):
            row = self.env[f'pharma.{model}'].search([('partner_id', '=', self.lan.id)])
            with self.subTest(model=model):
                self.assertEqual(row.order_count, 1)
                self.assertEqual(self._search(row.action_view_orders()), self.order)

    def test_lines_and_orders_behind_a_month(self):
        """002-20: as many lines as a row of dimensions counts, as many orders as one of a product;
        an order of two groups stands in the rows of both."""
        self.sugar.pharma_product_kind = 'functional_food'
        self.order.order_line.copy(
            {'order_id': self.order.id, 'product_id': self.sugar.id, 'price_unit': 900_000}
        )
        Sales = self.env['pharma.sales.month']
        for month in Sales._get_months(self.company):
            Sales._refresh_month(self.company, month)
        rows = Sales.search([('company_id', '=', self.company.id)])
        self.assertEqual(len(rows), 3)
        for row in rows:
            lines = self._search(row.action_view_lines())
            self.assertEqual(len(lines), row.line_count)
            self.assertEqual(sum(lines.mapped('price_subtotal')), row.amount)
            self.assertEqual(lines.product_id.therapeutic_group_id, row.therapeutic_group_id)
        for row in self.env['pharma.product.month'].search([('company_id', '=', self.company.id)]):
            self.assertEqual(len(self._search(row.action_view_orders())), row.order_count)

    def test_who_bought_what_is_called_so(self):
        """000-16, 004-60: what is typed without choosing from the list finds customers, too."""
        self._refresh()
        Report = self.env['pharma.customer.report'].with_user(self.pharma_manager)
        self.assertEqual(
            Report.search([('bought_product_id', 'ilike', 'amlod')]).partner_id, self.lan
        )
        self.assertFalse(Report.search([('bought_product_id', 'ilike', "x' OR '1' = '1")]))
        name = self.group_heart.name[:6]
        self.assertIn(self.lan, Report.search([('bought_group_id', 'ilike', name)]).partner_id)

    def test_medicines_that_are_sold_no_more(self):
        """000-16, 004-60: figures and lists keep an archived medicine, by name, too."""
        self._refresh()
        before = self._figure(self.lan).amount_total
        self.heart.active = False
        self.heart.product_tmpl_id.active = False
        self.group_heart.active = False
        self._refresh()
        self.assertEqual(self._figure(self.lan).amount_total, before)
        Report = self.env['pharma.customer.report'].with_user(self.pharma_manager)
        for domain in (
            [('bought_product_id', 'ilike', 'amlod')],
            [('bought_product_id', '=', self.heart.id)],
            [('bought_group_id', 'ilike', self.group_heart.name[:6])],
        ):
            with self.subTest(domain=domain):
                self.assertIn(self.lan, Report.search(domain).partner_id)
        rows = self.env['pharma.customer.product.report'].with_user(self.pharma_manager)
        rows = rows.search([('partner_id', '=', self.lan.id)])
        self.assertIn(self.heart, rows.product_id)

    def test_archived_customers_are_a_filter(self):
        """004-61: archived customers stand apart, and can be opened."""
        self._refresh()
        self.lan.active = False
        self.env.flush_all()
        Report = self.env['pharma.customer.report']
        domain = [('company_id', '=', self.company.id)]
        self.assertFalse(Report.search(domain))
        row = Report.search([*domain, ('active', '=', False)])
        action = row.action_view_customers()
        Partner = self.env['res.partner'].with_context(**action['context'])
        self.assertEqual(Partner.search(action['domain']), self.lan)

    def test_activities_are_for_employees(self):
        """000-18, 000-36: not for the portal, nor for who has left or works elsewhere."""
        portal = new_test_user(self.env, 'figures_portal', groups='base.group_portal')
        left = new_test_user(
            self.env,
            'figures_left',
            groups='pharma_crm.group_pharma_user',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        left.active = False
        Wizard = self.env['pharma.customer.activity'].with_user(self.pharma_manager)
        for user in (portal, left, self.users_by_login['other_user']):
            wizard = Wizard.create(
                {
                    'partner_ids': [Command.set(self.lan.ids)],
                    'summary': 'Ask',
                    'user_ids': [Command.set(user.ids)],
                }
            )
            with self.subTest(user=user.login), self.assertRaises(UserError):
                wizard.action_apply()
        self.assertFalse(self.lan.activity_ids)

    def test_lots_expire_on_the_day_of_the_company(self):
        """004-58: midnight of 1 May in Vietnam is 30 April in UTC."""
        self.heart.write({'tracking': 'lot', 'use_expiration_date': True})
        lot = self.env['stock.lot'].create(
            {
                'name': 'L1',
                'product_id': self.heart.id,
                'expiration_date': '2026-04-30 17:00:00',
            }
        )
        self.env['stock.quant']._update_available_quantity(
            self.heart, self.warehouse.lot_stock_id, 20, lot_id=lot
        )
        self.env.flush_all()
        row = self.env['pharma.product.report'].search(
            [('company_id', '=', self.company.id), ('product_id', '=', self.heart.id)]
        )
        self.assertEqual(row.date_expiry, date(2026, 5, 1))
