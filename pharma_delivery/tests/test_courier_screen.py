import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestCourierScreen(VisitCase):
    """What the courier's telephone is told: his own stops, and what is printed on the slips."""

    def _get_rounds(self, user=None):
        Batch = self.env['stock.picking.batch'].with_user(user or self.courier)
        return Batch.get_courier_rounds()

    def test_stops_in_order(self):
        """000-29: customer, address, phone, medicines with lot, the sum; and no other price."""
        cold = self.env['pharma.storage.condition'].create(
            {
                'name': "2-8",
                'has_temperature_min': True,
                'temperature_min': 2,
                'has_temperature_max': True,
                'temperature_max': 8,
            }
        )
        self.medicine.write({'storage_condition_id': cold.id, 'strength': "500 mg"})
        second, first = self._create_slip(), self._create_slip(partner=self.other_customer)
        batch = self._create_round(first | second)
        batch.action_pharma_propose_order()
        data = self._get_rounds()
        [shown] = data['rounds']
        self.assertEqual((shown['id'], shown['state']), (batch.id, 'planned'))
        self.assertEqual([stop['id'] for stop in shown['stops']], [first.id, second.id])
        stop = shown['stops'][1]
        self.assertEqual(stop['customer'], "Nguyễn Thị Hồng Nhung")
        self.assertEqual(stop['address'], "12 Lý Thường Kiệt, Hà Nội")
        self.assertTrue(stop['phone'])
        [box] = stop['boxes']
        self.assertEqual((box['low'], box['high'], box['cool']), (2, 8, True))
        self.assertEqual(stop['cash'], second.sale_id.amount_total)
        [line] = stop['lines']
        self.assertEqual((line['lot'], line['quantity']), ('A1', 10))
        self.assertIn("500 mg", line['name'])
        self.assertNotIn('price', json.dumps(data))
        self.assertTrue(data['reasons'])

    def test_an_address_reads_as_in_its_country(self):
        """000-29: in China the town stands before the street."""
        china = self.env.ref('base.cn')
        buyer = self.env['res.partner'].create(
            {'name': "陈晓梅", 'street': "南京西路1266号", 'city': "上海市", 'country_id': china.id}
        )
        slip = self._create_slip(partner=buyer)
        self._create_round(slip)
        [shown] = self._get_rounds()['rounds']
        self.assertEqual(shown['stops'][0]['address'], "上海市, 南京西路1266号")

    def test_the_telephone_says_what_may_not_be_handed_over(self):
        """004-17, 004-20: an obstacle found while the van is on its way stands at its stop."""
        slip = self._create_slip()
        self._underway(slip)
        Picking = type(self.env['stock.picking'])
        self.patch(
            Picking, '_get_dispatch_obstacles', lambda slips: {slip: ["recalled"] for slip in slips}
        )
        [stop] = self._get_rounds()['rounds'][0]['stops']
        self.assertEqual(stop['obstacles'], ["recalled"])

    def test_only_own_rounds(self):
        """000-29: rights: another courier, a stranger, the portal, another company."""
        self._create_round(self._create_slip())
        self.assertEqual(len(self._get_rounds()['rounds']), 1)
        self.assertFalse(self._get_rounds(self.other_courier)['rounds'])
        stranger = new_test_user(self.env, 'stranger', groups='base.group_user')
        portal = new_test_user(self.env, 'guest', groups='base.group_portal')
        for user in (stranger, portal):
            with self.assertRaises(AccessError):
                self._get_rounds(user)

    def test_finished_and_cancelled_rounds_are_gone(self):
        """000-29: the screen shows what is to be done."""
        done, cancelled = (self._create_round(self._create_slip()) for _ in range(2))
        done.action_depart()
        done._finish()
        cancelled.action_cancel()
        self.assertFalse(self._get_rounds()['rounds'])

    def test_the_courier_departs(self):
        """000-29, 004-18, 004-20: papers ticked and temperature read on the telephone."""
        self.patch(
            type(self.env['stock.picking.batch']), '_get_round_papers', lambda batch: ["Giấy phép"]
        )
        self.env.company.pharma_is_papers_ticked = True
        batch = self._create_round(self._create_slip())
        batch.action_pharma_update_papers()
        mine = batch.with_user(self.courier)
        with self.assertRaisesRegex(UserError, "Giấy phép"):
            mine.depart_round([], [])
        with self.assertRaises(AccessError):
            batch.with_user(self.other_courier).depart_round([], [])
        [shown] = self._get_rounds()['rounds']
        for odd in (['warm'], [500], [float('inf')]):
            with self.assertRaisesRegex(UserError, "is not a number"):
                mine.depart_round([shown['papers'][0]['id'], [], 'x'], odd)
        data = mine.depart_round([shown['papers'][0]['id']], [4.5])
        self.assertEqual(data['rounds'][0]['state'], 'underway')
        self.assertEqual(batch.delivery_state, 'underway')
        if 'pharma.delivery.temperature' in self.env:
            self.assertEqual(batch.pharma_temperature_ids.value, 4.5)

    def test_many_stops_in_few_queries(self):
        """000-29: a round of ten stops asks no more than one of five."""
        slips = self.env['stock.picking'].union(*(self._create_slip() for _ in range(5)))
        batch = self._create_round(slips)
        self._get_rounds()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get_rounds()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        more = self.env['stock.picking'].union(*(self._create_slip() for _ in range(5)))
        more.batch_id = batch
        self.assertLessEqual(count(), few + 2)

    def test_visits_are_on_the_card_and_the_order(self):
        """000-31: the proof is shown on the order and on the customer's card, to who may read."""
        slip = self._create_slip()
        self._underway(slip)
        self._send(self._prepare(slip))
        order = slip.sale_id
        self.assertEqual(order.pharma_attempt_count, 1)
        action = order.action_pharma_view_attempts()
        found = self.env['pharma.delivery.attempt'].search(action['domain'])
        self.assertEqual(found, slip.attempt_ids)
        card = self.customer.with_user(self.clerk).get_customer_card()
        [section] = [part for part in card['sections'] if part['key'] == 'deliveries']
        self.assertEqual(section['items'][0]['cells'][1]['text'], slip.slip_number)
        seller, other = (
            new_test_user(self.env, login, groups='sales_team.group_sale_salesman')
            for login in ('seller', 'other_seller')
        )
        order.user_id = seller
        self.assertTrue(found.with_user(seller)._filtered_access('read'))
        self.assertFalse(found.with_user(other)._filtered_access('read'))
        self.assertFalse(found.with_user(self.other_courier)._filtered_access('read'))
