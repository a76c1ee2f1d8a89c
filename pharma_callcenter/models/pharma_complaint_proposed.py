from odoo import api, models

from .readable import get_readable


class PharmaComplaint(models.Model):
    """What an order or a lot proposes for a ticket, to whom may read them (000-22, 000-36)."""

    _inherit = 'pharma.complaint'

    # === COMPUTE METHODS === #
    @api.depends('lot_id', 'order_id')
    def _compute_product_id(self):
        orders, lots = get_readable(self.order_id), get_readable(self.lot_id)
        for ticket in self:
            product = (ticket.lot_id._origin & lots).product_id or ticket.product_id
            if not product and not ticket._origin.id:
                products = (ticket.order_id._origin & orders).order_line.product_id
                product = products if len(products) == 1 else product
            ticket.product_id = product

    @api.depends('order_id')
    def _compute_warehouse_id(self):
        orders = get_readable(self.order_id)
        for ticket in self:
            order = ticket.order_id._origin & orders
            ticket.warehouse_id = order.warehouse_id or ticket.warehouse_id
