from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DeliveryCase


@tagged('post_install', '-at_install')
class TestSlip(DeliveryCase):
    """The transfer to a customer is a numbered slip with a courier and a state."""

    def test_an_order_makes_a_numbered_slip(self):
        """000-28: the confirmed order's transfer has a number of its own, others have none."""
        slip = self._create_slip()
        self.assertRegex(slip.slip_number, r'^S\d{4}/\d{6}$')
        self.assertEqual(slip.delivery_state, 'waiting')
        receipt = self.env['stock.picking'].create(
            {'picking_type_id': self.warehouse.in_type_id.id}
        )
        receipt.action_confirm()
        self.assertFalse(receipt.slip_number)
        self.assertFalse(receipt.delivery_state)

    def test_the_rest_is_a_slip_of_its_own(self):
        """000-28: what is left over is brought with another number."""
        slip = self._create_slip()
        slip.move_ids.quantity = 4
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True).button_validate()
        rest = slip.backorder_ids
        self.assertTrue(rest.slip_number)
        self.assertNotEqual(rest.slip_number, slip.slip_number)

    def test_a_round_gives_its_slips_the_courier(self):
        """000-29: the slips of a round belong to its courier and are on the way once it left."""
        slip = self._create_slip()
        batch = self._create_round(slip)
        self.assertEqual(slip.courier_id, self.courier)
        batch.with_user(self.clerk).action_depart()
        self.assertEqual(batch.delivery_state, 'underway')
        self.assertEqual(slip.delivery_state, 'underway')

    def test_a_round_without_courier_does_not_leave(self):
        """000-29: bad input: nobody is there to drive."""
        batch = self._create_round(self._create_slip())
        batch.courier_id = False
        with self.assertRaisesRegex(UserError, "courier"):
            batch.action_depart()

    def test_a_courier_reads_his_own_slips_alone(self):
        """000-29: rights: neither another's slips nor their moves."""
        mine, theirs = self._create_slip(), self._create_slip()
        self._create_round(mine)
        self._create_round(theirs, self.other_courier)
        both = mine + theirs
        seen = both.with_user(self.courier).search([('id', 'in', both.ids)])
        self.assertEqual(seen, mine)
        self.assertFalse(theirs.move_ids.with_user(self.courier)._filtered_access('read'))
        self.assertFalse(theirs.batch_id.with_user(self.courier)._filtered_access('read'))
        self.assertFalse(mine.with_user(self.courier).has_access('write'))
        self.assertEqual(len(both.with_user(self.clerk)._filtered_access('read')), 2)
