from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common_quality import QualityCase


@tagged('post_install', '-at_install')
class TestStorage(QualityCase):
    """Goods outside their label are held until a pharmacist decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slip = cls._create_slip([(cls.insulin, 5), (cls.medicine, 10)])
        cls.round = cls._create_round(cls.slip)
        cls.quarantine = cls.warehouse.pharma_quarantine_location_id
        cls.stock = cls.warehouse.lot_stock_id

    def _read(self, value, **vals):
        vals = {'batch_id': self.round.id, 'kind': 'loading', 'value': value, **vals}
        return self.env['pharma.delivery.temperature'].create(vals)

    def _decide(self, excursion, decision, user=None):
        wizard = self.env['pharma.excursion.decision'].with_user(user or self.pharmacist)
        wizard.create(
            {'excursion_id': excursion.id, 'decision': decision, 'note': "Measured twice."}
        ).action_apply()

    def test_a_reading_within_the_labels_changes_nothing(self):
        """004-20: 2.0 and 8.0 degrees are inside the label of 2 to 8."""
        for value in (2, 8, 5):
            self.assertFalse(self._read(value).is_outside)
        self.assertFalse(self.slip.pharma_is_held)

    def test_only_what_suffered_is_held(self):
        """004-11, 004-20: 9 degrees harm the insulin and not the tablets, which have no label."""
        reading = self._read(9)
        excursion = self.slip.pharma_excursion_ids
        self.assertEqual(excursion.state, 'open')
        self.assertEqual(excursion.reading_ids, reading)
        self.assertTrue(reading.is_outside)
        line = excursion.line_ids
        self.assertEqual((line.product_id, line.lot_id), (self.insulin, self.cold_lot))
        self.assertEqual((line.quantity, line.limit), (5, "2.0 to 8.0 degrees C"))
        self.assertEqual(line.measured, "9.0 degrees C")
        self.assertEqual(excursion.activity_ids.user_id, self.pharmacist)
        with self.assertRaisesRegex(UserError, "Insulin.*pharmacist"):
            self.round.with_user(self.clerk).action_depart()

    def test_without_a_label_the_default_holds(self):
        """004-11: the tablets stand 30 degrees and 70 % humidity, no more."""
        self.assertFalse(
            self._read(
                30, picking_id=self.slip.id, has_humidity=True, humidity=70
            ).excursion_ids.line_ids.filtered(lambda line: line.product_id == self.medicine)
        )
        reading = self._read(25, has_humidity=True, humidity=71)
        line = reading.excursion_ids.line_ids.filtered(lambda l: l.product_id == self.medicine)
        self.assertEqual(line.limit, "at most 30.0 degrees C, at most 70.0 % humidity")

    def test_more_readings_make_one_excursion(self):
        """004-20: the pharmacist decides once for the goods of a slip."""
        self._read(9)
        self._read(31)
        excursion = self.slip.pharma_excursion_ids
        self.assertEqual(len(excursion.reading_ids), 2)
        self.assertEqual(excursion.line_ids.product_id, self.insulin + self.medicine)
        self.assertEqual(len(excursion.line_ids), 2)
        self.assertEqual(len(excursion.activity_ids), 1)

    def test_released_goods_go_on(self):
        """004-20: the slip leaves after the pharmacist released it; it is kept who and why."""
        self._read(9)
        excursion = self.slip.pharma_excursion_ids
        self._decide(excursion, 'released')
        self.assertEqual(excursion.state, 'released')
        self.assertEqual(excursion.decision_user_id, self.pharmacist)
        self.assertEqual(excursion.decision_note, "Measured twice.")
        self.assertFalse(excursion.activity_ids)
        self.round.with_user(self.clerk).action_depart()
        self.assertEqual(self.slip.delivery_state, 'underway')
        self._read(10)
        self.assertEqual(self.slip.pharma_excursion_ids.mapped('state').count('open'), 1)

    def test_quarantined_goods_leave_the_slip(self):
        """004-20: 5 of 50 insulins lie in quarantine; others of the lot take their place."""
        self._read(1.9)
        self._decide(self.slip.pharma_excursion_ids, 'quarantined')
        self.assertEqual(self._get_stock(self.insulin, self.quarantine), 5)
        self.assertEqual(self._get_stock(self.insulin, self.stock), 45)
        self.assertEqual(self.slip.state, 'assigned')
        self.assertFalse(self.slip._get_dispatch_obstacles()[self.slip])
        excursion = self.slip.pharma_excursion_ids
        self.assertEqual(excursion.transfer_ids.state, 'done')
        self._decide(excursion, 'released')
        self.assertEqual(self._get_stock(self.insulin, self.stock), 50)

    def test_quarantine_is_no_stock(self):
        """004-20: what lies in quarantine is neither reserved nor promised."""
        lot = self._create_lot(self.insulin, 'Q1', '2031-01-31 12:00:00', 30, self.quarantine)
        self.assertEqual(self.insulin.with_context(warehouse_id=self.warehouse.id).free_qty, 45)
        slip = self._create_slip([(self.insulin, 60)])
        self.assertNotIn(lot, slip.move_line_ids.lot_id)
        self.assertEqual(sum(slip.move_line_ids.mapped('quantity')), 45)

    def test_destroyed_goods_leave_the_stock(self):
        """004-20: scrapped from quarantine, with the lot."""
        self._read(12)
        excursion = self.slip.pharma_excursion_ids
        self._decide(excursion, 'destroyed')
        self.assertEqual(self._get_stock(self.insulin, self.quarantine), 0)
        self.assertEqual(self._get_stock(self.insulin, self.stock), 45)
        scrap = self.env['stock.scrap'].search([('origin', '=', excursion.name)])
        self.assertEqual((scrap.lot_id, scrap.scrap_qty), (self.cold_lot, 5))
        with self.assertRaisesRegex(UserError, "has been decided"):
            self._decide(excursion, 'released')

    def test_at_handover_the_goods_come_back(self):
        """004-20, 000-24: what was handed over already is fetched back by core's return."""
        self._deliver(self.slip)
        self._read(14, batch_id=False, picking_id=self.slip.id, kind='handover')
        excursion = self.slip.pharma_excursion_ids
        self._decide(excursion, 'quarantined')
        back = excursion.transfer_ids
        self.assertEqual((back.state, back.location_dest_id), ('assigned', self.quarantine))
        self.assertEqual(back.move_line_ids.lot_id, self.cold_lot)
        with self.assertRaisesRegex(UserError, "not in quarantine yet"):
            self._decide(excursion, 'destroyed')
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(self._get_stock(self.insulin, self.quarantine), 5)
        self._decide(excursion, 'destroyed')
        self.assertEqual(self._get_stock(self.insulin, self.quarantine), 0)

    def test_returns_go_to_quarantine(self):
        """004-20: by setting, whatever customers bring back waits there."""
        self._deliver(self.slip)
        for setting, place in ((True, self.quarantine), (False, self.stock)):
            self.company.pharma_return_to_quarantine = setting
            wizard = self.env['stock.return.picking'].create({'picking_id': self.slip.id})
            wizard.product_return_moves[0].quantity = 1
            self.assertEqual(wizard._create_return().location_dest_id, place)

    def test_new_branches_have_a_quarantine(self):
        """004-20: outside the branch's stock, of the branch's company."""
        branch = self.env['stock.warehouse'].create({'name': "Quầy 2", 'code': 'Q2'})
        place = branch.pharma_quarantine_location_id
        self.assertEqual((place.usage, place.company_id), ('internal', branch.company_id))
        self.assertFalse(place.location_id)
        everywhere = self.env['stock.warehouse'].search([])
        self.assertTrue(all(everywhere.mapped('pharma_quarantine_location_id')))

    @users('dung')
    def test_a_clerk_reads_and_does_not_decide(self):
        """004-20: rights: preparing slips is not judging quality."""
        reading = self.env['pharma.delivery.temperature'].create(
            {'batch_id': self.round.id, 'value': 20}
        )
        excursion = reading.excursion_ids
        self.assertEqual(excursion.state, 'open')
        with self.assertRaisesRegex(AccessError, "Only a pharmacist"):
            excursion.action_decide()
        with self.assertRaises(AccessError):
            excursion.write({'state': 'released'})
        with self.assertRaises(AccessError):
            reading.write({'value': 5})

    def test_others_read_nothing(self):
        """000-36: neither a courier, a stranger nor another company reads excursions."""
        self._read(20)
        excursion = self.slip.pharma_excursion_ids
        for user in (self.courier, self.stranger):
            self.assertFalse(excursion.with_user(user).has_access('read'))
        other = self.env['res.company'].create({'name': "Other"})
        self.pharmacist.write({'company_ids': [(4, other.id)], 'company_id': other.id})
        away = excursion.with_user(self.pharmacist).with_company(other)
        self.assertFalse(away.with_context(allowed_company_ids=other.ids).has_access('read'))

    def test_bad_readings_are_refused(self):
        """004-20: bad input: no place, no temperature, no percentage, the same one twice."""
        with self.assertRaisesRegex(ValidationError, "no temperature"):
            self._read(450)
        with self.assertRaisesRegex(ValidationError, "percentage"):
            self._read(5, has_humidity=True, humidity=120)
        self._read(5, client_uid='x')
        for vals in ({'client_uid': 'x'}, {'batch_id': False}):
            with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError):
                self._read(5, **vals)

    def test_the_form_records_readings_of_a_round(self):
        """004-20: the clerk types the loading temperature into the round."""
        form = Form(self.round.with_user(self.clerk))
        with form.pharma_temperature_ids.new() as line:
            line.value = 6
        form.save()
        self.assertEqual(self.round.pharma_temperature_ids.value, 6)
        self.assertEqual(self.round.pharma_temperature_ids.user_id, self.clerk)

    def test_a_round_costs_few_queries(self):
        """004-20: obstacles of many slips are asked for together."""
        slips = self.slip
        for _number in range(4):
            slips += self._create_slip([(self.insulin, 1)])
        self._create_round(slips)
        slips._get_dispatch_obstacles()
        counts = []
        for some in (slips[:1], slips):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._get_dispatch_obstacles()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
