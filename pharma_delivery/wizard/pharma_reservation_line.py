from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaReservationLine(models.TransientModel):
    """Reserve what an order line lacks, and take it off the quotation (000-26)."""

    _name = 'pharma.reservation.line'
    _description = "Reserve a Missing Medicine"

    order_line_id = fields.Many2one('sale.order.line', required=True, ondelete='cascade')
    order_id = fields.Many2one(related='order_line_id.order_id')
    product_id = fields.Many2one(related='order_line_id.product_id')
    uom_id = fields.Many2one(related='order_line_id.product_uom_id')
    quantity = fields.Float(
        digits='Product Unit',
        required=True,
        compute='_compute_quantity',
        store=True,
        readonly=False,
        precompute=True,
    )
    is_any_branch = fields.Boolean(
        string="From Any Branch", help="Off: only goods of the order's branch."
    )
    is_delivery_wanted = fields.Boolean(
        string="Bring It",
        compute='_compute_is_delivery_wanted',
        store=True,
        readonly=False,
        precompute=True,
    )
    is_taken_off = fields.Boolean(
        string="Take It off the Quotation",
        default=True,
        help="The quotation keeps what is there; the rest is ordered when it has come.",
    )
    is_confirmed = fields.Boolean(compute='_compute_is_confirmed')

    @api.depends('order_line_id')
    def _compute_quantity(self):
        for wizard in self:
            line = wizard.order_line_id
            # sudo: how much is free, for whoever sells and does not work in the stock
            product, warehouse = line.product_id.sudo(), line.order_id.warehouse_id.sudo()
            pairs = {(product, warehouse)} if product and warehouse else set()
            # sudo: as above
            free = self.env['pharma.reservation'].sudo()._get_free_quantities(pairs)
            free = max(0.0, sum(free.values()))
            there = product.uom_id._compute_quantity(
                free, line.product_uom_id, rounding_method='DOWN'
            )
            limit = wizard._get_limit()
            missing = line.product_uom_qty - there
            wizard.quantity = missing if 0 < missing < limit else limit

    @api.depends('order_line_id')
    def _compute_is_delivery_wanted(self):
        for wizard in self:
            wizard.is_delivery_wanted = wizard.order_line_id.order_id.pharma_delivery_wanted

    @api.depends('order_line_id.order_id.state')
    def _compute_is_confirmed(self):
        for wizard in self:
            wizard.is_confirmed = wizard.order_line_id.order_id.state not in ('draft', 'sent')

    def _get_limit(self):
        """Return how many may be reserved: what a confirmed order waits for by itself is not
        asked for twice."""
        line = self.order_line_id
        if line.state != 'sale':
            return line.product_uom_qty
        # sudo: what the slips wait for, for whoever sells and does not work in the stock
        moves = line.sudo().move_ids.filtered(
            lambda move: (
                move.state not in ('done', 'cancel') and move.location_dest_id.usage == 'customer'
            )
        )
        waiting = sum(
            move.product_uom._compute_quantity(move.product_uom_qty, line.product_uom_id)
            for move in moves
        )
        return max(0.0, line.product_uom_qty - line.qty_delivered - waiting)

    def action_reserve(self):
        """Reserve, and take the quantity off the quotation if asked to (000-26).

        :return: notification with the number of the new ``pharma.reservation``; the quotation
            stays open
        :raise UserError: for more than the line has, or what the order waits for by itself
        """
        self.ensure_one()
        line = self.order_line_id
        line.check_access('read')
        limit = self._get_limit()
        if self.is_confirmed and line.product_uom_id.is_zero(limit):
            raise UserError(
                self.env._(
                    "This order waits for it by itself: what arrives is reserved for its slip, by"
                    " the moment of the order."
                )
            )
        if self.uom_id.compare(self.quantity, limit) > 0 or self.quantity <= 0:
            raise UserError(
                self.env._(
                    "Reserve more than 0 and at most %(quantity)s, as many as the line orders.",
                    quantity=f'{limit:.12g}',
                )
            )
        order = line.order_id
        if self.is_taken_off and not self.is_confirmed:
            # before the reservation looks for goods: what the quotation keeps is not given to it
            line.product_uom_qty -= self.quantity
        reservation = self.env['pharma.reservation'].create(
            {
                'partner_id': order.partner_id.id,
                'company_id': order.company_id.id,
                'product_id': line.product_id.id,
                'quantity': self.quantity,
                'uom_id': line.product_uom_id.id,
                'warehouse_id': False if self.is_any_branch else order.warehouse_id.id,
                'origin': 'order',
                'origin_line_id': line.id,
                'is_delivery_wanted': self.is_delivery_wanted,
            }
        )
        message = self.env._(
            "%(reservation)s: %(quantity)s %(product)s reserved for %(customer)s.",
            reservation=reservation.name,
            quantity=f'{self.quantity:.12g}',
            product=reservation.product_id.display_name,
            customer=reservation.partner_id.display_name,
        )
        if not self.is_confirmed and line.product_uom_id.is_zero(line.product_uom_qty):
            line.unlink()  # nothing of it is left to be quoted
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': message,
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
