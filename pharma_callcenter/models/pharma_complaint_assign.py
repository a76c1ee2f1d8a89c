from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, groupby

# Origins in which a person takes the ticket in.
BY_HAND = ('hand', 'call')


class PharmaComplaint(models.Model):
    """Who answers a ticket: team, owning department, responsible (000-22, 003-17)."""

    _inherit = 'pharma.complaint'

    team_id = fields.Many2one(
        compute='_compute_team_id', store=True, readonly=False, precompute=True
    )

    # === COMPUTE METHODS === #
    @api.depends_context('pharma_number_only')
    def _compute_display_name(self):
        if not self.env.context.get('pharma_number_only'):
            return super()._compute_display_name()
        for ticket in self:
            ticket.display_name = ticket.number

    @api.depends('kind_id', 'partner_id', 'warehouse_id', 'company_id')
    def _compute_team_id(self):
        # before the ticket is saved: working hours, and so all dates, follow from the team
        for ticket in self:
            ticket.team_id = (
                not ticket._origin.id and ticket._get_default_team()
            ) or ticket.team_id

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets and give them to a team, a department and somebody who answers.

        What is given stays as it is (000-22).

        :param list vals_list: one dict per ticket
        :return: the new ``pharma.complaint`` records
        :raise ValidationError: for a responsible person who does not work here
        """
        tickets = super().create(vals_list)
        if not self.env.su:
            tickets._check_user_id()
        tickets._assign_new()
        return tickets

    def write(self, vals):
        """Change tickets; only somebody who works here is made responsible.

        :param dict vals: values to write
        :return: True
        :raise ValidationError: for others, in words
        """
        result = super().write(vals)
        if 'user_id' in vals and not self.env.su:
            self._check_user_id()
        return result

    def _check_user_id(self):
        """Refuse people who cannot answer; what the suite hands over was chosen by its rules."""
        for ticket in self:
            user_sudo = ticket.user_id.sudo()  # sudo: whether somebody works here is no secret
            if user_sudo and not ticket._can_answer(user_sudo):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot answer ticket %(number)s: it takes an active employee of"
                        " %(company)s who may use the suite. Choose somebody else in the field"
                        " 'Responsible'.",
                        user=user_sudo.name,
                        number=ticket.number,
                        company=ticket.company_id.name,
                    )
                )

    def _can_answer(self, user_sudo):
        """Return whether somebody works here, in the ticket's company, with a role of the suite."""
        return (
            user_sudo.active
            and not user_sudo.share
            and self.company_id.id in user_sudo._get_company_ids()  # remembered by core
            and user_sudo.has_group('pharma_crm.group_pharma_user')
        )

    # === ACTIONS === #
    def action_take(self):
        """Make myself responsible for tickets of nobody; the button 'Take' (000-22).

        :return: True
        :raise AccessError: for tickets the user may not write
        :raise UserError: for closed tickets, and if somebody else was faster, naming him
        """
        self.check_access('write')
        self._lock_rows()
        self._check_open()
        taken = self.filtered(
            # sudo: whether a colleague has left
            lambda ticket: ticket.user_id != self.env.user and ticket.user_id.sudo().active
        )
        if taken:
            raise UserError(
                self.env._(
                    "Somebody was faster: %(tickets)s. Take another one, or ask a supervisor to"
                    " hand it over to you.",
                    tickets=', '.join(
                        # sudo: the name of a colleague, also one of another company
                        f'{ticket.number} ({ticket.user_id.sudo().name})'
                        for ticket in taken
                    ),
                )
            )
        mine = self.filtered(lambda ticket: ticket.user_id != self.env.user)
        mine.write({'user_id': self.env.uid})
        return True

    def action_assign(self):
        """Open the window in which a supervisor gives tickets to somebody (000-22).

        :return: window action of ``pharma.complaint.assign``
        :raise AccessError: for tickets the user may not write
        """
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_assign_action')

    def _get_wizard_action(self, xmlid):
        """Return the action of a wizard for these tickets, as most buttons of a ticket need it."""
        self.check_access('write')
        action = self.env['ir.actions.act_window']._for_xml_id(xmlid)
        name = 'default_ticket_id' if len(self) == 1 else 'default_ticket_ids'
        value = self.id if len(self) == 1 else self.ids
        both = {'default_ticket_ids': self.ids, name: value}
        return {**action, 'context': both}

    # === BUSINESS METHODS === #
    def _assign_new(self):
        """Fill in team, owning department and responsible of new tickets where they are empty."""
        # sudo: whoever takes a ticket in need not see the team that answers it
        tickets_sudo = self.sudo().with_context(mail_notrack=True)
        values = {}
        for ticket_sudo in tickets_sudo:
            team, department = ticket_sudo._get_default_team(), ticket_sudo._get_default_owner()
            values[ticket_sudo] = {
                **({'team_id': team.id} if team and not ticket_sudo.team_id else {}),
                **(
                    {'owner_department_id': department.id}
                    if department and not ticket_sudo.owner_department_id
                    else {}
                ),
            }
        orphans_sudo = tickets_sudo.filtered(lambda t: not t.user_id and not t.date_closed)
        for ticket_sudo in orphans_sudo:
            if ticket_sudo._is_kept_by_taker():
                values[ticket_sudo]['user_id'] = self.env.uid
                orphans_sudo -= ticket_sudo
        teams = {
            ticket_sudo: self.env['crm.team'].browse(
                values[ticket_sudo].get('team_id', ticket_sudo.team_id.id)
            )
            for ticket_sudo in orphans_sudo
        }
        for ticket_sudo, user in orphans_sudo._choose_users(teams):
            values[ticket_sudo]['user_id'] = user.id
        for vals, pairs in groupby(values.items(), lambda pair: tuple(pair[1].items())):
            if vals:
                tickets_sudo.browse(pair[0].id for pair in pairs).write(dict(vals))

    def _choose_users(self, teams):
        """Let the team of each ticket choose who answers.

        :param dict teams: ``crm.team`` of each ticket
        :return: list of tuples of ticket and ``res.users``; those of nobody are left out
        """
        chosen = []
        for (team, company), tickets in groupby(self, lambda t: (teams[t], t.company_id)):
            # sudo: the method of a team, whoever takes the ticket in
            users = team.sudo()._share_out_tickets(tickets, company) if team else []
            chosen += zip(tickets, users, strict=False)
        return chosen

    def _reassign(self):
        """Give tickets to somebody by the method of their team.

        :return: the tickets that found nobody
        """
        # sudo: the members of teams and their load
        tickets_sudo = self.sudo()
        teams = {ticket: ticket.team_id for ticket in tickets_sudo}
        found = self.browse()
        for user, pairs in groupby(tickets_sudo._choose_users(teams), lambda pair: pair[1]):
            tickets = self.browse(ticket.id for ticket, _user in pairs)
            tickets.write({'user_id': user.id})
            found += tickets
        return self - found

    def _get_default_team(self):
        """Return the team of the kind, the customer's salesperson, the branch, or the taker."""
        self.ensure_one()
        customers = self.partner_id | self.commercial_partner_id
        teams = (
            self.kind_id.team_id,
            *(customer.user_id.sale_team_id for customer in customers),
            self.warehouse_id.pharma_ticket_team_id,
            self.env.user.sudo().sale_team_id,  # sudo: the own team
        )
        companies = (self.company_id, self.env['res.company'])
        for team in teams:
            if team.active and team.company_id in companies:
                return team
        return self.env['crm.team']

    def _get_default_owner(self):
        """Return the department of the category, else of the kind."""
        self.ensure_one()
        department = self.category_id and self.category_id._get_owner_department(self.company_id)
        if not department:
            department = self.kind_id.owner_department_id
            if department.company_id not in (self.company_id, self.env['res.company']):
                department = department.browse()
        return department

    def _is_kept_by_taker(self):
        self.ensure_one()
        return (
            self.kind_id.is_taker_answers
            and self.origin_id.code in BY_HAND
            and self._can_answer(self.env.user)
        )

    def _lock_rows(self):
        """Hold these tickets until the end of the transaction: two people never decide at once.

        If somebody else has changed one since the transaction began, the database asks to repeat
        the request, as the server does by itself.
        """
        if self.ids:
            self.flush_recordset()
            self.env.execute_query(
                SQL(
                    "SELECT id FROM pharma_complaint WHERE id = ANY(%s) ORDER BY id"
                    " FOR NO KEY UPDATE",
                    self.ids,
                )
            )

    def _check_open(self):
        if closed := self.filtered('date_closed'):
            raise UserError(
                self.env._(
                    "%(tickets)s: closed. Press 'Reopen' first and say why.",
                    tickets=', '.join(closed.mapped('number')),
                )
            )

    def _message_auto_subscribe_notify(self, partner_ids, template):
        # an e-mail lies in many hands: the number and the link say enough to whoever may read it
        return super(
            PharmaComplaint, self.with_context(pharma_number_only=True)
        )._message_auto_subscribe_notify(partner_ids, template)
