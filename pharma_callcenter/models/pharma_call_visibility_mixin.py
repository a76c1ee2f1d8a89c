from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaCallVisibilityMixin(models.AbstractModel):
    """Which calls and calls to make are of the user's teams and queues, for the record rules.

    Both are asked for once per search and go into it as values: written as paths in the rules they
    would join three tables to each list. (000-36)
    """

    _name = 'pharma.call.visibility.mixin'
    _description = "Visible to Teams and Queues"

    is_of_team = fields.Boolean(
        string="My Team's",
        compute='_compute_is_of_team',
        search='_search_is_of_team',
        compute_sudo=True,
        help="Of a team or queue of the user, or of nobody.",
    )

    @api.depends('user_id', 'team_id', 'queue_id')
    @api.depends_context('uid')
    def _compute_is_of_team(self):
        teams, queues = self._get_teams_and_queues()
        for record in self:
            record.is_of_team = (
                record.team_id.id in teams
                or record.queue_id.id in queues
                or not (record.user_id or record.team_id or record.queue_id)
            )

    @api.model
    def _search_is_of_team(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        teams, queues = self._get_teams_and_queues()
        nobodys = Domain.AND(
            [Domain(name, '=', False) for name in ('user_id', 'team_id', 'queue_id')]
        )
        return Domain('team_id', 'in', teams) | Domain('queue_id', 'in', queues) | nobodys

    @api.model
    def _get_teams_and_queues(self):
        """Return the ids of the teams the user leads or works in, and of the queues he serves.

        :return: tuple of two lists of ids
        """
        self.env['crm.team.member'].flush_model(['user_id', 'crm_team_id', 'active'])
        self.env['crm.team'].flush_model(['user_id'])
        self.env['pharma.agent'].flush_model(['user_id', 'active', 'team_id', 'queue_ids'])
        teams, queues = [], []
        for is_team, id_ in self.env.execute_query(
            SQL(
                """
                SELECT TRUE, crm_team_id FROM crm_team_member WHERE user_id = %(uid)s AND active
                 UNION
                SELECT TRUE, id FROM crm_team WHERE user_id = %(uid)s
                 UNION
                SELECT TRUE, team_id FROM pharma_agent
                 WHERE user_id = %(uid)s AND active AND team_id IS NOT NULL
                 UNION
                SELECT FALSE, r.queue_id FROM pharma_agent a
                  JOIN pharma_agent_queue_rel r ON r.agent_id = a.id
                 WHERE a.user_id = %(uid)s AND a.active
                """,
                uid=self.env.uid,
            )
        ):
            (teams if is_team else queues).append(id_)
        return teams, queues
