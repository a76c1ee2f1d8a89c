from odoo import fields
from odoo.tests import tagged

from .common_control import SIGNATURE, ControlCase


@tagged('post_install', '-at_install')
class TestVisitHandover(ControlCase):
    """Goods under special control are signed for by both on the courier's telephone."""

    def _send(self, slip, uid, **values):
        visit = {
            'client_uid': uid,
            'picking_id': slip.id,
            'batch_id': slip.batch_id.id,
            'date': fields.Datetime.to_string(fields.Datetime.now()),
            'result': 'delivered',
            'receiver_name': "Lê Thị Thu",
            'signature': SIGNATURE,
            'lines': [
                {'move_line_id': line.id, 'quantity': line.quantity} for line in slip.move_line_ids
            ],
        }
        Attempt = self.env['pharma.delivery.attempt'].with_user(self.courier)
        return Attempt.record_attempts([visit | values])[0]

    def test_both_sign_on_the_telephone(self):
        """004-19, 000-31: the visit signs the handover record, and the transfer is done."""
        slip = self._create_ready_slip()
        slip.batch_id.action_depart()
        rounds = self.env['stock.picking.batch'].with_user(self.courier).get_courier_rounds()
        [stop] = rounds['rounds'][0]['stops']
        self.assertTrue(stop['controlled'] and stop['handover'] and stop['identity'])
        self.assertFalse(stop['obstacles'])
        answer = self._send(
            slip,
            'telephone-000001',
            courier_signature=SIGNATURE,
            receiver_identity='046088054321',
            is_appearance_good=True,
        )
        self.assertEqual(answer['status'], 'ok', answer)
        self.assertEqual((slip.state, slip.handover_id.state), ('done', 'signed'))
        self.assertEqual(slip.handover_id.receiver_name, "Lê Thị Thu")

    def test_part_of_it_is_signed_for(self):
        """004-19, 000-31: the record says what was handed over, and what comes back does not."""
        slip = self._create_ready_slip()
        slip.batch_id.action_depart()
        missing = self.env.ref('pharma_delivery.reason_missing')
        [line] = slip.move_line_ids
        answer = self._send(
            slip,
            'telephone-000002',
            result='partly',
            lines=[{'move_line_id': line.id, 'quantity': 4, 'reason_id': missing.id}],
            courier_signature=SIGNATURE,
            receiver_identity='046088054321',
            is_appearance_good=True,
        )
        self.assertEqual(answer['status'], 'ok', answer)
        self.assertEqual(slip.handover_id.line_ids.quantity, 4)
        self.assertEqual(slip.backorder_ids.move_ids.product_uom_qty, 6)

    def test_without_the_second_signature_it_contradicts(self):
        """004-19: bad input: the visit is kept and told, the goods stay on the slip."""
        slip = self._create_ready_slip()
        slip.batch_id.action_depart()
        answer = self._send(slip, 'telephone-000003')
        self.assertEqual(answer['status'], 'conflict')
        self.assertIn("not signed by both", answer['message'])
        self.assertEqual((slip.state, slip.handover_id.state), ('assigned', 'draft'))
        self.assertTrue(slip.attempt_ids.signature)
