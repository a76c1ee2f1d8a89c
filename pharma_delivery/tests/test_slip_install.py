from odoo.tests import tagged

from .common import DeliveryCase


@tagged('post_install', '-at_install')
class TestSlipInstall(DeliveryCase):
    """Deliveries that are there before the module."""

    def test_open_deliveries_become_slips(self):
        """000-28: what is open when the module comes is numbered; what is done stays history."""
        done, opened, late = (self._create_slip() for _number in range(3))
        done.move_ids.picked = True
        done._action_done()
        slips = done + opened + late
        receipt = self.env['stock.picking'].create(
            {'picking_type_id': self.warehouse.in_type_id.id}
        )
        self.env.flush_all()
        # as they are before the module is installed
        self.env.cr.execute(
            "UPDATE stock_picking SET slip_number = NULL, delivery_state = NULL WHERE id IN %s",
            [tuple(slips.ids)],
        )
        self.env.invalidate_all()
        self.env['stock.picking']._number_open_slips()
        self.assertTrue(opened.slip_number)
        self.assertLess(opened.slip_number, late.slip_number)
        self.assertEqual(opened.delivery_state, 'waiting')
        self.assertFalse(done.slip_number)
        self.assertFalse(receipt.slip_number)
