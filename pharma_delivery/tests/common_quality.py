from odoo.tests import new_test_user

from .common import DeliveryCase


class QualityCase(DeliveryCase):
    """What storage, recall and near expiry have in common: a pharmacist, a manager, medicines
    with labels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.pharmacist = new_test_user(
            cls.env, 'hanh', groups='pharma_crm.group_pharmacist', name="Hồ Mỹ Hạnh"
        )
        cls.manager = new_test_user(
            cls.env, 'khoa', groups='pharma_crm.group_pharma_manager', name="Kiều Đăng Khoa"
        )
        cls.stranger = new_test_user(cls.env, 'la', groups='base.group_user', name="Lạ")
        cls.company.pharma_quality_user_id = cls.pharmacist
        cls.cold, cls.room = cls.env['pharma.storage.condition'].create(
            [
                {
                    'name': "Fridge",
                    'has_temperature_min': True,
                    'temperature_min': 2,
                    'temperature_max': 8,
                },
                {'name': "Room", 'temperature_max': 30, 'humidity_max': 70},
            ]
        )
        cls.company.pharma_storage_condition_id = cls.room
        cls.insulin = cls._create_medicine("Insulin 100 IU/ml", storage_condition_id=cls.cold.id)
        cls.cold_lot = cls._create_lot(cls.insulin, 'C1', '2030-01-31 12:00:00', 50)

    @classmethod
    def _deliver(cls, slip):
        """Hand a slip over as it stands, without a visit."""
        slip.action_assign()
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True).button_validate()
        assert slip.state == 'done'
        return slip

    @classmethod
    def _get_stock(cls, product, location, lot=None):
        domain = [('product_id', '=', product.id), ('location_id', '=', location.id)]
        if lot:
            domain.append(('lot_id', '=', lot.id))
        return sum(cls.env['stock.quant'].search(domain).mapped('quantity'))
