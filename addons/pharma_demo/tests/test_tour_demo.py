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
    'agent2',
    'agent3',
    'agent4',
    'night1',
    'night2',
    'pharmacist',
    'quality',
    'warehouse',
    'courier',
    'driver',
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
        """Enough to fill every list, little enough to install within two minutes."""
        self.assertEqual(len(self.products), 353)
        buyers = self.customers.filtered(lambda c: c.pharma_customer_type != 'other')
        self.assertEqual(len(buyers), 400)
        # how often somebody falls ill depends on the season of the installation
        self.assertTrue(2200 <= len(self.orders) <= 2900, len(self.orders))
        self.assertEqual(len(demo_branches(self.env)), 3)

    def test_every_range_has_articles(self):
        """Medicines, devices, consumables, functional foods and milk are there (004-13)."""
        counts = dict(
            self.env['product.template']._read_group(
                [('id', 'in', self.products.ids)], ['pharma_product_kind'], ['__count']
            )
        )
        self.assertEqual(counts['medicine'], 300)
        for kind in ('device', 'consumable', 'functional_food', 'milk'):
            self.assertGreaterEqual(counts[kind], 5, kind)

    def test_every_kind_of_customer_is_there(self):
        """Retail, prospects, both levels and all their kinds, with people to talk to (004-01)."""
        types = set(self.customers.mapped('pharma_customer_type'))
        self.assertEqual(types, {'retail', 'prospect', 'level1', 'level2', 'other'})
        for name in ('pharma_partner_kind', 'pharma_contact_type'):
            kinds = {key for key, _label in self.customers._fields[name].selection}
            self.assertEqual(set(self.customers.mapped(name)) - {False}, kinds, name)

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
        self.assertGreaterEqual(len(with_address), 300)
        self.assertFalse(with_address.filtered(lambda c: not c.pharma_region_id).mapped('name'))
        self.assertGreaterEqual(len(with_address.pharma_region_id), 5)
        self.assertFalse(self.customers.filtered('pharma_phone_invalid').mapped('name'))
        numbers = self.customers.pharma_phone_ids
        self.assertGreaterEqual(len(set(numbers.mapped('number_e164'))), 400)
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
        """Orders go back two years, were bought again and again, and none is of tomorrow
        (000-16)."""
        dates = self.sold.mapped('date_order')
        self.assertLess(min(dates), fields.Datetime.now() - timedelta(days=650))
        self.assertLess(max(self.orders.mapped('date_order')), fields.Datetime.now())
        for name in ('pharma_taken_by', 'pharma_purchase_motive_id', 'pharma_channel_id'):
            self.assertTrue(all(order[name] for order in self.orders), name)
        self.assertEqual(self.sold.warehouse_id, demo_branches(self.env))
        regulars = self.env['sale.order']._read_group(
            [('id', 'in', self.sold.ids)], ['partner_id'], having=[('__count', '>=', 3)]
        )
        self.assertGreaterEqual(len(regulars), 150)
        self.assertEqual(self.orders.currency_id, self.env.ref('base.VND'))
        self.assertFalse(self.orders.partner_id.user_ids, 'staff does not buy')

    def test_goods_are_delivered_or_reserved(self):
        """Old orders are delivered, young ones wait for it with their goods reserved, some came
        back or were cancelled, and history moved no goods."""
        past = self.orders.filtered('pharma_is_past_order')
        self.assertGreater(len(past), len(self.orders - past))
        self.assertFalse(past.picking_ids)
        self.assertTrue(past.filtered(lambda order: order.state == 'cancel'))
        pickings = self.sold.picking_ids
        self.assertEqual(set(pickings.mapped('state')), {'done', 'assigned'})
        delivered = pickings.filtered(lambda p: p.state == 'done' and not p.return_id)
        late = delivered.filtered(
            lambda picking: picking.date_done - picking.sale_id.date_order > timedelta(days=4)
        )
        self.assertFalse(late)
        self.assertTrue(pickings.return_id)

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
