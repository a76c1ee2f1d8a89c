from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestFollowupCancel(FollowupCommon):
    """Whoever suddenly cancels an order is asked why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, 'seller', groups='sales_team.group_sale_salesman_all_leads'
        )
        cls.rule_cancel = cls.env.ref('pharma_callcenter.pharma_followup_rule_cancel')
        with freeze_time('2026-03-02 02:00:00'):
            cls.rule_cancel.active = True

    def _order(self, **values):
        return self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'user_id': self.agent.id,
                'order_line': [
                    Command.create({'product_id': self.metformin.id, 'price_unit': 100})
                ],
                **values,
            }
        )

    def _found(self, orders):
        return self.env['pharma.followup'].search(
            [('order_id', 'in', orders.ids), ('rule_id', '=', self.rule_cancel.id)]
        )

    @freeze_time('2026-03-02 20:30:00')  # 3 March in Vietnam
    def test_a_cancelled_order_is_asked_about(self):
        """004-31: on the same day, by the seller's colleague who may; a quotation is not."""
        order, quotation = self._order(), self._order()
        order.action_confirm()
        (order + quotation).with_user(self.seller)._action_cancel()
        self.assertRecordValues(
            self._found(order + quotation),
            [
                {
                    'order_id': order.id,
                    'user_id': self.agent.id,
                    'date_due': order.company_id._pharma_today(),
                    'survey_id': self.env.ref('pharma_callcenter.survey_cancel').id,
                    'state': 'planned',
                }
            ],
        )

    @freeze_time('2026-03-03 02:00:00')
    def test_taken_up_again_nobody_is_asked(self):
        """004-31: a mistake of the office; cancelled once more it is not asked about twice."""
        order = self._order()
        order.action_confirm()
        order._action_cancel()
        followup = self._found(order)
        order.action_draft()
        self.assertEqual(followup.state, 'skipped')
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self._found(order), followup)

    @freeze_time('2026-03-03 02:00:00')
    def test_cancelled_twice_is_still_asked_about(self):
        """004-31: a second press, or a list that has cancelled orders in it, changes nothing."""
        order = self._order()
        order.action_confirm()
        order._action_cancel()
        order._action_cancel()
        self.assertEqual(self._found(order).state, 'planned')

    @freeze_time('2026-03-03 02:00:00')
    def test_the_rules_filters_count(self):
        """004-31: a small order, a partner, a stopped rule: nobody is asked."""
        self.rule_cancel.amount_min = 1000
        small = self._order()
        large = self._order(order_line=[Command.create(self._line(5000))])
        wholesale = self._order(order_line=[Command.create(self._line(5000))])
        wholesale.partner_id = self.env['res.partner'].create(
            {'name': "Nhà thuốc", 'is_company': True, 'pharma_customer_type': 'level2'}
        )
        orders = small + large + wholesale
        orders.action_confirm()
        orders._action_cancel()
        self.assertEqual(self._found(orders).order_id, large)
        self.rule_cancel.active = False
        last = self._order(order_line=[Command.create(self._line(5000))])
        last.action_confirm()
        last._action_cancel()
        self.assertFalse(self._found(last))

    def _line(self, price):
        return {'product_id': self.metformin.id, 'price_unit': price}

    @freeze_time('2026-03-03 02:00:00')
    def test_the_agent_asks_why(self):
        """004-31: a bad answer opens a ticket as after a purchase."""
        order = self._order()
        order.action_confirm()
        order._action_cancel()
        followup = self._found(order).with_user(self.agent)
        reason = self.env.ref('pharma_callcenter.survey_cancel_reason')
        late = self.env.ref('pharma_callcenter.survey_cancel_reason_late')
        followup.answers = {
            str(reason.id): {'value': late.id, 'comment': ''},
            **self._answers('cancel', satisfaction=1, suggestion="Bring it earlier"),
        }
        followup.action_done()
        self.assertEqual(followup.outcome, 'bad')
        self.assertEqual(followup.suggestion, "Bring it earlier")
        self.assertEqual(
            followup.sudo().survey_input_id.user_input_line_ids[0].suggested_answer_id, late
        )
        self.assertEqual(followup.bad_complaint_ids.order_id, order)
