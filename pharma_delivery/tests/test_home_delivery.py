from odoo.tests import Form, new_test_user, tagged

from .common import DeliveryCase


@tagged('post_install', '-at_install')
class TestHomeDelivery(DeliveryCase):
    """Home delivery is a service above all for loyal customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_customer = cls.env['res.partner'].create({'name': "Trần Văn Mới"})
        cls.vip = cls.env['res.partner'].create({'name': "Lê Thị Thanh Hà"})
        for partner, segment in (
            (cls.customer, 'loyal'),
            (cls.vip, 'vip'),
            (cls.new_customer, 'new'),
        ):
            cls.env['pharma.customer.figure'].create(
                {
                    'company_id': cls.env.company.id,
                    'partner_id': partner.id,
                    'date_first': '2026-01-05',
                    'date_last': '2026-09-05',
                    'segment': segment,
                }
            )
        cls.seller = new_test_user(cls.env, 'mai', groups='sales_team.group_sale_salesman')

    def _create_orders(self):
        partners = self.customer + self.vip + self.new_customer
        orders = self.env['sale.order'].with_user(self.seller)
        return orders.create([{'partner_id': partner.id} for partner in partners])

    def test_loyal_customers_are_offered_delivery(self):
        """000-15: ticked for loyal and VIP customers, by default; the salesman may change it."""
        orders = self._create_orders()
        self.assertEqual(orders.mapped('pharma_delivery_wanted'), [True, True, False])
        orders[0].pharma_delivery_wanted = False
        orders[2].pharma_delivery_wanted = True
        for order in orders:
            order.order_line = [(0, 0, {'product_id': self.medicine.id})]
        self.assertEqual(orders.mapped('pharma_delivery_wanted'), [False, True, True])

    def test_the_company_decides(self):
        """000-15: to all, or to nobody without being asked."""
        self.env.company.pharma_home_delivery = 'all'
        self.assertEqual(self._create_orders().mapped('pharma_delivery_wanted'), [True] * 3)
        self.env.company.pharma_home_delivery = 'ask'
        self.assertEqual(self._create_orders().mapped('pharma_delivery_wanted'), [False] * 3)

    def test_what_was_agreed_holds(self):
        """000-15, 000-25: a new customer proposes anew; a confirmed order stays as it is."""
        with Form(self.env['sale.order'].with_user(self.seller)) as form:
            self.assertFalse(form.pharma_delivery_wanted)
            form.partner_id = self.new_customer
            self.assertFalse(form.pharma_delivery_wanted)
            form.partner_id = self.vip
            self.assertTrue(form.pharma_delivery_wanted)
            form.pharma_delivery_wanted = False
            with form.order_line.new() as line:
                line.product_id = self.medicine
        order = form.save()
        order.action_confirm()
        order.partner_id = self.customer
        self.assertFalse(order.pharma_delivery_wanted)

    def test_figures_of_another_company_do_not_count(self):
        """000-15: who buys often elsewhere is new here."""
        company = self.env['res.company'].create({'name': "Dược khác"})
        self.env['pharma.customer.figure'].search(
            [('partner_id', '=', self.vip.id)]
        ).company_id = company
        self.assertEqual(
            self._create_orders().mapped('pharma_delivery_wanted'), [True, False, False]
        )

    def test_many_orders_ask_once(self):
        """000-15: the proposal costs one query for all orders together."""
        orders = self._create_orders()
        self.env.flush_all()
        self.env.invalidate_all()
        orders.mapped('state'), orders.company_id.sudo().mapped('pharma_home_delivery')
        with self.assertQueryCount(1):
            orders._get_loyal_customers()
