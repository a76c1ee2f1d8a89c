from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestRoundFinish(VisitCase):
    """The courier is back: what came back, the money, the papers."""

    def setUp(self):
        super().setUp()
        self.delivered, self.absent_slip, self.refused = (self._create_slip() for _ in range(3))
        self.round = self._underway(self.delivered | self.absent_slip | self.refused)
        self._send(
            self._prepare(self.delivered, cash_amount=25000),
            self._prepare(self.absent_slip, 'not_home'),
            self._prepare(self.refused, 'refused'),
        )

    def _finish(self):
        action = self.round.with_user(self.clerk).action_pharma_finish()
        context = action['context']
        return Form(self.env['pharma.round.finish'].with_user(self.clerk).with_context(**context))

    def test_a_round_is_taken_back(self):
        """000-29, 000-31: cash counted, the signed slip in, the rest free for a second try."""
        form = self._finish()
        self.assertEqual((form.cash_collected, form.cash_counted), (25000, 25000))
        wizard = form.save()
        lines = {line.picking_id: line for line in wizard.line_ids}
        lines[self.delivered].is_returned = True
        lines[self.refused].what_next = 'cancel'
        wizard.action_apply()
        self.assertEqual(self.round.delivery_state, 'finished')
        self.assertEqual(self.round.state, 'done')
        self.assertTrue(self.delivered.date_returned)
        self.assertEqual(self.delivered.batch_id, self.round)
        self.assertEqual(self.refused.state, 'cancel')
        self.assertRecordValues(
            self.absent_slip, [{'batch_id': False, 'courier_id': False, 'state': 'assigned'}]
        )
        again = self._underway(self.absent_slip)
        self.assertEqual(self.absent_slip.delivery_state, 'underway')
        self.assertEqual(self._send(self._prepare(self.absent_slip)), ['ok'])
        self.assertEqual(again.state, 'done')

    def test_an_order_of_which_nothing_was_delivered_is_told(self):
        """000-31, 002-11: its salesperson cancels it or delivers anew; nothing is cancelled by
        itself, and nobody is told of orders that are delivered or still wait."""
        seller = new_test_user(
            self.env, 'xuan', groups='sales_team.group_sale_salesman', name="Vũ Thị Xuân"
        )
        orders = (self.delivered | self.absent_slip | self.refused).sale_id
        orders.user_id = seller
        wizard = self._finish().save()
        lines = {line.picking_id: line for line in wizard.line_ids}
        lines[self.refused].what_next = 'cancel'
        wizard.action_apply()
        order = self.refused.sale_id
        self.assertEqual(order.state, 'sale')
        self.assertRecordValues(
            order.with_user(seller).activity_ids,
            [
                {
                    'user_id': seller.id,
                    'summary': "Nothing was delivered: cancel the order or deliver anew",
                }
            ],
        )
        self.assertFalse((orders - order).activity_ids)

    def test_an_order_that_goes_on_is_not_told(self):
        """002-11: invoiced, delivered in part before, another slip waits: no task."""
        slips = self._create_slip() | self._create_slip() | self._create_slip()
        invoiced, partly, waiting = slips.sale_id
        invoiced.order_line.qty_delivered = 10
        invoiced._create_invoices()
        invoiced.order_line.qty_delivered = 0
        for slip in (partly | waiting).picking_ids:
            slip.move_ids.write({'quantity': 4, 'picked': True})
            slip.action_split_transfer()
        partly.picking_ids.sorted('id')[0]._action_done()
        slips |= partly.picking_ids
        slips.filtered(lambda slip: slip.state != 'done').action_cancel()
        slips._tell_nothing_delivered()
        self.assertEqual(partly.order_line.qty_delivered, 4)
        self.assertEqual(len(waiting.picking_ids.filtered(lambda s: s.state != 'cancel')), 1)
        self.assertFalse((invoiced | partly | waiting).activity_ids)

    def test_somebody_is_told_who_is_still_there(self):
        """002-11: no salesperson, or one who has left: who plans the deliveries."""
        order = self.refused.sale_id
        seller = new_test_user(self.env, 'xuan', groups='sales_team.group_sale_salesman')
        order.write({'user_id': seller.id, 'team_id': False})
        seller.active = False
        self.refused.action_cancel()
        self.refused._tell_nothing_delivered()
        group = 'pharma_delivery.group_delivery_user'
        self.assertTrue(order.activity_ids.user_id.has_group(group))

    def test_a_difference_of_cash_is_explained(self):
        """000-29: bad input: less money than collected, and nobody says why."""
        form = self._finish()
        form.cash_counted = 20000
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_apply()
        wizard.cash_note = "Khách giữ lại"
        wizard.action_apply()
        self.assertEqual(self.round.pharma_cash_counted, 20000)
        self.assertEqual(self.round.pharma_cash_note, "Khách giữ lại")

    def test_a_round_is_taken_back_once(self):
        """000-29: bad input: a second time, or before it left."""
        self._finish().save().action_apply()
        with self.assertRaisesRegex(UserError, "on its way"):
            self.round.action_pharma_finish()
        planned = self._create_round(self._create_slip())
        with self.assertRaisesRegex(UserError, "on its way"):
            planned.action_pharma_finish()

    def test_nobody_validates_a_round_on_its_way(self):
        """000-31: one press of core's button would deliver all stops without a signature."""
        view = self.env['stock.picking.batch'].with_user(self.clerk).get_view(view_type='form')
        buttons = etree.fromstring(view['arch']).findall("header/button[@name='action_done']")
        self.assertEqual(len(buttons), 2)
        for button in buttons:
            self.assertIn("delivery_state == 'underway'", button.get('invisible'))

    def test_a_round_on_its_way_is_not_cancelled_or_deleted(self):
        """000-29, 000-31: bad input: core's 'Cancel' would take the round off the telephone, with
        goods and cash on the road; the same over RPC for 'Validate'."""
        mine = self.round.with_user(self.clerk)
        slips = self.round.picking_ids
        for method in ('action_cancel', 'action_done'):
            with self.subTest(method=method), self.assertRaisesRegex(UserError, "Take it back"):
                getattr(mine, method)()
        with self.assertRaisesRegex(UserError, "kept"):
            mine.unlink()
        self.assertEqual((self.round.picking_ids, self.round.delivery_state), (slips, 'underway'))
        view = mine.get_view(view_type='form')
        button = etree.fromstring(view['arch']).find("header/button[@name='action_cancel']")
        self.assertIn("delivery_state == 'underway'", button.get('invisible'))
        planned = self._create_round(self._create_slip()).with_user(self.clerk)
        planned.action_cancel()
        self.assertEqual(planned.state, 'cancel')
        planned.unlink()

    def test_a_visit_that_comes_late_contradicts(self):
        """000-31: bad input: the round is closed, and then the telephone finds the network."""
        visit = self._prepare(self.absent_slip)
        self._finish().save().action_apply()
        self.assertEqual(self._send(visit), ['conflict'])
        self.assertEqual(self.absent_slip.state, 'assigned')

    def test_what_was_refused_is_brought_once_more(self):
        """000-31: damaged goods are refused and brought again on another round."""
        slip = self._create_slip()
        batch = self._underway(slip)
        damaged = self.env.ref('pharma_delivery.reason_damaged')
        self._send(self._prepare(slip, 'refused', reason_id=damaged.id))
        self.assertEqual((slip.delivery_state, slip.state), ('refused', 'assigned'))
        batch._finish()
        self._underway(slip)
        self.assertEqual(slip.delivery_state, 'underway')
        self.assertEqual(self._send(self._prepare(slip)), ['ok'])
        self.assertEqual(slip.delivery_state, 'delivered')
