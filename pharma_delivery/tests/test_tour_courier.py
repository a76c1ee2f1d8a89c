from odoo.tests import HttpCase, tagged

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestTourCourier(HttpCase, VisitCase):
    """The courier's day on a telephone of 360 pixels, with and without network."""

    browser_size = '360x740'
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_customer.name = "Trần Văn Minh Khôi Tour"
        cls.cold = cls.env['pharma.storage.condition'].create(
            {
                'name': "Fridge of the Tour",
                'has_temperature_min': True,
                'temperature_min': 2,
                'temperature_max': 8,
            }
        )
        insulin = cls._create_medicine("Insulin of the Tour", storage_condition_id=cls.cold.id)
        cls._create_lot(insulin, 'T1', '2030-06-30 12:00:00', 50)
        lines = [(cls.medicine, 10), (insulin, 5)]
        cls.first = cls._create_slip(lines, partner=cls.other_customer)
        cls.second = cls._create_slip()
        cls.third = cls._create_slip(
            partner=cls.env['res.partner'].create(
                {'name': "Hoàng Lê Thị Phương Thảo Nguyên", 'street': "99 Đê La Thành"}
            )
        )
        slips = cls.first | cls.second | cls.third
        cls.round = cls._create_round(slips)
        for sequence, slip in enumerate(slips):
            slip.batch_sequence = sequence

    def test_courier_delivers_without_network(self):
        """000-29, 000-31, 004-20: departs, delivers one with the network and two without it; a
        reload in between loses nothing, and each is recorded once, with what was measured."""
        self.start_tour('/odoo/my-round', 'pharma_delivery_courier_tour', login='bao')
        self.assertEqual(self.round.delivery_state, 'underway')
        self.assertEqual((self.first | self.second).mapped('state'), ['done', 'done'])
        self.assertEqual(self.second.delivery_state, 'partly')
        self.assertEqual(self.third.delivery_state, 'not_home')
        slips = self.first | self.second | self.third
        for slip in slips:
            self.assertEqual(len(slip.attempt_ids), 1)
        self.assertTrue(self.second.attempt_ids.signature)
        self.assertEqual(self.second.attempt_ids.line_ids.quantity, 6)
        measured = [
            [
                (reading.condition_id == self.cold, reading.value)
                for reading in readings.sorted('id')
            ]
            for readings in (
                self.round.pharma_temperature_ids.filtered_domain([('kind', '=', 'loading')]),
                self.first.pharma_temperature_ids,
                self.second.pharma_temperature_ids,
            )
        ]
        at_loading = [(True, 5), (True, 6.5), (False, 28)]
        self.assertEqual(measured, [at_loading, [(True, 5.5), (False, 28)], [(False, 29)]])
        self.assertFalse(slips.pharma_excursion_ids)
        # another courier on the same telephone neither sees nor sends anything of it
        self.start_tour('/odoo/my-round', 'pharma_delivery_other_courier_tour', login='cuong')

    def test_clerk_plans_and_takes_back(self):
        """000-29: slips chosen, put into a round, sent off; taken back with its money."""
        self.browser_size = '1366x768'
        self.touch_enabled = False
        self.round.action_cancel()
        self.first.priority = '1'  # on the first page, however many slips there are
        self.start_tour(
            '/odoo/delivery-slips', 'pharma_delivery_round_tour', login='dung', timeout=120
        )
        batch = self.first.batch_id or self.env['stock.picking.batch'].search(
            [('pharma_onboard_ids', 'in', self.first.ids)]
        )
        self.assertEqual((batch.courier_id, batch.delivery_state), (self.courier, 'finished'))
