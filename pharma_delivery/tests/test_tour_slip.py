from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestTourSlip(HttpCase):
    """A clerk's way from a missing slip to the folder, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a company of its own: what stands in the lists is what is created here
        company = cls.env['res.company'].create(
            {'name': 'Tour Slips', 'country_id': cls.env.ref('base.vn').id}
        )
        cls.env.user.write({'company_ids': [Command.link(company.id)], 'company_id': company.id})
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': company.ids})
        courier = new_test_user(
            cls.env,
            login='tour_courier',
            groups='pharma_delivery.group_courier',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        new_test_user(
            cls.env,
            login='tour_clerk',
            groups='pharma_delivery.group_delivery_user',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        branch = cls.env['stock.warehouse'].search([('company_id', '=', company.id)], limit=1)
        medicine = cls.env['product.product'].create(
            {
                'name': 'Tour Capsules',
                'is_storable': True,
                'tracking': 'lot',
                'use_expiration_date': True,
            }
        )
        lot = cls.env['stock.lot'].create(
            {
                'name': 'T1',
                'product_id': medicine.id,
                'expiration_date': fields.Datetime.now() + timedelta(days=20),
            }
        )
        cls.env['stock.quant']._update_available_quantity(
            medicine, branch.lot_stock_id, 10, lot_id=lot
        )
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.env['res.partner'].create({'name': 'Tour Hoa'}).id,
                'warehouse_id': branch.id,
                'order_line': [Command.create({'product_id': medicine.id, 'product_uom_qty': 2})],
            }
        )
        order.action_confirm()
        slip = order.picking_ids
        slip.courier_id = courier
        slip.move_ids.picked = True
        slip.with_context(skip_expired=True).button_validate()
        slip.date_done = fields.Datetime.now() - timedelta(days=5)
        cls.slip = slip

    def test_from_a_missing_slip_to_the_folder(self):
        """000-31: found by age, scanned, answered, filed."""
        self.start_tour('/odoo/missing-slips', 'pharma_slip_tour', login='tour_clerk')
        self.assertTrue(self.slip.date_returned)
        self.assertEqual(self.slip.slip_filed_place, "Folder 2026-11")

    def test_the_browser_prints(self):
        """000-28, 000-30: chosen in the list, looked at, printed without an engine."""
        self.start_tour('/odoo/delivery-slips', 'pharma_slip_print_tour', login='tour_clerk')
        self.assertEqual(len(self.slip.slip_print_ids), 1)

    def test_a_print_in_the_browser_is_kept_at_once(self):
        """000-30: written down without a failed try in a read-only transaction; PDF likewise."""
        self.authenticate('tour_clerk', 'tour_clerk')
        for kind in ('html', 'pdf'):
            with self.subTest(kind=kind), self.assertNoLogs('odoo.sql_db', 'ERROR'):
                page = self.url_open(
                    f'/report/{kind}/pharma_delivery.report_delivery_slip/{self.slip.id}'
                )
                self.assertEqual(page.status_code, 200)
        self.assertEqual(len(self.slip.slip_print_ids), 2)
