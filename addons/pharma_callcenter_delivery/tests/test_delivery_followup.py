from odoo.tests import tagged

from odoo.addons.pharma_delivery.tests.common import DeliveryCase


@tagged('post_install', '-at_install')
class TestDeliveryFollowup(DeliveryCase):
    """Customers are asked some days after the goods came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref('pharma_callcenter_delivery.pharma_followup_rule_delivered')
        cls.company = cls.env.company
        cls.today = cls.company._pharma_today()
        cls.rule.write({'active': True, 'delay_days': 0, 'date_start': cls.today, 'min_days': 0})

    def _plan(self):
        self.env.flush_all()
        self.rule._plan_day(self.company, self.today)
        return self.env['pharma.followup'].search([('rule_id', '=', self.rule.id)])

    def _deliver(self, slip, quantity):
        slip.move_ids.quantity = quantity
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True).button_validate()

    def test_a_delivery_is_asked_about_once(self):
        """000-32, 000-31: nothing before the goods came; two slips of one order, one follow-up."""
        slip = self._create_slip()
        order = slip.sale_id
        self.assertFalse(self._plan())
        self._deliver(slip, 4)
        self._deliver(slip.backorder_ids, 6)
        followup = self._plan()
        self.assertRecordValues(
            followup,
            [{'order_id': order.id, 'partner_id': self.customer.id, 'date_due': self.today}],
        )
        self.assertEqual(self._plan(), followup)

    def test_the_nightly_work_plans_deliveries(self):
        """000-32: the scheduled action does it; rules of orders do not see deliveries."""
        self.env['pharma.followup.rule'].search([('id', '!=', self.rule.id)]).active = False
        slip = self._create_slip()
        self._deliver(slip, 10)
        self.env.flush_all()
        self.rule.trigger = 'order'
        self.assertEqual(len(self._plan()), 1)  # by the day on which it was confirmed
        self.rule.trigger = 'delivered'
        self.assertEqual(len(self._plan()), 1)

    def _move_days(self, slip, days):
        """Let a slip have been done so many days ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_picking SET date_done = date_done - %s * interval '1 day' WHERE id = %s",
            [days, slip.id],
        )
        self.env.invalidate_all()

    def _visit(self, slip, result, **vals):
        return self.env['pharma.delivery.attempt'].create(
            {
                'picking_id': slip.id,
                'batch_id': slip.batch_id.id,
                'courier_id': self.courier.id,
                'client_uid': f'{result}-{slip.id}-{len(slip.attempt_ids)}',
                'result': result,
                **vals,
            }
        )

    def test_the_day_is_that_of_the_receipt(self):
        """000-32, 000-31: the warehouse was done three days ago, the courier came today: nothing
        is asked of the day on which it left, and the customer is asked today."""
        slip = self._create_slip()
        self._create_round(slip)
        self._deliver(slip, 10)
        self._move_days(slip, 3)
        self.assertFalse(self._plan())
        self._visit(slip, 'delivered')
        self.assertEqual(slip.delivery_state, 'delivered')
        self.assertEqual(self._plan().order_id, slip.sale_id)

    def test_who_was_not_met_is_not_asked(self):
        """000-32: nobody met, or a visit that contradicts the office, which does not count yet."""
        slip = self._create_slip()
        self._create_round(slip)
        self._deliver(slip, 10)
        self._move_days(slip, 3)
        self._visit(slip, 'not_home')
        visit = self._visit(slip, 'delivered', is_conflict=True)
        self.assertFalse(self._plan())
        visit.write({'is_conflict': False, 'date_cleared': visit.date_received})
        self.assertEqual(self._plan().order_id, slip.sale_id)
