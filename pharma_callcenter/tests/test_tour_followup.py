from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers


@tagged('post_install', '-at_install')
class TestTourFollowup(TourUsers):
    """A follow-up in the browser: from the list to the ticket and the proposal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_tour_company()
        cls.agent = cls._create_tour_user('tour_agent', 'pharma_callcenter.group_call_agent')
        cls.supervisor = cls._create_tour_user(
            'tour_supervisor', 'pharma_callcenter.group_call_supervisor'
        )
        customer = cls.env['res.partner'].create({'name': 'Tour Lan', 'phone': '0389 471 562'})
        medicine = cls.env['product.product'].create({'name': 'Metformin Tour'})
        order = cls.env['sale.order'].create(
            {
                'partner_id': customer.id,
                'user_id': cls.agent.id,
                'order_line': [Command.create({'product_id': medicine.id})],
            }
        )
        order.action_confirm()
        cls.followup = cls.env['pharma.followup'].create(
            {'order_id': order.id, 'user_id': cls.agent.id}
        )

    def test_an_agent_asks_and_a_ticket_opens(self):
        """000-32, 001-15: list, questions, done; the bad answer leads to a ticket, the suggestion
        to a proposal, which a supervisor accepts."""
        self.start_tour(
            '/odoo/action-pharma_callcenter.pharma_followup_action_mine',
            'pharma_followup_ask_tour',
            login='tour_agent',
        )
        self.assertRecordValues(
            self.followup, [{'state': 'done', 'outcome': 'bad', 'is_right_quantity': 'no'}]
        )
        self.assertEqual(self.followup.bad_complaint_ids.user_id, self.agent)
        proposal = self.env['pharma.proposal'].search([('company_id', '=', self.env.company.id)])
        self.assertEqual(proposal.feedback_ids.followup_id, self.followup)
        self.start_tour(
            '/odoo/action-pharma_callcenter.pharma_proposal_action',
            'pharma_proposal_accept_tour',
            login='tour_supervisor',
        )
        self.assertEqual(proposal.state, 'accepted')

    def test_a_supervisor_makes_a_rule(self):
        """000-32: a rule for orders, without knowing anything of surveys."""
        self.start_tour(
            '/odoo/action-pharma_callcenter.pharma_followup_rule_action',
            'pharma_followup_rule_tour',
            login='tour_supervisor',
        )
        rule = self.env['pharma.followup.rule'].search([('name', '=', 'Tour Rule')])
        self.assertRecordValues(
            rule, [{'trigger': 'order', 'delay_days': 4, 'company_id': self.env.company.id}]
        )
