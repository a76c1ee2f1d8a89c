from odoo import api, fields, models
from odoo.tools import SQL

from ..models.pharma_complaint_kind import NATURES, PRIORITIES
from ..models.pharma_complaint_relation import RELATIONS
from ..models.pharma_complaint_stage import STATES

RATES = (
    *('solved_rate', 'late_rate', 'repeated_rate', 'second_rate', 'reopened_rate'),
    *('satisfied_rate', 'grieved_rate'),
)
AVERAGES = (*RATES, 'answer_hours', 'solve_hours', 'outstanding_hours', 'rating')
# Of core's five points of a rating: from here on content, up to here not.
SATISFIED, GRIEVED = 4, 2


class PharmaComplaintReport(models.Model):
    """Tickets as figures, a row per ticket: solving, satisfaction, reply speed (000-44, 003-14).

    A rate is the average of 100 and 0 over the tickets to which the question applies; others are
    empty and do not count. Columns are worked out only where they are asked for.
    """

    _name = 'pharma.complaint.report'
    _inherit = 'pharma.condensed.mixin'
    _description = "Figures of Tickets"
    _auto = False
    _order = 'date_received desc, id desc'
    _rec_name = 'ticket_id'
    _pharma_averages = AVERAGES

    ticket_id = fields.Many2one('pharma.complaint', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    kind_id = fields.Many2one('pharma.complaint.kind', readonly=True)
    nature = fields.Selection(NATURES, readonly=True)
    category_id = fields.Many2one('pharma.complaint.category', readonly=True)
    origin_id = fields.Many2one('pharma.complaint.origin', readonly=True)
    stage_id = fields.Many2one('pharma.complaint.stage', readonly=True)
    state = fields.Selection(STATES, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    relation = fields.Selection(RELATIONS, readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    region_id = fields.Many2one('pharma.region', readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True)
    product_id = fields.Many2one('product.product', string="Medicine", readonly=True)
    therapeutic_group_id = fields.Many2one('pharma.therapeutic.group', readonly=True)
    lot_id = fields.Many2one('stock.lot', readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    employee_id = fields.Many2one(
        'hr.employee',
        string="Employee Concerned",
        readonly=True,
        groups='pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager',
    )
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    team_id = fields.Many2one('crm.team', readonly=True)
    owner_department_id = fields.Many2one(
        'hr.department', string="Owning Department", readonly=True
    )
    date_received = fields.Datetime(string="Received On", readonly=True)
    date_closed = fields.Datetime(string="Closed On", readonly=True)
    is_outstanding = fields.Boolean(string="Outstanding", readonly=True)

    solved_rate = fields.Float(
        string="Solved (%)",
        readonly=True,
        aggregator='avg',
        help="Solved tickets of all that were not cancelled.",
    )
    late_rate = fields.Float(
        string="Late (%)",
        readonly=True,
        aggregator='avg',
        help="Closed after the promised date, or open beyond it, before or after it was reopened;"
        " of those with such a date.",
    )
    repeated_rate = fields.Float(
        string="Repeated (%)", readonly=True, aggregator='avg', help="Of all not cancelled."
    )
    second_rate = fields.Float(
        string="Second (%)", readonly=True, aggregator='avg', help="Of all not cancelled."
    )
    reopened_rate = fields.Float(
        string="Reopened (%)", readonly=True, aggregator='avg', help="Of all not cancelled."
    )
    satisfied_rate = fields.Float(
        string="Satisfied (%)",
        readonly=True,
        aggregator='avg',
        help="Customers who gave 4 or 5 of 5 points in the last follow-up, of those who rated.",
    )
    grieved_rate = fields.Float(
        string="Grievance (%)",
        readonly=True,
        aggregator='avg',
        help="Customers who gave 1 or 2 of 5 points in the last follow-up, of those who rated.",
    )
    rating = fields.Float(
        readonly=True,
        aggregator='avg',
        help="Points of 5 in the last follow-up of the ticket.",
    )
    answer_hours = fields.Float(
        string="Hours to First Answer",
        readonly=True,
        aggregator='avg',
        help="From receipt to the first answer, by the clock.",
    )
    solve_hours = fields.Float(
        string="Hours to Solution",
        readonly=True,
        aggregator='avg',
        help="From receipt to the end, by the clock.",
    )
    outstanding_hours = fields.Float(
        readonly=True,
        aggregator='avg',
        help="How long tickets that are open now have waited for an answer: since the customer"
        " wrote, or since receipt.",
    )

    @property
    def _table_query(self):
        columns = self._get_columns()
        return SQL(
            """
            SELECT %s
            FROM pharma_complaint t
            LEFT JOIN res_partner p ON p.id = t.partner_id
            LEFT JOIN product_product pp ON pp.id = t.product_id
            LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
            """,
            SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items()
            ),
        )

    @api.model
    def _get_columns(self):
        """Return {field name: SQL} of ``t`` (ticket), ``p`` (customer), ``pt`` (medicine)."""
        plain = (
            *('id', 'company_id', 'kind_id', 'nature', 'category_id', 'origin_id', 'stage_id'),
            *('state', 'priority', 'relation', 'partner_id', 'order_id', 'product_id', 'lot_id'),
            *('warehouse_id', 'employee_id', 'user_id', 'team_id', 'owner_department_id'),
            *('date_received', 'date_closed'),
        )
        counts = SQL("t.state <> 'cancelled'")
        rating = SQL("nullif(t.followup_rating, 0)")
        promised = SQL("t.date_promised IS NOT NULL AND t.state <> 'cancelled'")
        now = SQL("(now() AT TIME ZONE 'UTC')")
        since = SQL(
            "CASE WHEN t.date_last_customer_message > t.date_last_answer"
            " THEN t.date_last_customer_message WHEN t.date_last_answer IS NULL"
            " THEN t.date_received END"
        )
        return {name: SQL.identifier('t', name) for name in plain} | {
            'ticket_id': SQL("t.id"),
            'region_id': SQL("p.pharma_region_id"),
            'therapeutic_group_id': SQL("pt.therapeutic_group_id"),
            'is_outstanding': SQL("t.date_closed IS NULL"),
            'solved_rate': self._get_rate(counts, SQL("t.state = 'solved'")),
            'late_rate': self._get_rate(
                promised,
                SQL("t.is_late_before OR coalesce(t.date_closed, %s) > t.date_promised", now),
            ),
            'repeated_rate': self._get_rate(counts, SQL("t.relation = 'repeated'")),
            'second_rate': self._get_rate(counts, SQL("t.relation = 'second'")),
            'reopened_rate': self._get_rate(counts, SQL("t.reopen_count > 0")),
            'rating': rating,
            'satisfied_rate': self._get_rate(
                SQL("%s IS NOT NULL", rating), SQL("%s >= %s", rating, SATISFIED)
            ),
            'grieved_rate': self._get_rate(
                SQL("%s IS NOT NULL", rating), SQL("%s <= %s", rating, GRIEVED)
            ),
            'answer_hours': self._get_hours(SQL("t.date_received"), SQL("t.date_first_answer")),
            'solve_hours': SQL(
                "CASE WHEN t.state = 'solved' THEN %s END",
                self._get_hours(SQL("t.date_received"), SQL("t.date_closed")),
            ),
            'outstanding_hours': SQL(
                "CASE WHEN t.date_closed IS NULL THEN %s END", self._get_hours(since, now)
            ),
        }

    @api.model
    def _get_rate(self, applies, is_so):
        return SQL("CASE WHEN %s THEN CASE WHEN %s THEN 100.0 ELSE 0.0 END END", applies, is_so)

    @api.model
    def _get_hours(self, start, end):
        return SQL("(extract(epoch FROM %s - %s) / 3600)::float", end, start)

    def action_view_ticket(self):
        """Open the ticket behind a row.

        :return: window action of ``pharma.complaint``
        """
        self.ensure_one()
        self.check_access('read')
        return self.ticket_id._get_records_action(name=self.ticket_id.display_name)
