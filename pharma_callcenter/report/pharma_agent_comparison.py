from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..models.call_formulas import AGENT
from ..models.pharma_agent_hour import CALLS, SALES, STATES

# The figures that are compared, in the order of their numbers in ids; less of some is better.
FIGURES = (
    *('answer_rate', 'talk_average', 'interval_average', 'occupancy', 'conversion_rate'),
    *('short_rate', 'grieved_rate', 'reach_rate'),
)
LESS = ('talk_average', 'grieved_rate', 'interval_average')
# An id is made of months since EPOCH, company, employee and figure, in so many bits each.
COMPANY_BITS, USER_BITS, FIGURE_BITS = 12, 20, 4
EPOCH = fields.Date.to_date('2000-01-01')


class PharmaAgentComparison(models.Model):
    """Each employee against his team and the target, a row per figure and month (003-11..14).

    Bad figures of one employee ask for training, bad figures of a whole team for another way of
    working (003-14).
    """

    _name = 'pharma.agent.comparison'
    _description = "Agents against Their Team"
    _auto = False
    _order = 'month desc, figure, user_id'
    _rec_name = 'user_id'
    _depends = {
        'pharma.agent.report': ['user_id', 'date_hour'],
        'pharma.call': ['user_id', 'direction', 'state', 'date_start', 'purpose_id', 'order_id'],
        'pharma.call.target': ['figure', 'value', 'team_id', 'queue_id', 'company_id'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    team_id = fields.Many2one('crm.team', readonly=True)
    month = fields.Date(readonly=True, help="Its first day.")
    figure = fields.Selection('_selection_figure', readonly=True)
    counted = fields.Integer(
        readonly=True, aggregator=None, help="Calls, ratings or sales calls it was made of."
    )
    value = fields.Float(readonly=True, aggregator=None, digits=(16, 1))
    team_value = fields.Float(
        string="Of the Team",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
        help="The same of all employees of the team.",
    )
    target = fields.Float(readonly=True, aggregator=None, digits=(16, 1))
    verdict = fields.Selection(
        [('good', "Reached"), ('bad', "Missed"), ('none', "No Target")], readonly=True
    )
    is_behind = fields.Boolean(string="Behind the Team", readonly=True)

    @api.model
    def _selection_figure(self):
        Report = self.env['pharma.agent.report']
        return [(name, Report._fields[name]._description_string(self.env)) for name in FIGURES]

    @property
    def _table_query(self):
        counts = (*STATES, *CALLS, *SALES)
        return SQL(
            """
            SELECT ((((extract(year FROM v.month)::bigint - %(year)s) * 12
                    + extract(month FROM v.month)::int - 1 << %(company_bits)s)
                    + v.company_id << %(user_bits)s) + v.user_id << %(figure_bits)s)
                    + v.place AS id,
                v.company_id, v.user_id, v.team_id, v.month, v.figure, v.whole::int AS counted,
                v.value, v.team_value, t.value AS target,
                CASE WHEN t.value IS NULL THEN 'none'
                    WHEN v.value = t.value OR (v.value < t.value) = v.is_less THEN 'good'
                    ELSE 'bad' END AS verdict,
                v.value <> v.team_value AND (v.value > v.team_value) = v.is_less AS is_behind
              FROM (
                SELECT m.company_id, m.user_id, m.team_id, m.month, x.figure, x.place, x.is_less,
                    x.whole, x.factor * x.part / x.whole AS value,
                    x.factor * sum(x.part) OVER team / nullif(sum(x.whole) OVER team, 0)
                        AS team_value
                  FROM (
                    SELECT f.company_id, f.user_id, max(a.team_id) AS team_id,
                        date_trunc('month', f.date)::date AS month, %(sums)s
                      FROM (%(figures)s) f
                      LEFT JOIN pharma_agent a ON a.user_id = f.user_id AND a.active
                       AND a.company_id = f.company_id
                     GROUP BY f.company_id, f.user_id, date_trunc('month', f.date)
                  ) m
                 CROSS JOIN LATERAL (VALUES %(rows)s)
                    x (figure, place, is_less, factor, part, whole)
                 WHERE x.whole > 0
                WINDOW team AS (PARTITION BY m.company_id, m.month, m.team_id, x.figure)
              ) v
              LEFT JOIN LATERAL (
                SELECT value FROM pharma_call_target t
                 WHERE t.company_id = v.company_id AND t.figure = v.figure AND t.queue_id IS NULL
                   AND (t.team_id IS NULL OR t.team_id = v.team_id)
                 ORDER BY t.team_id, t.period LIMIT 1
              ) t ON v.figure <> 'answer_rate'
            """,
            year=EPOCH.year,
            company_bits=COMPANY_BITS,
            user_bits=USER_BITS,
            figure_bits=FIGURE_BITS,
            sums=SQL(", ").join(
                SQL("sum(f.%s) AS %s", SQL.identifier(name), SQL.identifier(name))
                for name in counts
            ),
            figures=self.env['pharma.agent.hour']._get_figures(),
            rows=SQL(", ").join(
                SQL(
                    "(%s, %s, %s, %s, greatest(%s, 0)::float, (%s)::float)",
                    name,
                    place,
                    name in LESS,
                    AGENT[name].factor,
                    *AGENT[name].get_sides(lambda column: SQL.identifier('m', column)),
                )
                for place, name in enumerate(FIGURES)
            ),
        )

    def action_view_figures(self):
        """Open the employee's hours of the month (product.md 22).

        :return: window action of ``pharma.agent.report``
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_agent_report_action'
        )
        return {
            **action,
            'domain': [
                ('company_id', '=', self.company_id.id),
                ('user_id', '=', self.user_id.id),
                ('date', '>=', self.month),
                ('date', '<=', self.month + relativedelta(months=1) - timedelta(days=1)),
            ],
            'context': {'pivot_row_groupby': ['date:day']},
        }
