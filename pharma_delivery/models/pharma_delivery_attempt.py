from odoo import fields, models

RESULTS = [
    ('delivered', "Delivered"),
    ('partly', "Partly Delivered"),
    ('refused', "Refused"),
    ('not_home', "Nobody Met"),
]


class PharmaDeliveryAttempt(models.Model):
    """One visit of a courier with one slip: what was handed over, who signed (000-31).

    Recorded once, by the courier's telephone, which may have been offline; never changed.
    """

    _name = 'pharma.delivery.attempt'
    _description = "Visit with a Delivery Slip"
    _order = 'date desc, id desc'
    _check_company_auto = True

    picking_id = fields.Many2one(
        'stock.picking', string="Slip", required=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='picking_id.company_id', store=True, precompute=True)
    batch_id = fields.Many2one(
        'stock.picking.batch', string="Round", index='btree_not_null', ondelete='restrict'
    )
    partner_id = fields.Many2one(related='picking_id.partner_id', string="Customer")
    courier_id = fields.Many2one(
        'res.users', required=True, index=True, default=lambda self: self.env.user
    )
    client_uid = fields.Char(
        string="Receipt of the Telephone",
        required=True,
        copy=False,
        readonly=True,
        help="Drawn by the telephone, so that a visit sent twice is recorded once.",
    )
    date = fields.Datetime(
        required=True, default=fields.Datetime.now, help="When it was, by the telephone's clock."
    )
    date_received = fields.Datetime(
        string="Received on", required=True, default=fields.Datetime.now, readonly=True
    )
    result = fields.Selection(RESULTS, required=True)
    reason_id = fields.Many2one('pharma.delivery.reason', ondelete='restrict')
    note = fields.Char()
    receiver_name = fields.Char(string="Received by", help="Full name of who signed.")
    signature = fields.Image(max_width=1024, max_height=1024, copy=False)
    photo = fields.Image(max_width=1920, max_height=1920, copy=False)
    currency_id = fields.Many2one(related='company_id.currency_id')
    cash_amount = fields.Monetary(string="Cash Collected")
    has_temperature = fields.Boolean()
    temperature = fields.Float(
        digits=(5, 1),
        aggregator=None,
        help="Degrees Celsius; of several boxes the first one. All are on the slip.",
    )
    line_ids = fields.One2many('pharma.delivery.attempt.line', 'attempt_id', string="Goods")
    is_conflict = fields.Boolean(
        string="To Clear up",
        readonly=True,
        index='btree_not_null',
        help="Contradicts what the office knew when it arrived: kept, told, without effect.",
    )
    conflict = fields.Char(string="What Contradicts", readonly=True)

    _client_uid_unique = models.UniqueIndex('(client_uid)', "This visit has been recorded already.")
    _page_idx = models.Index('(date DESC, id DESC)')
