from odoo.tests import new_test_user

from .common import DeliveryCase


class ReservationCase(DeliveryCase):
    """A medicine that is missing, agents who write down who wants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.missing = cls._create_medicine("Insulin Glargine 100 IU/ml", list_price=120000)
        cls.agent = new_test_user(
            cls.env,
            'giang',
            groups='pharma_crm.group_pharma_user,sales_team.group_sale_salesman',
            name="Giáp Thị Giang",
        )
        cls.other_agent = new_test_user(
            cls.env, 'hoa', groups='pharma_crm.group_pharma_user', name="Hồ Thị Hoa"
        )
        cls.other_customer = cls.env['res.partner'].create({'name': "Trần Văn Khôi"})
        # nobody else's stock or orders
        cls.company = cls.warehouse.company_id
        cls.company.pharma_reservation_days = 3
        cls.company.pharma_reservation_partial = True

    @classmethod
    def _reserve(cls, quantity, user=None, partner=None, **vals):
        """Create a reservation as an agent; earlier ones come first."""
        return (
            cls.env['pharma.reservation']
            .with_user(user or cls.agent)
            .create(
                {
                    'partner_id': (partner or cls.customer).id,
                    'product_id': cls.missing.id,
                    'quantity': quantity,
                    'warehouse_id': cls.warehouse.id,
                    **vals,
                }
            )
        )

    @classmethod
    def _receive(cls, quantity, lot='L1', expiry='2030-06-30 12:00:00', product=None, done=True):
        """Receive a lot from a supplier."""
        product = product or cls.missing
        picking = cls.env['stock.picking'].create(
            {
                'picking_type_id': cls.warehouse.in_type_id.id,
                'location_id': cls.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': cls.warehouse.lot_stock_id.id,
                'move_ids': [
                    (
                        0,
                        0,
                        {
                            'product_id': product.id,
                            'product_uom_qty': quantity,
                            'location_id': cls.env.ref('stock.stock_location_suppliers').id,
                            'location_dest_id': cls.warehouse.lot_stock_id.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        if done:
            cls._validate(picking, lot, expiry)
        return picking

    @classmethod
    def _validate(cls, picking, lot, expiry):
        move = picking.move_ids
        found = cls.env['stock.lot'].search(
            [('name', '=', lot), ('product_id', '=', move.product_id.id)]
        ) or cls.env['stock.lot'].create(
            {'name': lot, 'product_id': move.product_id.id, 'expiration_date': expiry}
        )
        move.move_line_ids.unlink()
        move.move_line_ids = [
            (
                0,
                0,
                {
                    'product_id': move.product_id.id,
                    'lot_id': found.id,
                    'quantity': move.product_uom_qty,
                    'picking_id': picking.id,
                    'location_id': move.location_id.id,
                    'location_dest_id': move.location_dest_id.id,
                },
            )
        ]
        move.picked = True
        picking._action_done()

    @classmethod
    def _get_free(cls):
        return cls.env['stock.quant']._get_available_quantity(
            cls.missing, cls.warehouse.lot_stock_id
        )

    def _get_hold(self):
        return self.env['stock.move'].search(
            [('pharma_is_hold', '=', True), ('product_id', '=', self.missing.id)]
        )
