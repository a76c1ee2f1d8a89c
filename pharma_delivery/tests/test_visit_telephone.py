import base64
import struct
import zlib
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestVisitTelephone(VisitCase):
    """Networks that come and go, thermometers, and what a telephone makes of it."""

    def setUp(self):
        super().setUp()
        cold = self.env['pharma.storage.condition'].create(
            {'name': "2-8", 'has_temperature_max': True, 'temperature_max': 8}
        )
        self.insulin = self._create_medicine("Insulin", storage_condition_id=cold.id)
        self._create_lot(self.insulin, 'I1', '2030-06-30 12:00:00', 50)

    def test_too_warm_at_loading_stays_on_file(self):
        """004-20: whoever types a better reading does not undo what the goods went through."""
        slip = self._create_slip([(self.insulin, 5)])
        batch = self._create_round(slip)
        mine = batch.with_user(self.courier)
        data = mine.depart_round([], [14.0])
        self.assertIn("outside their storage condition", data['error'])
        self.assertEqual(data['rounds'][0]['state'], 'planned')
        self.assertEqual(batch.pharma_temperature_ids.mapped('value'), [14.0])
        self.assertTrue(slip.pharma_is_held)
        with self.assertRaisesRegex(UserError, "Ask a pharmacist"):
            mine.depart_round([], [5.0])
        self.assertFalse(batch.date_departed)

    def test_departed_twice(self):
        """000-29: bad input: the answer was lost and the courier presses again; a round that is
        over."""
        batch = self._create_round(self._create_slip([(self.insulin, 5)]))
        mine = batch.with_user(self.courier)
        mine.depart_round([], [5.0])
        departed = batch.date_departed
        data = mine.depart_round([], [5.0])
        self.assertEqual(data['rounds'][0]['state'], 'underway')
        self.assertEqual((batch.date_departed, len(batch.pharma_temperature_ids)), (departed, 1))
        batch._finish()
        with self.assertRaisesRegex(UserError, "is over"):
            mine.depart_round([], [5.0])

    def test_too_warm_at_the_door(self):
        """004-20: refused because it is too warm: held for the pharmacist, not free for others."""
        slip = self._create_slip([(self.insulin, 5)])
        self._underway(slip)
        self.assertEqual(self._send(self._prepare(slip, 'refused', temperature=12.5)), ['ok'])
        excursion = slip.pharma_excursion_ids
        self.assertEqual(
            (excursion.state, excursion.value, excursion.kind), ('open', 12.5, 'handover')
        )
        self.assertEqual(self._get_stock(self.insulin), (45, 0))  # the others in the branch
        quarantine = self.warehouse.pharma_quarantine_location_id
        quants = self.env['stock.quant'].search([('location_id', '=', quarantine.id)])
        self.assertEqual(sum(quants.mapped('quantity')), 5)

    def test_part_of_it_is_too_warm(self):
        """004-20: the tablets are handed over, the insulin on the slip of the rest is held."""
        slip = self._create_slip([(self.medicine, 10), (self.insulin, 5)])
        self._underway(slip)
        [stop] = slip.batch_id.with_user(self.courier).get_courier_rounds()['rounds'][0]['stops']
        self.assertEqual([line['high'] for line in stop['lines']], [30.0, 8.0])
        visit = self._prepare(slip, 'partly', [10, 0], temperature=12.5)
        visit['lines'][1]['reason_id'] = self.env.ref('pharma_delivery.reason_temperature').id
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual((slip.state, slip.pharma_is_held), ('done', False))
        self.assertTrue(slip.backorder_ids.pharma_is_held)
        self.assertEqual(slip.backorder_ids.move_ids.product_id, self.insulin)

    def test_a_round_that_has_not_departed(self):
        """000-31: bad input: goods handed over of which the office does not know that they left."""
        slip = self._create_slip()
        self._create_round(slip)
        self.assertEqual(self._send(self._prepare(slip)), ['conflict'])
        self.assertIn("not departed", slip.attempt_ids.conflict)
        slip.batch_id.action_depart()
        slip.attempt_ids.with_user(self.clerk).action_apply()
        self.assertEqual(slip.state, 'done')

    def test_sent_after_the_round_was_taken_back(self):
        """000-31: the office decides that a late visit counts; the signature hangs on the slip."""
        slip = self._create_slip()
        batch = self._underway(slip)
        visit = self._prepare(slip)
        batch._finish()
        self.assertEqual(self._send(visit), ['conflict'])
        slip.attempt_ids.with_user(self.clerk).action_apply()
        self.assertEqual((slip.state, slip.delivery_state), ('done', 'delivered'))
        self.assertTrue(slip.signature)

    def test_recorded_stays_recorded(self):
        """000-31: bad input: sent again after the slip was given to another round."""
        slip = self._create_slip()
        batch = self._underway(slip)
        visit = self._prepare(slip, 'not_home')
        self.assertEqual(self._send(visit), ['ok'])
        slip.batch_id = False
        batch.pharma_onboard_ids = False
        self.assertEqual(self._send(visit), ['already'])

    @mute_logger('odoo.sql_db')
    def test_what_is_not_recorded_is_not_called_recorded(self):
        """000-31: something a visit names is deleted in the same moment: the telephone is not told
        that the visit is known, it would throw the signature away."""
        slip = self._create_slip()
        self._underway(slip)
        visit = self._prepare(slip)
        Attempt = self.env['pharma.delivery.attempt'].with_user(self.courier)
        original = type(Attempt)._prepare_visit_vals

        def with_deleted_reason(model, sent):
            return {**original(model, sent), 'reason_id': 2**31 - 1}

        with (
            patch.object(type(Attempt), '_prepare_visit_vals', with_deleted_reason),
            self.assertRaises(ConcurrencyError),  # the server repeats the request
        ):
            Attempt.record_attempts([visit])
        self.assertFalse(slip.attempt_ids)
        self.assertEqual(self._send(visit), ['ok'])

    def test_an_image_that_would_fill_the_memory(self):
        """000-31: bad input: a file of a hundred bytes that unpacks to 900 million points."""
        slip = self._create_slip()
        self._underway(slip)
        head = b'IHDR' + struct.pack('>IIBBBBB', 30000, 30000, 8, 2, 0, 0, 0)
        image = b'\x89PNG\r\n\x1a\n' + struct.pack('>I', 13) + head
        image += struct.pack('>I', zlib.crc32(head))
        photo = base64.b64encode(image).decode()
        self.assertEqual(
            self._send(self._prepare(slip, photo=photo), self._prepare(slip)), ['error', 'ok']
        )

    def test_the_sum_without_what_comes_back(self):
        """000-29: 10 for 25 each are 250; the telephone can subtract 4 of them. A slip without
        cash tells no value."""
        self.medicine.taxes_id = False
        self.medicine.list_price = 25
        slip = self._create_slip()
        self._create_round(slip)
        mine = self.env['stock.picking.batch'].with_user(self.courier)
        [stop] = mine.get_courier_rounds()['rounds'][0]['stops']
        self.assertEqual((stop['cash'], stop['lines'][0]['amount']), (250, 250))
        slip.sale_id.pharma_cash_on_delivery = False
        [stop] = mine.get_courier_rounds()['rounds'][0]['stops']
        self.assertEqual((stop['cash'], stop['lines'][0]['amount']), (0, 0))

    def test_stops_without_a_visit_are_told(self):
        """000-31: whoever takes a round back is told that the telephone may hold visits."""
        batch = self._underway(self._create_slip() | self._create_slip())
        wizard = self.env['pharma.round.finish'].create({'batch_id': batch.id})
        self.assertEqual(wizard.open_count, 2)
