from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.call_formulas import QUEUE, get_service_sql
from ..models.pharma_call_hour import MAXIMA, SUMS
from ..models.res_company_calls import SERVICE_LEVELS
from .pharma_call_formula_mixin import WEEKDAYS

COUNTS = (*SUMS, *MAXIMA)
# Figures of which the calls can be opened: the flag of the rows behind them.
DRILLS = tuple(name for name in SUMS if name.endswith('_count'))


class PharmaCallReport(models.Model):
    """How callers were served, a row per queue and hour (000-45, 000-49..52, 003-11).

    What is kept and what has changed since come together here, so that each figure is what its
    calls are at this moment. Every formula stands in ``call_formulas``.
    """

    _name = 'pharma.call.report'
    _inherit = ['pharma.call.formula.mixin']
    _description = "Figures of Queues"
    _auto = False
    _order = 'date_hour desc, id desc'
    _rec_name = 'queue_id'
    _pharma_formulas = QUEUE
    _depends = {
        'pharma.call': ['company_id', 'direction', 'state', 'date_start', 'queue_id'],
        'pharma.call.visit': ['call_id', 'queue_id', 'date_enter', 'date_answer', 'date_leave'],
        'pharma.call.queue': ['service_seconds', 'short_abandon_seconds', 'calendar_id'],
        'res.company': ['pharma_service_level', 'pharma_tz'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    queue_id = fields.Many2one(
        'pharma.call.queue', readonly=True, help="Empty: calls that passed through no queue."
    )
    team_id = fields.Many2one('crm.team', readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    date_hour = fields.Datetime(string="From", readonly=True)
    date = fields.Date(string="Day", readonly=True, help="In the time zone of the company.")
    hour = fields.Char(readonly=True, help="Of the day, in the time zone of the company.")
    weekday = fields.Selection(WEEKDAYS, readonly=True)

    entered_count = fields.Integer(string="Entered", readonly=True, help="Each visit of a queue.")
    offered_count = fields.Integer(
        string="Offered",
        readonly=True,
        help="Calls to be answered: answered, abandoned or lost. Short abandons and what was"
        " passed on to another queue count apart.",
    )
    answered_count = fields.Integer(string="Answered", readonly=True)
    abandoned_count = fields.Integer(
        string="Abandoned", readonly=True, help="Hung up while waiting, without short abandons."
    )
    lost_count = fields.Integer(
        string="Lost",
        readonly=True,
        help="Turned away: queue full, no agents, waited too long, or cut off.",
    )
    short_count = fields.Integer(
        string="Short Abandons",
        readonly=True,
        help="Hung up within the seconds set at the queue: had dialled wrong.",
    )
    moved_count = fields.Integer(
        string="Passed On", readonly=True, help="To another queue, which had to answer them."
    )
    within_count = fields.Integer(
        string="Answered in Time",
        readonly=True,
        help="Within the seconds set at the queue.",
    )
    abandoned_within_count = fields.Integer(
        string="Abandoned in Time", readonly=True, help="Before the time to answer was over."
    )
    outside_count = fields.Integer(
        string="Out of Hours",
        readonly=True,
        help="Offered calls outside the business hours of the queue.",
    )
    answer_wait_seconds = fields.Integer(string="Waited until Answer (s)", readonly=True)
    abandon_wait_seconds = fields.Integer(string="Waited until Abandoned (s)", readonly=True)
    talk_seconds = fields.Integer(string="Talked (s)", readonly=True)
    queue_seconds = fields.Integer(
        string="Waited (s)", readonly=True, help="Of all callers, as the time passed."
    )
    answer_wait_max = fields.Integer(
        string="Longest Wait (s)", readonly=True, aggregator='max', help="Of answered calls."
    )
    queue_max = fields.Integer(
        string="Most Waiting",
        readonly=True,
        aggregator='max',
        help="Callers who waited in one queue at the same moment (000-49).",
    )
    service_part = fields.Integer(readonly=True, aggregator=None)
    service_whole = fields.Integer(readonly=True, aggregator=None)
    hour_seconds = fields.Integer(readonly=True, aggregator=None)

    answer_rate = fields.Float(
        string="Answer Rate (%)", readonly=True, aggregator='avg', help="Answered / offered."
    )
    service_level = fields.Float(
        string="Service Level (%)",
        readonly=True,
        aggregator='avg',
        help="Answered within the seconds set at the queue.",
    )
    answer_speed = fields.Float(
        string="Speed of Answer (s)",
        readonly=True,
        aggregator='avg',
        help="Average wait of answered calls.",
    )
    abandon_rate = fields.Float(
        string="Abandoned (%)", readonly=True, aggregator='avg', help="Abandoned / offered."
    )
    abandon_wait = fields.Float(
        string="Abandoned After (s)",
        readonly=True,
        aggregator='avg',
        help="Average wait of abandoned calls.",
    )
    queue_average = fields.Float(
        string="Average Waiting",
        readonly=True,
        aggregator='avg',
        digits=(16, 3),
        help="Callers waiting at a moment, on average over the hours that had calls.",
    )
    talk_average = fields.Float(
        string="Talk per Call (s)", readonly=True, aggregator='avg', help="Of answered calls."
    )

    # === QUERY === #
    @property
    def _table_query(self):
        part, whole = get_service_sql(
            SQL("c.pharma_service_level"), lambda name: SQL.identifier('f', name)
        )
        counts = SQL(", ").join(SQL.identifier('f', name) for name in COUNTS)
        return SQL(
            """
            SELECT %(id)s AS id, r.*, %(ratios)s FROM (
                SELECT f.company_id, f.queue_id, q.team_id, q.warehouse_id, f.date_hour, f.date,
                    to_char(%(local)s, 'HH24:00') AS hour,
                    extract(isodow FROM f.date)::int::text AS weekday, %(counts)s,
                    %(part)s AS service_part, %(whole)s AS service_whole, 3600 AS hour_seconds
                  FROM (%(figures)s) f
                  JOIN res_company c ON c.id = f.company_id
                  LEFT JOIN pharma_call_queue q ON q.id = f.queue_id
            ) r
            """,
            id=self._get_id_sql(
                SQL("coalesce(r.queue_id * 2, r.company_id * 2 + 1)"), SQL("r.date_hour")
            ),
            ratios=self._get_ratio_columns('r'),
            local=self.env['pharma.call.mark']._get_local_sql(SQL("f.date_hour")),
            counts=counts,
            part=part,
            whole=whole,
            figures=self.env['pharma.call.hour']._get_figures(),
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == 'queue_average:avg':
            # of several queues the sum of their lengths: an hour counts once
            return SQL(
                "(sum(%s) / nullif(3600.0 * count(DISTINCT (%s, %s)), 0))::float",
                self._field_to_sql(self._table, 'queue_seconds', query),
                self._field_to_sql(self._table, 'company_id', query),
                self._field_to_sql(self._table, 'date_hour', query),
            )
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _get_condensed(self, domain, grouping_sets, aggregates, order):
        # hours of several queues are told apart in the rows alone, which are few
        if 'queue_average:avg' in aggregates:
            return None
        return super()._get_condensed(domain, grouping_sets, aggregates, order)

    # === THE VARIANT IN THE TITLE === #
    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Tell in the title of the service level which abandons it counts (M5).

        :param allfields: names of fields, all of them if not told
        :param attributes: names of attributes, all of them if not told
        :return: dict of dicts
        """
        result = super().fields_get(allfields, attributes)
        described = result.get('service_level', {})
        labels = {
            self._get_service_label(company.pharma_service_level) for company in self.env.companies
        }
        for name in ('string', 'help'):
            if name in described:
                described[name] = f'{described[name]}: {", ".join(sorted(labels))}'
        return result

    @api.model
    def _get_service_label(self, variant):
        names = (
            self.env['res.company']._fields['pharma_service_level']._description_selection(self.env)
        )
        return dict(names).get(variant, dict(SERVICE_LEVELS)[variant])

    # === ACTIONS === #
    def action_view_calls(self):
        """Open the calls that a figure of the row counts, exactly (product.md 22).

        The context names the figure, as buttons do: ``pharma_call_figure``, default what was
        offered. Rights on calls are checked when they are read.

        :return: window action of ``pharma.call``
        :raise UserError: for several rows, and for what counts no calls
        """
        self.check_access('read')
        figure = self.env.context.get('pharma_call_figure', 'entered_count')
        if len(self) != 1 or figure not in DRILLS:
            raise UserError(self.env._("Choose one line, and a figure that counts calls."))
        Hour = self.env['pharma.call.hour']
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT call_id FROM (%s) o"
                " WHERE queue_id IS NOT DISTINCT FROM %s AND %s = 1",
                Hour._get_offers(
                    SQL(
                        "SELECT %s AS company_id, %s::timestamp AS date_hour",
                        self.company_id.id,
                        self.date_hour,
                    )
                ),
                self.queue_id.id or None,
                SQL.identifier(figure),
            )
        )
        return self._get_calls_action(
            [call for (call,) in rows], self._fields[figure]._description_string(self.env)
        )

    @api.model
    def _get_calls_action(self, ids, name):
        """Return the window action of calls."""
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': 'pharma.call',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [('id', 'in', sorted(ids))],
            'context': {'create': False},
        }
