from odoo import api, fields, models

SEGMENTS = [
    ('new', "New"),
    ('regular', "Regular"),
    ('loyal', "Loyal"),
    ('vip', "VIP"),
    ('won_back', "Won Back"),
    ('at_risk', "At Risk"),
    ('lost', "Lost"),
]
VALUE_CLASSES = [('a', "A"), ('b', "B"), ('c', "C")]


class PharmaCustomerFigure(models.Model):
    """What a customer's purchases tell, worked out each night (000-08, 002-21, 004-29).

    Whoever has bought something in a company has a row there; nobody else has. Orders of one day
    are one purchase; cancelled orders and what was returned do not count. Lists read the model
    ``pharma.customer.report``, which adds what is known of the person.
    """

    _name = 'pharma.customer.figure'
    _description = "Customer Figures"
    _log_access = False
    _rec_name = 'partner_id'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    date_first = fields.Date(string="First Purchase", required=True, readonly=True)
    date_last = fields.Date(string="Last Purchase", required=True, readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    purchase_count = fields.Integer(
        string="Purchases", readonly=True, help="Days on which something was bought."
    )
    amount_total = fields.Monetary(
        string="Amount",
        readonly=True,
        help="Untaxed, without what was returned, in the currency of the company.",
    )
    period_purchase_count = fields.Integer(string="Purchases in Period", readonly=True)
    period_amount = fields.Monetary(string="Amount in Period", readonly=True)
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
    date_won_back = fields.Date(
        string="Came Back On",
        readonly=True,
        help="Latest purchase by which a lost customer came back, while it is recent.",
    )
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
    last_order_id = fields.Many2one('sale.order', readonly=True, ondelete='set null', index=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Last Branch", readonly=True, ondelete='set null'
    )
    team_id = fields.Many2one('crm.team', string="Last Team", readonly=True, ondelete='set null')
    channel_id = fields.Many2one(
        'pharma.sales.channel', string="Last Channel", readonly=True, ondelete='set null'
    )
    motive_id = fields.Many2one(
        'pharma.purchase.motive', string="Last Motive", readonly=True, ondelete='set null'
    )
    taken_by = fields.Selection('_selection_taken_by', string="Last Taken By", readonly=True)
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group',
        string="Main Group",
        readonly=True,
        ondelete='set null',
        help="Group with the largest amount in the period.",
    )

    _customer_unique = models.UniqueIndex('(company_id, partner_id)')
    # the order of the lists
    _last_idx = models.Index('(company_id, date_last DESC, id)')
    _amount_idx = models.Index('(company_id, period_amount DESC)')

    @api.model
    def _selection_taken_by(self):
        return self.env['sale.order']._fields['pharma_taken_by']._description_selection(self.env)
