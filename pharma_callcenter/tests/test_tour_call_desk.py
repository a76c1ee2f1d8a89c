from datetime import timedelta

from odoo import api, fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers


@tagged('post_install', '-at_install')
class TestTourCallDesk(TourUsers):
    """Days at the telephone, in the browser, with messages that the server really sends.

    The browser asks the patched method below to let something happen, as a PBX would.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls._create_tour_company()
        cls.agent_user = cls._create_tour_user(
            'desk_agent', 'pharma_callcenter.group_call_agent,sales_team.group_sale_salesman'
        )
        cls.supervisor = cls._create_tour_user(
            'desk_lead', 'pharma_callcenter.group_call_supervisor'
        )
        cls.pbx = cls.env['pharma.pbx'].create({'name': 'Tour PBX', 'code': 'tour-desk'})
        cls.queue = cls.env['pharma.call.queue'].create(
            {'name': 'Tour Orders', 'code': 'tour', 'pbx_id': cls.pbx.id}
        )
        cls.agent = cls.env['pharma.agent'].create(
            {
                'user_id': cls.agent_user.id,
                'code': '901',
                'pbx_id': cls.pbx.id,
                'queue_ids': [Command.link(cls.queue.id)],
            }
        )
        values = {'phone': '028 3899 7531', 'country_id': cls.env.ref('base.vn').id}
        cls.mother, cls.son = cls.env['res.partner'].create(
            [{'name': 'Tour Mother', **values}, {'name': 'Tour Son', **values}]
        )

    def setUp(self):
        super().setUp()
        happen = self._happen

        @api.model
        def get_tour_event(agents, event):
            return happen(agents.sudo().env, event)

        Agent = self.env.registry['pharma.agent']
        Agent.get_tour_event = get_tour_event
        self.addCleanup(delattr, Agent, 'get_tour_event')

    def _happen(self, env, event):
        """Let something happen at the PBX.

        :param str event: 'ring' or 'answer' (a call at the agent), 'wait' (a caller in the queue),
            'hustle' (20 messages to the wallboards)
        """
        now = fields.Datetime.now()
        agent = env['pharma.agent'].browse(self.agent.id)
        Call = env['pharma.call']
        if event == 'hustle':
            for _each in range(20):
                Call._push_wallboard()
            return True
        if event == 'answer':
            call = Call.search([('pbx_id', '=', self.pbx.id)], order='id', limit=1)
            call.write({'state': 'talking', 'date_answer': now, 'user_id': agent.user_id.id})
            Call._push_desk([(call.id, 'talking', agent.user_id.partner_id.id)])
            return True
        number = str(Call.search_count([('pbx_id', '=', self.pbx.id)]))
        call = Call.create(
            {
                'source': 'pbx',
                'pbx_id': self.pbx.id,
                'external_id': f'tour-{number}',
                'company_id': self.company.id,
                'queue_id': self.queue.id,
                'state': 'ringing',
                'number': '02838997531',
                'number_e164': '+842838997531',
                'date_start': now + timedelta(seconds=int(number)),
            }
        )
        if event == 'wait':
            env['pharma.call.visit'].create(
                {
                    'call_id': call.id,
                    'company_id': self.company.id,
                    'queue_id': self.queue.id,
                    'date_enter': now,
                }
            )
            agent.write({'state': 'paused', 'pause_reason': 'meal', 'date_state': now})
            Call._push_wallboard()
            return True
        env['pharma.call.attempt'].create(
            {
                'call_id': call.id,
                'company_id': self.company.id,
                'agent_id': agent.id,
                'user_id': agent.user_id.id,
                'date_ring': now,
            }
        )
        Call._push_pop([(call.id, agent.user_id.partner_id.id)])
        return call.id

    def test_a_call_pops_and_is_finished(self):
        """004-04, 002-28: two calls, one by one, by keys; what is typed survives all of it."""
        self.start_tour('/odoo/call-desk', 'pharma_call_desk_tour', login='desk_agent')
        calls = self.env['pharma.call'].search([('pbx_id', '=', self.pbx.id)], order='id')
        self.assertRecordValues(
            calls,
            [
                {
                    'partner_id': self.mother.id,
                    'purpose': 'order',
                    'note': 'She asks for Metformin',
                    'is_finished': True,
                    'state': 'talking',
                },
                {
                    'partner_id': False,
                    'purpose': False,
                    'note': False,
                    'is_finished': False,
                    'state': 'ringing',
                },
            ],
        )

    def test_an_unknown_caller_and_the_next_call_to_make(self):
        """001-04, 000-04: without a PBX, a new customer, then the next call to make, by keys."""
        self.agent.pbx_id = False
        todo = self.env['pharma.call.todo'].create(
            {
                'name': 'Tour: how is the blood pressure?',
                'partner_id': self.mother.id,
                'kind': 'callback',
                'company_id': self.company.id,
            }
        )
        self.start_tour('/odoo/call-desk', 'pharma_call_desk_hand_tour', login='desk_agent')
        partner = self.env['res.partner'].search([('name', '=', 'Tour Newcomer')])
        self.assertEqual(partner.phone, '0933 222 444')
        calls = self.env['pharma.call'].search([('user_id', '=', self.agent_user.id)], order='id')
        self.assertRecordValues(
            calls,
            [
                {
                    'direction': 'inbound',
                    'partner_id': partner.id,
                    'purpose': 'consultation',
                    'is_finished': True,
                },
                {
                    'direction': 'outbound',
                    'partner_id': self.mother.id,
                    'purpose': 'consultation',
                    'is_finished': True,
                },
            ],
        )
        self.assertEqual(todo.state, 'done')
        self.assertEqual(self.agent.state, 'available')

    def test_a_call_rings_while_another_screen_is_open(self):
        """004-04: a notification says who, and leads to the desk."""
        self.start_tour(
            '/odoo/action-pharma_callcenter.pharma_complaint_action_mine',
            'pharma_call_pop_tour',
            login='desk_agent',
        )

    def test_the_wallboard_is_live(self):
        """000-38, 000-39: a caller waits, an agent pauses; the figure leads to the caller."""
        self.start_tour('/odoo/wallboard', 'pharma_wallboard_tour', login='desk_lead')
