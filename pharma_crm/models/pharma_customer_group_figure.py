from odoo import fields, models

from .pharma_customer_figure import SEGMENTS


class PharmaCustomerGroupFigure(models.Model):
    """What a customer buys of a therapeutic group, worked out each night (000-09, 000-13).

    As :class:`PharmaCustomerFigure`, over the lines of one group: who goes on buying, but no longer
    the heart medicine, is at risk there.
    """

    _name = 'pharma.customer.group.figure'
    _description = "Customer Figures by Group"
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
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', required=True, readonly=True, index=True, ondelete='cascade'
    )
    date_first = fields.Date(string="First Purchase", required=True, readonly=True)
    date_last = fields.Date(string="Last Purchase", required=True, readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    purchase_count = fields.Integer(string="Purchases", readonly=True)
    quantity = fields.Float(
        digits='Product Unit', readonly=True, help="In stock units of the products."
    )
    amount_total = fields.Monetary(string="Amount", readonly=True)
    period_purchase_count = fields.Integer(string="Purchases in Period", readonly=True)
    period_amount = fields.Monetary(string="Amount in Period", readonly=True)
    rhythm_days = fields.Float(string="Rhythm (days)", readonly=True, aggregator='avg')
    date_expected = fields.Date(string="Next Purchase Expected", readonly=True)
    date_won_back = fields.Date(string="Came Back On", readonly=True)
    segment = fields.Selection(
        SEGMENTS, readonly=True, help="By the customer's rhythm of buying in this group."
    )

    _customer_unique = models.UniqueIndex('(company_id, partner_id, therapeutic_group_id)')
    # the order of the list
    _last_idx = models.Index('(company_id, date_last DESC, id)')
