from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged, users

from odoo.addons.mail.tests.common import MailCommon

from .common import NOW
from .common_handling import HandlingCommon


@tagged('post_install', '-at_install')
class TestComplaintAssign(HandlingCommon, MailCommon):
    """Team, owning department and responsible of a ticket."""

    def test_the_team_follows_kind_salesperson_branch_taker(self):
        """000-22: the most telling one that is set decides, and never what was given."""
        teams = self.env['crm.team'].create([{'name': f'Team {number}'} for number in range(3)])
        seller = new_test_user(self.env, 'ticket_seller', groups='base.group_user')
        self.env['crm.team.member'].create({'user_id': seller.id, 'crm_team_id': teams[0].id})
        warehouse = self.env['stock.warehouse'].search(
            [('company_id', '=', self.company.id)], limit=1
        )
        Ticket = self.env['pharma.complaint'].with_user(self.agent)
        values = {'partner_id': self.customer.id, 'warehouse_id': warehouse.id}
        self.assertEqual(Ticket.create(values).team_id, self.team, 'the team of the taker')
        warehouse.pharma_ticket_team_id = teams[1]
        self.assertEqual(Ticket.create(values).team_id, teams[1], 'of the branch')
        self.customer.user_id = seller
        ticket = Ticket.create(values)
        self.assertEqual(ticket.sudo().team_id, teams[0], 'of the salesperson')
        self.kind.team_id = teams[2]
        self.assertEqual(Ticket.create(values).sudo().team_id, teams[2], 'of the kind')
        given = Ticket.create({**values, 'team_id': self.team.id})
        self.assertEqual(given.team_id, self.team, 'what was given')

    def test_a_team_of_another_company_is_passed_over(self):
        """000-36: a shared kind does not lead into another company."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        self.kind.team_id = self.env['crm.team'].create(
            {'name': 'Elsewhere', 'company_id': company.id}
        )
        self.kind.owner_department_id = self.env['hr.department'].create(
            {'name': 'Elsewhere', 'company_id': company.id}
        )
        ticket = self._create_ticket()
        self.assertFalse(ticket.team_id)
        self.assertFalse(ticket.owner_department_id)

    def test_the_owning_department_follows_category_and_kind(self):
        """003-17: of the category, else of the one above it, else of the kind."""
        stock, service, board = self.env['hr.department'].create(
            [{'name': name} for name in ('Stock', 'Service', 'Board')]
        )
        self.kind.owner_department_id = service
        self.category.parent_id.owner_department_id = stock
        self.assertEqual(self._create_ticket().owner_department_id, service)
        ticket = self._create_ticket(category_id=self.category.id)
        self.assertEqual(ticket.owner_department_id, stock)
        self.category.owner_department_id = board
        ticket = self._create_ticket(category_id=self.category.id)
        self.assertEqual(ticket.owner_department_id, board)

    def _create_of_team(self, count, **values):
        return self.env['pharma.complaint'].create(
            [{'name': f'{number}', 'team_id': self.team.id, **values} for number in range(count)]
        )

    def test_turns_go_round(self):
        """000-22: one member after another, in one batch and from ticket to ticket."""
        self.team.pharma_ticket_assign = 'turns'
        third = self._create_agent('call_third')
        expected = [self.agent, self.colleague, third, self.agent, self.colleague]
        self.assertEqual([t.user_id for t in self._create_of_team(5)], expected)
        self.assertEqual(self._create_of_team(1).user_id, third)
        self.assertEqual(self._create_of_team(1).user_id, self.agent)

    def test_load_counts_priority(self):
        """000-22: an urgent open ticket weighs three normal ones; closed ones weigh nothing."""
        self._create_ticket(user_id=self.agent.id, priority='2')
        self._create_ticket(user_id=self.colleague.id)
        closed = self._create_ticket(user_id=self.colleague.id, priority='2')
        closed.stage_id = self.stage_cancelled
        self.team.pharma_ticket_assign = 'load'
        # agent 3, colleague 1: two more go to the colleague, the next to the one with the lower id
        self.assertEqual(
            [t.user_id for t in self._create_of_team(4)],
            [self.colleague, self.colleague, self.agent, self.colleague],
        )

    def test_who_is_passed_over(self):
        """000-22: leavers, people on leave, of another company or without the role get nothing."""
        self.team.pharma_ticket_assign = 'turns'
        company = self.env['res.company'].create({'name': 'Other chain'})
        self._create_agent('call_left').active = False
        self.team.company_id = False
        self._create_agent(
            'call_elsewhere', company_id=company.id, company_ids=[Command.set(company.ids)]
        )
        ill = self._create_agent('call_ill')
        employee = self.env['hr.employee'].create({'name': 'Ill', 'user_id': ill.id})
        self.env['resource.calendar.leaves'].create(
            {
                'name': 'Flu',
                'resource_id': employee.resource_id.id,
                'date_from': NOW - timedelta(days=1),
                'date_to': NOW + timedelta(days=1),
            }
        )
        self.env['crm.team.member'].create({'user_id': self.clerk.id, 'crm_team_id': self.team.id})
        self.assertEqual(self._create_of_team(6).user_id, self.agent + self.colleague)

    def test_nobody_there_leaves_it_to_the_list(self):
        """000-22: a team without anybody, or one that shares out by hand, fills 'Unassigned'."""
        by_hand = self._create_of_team(1)
        self.team.pharma_ticket_assign = 'turns'
        self.team.crm_team_member_ids.unlink()
        tickets = by_hand + self._create_of_team(2)
        self.assertFalse(tickets.user_id)
        action = self.env.ref('pharma_callcenter.pharma_complaint_action_unassigned')
        domain = self.env['ir.actions.act_window']._for_xml_id(action.xml_id)['domain']
        self.assertIn("('user_id', '=', False)", domain)

    def test_the_taker_answers(self):
        """000-22: by a setting of the kind, of what a person takes in and not of an e-mail."""
        self.kind.is_taker_answers = True
        self.team.pharma_ticket_assign = 'turns'
        Ticket = self.env['pharma.complaint'].with_user(self.colleague)
        self.assertEqual(Ticket.create({}).user_id, self.colleague)
        email = self.env.ref('pharma_callcenter.pharma_complaint_origin_email')
        self.assertEqual(Ticket.create({'origin_id': email.id}).user_id, self.agent)
        form = Form(Ticket)
        form.description = 'Late'
        form.user_id = self.agent
        self.assertEqual(form.save().user_id, self.agent, 'what was given')

    @users('call_agent')
    def test_take(self):
        """000-22: a ticket of nobody becomes mine; one of a colleague does not."""
        ticket = self._create_ticket(team_id=self.team.id).with_user(self.env.user)
        ticket.action_take()
        self.assertEqual(ticket.user_id, self.env.user)
        ticket.action_take()  # twice does no harm
        with self.refused(UserError, f'faster: {ticket.number} .*agent'):
            ticket.with_user(self.colleague).action_take()
        hidden = self._create_ticket(user_id=self.stranger.id).with_user(self.env.user)
        with self.assertRaises(AccessError):
            hidden.action_take()

    def test_tickets_of_a_leaver_are_given_out_again(self):
        """000-22: they show in 'Responsible Left' and go to the team by its method, at once."""
        left = self._create_agent('call_leaver')
        tickets = self._create_of_team(3, user_id=left.id)
        left.active = False
        found = self.env['pharma.complaint'].search(
            [('user_id.active', '=', False), ('user_id', '!=', False), ('date_closed', '=', False)]
        )
        self.assertEqual(found, tickets.sorted('id', reverse=True))
        self.team.pharma_ticket_assign = 'turns'
        self._wizard('assign', self.supervisor, tickets)
        self.assertEqual(tickets.mapped('user_id'), self.agent + self.colleague)
        tickets[0].user_id = left
        tickets[0].with_user(self.colleague).action_take()
        self.assertEqual(tickets[0].user_id, self.colleague)

    def test_assigning_is_for_supervisors(self):
        """000-36: agents cannot give tickets to others by the window, not even by RPC."""
        ticket = self._create_of_team(1)
        with self.assertRaises(AccessError):
            self._wizard('assign', self.agent, ticket, method='user', user_id=self.agent.id)
        self._wizard('assign', self.supervisor, ticket, method='user', user_id=self.agent.id)
        self.assertEqual(ticket.user_id, self.agent)
        with self.refused(UserError, "field 'Person'"):
            self._wizard('assign', self.supervisor, ticket, method='user')
        self.team.crm_team_member_ids.unlink()
        action = self._wizard('assign', self.supervisor, ticket)
        self.assertIn(ticket.number, action['params']['message'])

    def test_only_employees_of_the_company_are_responsible(self):
        """000-36: somebody without a role, of another company or who left is refused in words."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'ticket_outsider',
            groups='pharma_callcenter.group_call_agent',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        plain = new_test_user(self.env, 'ticket_plain', groups='base.group_user')
        ticket = self._create_of_team(1).with_user(self.supervisor)
        for user in (outsider, plain):
            with self.refused(ValidationError, 'Choose somebody else'):
                ticket.user_id = user

    def test_the_notification_tells_no_health(self):
        """003-17: whoever gets a ticket is told its number; the medicine stays in the suite."""
        self.agent.write({'notification_type': 'email', 'email': 'agent@pharma.example.com'})
        with self.mock_mail_gateway():
            ticket = self._create_ticket(product_id=self.metformin.id)
            # as in the client, where nothing is left out
            told = ticket.with_user(self.supervisor).with_context(tracking_disable=False)
            told.user_id = self.agent
        self.assertEqual(len(self._mails), 1)
        text = f'{self._mails[0]["subject"]} {self._mails[0]["body"]}'
        self.assertIn(ticket.number, text)
        self.assertNotIn('Metformin', text)

    def test_assignment_asks_few_queries(self):
        """000-22: thirty tickets of one team cost as many questions about it as one."""
        self.team.pharma_ticket_assign = 'load'
        self._create_of_team(1)
        self.env.flush_all()
        tickets = self._create_of_team(30)
        self.env.flush_all()
        teams = dict.fromkeys(tickets, self.team)
        self.env.invalidate_all()
        tickets.mapped('priority'), tickets.company_id.ids
        with self.assertQueryCount(10):
            chosen = tickets._choose_users(teams)
        self.assertEqual(len(chosen), 30)
