from odoo.tests import TransactionCase, new_test_user


class DeliveryCase(TransactionCase):
    """A branch with medicines in lots, customers, a courier and whoever prepares slips."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = 'Asia/Ho_Chi_Minh'
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.env.company.id)], limit=1
        )
        cls.courier = new_test_user(
            cls.env, 'bao', groups='pharma_delivery.group_courier', name="Bùi Gia Bảo"
        )
        cls.other_courier = new_test_user(
            cls.env, 'cuong', groups='pharma_delivery.group_courier', name="Cao Chí Cường"
        )
        cls.clerk = new_test_user(
            cls.env, 'dung', groups='pharma_delivery.group_delivery_user', name="Đỗ Thùy Dung"
        )
        cls.customer = cls.env['res.partner'].create(
            {
                'name': "Nguyễn Thị Hồng Nhung",
                'street': "12 Lý Thường Kiệt",
                'city': "Hà Nội",
                'phone': '0912345678',
            }
        )
        cls.medicine = cls._create_medicine("Amoxicillin 500 mg", list_price=2500)
        cls.lot = cls._create_lot(cls.medicine, 'A1', '2030-06-30 12:00:00', 100)

    @classmethod
    def _create_medicine(cls, name, **vals):
        return cls.env['product.product'].create(
            {
                'name': name,
                'is_storable': True,
                'tracking': 'lot',
                'use_expiration_date': True,
                **vals,
            }
        )

    @classmethod
    def _create_lot(cls, product, name, expiry, quantity, location=None):
        """Create a lot of which ``quantity`` stock units lie in the branch."""
        lot = cls.env['stock.lot'].create(
            {'name': name, 'product_id': product.id, 'expiration_date': expiry}
        )
        cls.env['stock.quant']._update_available_quantity(
            product, location or cls.warehouse.lot_stock_id, quantity, lot_id=lot
        )
        return lot

    @classmethod
    def _create_slip(cls, lines=None, partner=None):
        """Confirm an order and return its slip.

        :param lines: list of (product, quantity), by default 10 of the medicine
        """
        order = cls.env['sale.order'].create(
            {
                'partner_id': (partner or cls.customer).id,
                'warehouse_id': cls.warehouse.id,
                'order_line': [
                    (0, 0, {'product_id': product.id, 'product_uom_qty': quantity})
                    for product, quantity in lines or [(cls.medicine, 10)]
                ],
            }
        )
        order.action_confirm()
        return order.picking_ids

    @classmethod
    def _create_round(cls, slips, courier=None):
        return cls.env['stock.picking.batch'].create(
            {
                'courier_id': (courier or cls.courier).id,
                'picking_type_id': slips.picking_type_id.id,
                'picking_ids': [(6, 0, slips.ids)],
            }
        )
