from odoo.tests import tagged

from .common_visit import PIXEL, VisitCase


@tagged('post_install', '-at_install')
class TestVisitEffect(VisitCase):
    """What the courier records becomes true in the stock, once."""

    def test_delivered_goods_leave_the_stock(self):
        """000-31: signed for, the transfer is done with its lots, and the proof hangs on it."""
        slip, other = self._create_slip(), self._create_slip(partner=self.other_customer)
        batch = self._underway(slip | other)
        self.assertEqual(self._get_stock(), (100, 20))
        self.assertEqual(self._send(self._prepare(slip, cash_amount=25000)), ['ok'])
        self.assertRecordValues(
            slip,
            [
                {
                    'state': 'done',
                    'delivery_state': 'delivered',
                    'batch_id': batch.id,
                    'courier_id': self.courier.id,
                }
            ],
        )
        self.assertEqual(self._get_stock(), (90, 10))
        self.assertTrue(slip.signature)
        [visit] = slip.attempt_ids
        self.assertEqual(visit.line_ids.lot_id, self.lot)
        self.assertEqual(visit.line_ids.quantity, 10)
        self.assertEqual((visit.cash_amount, visit.courier_id), (25000, self.courier))
        self.assertEqual(slip.sale_id.order_line.qty_delivered, 10)
        self.assertEqual((batch.state, batch.pharma_open_count), ('in_progress', 1))

    def test_sent_twice_is_recorded_once(self):
        """000-31: bad input: the answer was lost on the way and the telephone sends it again."""
        slip = self._create_slip()
        self._underway(slip)
        visit = self._prepare(slip)
        self.assertEqual(self._send(visit, visit), ['ok', 'already'])
        self.assertEqual(self._send(visit), ['already'])
        self.assertEqual(len(slip.attempt_ids), 1)
        self.assertEqual(self._get_stock(), (90, 0))

    def test_missing_goods_are_brought_again(self):
        """000-15, 000-31: 6 of 10 handed over, what was missing becomes a slip of its own."""
        slip = self._create_slip()
        self._underway(slip)
        visit = self._prepare(slip, 'partly', [6])
        visit['lines'][0]['reason_id'] = self.missing.id
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual((slip.state, slip.delivery_state), ('done', 'partly'))
        rest = slip.backorder_ids
        self.assertRecordValues(
            rest, [{'delivery_state': 'waiting', 'batch_id': False, 'courier_id': False}]
        )
        self.assertEqual(rest.move_ids.product_uom_qty, 4)
        self.assertEqual(self._get_stock(), (94, 4))

    def test_goods_not_wanted_go_back(self):
        """000-31: 6 of 10 taken, the rest not wanted: nothing is brought again."""
        slip = self._create_slip()
        self._underway(slip)
        visit = self._prepare(slip, 'partly', [6])
        visit['lines'][0]['reason_id'] = self.not_wanted.id
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual((slip.state, slip.delivery_state), ('done', 'partly'))
        self.assertFalse(slip.backorder_ids)
        self.assertEqual(self._get_stock(), (94, 0))

    def test_of_two_medicines_each_reason_counts(self):
        """000-31: one is brought again, one is not, one was handed over."""
        syrup = self._create_medicine("Siro ho", list_price=40000)
        self._create_lot(syrup, 'S1', '2030-01-31 12:00:00', 10)
        drops = self._create_medicine("Nhỏ mắt", list_price=30000)
        self._create_lot(drops, 'D1', '2030-01-31 12:00:00', 10)
        slip = self._create_slip([(self.medicine, 10), (syrup, 2), (drops, 3)])
        self._underway(slip)
        visit = self._prepare(slip, 'partly', [10, 0, 0])
        visit['lines'][1]['reason_id'] = self.missing.id
        visit['lines'][2]['reason_id'] = self.not_wanted.id
        self.assertEqual(self._send(visit), ['ok'])
        rest = slip.backorder_ids
        self.assertEqual(rest.move_ids.product_id, syrup)
        self.assertEqual(rest.move_ids.product_uom_qty, 2)
        self.assertEqual(self._get_stock(syrup), (10, 2))
        self.assertEqual(self._get_stock(drops), (10, 0))

    def test_refused_goods_are_free_again(self):
        """000-31: the reservation ends and the office gets an activity."""
        slip = self._create_slip()
        batch = self._underway(slip)
        batch.user_id = self.clerk
        self.assertEqual(self._send(self._prepare(slip, 'refused')), ['ok'])
        self.assertEqual((slip.state, slip.delivery_state), ('confirmed', 'refused'))
        self.assertEqual(self._get_stock(), (100, 0))
        self.assertEqual(slip.activity_ids.user_id, self.clerk)

    def test_nobody_met_is_tried_again(self):
        """000-31: the goods stay reserved; after the company's tries the office is asked."""
        self.env.company.pharma_delivery_tries = 2
        slip = self._create_slip()
        batch = self._underway(slip)
        batch.user_id = self.clerk
        self.assertEqual(self._send(self._prepare(slip, 'not_home')), ['ok'])
        self.assertEqual((slip.delivery_state, slip.pharma_try_count), ('not_home', 1))
        self.assertFalse(slip.activity_ids)
        self.assertEqual(self._send(self._prepare(slip, 'not_home')), ['ok'])
        self.assertEqual(slip.pharma_try_count, 2)
        self.assertEqual(slip.activity_ids.user_id, self.clerk)
        self.assertEqual(self._get_stock(), (100, 10))
        # and the third try succeeds
        self.assertEqual(self._send(self._prepare(slip)), ['ok'])
        self.assertEqual((slip.state, slip.delivery_state), ('done', 'delivered'))

    def test_the_warehouse_was_first(self):
        """000-31: validated before, the signature is attached and what came back is returned."""
        slip = self._create_slip()
        self._underway(slip)
        slip.move_ids.picked = True
        slip.button_validate()
        self.assertEqual(slip.state, 'done')
        self.assertTrue(slip.batch_id)
        visit = self._prepare(slip, 'partly', [7])
        visit['lines'][0]['reason_id'] = self.not_wanted.id
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual(slip.delivery_state, 'partly')
        back = slip.return_ids
        self.assertEqual(back.move_ids.product_uom_qty, 3)
        self.assertTrue(slip.signature)

    def test_the_clock_of_the_telephone_is_doubted(self):
        """000-31: bad input: a date in the future counts as now, an old one is kept and told."""
        first, second = self._create_slip(), self._create_slip()
        self._underway(first | second)
        ahead = self._prepare(first, date='2199-01-01 00:00:00')
        old = self._prepare(second, date='2020-01-01 00:00:00')
        self.assertEqual(self._send(ahead, old), ['ok', 'ok'])
        self.assertLess(first.attempt_ids.date.year, 2199)
        self.assertIn("ahead", first.attempt_ids.date_note)
        self.assertEqual(second.attempt_ids.date.year, 2020)
        self.assertIn("days later", second.attempt_ids.date_note)

    def test_what_was_handed_over_stays_so(self):
        """000-31: bad input: the delivery came from a telephone whose clock is behind."""
        slip = self._create_slip()
        self._underway(slip)
        self._send(self._prepare(slip, 'not_home'))
        self._send(self._prepare(slip, date='2020-01-01 00:00:00'))
        self.assertEqual(slip.delivery_state, 'delivered')

    def test_the_photo_is_kept(self):
        """000-31: a photo and a note are part of the proof."""
        slip = self._create_slip()
        self._underway(slip)
        self._send(self._prepare(slip, photo=PIXEL, note="Gửi bảo\0 vệ\ud800", temperature=0))
        visit = slip.attempt_ids
        self.assertTrue(visit.photo)
        self.assertEqual(visit.note, "Gửi bảo vệ")
        self.assertEqual((visit.has_temperature, visit.temperature), (True, 0))
        if 'pharma.delivery.temperature' in self.env:
            self.assertEqual(slip.pharma_temperature_ids.kind, 'handover')
