from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.pharma_delivery.tests.common import DeliveryCase


@tagged('post_install', '-at_install')
class TestRoundVehicle(DeliveryCase):
    """A round drives with a vehicle of the fleet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        brand = cls.env['fleet.vehicle.model.brand'].create({'name': "Thaco"})
        model = cls.env['fleet.vehicle.model'].create({'name': "Towner", 'brand_id': brand.id})
        cls.vehicle = cls.env['fleet.vehicle'].create(
            {'model_id': model.id, 'license_plate': "29C-123.45"}
        )

    def test_the_plate_stands_on_the_round(self):
        """000-29: chosen when slips are put into a round; text stays possible without the fleet."""
        slip = self._create_slip()
        wizard = (
            self.env['pharma.round.plan']
            .with_user(self.clerk)
            .create(
                {
                    'picking_ids': [(6, 0, slip.ids)],
                    'courier_id': self.courier.id,
                    'vehicle_id': self.vehicle.id,
                }
            )
        )
        wizard.action_apply()
        batch = slip.batch_id
        self.assertEqual((batch.vehicle_id, batch.vehicle), (self.vehicle, "29C-123.45"))
        batch.vehicle_id = False
        batch.vehicle = "Xe máy của Bảo"
        self.assertEqual(batch.vehicle, "Xe máy của Bảo")

    def test_who_prepares_deliveries_changes_no_vehicle(self):
        """000-29: rights: clerks read vehicles, couriers and strangers do not."""
        self.assertEqual(self.vehicle.with_user(self.clerk).license_plate, "29C-123.45")
        with self.assertRaises(AccessError):
            self.vehicle.with_user(self.clerk).license_plate = "1"
        stranger = new_test_user(self.env, 'stranger', groups='base.group_user')
        for user in (self.courier, stranger):
            self.assertFalse(self.vehicle.with_user(user).has_access('read'))
