from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaComplaint(models.Model):
    """Which tickets are of the user, his teams or his department, for the record rules (000-36).

    Teams and departments are asked for once per search and go into it as values: written as paths
    in the rules they would join three tables to each list.
    """

    _inherit = 'pharma.complaint'

    is_of_user = fields.Boolean(
        string="Mine to Read",
        compute='_compute_is_of_user',
        search='_search_is_of_user',
        compute_sudo=True,
        groups='base.group_user',
        help="The user is responsible, took it in, or heads the owning department.",
    )
    is_of_team = fields.Boolean(
        string="My Team's",
        compute='_compute_is_of_user',
        search='_search_is_of_team',
        compute_sudo=True,
        groups='base.group_user',
        help="The ticket belongs to a team of the user, or to nobody.",
    )

    # === COMPUTE METHODS === #
    @api.depends_context('uid')
    def _compute_display_name(self):
        """Name tickets of others by their number alone: subjects tell of illnesses.

        Links show the name of a record with more rights than the user has (000-23, 000-36).
        """
        hidden = self.browse()
        if self.env.su and self.env.uid != SUPERUSER_ID:
            # sudo: back to the rights of the user himself, to find what he may not read
            hidden = self._origin - self._origin.sudo(False)._filtered_access('read').sudo()
        result = super()._compute_display_name()
        for ticket in self:
            if ticket._origin in hidden:
                ticket.display_name = ticket.number
        return result

    @api.depends('user_id', 'team_id', 'owner_department_id')
    @api.depends_context('uid')
    def _compute_is_of_user(self):
        teams, departments = self._get_teams_and_departments()
        uid = self.env.uid
        for ticket in self:
            ticket.is_of_user = (
                uid in (ticket.user_id.id, ticket.create_uid.id)
                or ticket.owner_department_id.id in departments
            )
            ticket.is_of_team = ticket.team_id.id in teams or not (ticket.team_id or ticket.user_id)

    @api.model
    def _search_is_of_user(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        _teams, departments = self._get_teams_and_departments()
        domain = Domain('user_id', '=', self.env.uid) | Domain('create_uid', '=', self.env.uid)
        return domain | Domain('owner_department_id', 'in', departments)

    @api.model
    def _search_is_of_team(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        teams, _departments = self._get_teams_and_departments()
        nobodys = Domain('team_id', '=', False) & Domain('user_id', '=', False)
        return Domain('team_id', 'in', teams) | nobodys

    @api.model
    def _get_teams_and_departments(self):
        """Return the ids of the teams the user leads or works in, and of departments he heads.

        :return: tuple of two lists of ids
        """
        self.env['crm.team.member'].flush_model(['user_id', 'crm_team_id', 'active'])
        self.env['crm.team'].flush_model(['user_id'])
        self.env['hr.department'].flush_model(['manager_id'])
        self.env['hr.employee'].flush_model(['user_id'])
        teams, departments = [], []
        for is_team, id_ in self.env.execute_query(
            SQL(
                """
                SELECT TRUE, crm_team_id FROM crm_team_member WHERE user_id = %(uid)s AND active
                UNION SELECT TRUE, id FROM crm_team WHERE user_id = %(uid)s
                UNION SELECT FALSE, d.id FROM hr_department d
                    JOIN hr_employee e ON e.id = d.manager_id WHERE e.user_id = %(uid)s
                """,
                uid=self.env.uid,
            )
        ):
            (teams if is_team else departments).append(id_)
        return teams, departments

    # === CHECKS === #
    def _make_refusal(self, operation):
        """Return an error that tells who has these tickets: numbers and colleagues alone.

        :param str operation: as of core
        :return: ``AccessError``, or None for those who get no more than core's words: customers,
            whoever does this with no ticket at all, and tickets of a company the user does not work
            in now
        """
        Access = self.env['ir.model.access']
        if not (
            self.env.user._is_internal()
            and Access.check(self._name, operation, raise_exception=False)
        ):
            return None
        # sudo: company, number and colleague of a ticket; nothing else of it may get into the
        # cache, where code that goes on after the error would find it
        tickets_sudo = self.sudo().with_context(prefetch_fields=False).exists()
        if not tickets_sudo or tickets_sudo.company_id - self.env.companies:
            return None
        whose = [
            ', '.join(filter(None, (ticket.number, ticket.user_id.name, ticket.team_id.name)))
            for ticket in tickets_sudo[:5]
        ]
        return AccessError(
            self.env._(
                "This is with colleagues:\n%(tickets)s\nAsk them, or a supervisor, who can hand a"
                " ticket over to you with 'Assign'.",
                tickets='\n'.join(whose),
            )
        )
