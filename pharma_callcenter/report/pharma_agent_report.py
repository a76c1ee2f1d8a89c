from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.call_formulas import AGENT
from ..models.pharma_agent_hour import CALLS, SALES, STATES
from .pharma_call_formula_mixin import WEEKDAYS

COUNTS = (*STATES, *CALLS, *SALES)
USER_BASE = 1_000_000
DRILLS = {
    **{name: '_get_talks' for name in CALLS if name.endswith('_count')},
    **{name: '_get_results' for name in ('sales_count', 'order_count', 'rating_count')},
    'bad_count': '_get_results',
}


class PharmaAgentReport(models.Model):
    """What employees did in calls, a row per employee and hour (000-46..48, 000-53, 003-12..14).

    Figures of employees are personnel data: an agent reads his own. Every formula stands in
    ``call_formulas``.
    """

    _name = 'pharma.agent.report'
    _inherit = ['pharma.call.formula.mixin']
    _description = "Figures of Agents"
    _auto = False
    _order = 'date_hour desc, id desc'
    _rec_name = 'user_id'
    _pharma_formulas = AGENT
    _depends = {
        'pharma.call': ['user_id', 'direction', 'state', 'date_start', 'purpose_id', 'order_id'],
        'pharma.call.attempt': ['agent_id', 'user_id', 'date_ring', 'result', 'talk_seconds'],
        'pharma.agent.state': ['agent_id', 'state', 'date_start', 'date_end'],
        'pharma.agent.shift': ['user_id', 'date_start', 'date_end'],
        'pharma.agent': ['user_id', 'team_id'],
        'pharma.call.purpose': ['is_sales'],
        'sale.order': ['state'],
        'res.company': ['pharma_talk_limit', 'pharma_work_source', 'pharma_tz'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    agent_id = fields.Many2one('pharma.agent', readonly=True, help="The seat that he has now.")
    team_id = fields.Many2one('crm.team', readonly=True)
    date_hour = fields.Datetime(string="From", readonly=True)
    date = fields.Date(string="Day", readonly=True, help="In the time zone of the company.")
    hour = fields.Char(readonly=True, help="Of the day, in the time zone of the company.")
    weekday = fields.Selection(WEEKDAYS, readonly=True)

    work_seconds = fields.Integer(
        string="On Duty (s)", readonly=True, help="Signed in to the queues, else by the shifts."
    )
    work_hours = fields.Float(
        string="On Duty", readonly=True, help="In hours: signed in, else by the shifts."
    )
    talk_hours = fields.Float(
        string="In Calls", readonly=True, help="In hours: time on connected calls (000-46)."
    )
    logged_seconds = fields.Integer(string="Signed In (s)", readonly=True)
    paused_seconds = fields.Integer(string="Paused (s)", readonly=True)
    wrapup_seconds = fields.Integer(string="Finishing (s)", readonly=True)
    talk_seconds = fields.Integer(
        string="Connected (s)", readonly=True, help="Time on calls that were connected (000-46)."
    )
    connected_count = fields.Integer(
        string="Connected", readonly=True, help="Incoming calls answered and customers reached."
    )
    rung_count = fields.Integer(string="Rang", readonly=True)
    answered_count = fields.Integer(string="Answered", readonly=True)
    refused_count = fields.Integer(string="Not Answered", readonly=True)
    outbound_count = fields.Integer(string="Calls Made", readonly=True)
    reached_count = fields.Integer(string="Reached", readonly=True)
    short_talk_count = fields.Integer(
        string="Short Calls", readonly=True, help="Within the seconds of the settings."
    )
    sales_count = fields.Integer(
        string="Sales Calls",
        readonly=True,
        help="Connected calls with a purpose of sales: of these the conversion is a share.",
    )
    order_count = fields.Integer(
        string="Orders", readonly=True, help="Confirmed, from sales calls; each counts once."
    )
    rating_count = fields.Integer(string="Rated", readonly=True)
    rating_sum = fields.Integer(readonly=True, aggregator=None)
    bad_count = fields.Integer(string="Bad Ratings", readonly=True, help="1 or 2 points of 5.")

    talk_average = fields.Float(
        string="Talk per Call (s)",
        readonly=True,
        aggregator='avg',
        help="Connected time / connected calls (000-47).",
    )
    interval_average = fields.Float(
        string="Between Calls (s)",
        readonly=True,
        aggregator='avg',
        help="(Time on duty - connected time) / connected calls (000-48).",
    )
    occupancy = fields.Float(
        string="Occupancy (%)",
        readonly=True,
        aggregator='avg',
        help="Talking and finishing, of the time on duty without pauses.",
    )
    answer_rate = fields.Float(
        string="Answer Rate (%)", readonly=True, aggregator='avg', help="Answered / rang."
    )
    reach_rate = fields.Float(
        string="Reached (%)", readonly=True, aggregator='avg', help="Reached / calls made."
    )
    conversion_rate = fields.Float(
        string="Conversion (%)", readonly=True, aggregator='avg', help="Orders / sales calls."
    )
    short_rate = fields.Float(
        string="Short Calls (%)", readonly=True, aggregator='avg', help="Of connected calls."
    )
    grieved_rate = fields.Float(
        string="Dissatisfied (%)", readonly=True, aggregator='avg', help="Bad ratings / rated."
    )

    # === QUERY === #
    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %(id)s AS id, r.*, %(ratios)s FROM (
                SELECT f.company_id, f.user_id, a.id AS agent_id, a.team_id, f.date_hour, f.date,
                    to_char(%(local)s, 'HH24:00') AS hour,
                    extract(isodow FROM f.date)::int::text AS weekday, %(counts)s,
                    f.work_seconds / 3600.0 AS work_hours, f.talk_seconds / 3600.0 AS talk_hours
                  FROM (%(figures)s) f
                  JOIN res_company c ON c.id = f.company_id
                  LEFT JOIN pharma_agent a ON a.user_id = f.user_id AND a.active
                   AND a.company_id = f.company_id
            ) r
            """,
            id=self._get_id_sql(
                SQL("(r.company_id::bigint * %s + r.user_id)", USER_BASE), SQL("r.date_hour")
            ),
            ratios=self._get_ratio_columns('r'),
            local=self.env['pharma.call.mark']._get_local_sql(SQL("f.date_hour")),
            counts=SQL(", ").join(SQL.identifier('f', name) for name in COUNTS),
            figures=self.env['pharma.agent.hour']._get_figures(),
        )

    # === ACTIONS === #
    def action_view_calls(self):
        """Open the calls that a figure of the row counts, exactly (product.md 22).

        The context names the figure: ``pharma_call_figure``, default all calls that rang or were
        made. Rights on calls are checked when they are read.

        :return: window action of ``pharma.call``
        :raise UserError: for several rows, and for what counts no calls
        """
        self.check_access('read')
        figure = self.env.context.get('pharma_call_figure')
        if len(self) != 1 or (figure and figure not in DRILLS):
            raise UserError(self.env._("Choose one line, and a figure that counts calls."))
        source = DRILLS.get(figure, '_get_talks')
        hours = SQL(
            "SELECT %s AS company_id, %s::timestamp AS date_hour",
            self.company_id.id,
            self.date_hour,
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT call_id FROM (%s) o WHERE user_id = %s AND %s",
                getattr(self.env['pharma.agent.hour'], source)(hours),
                self.user_id.id,
                SQL("%s = 1", SQL.identifier(figure)) if figure else SQL("TRUE"),
            )
        )
        name = self._fields[figure]._description_string(self.env) if figure else self.env._("Calls")
        return self.env['pharma.call.report']._get_calls_action([id_ for (id_,) in rows], name)
