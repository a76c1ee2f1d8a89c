from odoo.tests import new_test_user

from .common_quality import QualityCase


class RecallCase(QualityCase):
    """A lot of 100: An got 10 and gave 3 back, Bình got two dozens, 5 wait on a slip."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(
            cls.env, 'ngoc', groups='pharma_crm.group_pharma_user', name="Ngô Bảo Ngọc"
        )
        cls.an, cls.binh = cls.env['res.partner'].create(
            [
                {
                    'name': "An",
                    'phone': '0912000001',
                    'email': 'an@example.com',
                    'user_id': cls.agent.id,
                    'pharma_customer_type': 'retail',
                },
                {
                    'name': "Bình",
                    'phone': '0912000002',
                    'email': 'binh@example.com',
                    'pharma_customer_type': 'retail',
                },
            ]
        )
        cls.slip_an = cls._deliver(cls._create_slip([(cls.medicine, 10)], cls.an))
        back = cls.slip_an._pharma_return_lots({(cls.medicine, cls.lot): 3})
        cls._receive(back)
        cls.slip_binh = cls._create_dozens()
        cls.open_slip = cls._create_slip([(cls.medicine, 5)], cls.customer)
        cls.recall = cls.env['pharma.recall'].create(cls._get_vals())

    @classmethod
    def _create_dozens(cls):
        dozen = cls.env.ref('uom.product_uom_dozen')
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.binh.id,
                'warehouse_id': cls.warehouse.id,
                'order_line': [
                    (
                        0,
                        0,
                        {
                            'product_id': cls.medicine.id,
                            'product_uom_qty': 2,
                            'product_uom_id': dozen.id,
                        },
                    )
                ],
            }
        )
        order.action_confirm()
        return cls._deliver(order.picking_ids)

    @classmethod
    def _receive(cls, returns):
        returns.move_ids.picked = True
        returns.button_validate()

    @classmethod
    def _get_vals(cls):
        return {
            'title': "Amoxicillin: particles",
            'level_id': cls.env.ref('pharma_delivery.pharma_recall_level_1').id,
            'date_decision': '2026-11-20 03:00:00',
            'reason': "Letter 12/QLD",
            'user_id': cls.pharmacist.id,
            'lot_line_ids': [(0, 0, {'lot_id': cls.lot.id})],
        }

    @classmethod
    def _start(cls):
        cls.recall.with_user(cls.pharmacist).action_start()
