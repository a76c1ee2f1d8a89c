from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common_quality import QualityCase
from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestStorageBoxes(QualityCase, VisitCase):
    """Goods of 2-8 and of at most 30 degrees in one van: a reading says of which it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slip = cls._create_slip([(cls.insulin, 5), (cls.medicine, 10)])
        cls.round = cls._create_round(cls.slip)
        cls.mine = cls.round.with_user(cls.courier)
        cls.quarantine = cls.warehouse.pharma_quarantine_location_id
        cls.shelf = cls.warehouse.lot_stock_id

    def _read(self, condition, value, **vals):
        vals = {'batch_id': self.round.id, 'condition_id': condition.id, 'value': value, **vals}
        return self.env['pharma.delivery.temperature'].create(vals)

    def _measured(self, cold, room):
        return [
            {'condition_id': self.cold.id, 'value': cold},
            {'condition_id': self.room.id, 'value': room},
        ]

    def _count(self, product):
        """Return what lies on the shelf and in quarantine."""
        return tuple(self._get_stock(product, place) for place in (self.shelf, self.quarantine))

    def _decide(self, excursion, decision):
        wizard = self.env['pharma.excursion.decision'].with_user(self.pharmacist)
        wizard.create(
            {'excursion_id': excursion.id, 'decision': decision, 'note': "Measured twice."}
        ).action_apply()

    def test_a_reading_holds_for_its_goods_only(self):
        """004-11, 004-20: 28 degrees in the van and 5 in the box are right; 9 in the box harm the
        insulin, 31 in the van the tablets, which have no label."""
        self.assertFalse(self._read(self.room, 28).is_outside)
        self.assertFalse(self._read(self.cold, 5).is_outside)
        self.assertFalse(self.slip.pharma_is_held)
        excursion = self._read(self.cold, 9).excursion_ids
        self.assertEqual(excursion.line_ids.product_id, self.insulin)
        self._read(self.room, 31)
        self.assertEqual(excursion.line_ids.product_id, self.insulin + self.medicine)

    def test_a_reading_for_goods_that_are_not_on_board(self):
        """004-20: bad input: it would judge nothing; the message says what to do."""
        frozen = self.env.ref('pharma_crm.storage_condition_frozen')
        with self.assertRaisesRegex(ValidationError, "Nothing on board is kept as 'Frozen'"):
            self._read(frozen, -12)

    def test_the_office_says_whose_box_it_was(self):
        """004-20: column 'Goods of' of the round."""
        form = Form(self.round.with_user(self.clerk))
        with form.pharma_temperature_ids.new() as line:
            line.value = 28
            line.condition_id = self.room
        form.save()
        self.assertEqual(self.round.pharma_temperature_ids.condition_id, self.room)
        self.assertFalse(self.slip.pharma_is_held)

    def test_what_the_telephone_asks(self):
        """004-11, 004-20: one box for the insulin; the tablets need no cooling, by the condition
        that holds without a label. A slip of tablets is not 'cool'."""
        tablets = self._create_slip()
        tablets.batch_id = self.round
        [shown] = self.mine.get_courier_rounds()['rounds']
        cold = {
            'condition_ids': self.cold.ids,
            'name': "Fridge",
            'cool': True,
            'low': 2,
            'high': 8,
        }
        other = {
            'condition_ids': self.room.ids,
            'name': "Goods that need no cooling",
            'cool': False,
            'low': None,
            'high': 30,
        }
        self.assertEqual(shown['boxes'], [cold, other])
        boxes = {stop['id']: stop['boxes'] for stop in shown['stops']}
        self.assertEqual(boxes, {self.slip.id: [cold, other], tablets.id: [other]})
        lines = next(stop for stop in shown['stops'] if stop['id'] == self.slip.id)['lines']
        self.assertEqual(
            {line['condition_id']: (line['low'], line['high']) for line in lines},
            {self.cold.id: (2, 8), self.room.id: (None, 30)},
        )

    def test_which_goods_need_cooling(self):
        """004-11: 8-15, 2-8 and frozen do; 25 degrees and room temperature do not."""
        codes = ('NOLABEL', 'ROOM', 'MAX25', 'COOL', 'COLD', 'FROZEN')
        conditions = self.env['pharma.storage.condition'].search([('code', 'in', codes)])
        cool = {condition.code for condition in conditions if condition._needs_cooling()}
        self.assertEqual(cool, {'COOL', 'COLD', 'FROZEN'})

    def test_a_mixed_round_departs(self):
        """004-20: 5 degrees in the box, 28 in the van: the round leaves."""
        data = self.mine.depart_round([], self._measured(5, 28))
        self.assertNotIn('error', data)
        self.assertEqual(data['rounds'][0]['state'], 'underway')
        readings = self.round.pharma_temperature_ids
        self.assertEqual(
            {reading.condition_id: reading.value for reading in readings},
            {self.cold: 5, self.room: 28},
        )

    def test_a_warm_box_does_not_depart(self):
        """004-20: 14 degrees in the box: held and kept on file."""
        data = self.mine.depart_round([], self._measured(14, 28))
        self.assertIn("outside their storage condition", data['error'])
        self.assertEqual(self.slip.pharma_excursion_ids.line_ids.product_id, self.insulin)

    def test_odd_readings(self):
        """004-20: bad input: no value, no number, too many; goods nobody knows hold for all."""
        for odd in ({'condition_id': self.cold.id}, {'value': 'warm'}, {'value': 500}):
            with self.assertRaisesRegex(UserError, "is not a number"):
                self.mine.depart_round([], [odd])
        with self.assertRaisesRegex(UserError, "at most 100"):
            self.mine.depart_round([], [5.0] * 101)
        for odd in (2**40, 'x', [1], None):
            data = self.mine.depart_round([], [{'condition_id': odd, 'value': 28}])
            self.assertIn("outside their storage condition", data['error'])

    def test_at_the_door(self):
        """004-20: 5 and 28 degrees at the door: handed over, both on the slip, nothing held."""
        self.round.action_depart()
        odd = self._prepare(self.slip, temperatures=[{'value': None}])
        good = self._prepare(self.slip, temperatures=self._measured(5, 28))
        self.assertEqual(self._send(odd, good, good), ['error', 'ok', 'already'])
        readings = self.slip.pharma_temperature_ids
        self.assertEqual(
            {reading.condition_id: reading.value for reading in readings},
            {self.cold: 5, self.room: 28},
        )
        self.assertEqual(set(readings.mapped('kind')), {'handover'})
        self.assertFalse(self.slip.pharma_excursion_ids)
        visit = self.slip.attempt_ids
        self.assertEqual((visit.has_temperature, visit.temperature), (True, 5))

    def test_refused_because_the_box_is_warm(self):
        """004-20: the insulin goes to quarantine, the tablets go back to the shelf."""
        self.round.action_depart()
        visit = self._prepare(self.slip, 'refused', temperatures=self._measured(14, 28))
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual(self._count(self.insulin), (45, 5))
        self.assertEqual(self._count(self.medicine), (100, 0))

    def test_a_rest_that_is_not_brought_again_goes_to_quarantine(self):
        """004-20: 3 of 5 insulins are handed over at 14 degrees, 2 are not wanted: nobody buys
        these 2 from the shelf; released they are sold again."""
        self.round.action_depart()
        visit = self._prepare(self.slip, 'partly', [3, 10], temperatures=self._measured(14, 28))
        visit['lines'][0]['reason_id'] = self.not_wanted.id
        self.not_wanted.is_redelivered = False
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual(self._count(self.insulin), (45, 2))
        excursion = self.slip.pharma_excursion_ids
        self.assertEqual((excursion.state, excursion.line_ids.quantity), ('open', 5))
        self._decide(excursion, 'released')
        self.assertEqual(self._count(self.insulin), (47, 0))

    def test_none_of_it_handed_over_and_none_brought_again(self):
        """004-20: the tablets stay with the customer, 5 insulins of 14 degrees come back for
        good: held in quarantine, and can be destroyed from there."""
        self.round.action_depart()
        visit = self._prepare(self.slip, 'partly', [0, 10], temperatures=self._measured(14, 28))
        visit['lines'][0]['reason_id'] = self.not_wanted.id
        self.not_wanted.is_redelivered = False
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual((self.slip.state, self._count(self.insulin)), ('done', (45, 5)))
        excursion = self.slip.pharma_excursion_ids
        self.assertEqual(
            (excursion.line_ids.lot_id, excursion.line_ids.quantity), (self.cold_lot, 5)
        )
        self.assertEqual(excursion.activity_ids.user_id, self.pharmacist)
        self._decide(excursion, 'destroyed')
        self.assertEqual(self._count(self.insulin), (45, 0))

    def test_a_rest_that_was_cold_enough_goes_back_to_the_shelf(self):
        """004-20: 5 degrees: nothing is held."""
        self.round.action_depart()
        visit = self._prepare(self.slip, 'partly', [3, 10], temperatures=self._measured(5, 28))
        visit['lines'][0]['reason_id'] = self.not_wanted.id
        self.not_wanted.is_redelivered = False
        self.assertEqual(self._send(visit), ['ok'])
        self.assertEqual(self._count(self.insulin), (47, 0))
        self.assertFalse(self.slip.pharma_excursion_ids)
