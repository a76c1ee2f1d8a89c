from odoo.tests import new_test_user, tagged

from .common import DeliveryCase


@tagged('post_install', '-at_install')
class TestSlipScreen(DeliveryCase):
    """Those who answer for deliveries open a slip without working in the stock."""

    def test_pharmacists_and_managers_open_a_slip(self):
        """000-28, 000-36: core's form also reads which shipping methods fit; without that right
        the whole form is refused."""
        self.env['delivery.carrier'].create(
            {
                'name': "Motor cycle",
                'product_id': self.env['product.product']
                .create({'name': "Delivery", 'type': 'service'})
                .id,
            }
        )
        slip = self._create_slip()
        for role in ('pharmacist', 'pharma_manager'):
            user = new_test_user(self.env, role, groups=f'pharma_crm.group_{role}')
            [values] = slip.with_user(user).web_read({'allowed_carrier_ids': {'fields': {}}})
            self.assertTrue(values['allowed_carrier_ids'], role)
