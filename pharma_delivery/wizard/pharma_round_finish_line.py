from odoo import api, fields, models


class PharmaRoundFinishLine(models.TransientModel):
    """One slip when the round is taken back."""

    _name = 'pharma.round.finish.line'
    _description = "Slip of a Round Taken Back"

    wizard_id = fields.Many2one(
        'pharma.round.finish', required=True, index=True, ondelete='cascade'
    )
    picking_id = fields.Many2one('stock.picking', string="Transfer", required=True)
    slip_number = fields.Char(related='picking_id.slip_number', string="Slip")
    partner_id = fields.Many2one(related='picking_id.partner_id')
    delivery_state = fields.Selection(related='picking_id.delivery_state')
    state = fields.Selection(related='picking_id.state', help="State of the transfer.")
    try_count = fields.Integer(related='picking_id.pharma_try_count')
    goods = fields.Char(string="Came Back", compute='_compute_goods')
    is_returned = fields.Boolean(
        string="Signed Slip",
        compute='_compute_is_returned',
        store=True,
        readonly=False,
        help="The copy signed by the customer was handed in.",
    )
    what_next = fields.Selection(
        [('again', "Bring Again"), ('cancel', "Cancel the Delivery")],
        string="Then",
        compute='_compute_what_next',
        store=True,
        readonly=False,
    )

    # === COMPUTE METHODS === #
    @api.depends('picking_id')
    def _compute_goods(self):
        for line in self:
            slip = line.picking_id
            lines = slip.move_line_ids if slip.state != 'done' else slip.move_line_ids.browse()
            words = [
                f'{goods.product_id.display_name} {goods.quantity:g} {goods.product_uom_id.name}'
                for goods in lines
            ]
            left = slip.backorder_ids.filtered(lambda rest: rest.state not in ('done', 'cancel'))
            words += [rest.slip_number for rest in left if rest.slip_number]
            line.goods = ', '.join(words)

    @api.depends('picking_id')
    def _compute_is_returned(self):
        for line in self:
            line.is_returned = bool(line.picking_id.date_returned)

    @api.depends('picking_id')
    def _compute_what_next(self):
        for line in self:
            slip = line.picking_id
            line.what_next = 'again' if slip.state not in ('done', 'cancel') else False
