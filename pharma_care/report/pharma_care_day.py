from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.pharma_care_figure_mixin import COUNTS, SHARES
from ..tools import check_single


class PharmaCareDay(models.Model):
    """What each employee did on each day, and what came of it (004-38, 004-67).

    Counted when it is asked for, from indexes: a correction shows at once, and a figure is what
    its records are. Employees read their own, managers all of their companies.
    """

    _name = 'pharma.care.day'
    _inherit = 'pharma.care.figure.mixin'
    _description = "Figures by Day"
    _auto = False
    _order = 'day desc, id desc'
    _rec_name = 'user_id'
    _depends = {
        'pharma.care.entry': [
            'company_id',
            'user_id',
            'partner_id',
            'date_day',
            'timing',
            'is_attempt',
            'is_final',
            'response_type_id',
        ],
        'pharma.care.effect': ['is_bought', 'date_judged', 'amount_bought'],
        'pharma.care.list': ['date', 'user_id'],
        'pharma.care.list.item': ['state'],
        'pharma.care.response.type': ['tone'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    day = fields.Date(readonly=True, help="In the time zone of the company.")
    # === What was done ===
    care_count = fields.Integer(
        string="Cares", readonly=True, help="Recorded cares in which the customer was reached."
    )
    customer_count = fields.Integer(
        string="Customers Reached",
        readonly=True,
        help="Each customer counts once a day and employee.",
    )
    attempt_count = fields.Integer(
        string="Not Reached", readonly=True, help="Attempts in which nobody was reached."
    )
    closed_count = fields.Integer(
        string="Cases Closed", readonly=True, help="Contacts that ended with 'No More Care'."
    )
    timed_count = fields.Integer(
        string="Cares with Date",
        readonly=True,
        help="Cares of which it is known when they were due.",
    )
    ontime_count = fields.Integer(
        string="Cares on Time", readonly=True, help="Recorded on the care date or before."
    )
    ontime_share = fields.Float(
        string="On Time (%)", readonly=True, aggregator='avg', help="Cares on time of all cares."
    )
    # === What customers said ===
    good_count = fields.Integer(
        string="Good Responses", readonly=True, help="Cares with a response of the kind 'Good'."
    )
    worry_count = fields.Integer(
        string="Bad Responses", readonly=True, help="Cares with a response of the kind 'Bad'."
    )
    # === What came of it ===
    judged_count = fields.Integer(
        string="Cases Judged",
        readonly=True,
        help="Cases cared for of which it is known by this day whether the customer bought again:"
        " the employee who cared last has them.",
    )
    bought_count = fields.Integer(
        string="Bought Again",
        readonly=True,
        help="Of the cases judged on this day, those in which the customer bought again.",
    )
    bought_share = fields.Float(
        string="Bought Again (%)",
        readonly=True,
        aggregator='avg',
        help="Of the cases judged, those in which the customer bought again.",
    )
    bought_amount = fields.Monetary(
        string="Amount Bought Again",
        readonly=True,
        help="Value of the medicines that were bought again, untaxed.",
    )
    # === Calling lists ===
    listed_count = fields.Integer(
        string="On Calling Lists",
        readonly=True,
        help="Customers taken in calling lists, which are kept for 90 days.",
    )
    list_done_count = fields.Integer(string="Reached from Lists", readonly=True)
    list_share = fields.Float(
        string="List Done (%)",
        readonly=True,
        aggregator='avg',
        help="Customers reached of those on calling lists.",
    )

    @property
    def _table_query(self):
        return SQL(
            "SELECT %s AS id, company_id, user_id, day, %s, %s FROM (%s) figures",
            self._get_id_column(SQL("company_id"), SQL("user_id"), SQL("day")),
            SQL(", ").join(SQL.identifier(name) for name in COUNTS),
            self._get_share_columns(),
            self._get_figures_query(),
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self.env['pharma.analysis.mixin']._get_demanded_ids(domain)
        if ids is not None:
            # by its id alone every day there is would be counted
            parts = self._split_ids(ids)
            for number, name in enumerate(('company_id', 'user_id', 'day')):
                domain = Domain(domain) & Domain(name, 'in', {part[number] for part in parts})
        return super()._search(domain, *args, **kwargs)

    def _read_group_select(self, aggregate_spec, query):
        # a share of many days is no average of shares
        name = aggregate_spec.partition(':')[0]
        if name not in SHARES:
            return super()._read_group_select(aggregate_spec, query)
        part, whole = SHARES[name]
        return SQL(
            "100.0 * sum(%s) / nullif(sum(%s), 0)",
            self._field_to_sql(self._table, part, query),
            self._field_to_sql(self._table, whole, query),
        )

    # === ACTIONS === #
    def action_view_records(self):
        """Open the records behind a figure of the row (product.md 22).

        The context names the figure, as buttons do: ``pharma_care_figure``.

        :return: window action
        :raise UserError: for several rows, and for what is no figure
        """
        check_single(self)
        self.check_access('read')
        figure = self.env.context.get('pharma_care_figure', 'care_count')
        return self._get_records_action(figure, self.company_id, self.user_id, self.day, self.day)
