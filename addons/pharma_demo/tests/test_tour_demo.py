from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessDenied
from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_demo.generators.stock import demo_branches, demo_records

LOGINS = (
    'manager',
    'care',
    'supervisor',
    'agent',
    'pharmacist',
    'warehouse',
    'courier',
    'partner',
)


@tagged('post_install', '-at_install')
class TestTourDemo(TransactionCase):
    """The demo chain is believable; it runs where the browser journeys do, on a full database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = demo_records(cls.env, 'res.partner')
        cls.products = demo_records(cls.env, 'product.template')
        cls.orders = demo_records(cls.env, 'sale.order')
        cls.sold = cls.orders.filtered(lambda order: order.state == 'sale')

    def test_sizes(self):
        """Enough to fill every list, little enough to install within a minute."""
        self.assertGreaterEqual(len(self.products), 60)
        self.assertGreaterEqual(len(self.customers), 40)
        self.assertTrue(100 <= len(self.orders) <= 160, len(self.orders))
        self.assertEqual(len(demo_branches(self.env)), 3)

    def test_every_therapeutic_group_has_a_medicine(self):
        """Each of the 21 groups that ship has a product (004-12)."""
        shipped = self.env['ir.model.data'].search(
            [('module', '=', 'pharma_crm'), ('model', '=', 'pharma.therapeutic.group')]
        )
        groups = self.env['pharma.therapeutic.group'].browse(shipped.mapped('res_id'))
        self.assertEqual(len(groups), 21)
        self.assertFalse((groups - self.products.therapeutic_group_id).mapped('name'))

    def test_medicines_are_complete(self):
        """A medicine has its ingredient, storage, invented registration number and lots."""
        medicines = self.products.filtered(lambda p: p.pharma_product_kind == 'medicine')
        for name in ('active_ingredient', 'strength', 'dosage_form', 'storage_condition_id'):
            self.assertFalse(medicines.filtered(lambda p, n=name: not p[n]).mapped('name'), name)
        self.assertEqual(set(medicines.mapped('tracking')), {'lot'})
        self.assertTrue(all(p.startswith('DEMO-') for p in medicines.mapped(
            'pharma_registration_number'
        )))  # fmt: skip
        self.assertLessEqual(
            {'psychotropic', 'narcotic', 'precursor'}, set(medicines.mapped('control_class'))
        )
        controlled = medicines.filtered('control_class')
        self.assertTrue(all(controlled.mapped('prescription_required')))

    def test_customers_have_regions_and_readable_numbers(self):
        """Addresses find their region, telephone numbers are read in every writing
        (001-02, 004-29)."""
        with_address = self.customers.filtered(
            lambda c: c.pharma_customer_type == 'retail' and c.state_id
        )
        self.assertGreaterEqual(len(with_address), 25)
        self.assertFalse(with_address.filtered(lambda c: not c.pharma_region_id).mapped('name'))
        self.assertGreaterEqual(len(with_address.pharma_region_id), 5)
        self.assertFalse(self.customers.filtered('pharma_phone_invalid').mapped('name'))
        family = self.env['res.partner']._search_by_phone('0913 555 010')
        self.assertEqual(len(family & self.customers), 3)

    def test_licences_run_out(self):
        """One licence has expired and one ends soon, whatever day it is installed (004-17)."""
        licences = demo_records(self.env, 'pharma.licence')
        installed = min(licences.mapped('create_date')).date()
        self.assertTrue(licences.filtered(lambda x: x.date_expiry and x.date_expiry < installed))
        soon = installed + timedelta(days=self.env.company.pharma_licence_reminder_days)
        self.assertTrue(
            licences.filtered(lambda x: x.date_expiry and installed <= x.date_expiry <= soon)
        )

    def test_orders_keep_their_dates(self):
        """Orders go back most of a year, were bought again and again, and none is of tomorrow
        (000-16)."""
        dates = self.sold.mapped('date_order')
        self.assertLess(min(dates), fields.Datetime.now() - timedelta(days=300))
        self.assertLess(max(self.orders.mapped('date_order')), fields.Datetime.now())
        for name in ('pharma_taken_by', 'pharma_purchase_motive_id', 'pharma_channel_id'):
            self.assertTrue(all(order[name] for order in self.orders), name)
        self.assertEqual(self.sold.warehouse_id, demo_branches(self.env))
        regulars = self.env['sale.order']._read_group(
            [('id', 'in', self.sold.ids)], ['partner_id'], having=[('__count', '>=', 3)]
        )
        self.assertGreaterEqual(len(regulars), 10)
        self.assertEqual(self.orders.currency_id, self.env.ref('base.VND'))
        self.assertFalse(self.orders.partner_id.user_ids, 'staff does not buy')

    def test_goods_are_delivered_or_reserved(self):
        """Old orders are delivered, young ones wait for it with their goods reserved."""
        states = self.sold.picking_ids.mapped('state')
        self.assertEqual(set(states), {'done', 'assigned'})
        done = self.sold.picking_ids.filtered(lambda picking: picking.state == 'done')
        late = done.filtered(
            lambda picking: picking.date_done - picking.sale_id.date_order > timedelta(days=1)
        )
        self.assertFalse(late)

    def test_care_sees_the_orders_of_the_team(self):
        """Care and agent belong to one branch and see its orders only, the manager sees all."""
        team = self.env.ref('pharma_demo.team_hcm')
        own = self.orders.filtered(lambda order: order.team_id == team)
        for login, expected in (('care', own), ('agent', own), ('manager', self.orders)):
            user = self.env['res.users'].search([('login', '=', login)])
            Orders = self.env['sale.order'].with_user(user)
            seen = Orders.search([('id', 'in', self.orders.ids)])
            self.assertEqual(seen.sudo(), expected, login)
        self.assertLess(len(own), len(self.orders))

    def test_portal_user_sees_own_company(self):
        """The portal user is the buyer of a partner of level 1 with orders."""
        user = self.env.ref('pharma_demo.user_partner_demo')
        self.assertTrue(user.share)
        company = user.partner_id.commercial_partner_id
        self.assertEqual(company.pharma_customer_type, 'level1')
        orders = self.env['sale.order'].with_user(user).search([])
        self.assertTrue(orders)
        self.assertEqual(orders.sudo().partner_id.commercial_partner_id, company)

    def test_nobody_logs_in_without_a_password(self):
        """Users are there and none comes with a password: only `make demo` sets one."""
        users = self.env['res.users'].search([('login', 'in', LOGINS)])
        self.assertEqual(len(users), len(LOGINS))
        demo_users = self.env['ir.model.data'].search(
            [('module', '=', 'pharma_demo'), ('model', '=', 'res.users')]
        )
        self.assertEqual(sorted(demo_users.mapped('res_id')), sorted(users.ids))
        self.env.cr.execute(
            "SELECT login FROM res_users WHERE password IS NOT NULL AND id = ANY(%s)", (users.ids,)
        )
        self.assertFalse(self.env.cr.fetchall())
        manager = self.env.ref('pharma_demo.user_manager_demo')
        for password in ('manager', 'demo', ' '):
            with self.assertRaises(AccessDenied):
                manager.with_user(manager)._check_credentials(
                    {'type': 'password', 'login': 'manager', 'password': password},
                    {'interactive': True},
                )
