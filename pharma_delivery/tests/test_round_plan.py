from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common_visit import VisitCase


@tagged('post_install', '-at_install')
class TestRoundPlan(VisitCase):
    """Slips are put into a round, in order, with papers and money."""

    def _plan(self, slips, **values):
        action = slips.with_user(self.clerk).action_pharma_plan_round()
        form = Form(
            self.env['pharma.round.plan'].with_user(self.clerk).with_context(**action['context'])
        )
        form.courier_id = values.pop('courier', self.courier)
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_slips_become_a_round(self):
        """000-29: chosen in the list, given to a courier; later the same round is offered."""
        first, second = self._create_slip(), self._create_slip(partner=self.other_customer)
        action = self._plan(first, vehicle="29C-123.45").action_apply()
        batch = self.env['stock.picking.batch'].browse(action['res_id'])
        self.assertRecordValues(
            batch,
            [
                {
                    'courier_id': self.courier.id,
                    'vehicle': "29C-123.45",
                    'user_id': self.clerk.id,
                    'delivery_state': 'planned',
                }
            ],
        )
        again = self._plan(second)
        self.assertEqual(again.batch_id, batch)
        again.action_apply()
        self.assertEqual(batch.picking_ids, first | second)
        self.assertEqual((first | second).courier_id, self.courier)
        self.assertFalse(self._plan(self._create_slip(), courier=self.other_courier).batch_id)

    def test_a_round_of_tomorrow(self):
        """000-29: its slips are planned for that day, and found again; bad input: yesterday."""
        slip = self._create_slip()
        today = self.env.company._pharma_today()
        tomorrow = today + timedelta(days=1)
        self._plan(slip, date=tomorrow).action_apply()
        other = self._plan(self._create_slip(), date=tomorrow)
        self.assertEqual(other.batch_id, slip.batch_id)
        self.assertFalse(self._plan(self._create_slip()).batch_id)
        with self.assertRaisesRegex(UserError, "is over"):
            self._plan(self._create_slip(), date=today - timedelta(days=1)).action_apply()

    def test_stops_are_proposed_by_street(self):
        """000-29: house number 3 comes before 12 of the same street; the same door together."""
        late, early = self._create_slip(), self._create_slip(partner=self.other_customer)
        later = self._create_slip()
        batch = self._create_round(late | early | later)
        batch.with_user(self.clerk).action_pharma_propose_order()
        order = batch.picking_ids.sorted('batch_sequence')
        self.assertEqual(order.mapped('partner_id'), self.other_customer | self.customer)
        self.assertEqual(order[0], early)

    def test_a_slip_is_in_one_open_round_only(self):
        """000-29: bad input: two rounds for one slip, a finished slip, nothing at all."""
        slip = self._create_slip()
        batch = self._create_round(slip)
        with self.assertRaisesRegex(UserError, batch.name):
            slip.with_user(self.clerk).action_pharma_plan_round()
        with self.assertRaisesRegex(UserError, "Choose the slips"):
            slip.browse().with_user(self.clerk).action_pharma_plan_round()
        cancelled = self._create_slip()
        cancelled.action_cancel()
        with self.assertRaisesRegex(UserError, "nothing left"):
            cancelled.action_pharma_plan_round()

    def test_only_couriers_drive(self):
        """000-29: bad input: somebody without the role; rights: a courier plans nothing."""
        slip = self._create_slip()
        wizard = self._plan(slip)
        wizard.courier_id = self.clerk
        with self.assertRaisesRegex(UserError, "no courier"):
            wizard.action_apply()
        with self.assertRaises(AccessError):
            slip.with_user(self.courier).action_pharma_plan_round()

    def test_cash_is_collected_where_the_order_says_so(self):
        """000-29: unpaid orders payable at once; what was collected is not asked for again."""
        slip = self._create_slip()
        order = slip.sale_id
        self.assertTrue(order.pharma_cash_on_delivery)
        self.assertEqual(slip.pharma_cash_due, order.amount_total)
        self._underway(slip)
        self._send(self._prepare(slip, cash_amount=order.amount_total))
        self.assertEqual(slip.pharma_cash_due, 0)
        credit = self._create_slip()
        credit.sale_id.pharma_cash_on_delivery = False
        self.assertEqual(credit.pharma_cash_due, 0)

    def test_papers_are_ticked_off(self):
        """000-29, 004-18: with the setting, a round leaves with all its papers only."""
        self.patch(
            type(self.env['stock.picking.batch']), '_get_round_papers', lambda batch: ["Giấy phép"]
        )
        self.env.company.pharma_is_papers_ticked = True
        batch = self._create_round(self._create_slip())
        clerk = batch.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Giấy phép"):
            clerk.action_depart()
        clerk.action_pharma_update_papers()
        clerk.action_pharma_update_papers()
        [paper] = batch.pharma_paper_ids
        paper.with_user(self.clerk).is_checked = True
        self.assertEqual(paper.user_id, self.clerk)
        clerk.action_depart()
        self.assertEqual(batch.pharma_onboard_ids, batch.picking_ids)

    def test_a_slip_without_goods_does_not_leave(self):
        """000-29: bad input: nothing is reserved."""
        slip = self._create_slip()
        batch = self._create_round(slip)
        slip.do_unreserve()
        with self.assertRaisesRegex(UserError, "Nothing is reserved"):
            batch.with_user(self.clerk).action_depart()

    def test_no_round_departs_by_writing(self):
        """000-29, 004-18: over RPC a clerk writes no departure, no end and no cash: papers and
        goods are checked by the button alone; a slip is delivered by its receipt alone."""
        batch = self._create_round(self._create_slip())
        mine = batch.with_user(self.clerk)
        for values in (
            {'date_departed': '2026-11-20 03:00:00'},
            {'date_finished': '2026-11-20 03:00:00'},
            {'delivery_state': 'underway'},
            {'pharma_onboard_ids': [(6, 0, batch.picking_ids.ids)]},
            {'pharma_cash_counted': 5},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "Use the buttons of the form"),
            ):
                mine.write(values)
            with self.assertRaisesRegex(UserError, "Use the buttons of the form"):
                mine.create({'picking_type_id': batch.picking_type_id.id, **values})
        with self.assertRaisesRegex(UserError, "set by the program only"):
            mine.picking_ids.delivery_state = 'delivered'
        mine.action_depart()
        self.assertEqual(batch.delivery_state, 'underway')
        self.assertEqual(batch.pharma_onboard_ids, batch.picking_ids)
        finish = self.env['pharma.round.finish'].with_user(self.clerk)
        finish.create({'batch_id': batch.id}).action_apply()
        self.assertEqual(batch.delivery_state, 'finished')

    def test_another_company_sees_nothing(self):
        """000-29: rights: papers and rounds of another company."""
        batch = self._create_round(self._create_slip())
        paper = self.env['pharma.round.paper'].create({'batch_id': batch.id, 'name': "Giấy"})
        company = self.env['res.company'].create({'name': "Khác"})
        abroad = new_test_user(
            self.env,
            'abroad',
            groups='pharma_delivery.group_delivery_user',
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for record in (batch, paper):
            self.assertFalse(record.with_user(abroad)._filtered_access('read'))
        self.assertFalse(paper.with_user(self.other_courier)._filtered_access('read'))
        self.assertTrue(paper.with_user(self.courier)._filtered_access('read'))
