from odoo import fields, models


class PharmaCareLine(models.Model):
    """A medicine of a care case with its own end of supply (004-42).

    Written by SQL for all lines of many orders at once; there are millions of them, so they carry
    no log of their own.
    """

    _name = 'pharma.care.line'
    _description = "Care Line"
    _order = 'date_runout, id'
    _log_access = False
    _rec_name = 'product_id'

    case_id = fields.Many2one(
        'pharma.care.case', required=True, readonly=True, index=True, ondelete='cascade'
    )
    order_line_id = fields.Many2one('sale.order.line', readonly=True, ondelete='cascade')
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, index=True, ondelete='restrict'
    )
    quantity = fields.Float(
        digits='Product Unit',
        readonly=True,
        aggregator=False,
        help="Bought and not returned, in the unit of the product.",
    )
    uom_id = fields.Many2one(related='product_id.uom_id')
    date_start = fields.Date(
        string="Supply Starts",
        readonly=True,
        help="Day of the order, or of the delivery if the company counts from there.",
    )
    date_supply = fields.Date(
        string="Taken From",
        readonly=True,
        help="When the customer begins with it: not before what he bought earlier is used up.",
    )
    days_of_supply = fields.Integer(readonly=True, aggregator=False)
    date_due = fields.Date(string="Care Date", readonly=True)
    date_runout = fields.Date(string="Supply Ends", readonly=True)
    state = fields.Selection(
        [('open', "Open"), ('closed', "Closed")], default='open', required=True, readonly=True
    )
    close_reason_id = fields.Many2one(
        'pharma.care.close.reason', readonly=True, ondelete='restrict'
    )
    next_line_id = fields.Many2one(
        'pharma.care.line',
        string="Bought Again",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The next purchase of the customer of the same medicine, or of its therapeutic group"
        " if the company counts so.",
    )

    # whose supply ends soon is asked every hour
    _runout_index = models.Index("(date_runout, case_id) WHERE state = 'open'")
    _order_line_unique = models.UniqueIndex(
        '(order_line_id) WHERE order_line_id IS NOT NULL', "The order line already has a care line."
    )
