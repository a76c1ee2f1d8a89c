from odoo.tests import HttpCase, tagged

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestTourReservation(HttpCase, ReservationCase):
    """Reservations in the browser, as the agent whose work it is."""

    def setUp(self):
        super().setUp()
        self.missing.name = "Tour Insulin"
        self.customer.name = "Tour Customer Khang"

    def test_an_agent_reserves_and_orders(self):
        """000-26: three fields, then the goods come, then one button."""
        url = '/odoo/reservations'
        self.start_tour(url, 'pharma_delivery_reserve_tour', login='giang')
        reservation = self.env['pharma.reservation'].search([('product_id', '=', self.missing.id)])
        self.assertEqual(reservation.quantity, 5)
        self.assertEqual(reservation.user_id, self.agent)
        self._receive(5)
        self.assertEqual(reservation.state, 'held')
        self.start_tour(url, 'pharma_delivery_reservation_order_tour', login='giang')
        self.assertEqual(reservation.state, 'done')
        self.assertEqual(reservation.order_id.picking_ids.move_ids.quantity, 5)
