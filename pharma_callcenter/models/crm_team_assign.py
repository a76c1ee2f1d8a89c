from collections import Counter

from odoo import fields, models
from odoo.tools import SQL

# How much of a member's time an open ticket of a priority stands for.
WEIGHTS = {'0': 1, '1': 2, '2': 3}


class CrmTeam(models.Model):
    """How a team shares out its tickets (000-22, 001-13)."""

    _inherit = 'crm.team'

    pharma_ticket_assign = fields.Selection(
        [('manual', "Agents Take Them"), ('turns', "In Turns"), ('load', "By Open Tickets")],
        string="Sharing Out Tickets",
        required=True,
        default='manual',
        help="Agents take them: new tickets wait in 'Unassigned' until somebody takes them. In"
        " turns: one member after another. By open tickets: whoever has the fewest, where a high"
        " one counts twice and an urgent one three times. Members who left, are on leave or do not"
        " have the role 'Agent' are passed over.",
    )
    pharma_ticket_last_user_id = fields.Many2one(
        'res.users',
        string="Last Ticket Given To",
        readonly=True,
        copy=False,
        ondelete='set null',
        groups='pharma_callcenter.group_call_supervisor',
    )

    def _get_ticket_members(self, company):
        """Return the members who can take tickets of a company now, in a fixed order.

        :param company: ``res.company`` of the tickets
        :return: ``res.users``: active agents of the company who are not on leave
        """
        self.ensure_one()
        agent = self.env.ref('pharma_callcenter.group_call_agent')
        now = fields.Datetime.now()
        # sudo: role, companies and leave of colleagues; only who gets the ticket is told
        team_sudo = self.sudo()
        members_sudo = team_sudo.env['res.users'].search(
            [
                ('id', 'in', team_sudo.crm_team_member_ids.user_id.ids),
                ('all_group_ids', 'in', agent.ids),
                ('company_ids', 'in', company.ids),
                ('share', '=', False),
            ],
            order='id',
        )
        leaves_sudo = team_sudo.env['resource.calendar.leaves'].search(
            [
                ('resource_id.user_id', 'in', members_sudo.ids),
                ('time_type', '=', 'leave'),
                ('date_from', '<=', now),
                ('date_to', '>', now),
            ]
        )
        present_sudo = members_sudo - leaves_sudo.resource_id.user_id
        return self.env['res.users'].browse(present_sudo.ids)

    def _share_out_tickets(self, tickets, company):
        """Choose a member for each ticket by the team's method.

        The team's row is locked and changed, so that two requests never have the same turn: who
        comes second is asked by the database to repeat the request, as the server does by itself.

        :param tickets: ``pharma.complaint`` of this team and company
        :param company: ``res.company``
        :return: list of ``res.users``, one per ticket; empty where tickets are given out by hand
            or nobody is there
        """
        self.ensure_one()
        members = self._get_ticket_members(company)
        if self.pharma_ticket_assign == 'manual' or not members:
            return []
        self.flush_recordset(['pharma_ticket_last_user_id'])
        [[last_id]] = self.env.execute_query(
            SQL(
                "SELECT pharma_ticket_last_user_id FROM crm_team WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            )
        )
        # whoever had the last one comes last
        members = members.filtered(lambda user: user.id > (last_id or 0)) | members
        if self.pharma_ticket_assign == 'turns':
            chosen = [members[place % len(members)] for place in range(len(tickets))]
        else:
            chosen = self._choose_by_load(tickets, members)
        self.env.cr.execute(
            SQL(
                "UPDATE crm_team SET pharma_ticket_last_user_id = %s WHERE id = %s",
                chosen[-1].id,
                self.id,
            )
        )
        self.invalidate_recordset(['pharma_ticket_last_user_id'], flush=False)
        return chosen

    def _choose_by_load(self, tickets, members):
        """Return for each ticket the member with the least to do, counting what was just given."""
        # sudo: open tickets of colleagues; only their number counts
        Ticket = self.env['pharma.complaint'].sudo()
        load = Counter()
        for user, priority, count in Ticket._read_group(
            [('user_id', 'in', members.ids), ('date_closed', '=', False)],
            ['user_id', 'priority'],
            ['__count'],
        ):
            load[user.id] += WEIGHTS[priority] * count
        chosen = []
        for ticket in tickets:
            user = min(members, key=lambda member: load[member.id])
            load[user.id] += WEIGHTS[ticket.priority]
            chosen.append(user)
        return chosen
