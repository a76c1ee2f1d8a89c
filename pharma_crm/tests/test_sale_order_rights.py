from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_medicine import MedicineCommon

VIEWS = ('sale.view_order_form', 'sale.view_order_tree', 'sale.view_sale_order_kanban')


@tagged('post_install', '-at_install')
class TestSaleOrderRights(MedicineCommon):
    """Who reads which orders.

    ============  ====  =====  ========  ==========  =============
    order of      own   team   colleague  no person  other company
    ============  ====  =====  ========  ==========  =============
    pharma user   yes   yes    no         yes        no
    pharmacist    yes   yes    yes        yes        no
    manager       yes   yes    yes        yes        no
    employee      no    no     no         no         no
    ============  ====  =====  ========  ==========  =============
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env['crm.team'].create(
            {'name': 'Branch 1', 'member_ids': [Command.link(cls.user_pharma.id)]}
        )
        cls.other_company = cls.env['res.company'].create({'name': 'Pharma Two'})
        cls.own = cls._create_order(user_id=cls.user_pharma.id)
        cls.of_team = cls._create_order(user_id=cls.user_colleague.id, team_id=cls.team.id)
        cls.of_colleague = cls._create_order(user_id=cls.user_colleague.id)
        cls.of_nobody = cls._create_order()
        cls.elsewhere = cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.other_company.id,
                'user_id': False,
                'team_id': False,
            }
        )
        cls.orders = cls.own | cls.of_team | cls.of_colleague | cls.of_nobody | cls.elsewhere

    def _readable(self, user, model='sale.order', field='id'):
        return (
            self.env[model]
            .with_user(user)
            .search([(field, 'in', self.orders.ids)])
            .with_env(self.env)
        )

    def test_user_reads_own_and_team_orders(self):
        """000-36: own orders, those of nobody and of own teams, and their lines, no others."""
        expected = self.own | self.of_team | self.of_nobody
        self.assertEqual(self._readable(self.user_pharma), expected.sorted())
        lines = self._readable(self.user_pharma, 'sale.order.line', 'order_id')
        self.assertEqual(lines.order_id.sorted(), expected.sorted())
        for order in self.of_colleague | self.elsewhere:
            with self.assertRaises(AccessError):
                order.with_user(self.user_pharma).read(['name'])
        with self.assertRaises(AccessError):
            self.of_colleague.order_line.with_user(self.user_pharma).read(['name'])

    def test_leaving_a_team_takes_effect_at_once(self):
        """000-36: nothing of a team stays readable for a former member."""
        self.assertIn(self.of_team, self._readable(self.user_pharma))
        self.team.member_ids = [Command.unlink(self.user_pharma.id)]
        self.assertNotIn(self.of_team, self._readable(self.user_pharma))

    def test_manager_and_pharmacist_read_their_companies(self):
        """000-36: both read every order of the allowed companies."""
        expected = (self.orders - self.elsewhere).sorted()
        for user in (self.user_manager, self.user_pharmacist):
            with self.subTest(user=user.login):
                self.assertEqual(self._readable(user), expected)
        self.user_manager.company_ids |= self.other_company
        manager = self.user_manager.with_user(self.user_manager).with_context(
            allowed_company_ids=self.user_manager.company_ids.ids
        )
        found = manager.env['sale.order'].search([('id', 'in', self.orders.ids)])
        self.assertEqual(len(found), 5)

    def test_reading_never_means_writing(self):
        """000-36: the pharma groups alone neither change nor create nor delete an order."""
        for user in (self.user_pharma, self.user_manager, self.user_pharmacist):
            order = self.own.with_user(user)
            with self.subTest(user=user.login):
                for forbidden in (
                    lambda order=order: order.write({'pharma_taken_by': 'self'}),
                    lambda order=order: order.order_line.write({'product_uom_qty': 1}),
                    lambda order=order: order.unlink(),
                    lambda order=order: order.copy(),
                    lambda order=order: order.action_confirm(),
                ):
                    with self.assertRaises(AccessError):
                        forbidden()

    def test_others_read_no_orders(self):
        """000-36: employees without a pharma group, administrators alone and portals do not."""
        for user in (self.user_base, self.user_system):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.own.with_user(user).read(['name'])
        self.assertFalse(self._readable(self.user_portal))

    def test_rules_unite_with_those_of_sales(self):
        """000-36: a salesperson reads the team's orders as well, but writes own ones only."""
        self.team.member_ids = [Command.link(self.user_sales.id)]
        own = self._create_order(user_id=self.user_sales.id)
        own.with_user(self.user_sales).pharma_taken_by = 'child'
        self.assertEqual(own.pharma_taken_by, 'child')
        team_order = self.of_team.with_user(self.user_sales)
        self.assertEqual(team_order.name, self.of_team.name)
        with self.assertRaises(AccessError):
            team_order.pharma_taken_by = 'child'
        with self.assertRaises(AccessError):
            self.of_colleague.with_user(self.user_sales).read(['name'])

    def test_order_views_open_without_sales_rights(self):
        """000-36: every field of core's order views is readable with a pharma group alone."""
        self.own.action_confirm()
        views = [(self.env.ref(v).id, self.env.ref(v).type) for v in VIEWS]
        curious = new_test_user(
            self.env,
            'ph_curious',
            groups='pharma_crm.group_pharma_user,base.group_no_one,uom.group_uom,'
            'sale.group_discount_per_so_line,stock.group_stock_multi_warehouses,'
            'stock.group_production_lot,product.group_product_pricelist,base.group_multi_company',
        )
        self.own.team_id = self.team
        self.team.member_ids = [Command.link(curious.id)]
        for user in (self.user_pharma, self.user_manager, self.user_pharmacist, curious):
            self.assertViewsReadable(self.own, user, views)

    def test_readers_see_no_buttons_they_cannot_use(self):
        """000-36: buttons of the header are gone for readers and stay for salespeople."""
        view = (self.env.ref('sale.view_order_form').id, 'form')
        for user, expected in ((self.user_pharma, False), (self.user_sales, True)):
            with self.subTest(user=user.login):
                arch = self.own.with_user(user).get_views([view])['views']['form']['arch']
                self.assertEqual('name="action_confirm"' in arch, expected)
                self.assertEqual('name="invoice_count"' in arch, expected)
