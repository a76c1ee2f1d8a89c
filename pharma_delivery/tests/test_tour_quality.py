from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

ACTION = '/odoo/action-pharma_delivery.'


@tagged('post_install', '-at_install')
class TestTourQuality(HttpCase):
    """Held goods, recall and offers in the browser, each as the role whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.company.id)], limit=1
        )
        new_test_user(cls.env, 'tour_pharmacist', groups='pharma_crm.group_pharmacist')
        new_test_user(cls.env, 'tour_manager', groups='pharma_crm.group_pharma_manager')

    def _create_slip(self, lot_name, customer, days=900, **vals):
        product = self.env['product.product'].create(
            {
                'name': f'Tour {lot_name}',
                'is_storable': True,
                'tracking': 'lot',
                'use_expiration_date': True,
                **vals,
            }
        )
        lot = self.env['stock.lot'].create(
            {
                'name': lot_name,
                'product_id': product.id,
                'expiration_date': fields.Datetime.now() + timedelta(days=days),
            }
        )
        self.env['stock.quant']._update_available_quantity(
            product, self.warehouse.lot_stock_id, 50, lot_id=lot
        )
        order = self.env['sale.order'].create(
            {
                'partner_id': customer.id,
                'warehouse_id': self.warehouse.id,
                'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 10})],
            }
        )
        order.action_confirm()
        return order.picking_ids

    def test_a_pharmacist_recalls_a_lot(self):
        """004-60: from the scanned pack to the first customer's answer."""
        customer = self.env['res.partner'].create({'name': 'Tour Customer'})
        slip = self._create_slip('TOUR-LOT', customer)
        slip.move_ids.picked = True
        slip.button_validate()
        self.start_tour(
            f'{ACTION}pharma_recall_action', 'pharma_delivery_recall_tour', login='tour_pharmacist'
        )
        recall = self.env['pharma.recall'].search([('title', 'like', 'Tour Amoxicillin')])
        self.assertRecordValues(recall, [{'state': 'running', 'settled_count': 1}])
        self.assertTrue(slip.move_line_ids.lot_id.pharma_is_blocked)

    def test_a_pharmacist_decides_about_held_goods(self):
        """004-20: from the list of held slips to quarantine."""
        customer = self.env['res.partner'].create({'name': 'Tour Customer'})
        cold = self.env['pharma.storage.condition'].create(
            {
                'name': 'Tour Fridge',
                'has_temperature_min': True,
                'temperature_min': 2,
                'temperature_max': 8,
            }
        )
        slip = self._create_slip('TOUR-COLD', customer, storage_condition_id=cold.id)
        self.env['pharma.delivery.temperature'].create({'picking_id': slip.id, 'value': 15})
        self.start_tour(
            f'{ACTION}pharma_excursion_action',
            'pharma_delivery_excursion_tour',
            login='tour_pharmacist',
        )
        self.assertEqual(slip.pharma_excursion_ids.state, 'quarantined')

    def test_a_manager_makes_an_offer(self):
        """004-58: from the lot that ends soon to the customers who may be told."""
        buyer = self.env['res.partner'].create({'name': 'Tour Buyer', 'phone': '+84912345600'})
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': buyer.id,
                'purpose': 'advertising',
                'channel': 'call',
                'state': 'accepted',
            }
        )
        self._create_slip('TOUR-NEAR', buyer, days=20)
        self.start_tour(
            f'{ACTION}pharma_expiry_report_action',
            'pharma_delivery_offer_tour',
            login='tour_manager',
        )
        offer = self.env['pharma.offer'].search([('lot_id.name', '=', 'TOUR-NEAR')])
        self.assertEqual(offer.allowed_count, 1)
