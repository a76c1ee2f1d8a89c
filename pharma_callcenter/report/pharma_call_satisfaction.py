from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

# So many ratings are needed to say anything of an agent, and of the others he is compared with.
LEAST = 10
# By chance alone one agent of a hundred is above it (one-sided test of two shares).
SIGNIFICANT = 2.33


class PharmaCallSatisfaction(models.Model):
    """Ratings at the end of calls, a row per agent and month: is it one agent or all? (003-14)

    An agent is flagged when his share of bad ratings is above that of the others of his team by
    more than chance explains. If flagged agents hold half of the bad ratings of the team, the
    matter is theirs (talk, training, another seat), else that of the whole team (the process).
    """

    _name = 'pharma.call.satisfaction'
    _description = "Satisfaction with Calls"
    _auto = False
    _order = 'month desc, z_value desc, id'
    _rec_name = 'user_id'

    company_id = fields.Many2one('res.company', readonly=True)
    team_id = fields.Many2one('crm.team', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    month = fields.Date(readonly=True, help="First day, in the company's time zone.")
    rated_count = fields.Integer(string="Rated", readonly=True)
    bad_count = fields.Integer(string="Bad", readonly=True)
    rating_sum = fields.Integer(readonly=True)
    rating = fields.Float(string="Average (of 5)", readonly=True, aggregator='avg', digits=(3, 2))
    bad_percent = fields.Float(string="Bad (%)", readonly=True, aggregator='avg', digits=(5, 1))
    team_percent = fields.Float(
        string="Bad, Team (%)", readonly=True, aggregator='avg', digits=(5, 1)
    )
    z_value = fields.Float(
        string="Above the Others",
        readonly=True,
        aggregator=None,
        digits=(6, 2),
        help="In standard deviations; from 2.33 on it is no chance.",
    )
    is_flagged = fields.Boolean(
        string="Significant", readonly=True, help="Clearly more bad ratings than the others."
    )
    verdict = fields.Selection(
        [
            ('agent', "Single Agents"),
            ('team', "Whole Team"),
            ('none', "No Bad Ratings"),
            ('few', "Too Few Ratings"),
        ],
        string="Bad Ratings Come From",
        readonly=True,
        help="Single Agents: flagged ones hold half of them or more. Whole Team: they are spread,"
        " so the process is to be looked at.",
    )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        # of several rows the share of all their ratings, not the average of their shares
        ratios = {'rating:avg': ('rating_sum', 1.0), 'bad_percent:avg': ('bad_count', 100.0)}
        if aggregate_spec in ratios:
            name, factor = ratios[aggregate_spec]
            return SQL(
                "%s * sum(%s) / nullif(sum(%s), 0)",
                factor,
                self._field_to_sql(self._table, name, query),
                self._field_to_sql(self._table, 'rated_count', query),
            )
        return super()._read_group_select(aggregate_spec, query)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, company_id, team_id, user_id, month, rated_count::int, bad_count::int,
                rating_sum::int, rating_sum::float / rated_count AS rating,
                100.0 * bad_count / rated_count AS bad_percent,
                100.0 * team_bad / team_rated AS team_percent,
                z_value, is_flagged,
                CASE WHEN team_bad = 0 THEN 'none'
                    WHEN team_rated < 2 * %(least)s THEN 'few'
                    WHEN 2 * sum(bad_count) FILTER (WHERE is_flagged) OVER team >= team_bad
                        THEN 'agent'
                    ELSE 'team' END AS verdict
            FROM (SELECT *, z_value >= %(significant)s AND rated_count >= %(least)s
                    AND team_rated - rated_count >= %(least)s AS is_flagged
                FROM (%(tested)s) tested) flagged
            WINDOW team AS (PARTITION BY company_id, team_id, month)
            """,
            least=LEAST,
            significant=SIGNIFICANT,
            tested=self._get_tested_query(),
        )

    @api.model
    def _get_tested_query(self):
        """Return the SQL of agents and months with the difference to the others of the team."""
        return SQL(
            """
            SELECT *, COALESCE((bad_count::float / rated_count
                    - (team_bad - bad_count)::float / nullif(team_rated - rated_count, 0))
                / nullif(sqrt((team_bad / team_rated) * (1 - team_bad / team_rated)
                    * (1.0 / rated_count + 1.0 / nullif(team_rated - rated_count, 0))), 0), 0)
                AS z_value
            FROM (
                SELECT *, sum(bad_count) OVER team AS team_bad,
                    sum(rated_count) OVER team AS team_rated
                FROM (
                    SELECT min(c.id) AS id, c.company_id, c.team_id, c.user_id,
                        date_trunc('month', c.date_start AT TIME ZONE 'UTC'
                            AT TIME ZONE COALESCE(o.pharma_tz, 'UTC'))::date AS month,
                        count(*) AS rated_count, sum(c.rating) AS rating_sum,
                        count(*) FILTER (WHERE c.rating <= o.pharma_call_bad_rating) AS bad_count
                    FROM pharma_call c JOIN res_company o ON o.id = c.company_id
                    WHERE c.rating > 0 AND c.user_id IS NOT NULL
                    GROUP BY 2, 3, 4, 5
                ) agent
                WINDOW team AS (PARTITION BY company_id, team_id, month)
            ) team
            """
        )

    def action_view_calls(self):
        """Open the rated calls behind a row, as far as the user may read them (003-14).

        :return: window action of ``pharma.call``
        :raise AccessError: for a row that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        zone = pytz.timezone(self.company_id._pharma_tz())
        start, end = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.month, self.month + relativedelta(months=1))
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Rated Calls"),
            'res_model': 'pharma.call',
            'view_mode': 'list,form',
            'domain': [
                ('company_id', '=', self.company_id.id),
                ('team_id', '=', self.team_id.id),
                ('user_id', '=', self.user_id.id),
                ('rating', '>', 0),
                ('date_start', '>=', start),
                ('date_start', '<', end),
            ],
            'context': {'create': False},
        }
