from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_quality import QualityCase
from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestStorageLeave(QualityCase, VisitCase):
    """Held goods that leave their slip before a pharmacist decided go to quarantine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slip = cls._create_slip([(cls.insulin, 5), (cls.medicine, 10)])
        cls.quarantine = cls.warehouse.pharma_quarantine_location_id
        cls.shelf = cls.warehouse.lot_stock_id

    def _read(self, value):
        self.env['pharma.delivery.temperature'].create(
            {'picking_id': self.slip.id, 'kind': 'loading', 'value': value}
        )
        return self.slip.pharma_excursion_ids

    def _decide(self, excursion, decision):
        wizard = self.env['pharma.excursion.decision'].with_user(self.pharmacist)
        wizard.create(
            {'excursion_id': excursion.id, 'decision': decision, 'note': "Measured twice."}
        ).action_apply()

    def _count(self, product):
        """Return what lies on the shelf and in quarantine."""
        return tuple(self._get_stock(product, place) for place in (self.shelf, self.quarantine))

    def test_a_cancelled_slip_leaves_its_held_goods_in_quarantine(self):
        """004-20: 5 insulins at 9 degrees: the customer cancels, nobody may sell them; the
        tablets go back to the shelf."""
        excursion = self._read(9)
        self.slip.with_user(self.clerk).action_cancel()
        self.assertEqual(self.slip.state, 'cancel')
        self.assertEqual(self._count(self.insulin), (45, 5))
        self.assertEqual(self._count(self.medicine), (100, 0))
        self.assertEqual(excursion.state, 'open')
        self.assertEqual(excursion.transfer_ids.state, 'done')
        self._decide(excursion, 'released')
        self.assertEqual(self._count(self.insulin), (50, 0))

    def test_an_unreserved_slip_leaves_its_held_goods_in_quarantine(self):
        """004-20: taking the reservation away is no decision; destroying them works from there."""
        excursion = self._read(9)
        self.slip.with_user(self.clerk).do_unreserve()
        self.assertEqual(self._count(self.insulin), (45, 5))
        self._decide(excursion, 'destroyed')
        self.assertEqual(self._count(self.insulin), (45, 0))

    def test_goods_in_quarantine_already_stay_there(self):
        """004-20: the decision 'quarantine' of a cancelled slip says what is the case."""
        excursion = self._read(9)
        self.slip.action_cancel()
        self._decide(excursion, 'quarantined')
        self.assertEqual((excursion.state, self._count(self.insulin)), ('quarantined', (45, 5)))

    def test_refused_warm_goods_do_not_go_back_to_the_shelf(self):
        """004-20: the customer refuses insulin of 14 degrees: it was on the slip when it was
        measured, so it is named with its lot and not sold to the next."""
        self._underway(self.slip)
        answer = self._send(self._prepare(self.slip, 'refused', temperature=14.0))
        self.assertEqual(answer, ['ok'])
        excursion = self.slip.pharma_excursion_ids
        self.assertEqual(excursion.line_ids.lot_id, self.cold_lot)
        self.assertEqual(self._count(self.insulin), (45, 5))

    def test_the_rest_of_a_partly_delivered_slip_is_held_too(self):
        """004-20: 3 of 5 insulins are handed over at 14 degrees: the other 2, which are brought
        again, were in the same box."""
        slip = self._create_slip([(self.insulin, 5)])
        self._underway(slip)
        visit = self._prepare(slip, 'partly', [3], temperature=14.0)
        visit['lines'][0]['reason_id'] = self.missing.id
        self.missing.is_redelivered = True
        self.assertEqual(self._send(visit), ['ok'])
        self.assertTrue(slip.pharma_is_held)
        self.assertEqual(slip.pharma_excursion_ids.line_ids.quantity, 3)
        again = slip.backorder_ids
        self.assertTrue(again.pharma_is_held)
        self.assertEqual(again.pharma_excursion_ids.line_ids.quantity, 2)

    def test_what_is_with_the_customer_is_fetched_before_it_is_destroyed(self):
        """004-20: bad input: the message says what to do, and names no transfer that is not
        there."""
        self._deliver(self.slip)
        excursion = self._read(14)
        with self.assertRaisesRegex(UserError, "Move them to quarantine first"):
            self._decide(excursion, 'destroyed')

    def test_everybody_with_slips_finds_held_ones(self):
        """004-20: the filter 'Goods Held' works for couriers, who read no excursions."""
        self._underway(self.slip)
        self._read(9)
        Slip = self.env['stock.picking'].with_user(self.courier)
        self.assertEqual(Slip.search([('pharma_is_held', '=', True)]), self.slip)
        self.assertNotIn(self.slip, Slip.search([('pharma_is_held', '=', False)]))
