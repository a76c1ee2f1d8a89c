from odoo.tests import HttpCase, tagged

from .common_phone import PhoneCommon


@tagged('post_install', '-at_install')
class TestTourPhoneOrder(HttpCase, PhoneCommon):
    """Phone orders in the browser, as the agent whose work it is."""

    def test_an_order_by_the_keyboard(self):
        """000-25: from the call: type, Enter, quantity, Ctrl+Enter."""
        url = f'/odoo/pharma.call/{self.call.id}'
        self.start_tour(url, 'pharma_callcenter_phone_order_tour', login='phone_seller')
        order = self.call.order_id
        self.assertEqual(order.state, 'sale')
        self.assertEqual(order.order_line.product_id, self.fever)
        self.assertEqual(order.order_line.product_uom_qty, 3)

    def test_prices_without_the_right_to_sell(self):
        """000-02: whoever may not sell looks up prices, stock and branches."""
        url = '/odoo/action-pharma_callcenter.pharma_call_duty_action'
        self.start_tour(url, 'pharma_callcenter_prices_tour', login='call_agent')
