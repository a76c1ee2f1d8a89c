from odoo.tests import HttpCase, tagged

from .common_control import SIGNATURE, ControlCase


@tagged('post_install', '-at_install')
class TestTourControl(HttpCase, ControlCase):
    """Controlled goods in the browser, each as the role whose work it is."""

    def setUp(self):
        super().setUp()
        self.diazepam.name = "Tour Diazepam"
        self.diazepam_lot.name = 'TOUR-D1'

    def test_a_clerk_has_a_handover_signed(self):
        """004-19: from the slip to the signed record; hands that draw are not the tour's."""
        slip = self._create_ready_slip()
        slip._create_handovers()
        slip.handover_id.write({'giver_signature': SIGNATURE, 'receiver_signature': SIGNATURE})
        self.start_tour(
            f'/odoo/delivery-slips/{slip.id}', 'pharma_delivery_handover_tour', login='dung'
        )
        self.assertEqual(slip.handover_id.state, 'signed')
        self.assertEqual(slip.handover_id.line_ids.appearance, 'good')

    def test_a_pharmacist_corrects_an_entry(self):
        """004-19: from the list of entries to the correction, which leaves the first one."""
        stock = self.warehouse.lot_stock_id
        move = self._move(self.diazepam, 30, stock, self.env.ref('stock.stock_location_customers'))
        entry = self._get_entries()[-1]
        self.start_tour(
            '/odoo/action-pharma_delivery.pharma_control_entry_action',
            'pharma_delivery_register_tour',
            login='hanh',
        )
        entries = self._get_entries()
        self.assertEqual(entry.move_line_id, move.move_line_ids)
        self.assertEqual(entries.mapped('quantity_out'), [0, 30, -30, 28])
