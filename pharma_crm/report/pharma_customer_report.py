from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.pharma_customer_figure import SEGMENTS, VALUE_CLASSES

SEARCHES = ('in', 'child_of')


class PharmaCustomerReport(models.Model):
    """Customers by all that is known of them and of their purchases, to be filtered and grouped
    together (000-08, 000-16, 000-18, 004-29, 004-36, 004-61, 004-63).

    One row per customer and company in which the customer bought; `id` is that of the figures.
    Other modules add columns by extending :meth:`_get_columns` and :meth:`_from`.
    """

    _name = 'pharma.customer.report'
    _inherit = ['pharma.analysis.mixin', 'pharma.customer.list.mixin']
    _description = "Customer Analysis"
    _auto = False
    _order = 'date_last desc, id desc'
    _rec_name = 'partner_id'

    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    ref = fields.Char(string="Code", readonly=True)
    phone = fields.Char(readonly=True)
    # === Purchases ===
    date_first = fields.Date(string="First Purchase", readonly=True)
    date_last = fields.Date(string="Last Purchase", readonly=True)
    recency_days = fields.Integer(
        string="Days since Purchase", readonly=True, aggregator='avg', help="Up to today."
    )
    order_count = fields.Integer(string="Orders", readonly=True)
    purchase_count = fields.Integer(
        string="Purchases", readonly=True, help="Days on which something was bought."
    )
    amount_total = fields.Monetary(
        string="Amount", readonly=True, help="Untaxed, without what was returned."
    )
    amount_average = fields.Monetary(
        string="Average Order",
        readonly=True,
        aggregator='avg',
        help="Amount by orders, of a group as a whole.",
    )
    period_purchase_count = fields.Integer(
        string="Purchases in Period", readonly=True, help="In the period set in the settings."
    )
    period_amount = fields.Monetary(
        string="Amount in Period", readonly=True, help="In the period set in the settings."
    )
    rhythm_days = fields.Float(
        string="Rhythm (days)",
        readonly=True,
        aggregator='avg',
        help="Median of the days between purchases; empty while there are too few of them.",
    )
    date_expected = fields.Date(
        string="Next Purchase Expected",
        readonly=True,
        help="Last purchase plus the customer's own rhythm.",
    )
    # === Judgement ===
    r_score = fields.Integer(string="Recency Score", readonly=True, aggregator='avg')
    f_score = fields.Integer(string="Frequency Score", readonly=True, aggregator='avg')
    m_score = fields.Integer(string="Amount Score", readonly=True, aggregator='avg')
    rfm_code = fields.Char(
        string="RFM",
        readonly=True,
        help="Scores of recency, frequency and amount in the period, 5 is best: '545'.",
    )
    value_class = fields.Selection(VALUE_CLASSES, readonly=True)
    segment = fields.Selection(SEGMENTS, readonly=True)
    # === Last purchase ===
    last_order_id = fields.Many2one('sale.order', readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Last Branch", readonly=True)
    channel_id = fields.Many2one('pharma.sales.channel', string="Last Channel", readonly=True)
    motive_id = fields.Many2one('pharma.purchase.motive', string="Last Motive", readonly=True)
    taken_by = fields.Selection('_selection_taken_by', string="Last Taken By", readonly=True)
    # === What is bought ===
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group',
        string="Main Group",
        readonly=True,
        help="Group with the largest amount in the period.",
    )
    care_profile = fields.Selection(
        '_selection_care_profile', readonly=True, help="Long-term or occasional: of the main group."
    )
    bought_group_id = fields.Many2one(
        'pharma.therapeutic.group',
        string="Ever Bought Group",
        compute='_compute_bought',
        search='_search_bought_group_id',
        help="To find who ever bought something of a group.",
    )
    bought_product_id = fields.Many2one(
        'product.product',
        string="Ever Bought Product",
        compute='_compute_bought',
        search='_search_bought_product_id',
        help="To find who ever bought a product.",
    )
    # === Person ===
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    team_id = fields.Many2one('crm.team', string="Last Team", readonly=True)
    customer_type = fields.Selection('_selection_customer_type', readonly=True)
    customer_group_id = fields.Many2one('pharma.customer.group', readonly=True)
    customer_channel_id = fields.Many2one(
        'pharma.sales.channel', string="Won By Channel", readonly=True
    )
    region_id = fields.Many2one('pharma.region', readonly=True)
    state_id = fields.Many2one('res.country.state', string="Province", readonly=True)
    city = fields.Char(readonly=True)
    birthdate = fields.Date(string="Date of Birth", readonly=True)
    age_range_id = fields.Many2one('pharma.age.range', readonly=True)
    gender = fields.Selection('_selection_gender', readonly=True)
    preferred_channel = fields.Selection('_selection_preferred_channel', readonly=True)
    active = fields.Boolean(readonly=True)

    # === SELECTIONS === #
    @api.model
    def _selection_care_profile(self):
        return self._get_selection('pharma.therapeutic.group', 'care_profile')

    @api.model
    def _selection_gender(self):
        return self._get_selection('res.partner', 'pharma_gender')

    @api.model
    def _selection_preferred_channel(self):
        return self._get_selection('res.partner', 'pharma_preferred_channel')

    # === COMPUTE METHODS === #
    def _compute_bought(self):
        # they are there to be searched by
        self.bought_group_id = self.bought_product_id = False

    def _search_bought_group_id(self, operator, value):
        operator, value = self._get_bought_search('bought_group_id', operator, value)
        if operator not in SEARCHES:
            return NotImplemented
        # sudo: by group the same customers are shown as here
        Figure = self.env['pharma.customer.group.figure'].sudo()
        bought = Figure._search([('therapeutic_group_id', operator, value)])
        return self._get_bought_domain(bought.select('partner_id', 'company_id'))

    def _search_bought_product_id(self, operator, value):
        operator, value = self._get_bought_search('bought_product_id', operator, value)
        if operator not in SEARCHES:
            return NotImplemented
        # sudo: whoever reads a customer's figures may ask what they are made of
        Line = self.env['sale.order.line'].sudo()
        lines = Line._search(
            Domain('product_id', operator, value)
            & Domain('state', '=', 'sale')
            & Domain('display_type', '=', False)
        )
        return self._get_bought_domain(lines.select('order_partner_id', 'company_id'))

    @api.model
    def _get_bought_search(self, name, operator, value):
        """Return operator and value with what a name or condition finds in place of it.

        It is looked up by the user: below, fields would be searched that the user may not read.
        """
        if operator == 'any' and isinstance(value, Domain):
            Model = self.env[self._fields[name].comodel_name]
            # what is sold no more was bought nevertheless
            found = Model.with_context(active_test=False).search(value)
            return 'in', found.ids
        return operator, value

    @api.model
    def _get_bought_domain(self, pairs):
        """Return the domain of the customers among (customer, company) of a query."""
        ids = SQL(
            "(SELECT id FROM pharma_customer_figure WHERE (partner_id, company_id) IN (%s))", pairs
        )
        return Domain('id', 'in', ids)

    # === QUERY === #
    @property
    def _table_query(self):
        columns = SQL(", ").join(
            SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in self._get_columns().items()
        )
        return SQL("SELECT %s FROM %s", columns, self._from())

    @api.model
    def _get_columns(self):
        """Return {field name: SQL}; other modules add theirs."""
        own = (
            'id', 'company_id', 'partner_id', 'date_first', 'date_last', 'order_count',
            'purchase_count', 'amount_total', 'period_purchase_count', 'period_amount',
            'rhythm_days', 'date_expected', 'r_score', 'f_score', 'm_score', 'rfm_code',
            'value_class', 'segment', 'last_order_id', 'warehouse_id', 'channel_id', 'motive_id',
            'taken_by', 'therapeutic_group_id',
        )  # fmt: skip
        return {
            **{name: SQL.identifier('f', name) for name in own},
            'recency_days': self._get_recency_column('f'),
            'amount_average': SQL("f.amount_total / nullif(f.order_count, 0)"),
            'care_profile': SQL("g.care_profile"),
            **self._get_person_columns(),
        }

    @api.model
    def _from(self):
        """Return the SQL after FROM; left joins, so that counting reads no more than it needs."""
        return SQL(
            "pharma_customer_figure f LEFT JOIN res_partner p ON p.id = f.partner_id"
            " LEFT JOIN pharma_therapeutic_group g ON g.id = f.therapeutic_group_id"
        )

    def _read_group_select(self, aggregate_spec, query):
        # the average order of a group is no average of averages
        if aggregate_spec != 'amount_average:avg':
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "sum(%s) / nullif(sum(%s), 0)",
            self._field_to_sql(self._table, 'amount_total', query),
            self._field_to_sql(self._table, 'order_count', query),
        )

    # === ACTIONS === #
    def action_view_orders(self):
        """Open the orders behind a row (000-16).

        :return: window action of ``sale.order``
        """
        self.ensure_one()
        where = SQL("o.partner_id = %s", self.partner_id.id)
        return self._get_orders_action(self.company_id, where, SQL("is_goods"))

    def action_view_products(self):
        """Open what the customer bought, by product (004-59).

        :return: window action of ``pharma.customer.product.report``
        """
        self.ensure_one()
        return self.partner_id.action_pharma_view_products()
