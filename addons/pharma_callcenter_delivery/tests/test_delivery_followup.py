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
