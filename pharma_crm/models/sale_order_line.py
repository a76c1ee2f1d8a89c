from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleOrderLine(models.Model):
    """Lines of past orders are history: not delivered and not invoiced again (004-42)."""

    _inherit = 'sale.order.line'

    # Whoever reads orders need not see the transfers that decide this (000-36).
    product_updatable = fields.Boolean(compute_sudo=True)

    @api.depends('order_id.pharma_is_past_order')
    def _compute_qty_to_invoice(self):
        past = self.filtered('order_id.pharma_is_past_order')
        past.qty_to_invoice = 0.0
        return super(SaleOrderLine, self - past)._compute_qty_to_invoice()

    @api.constrains('product_uom_qty')
    def _check_past_quantity(self):
        for line in self.filtered('order_id.pharma_is_past_order'):
            if line.product_uom_qty <= 0 and not line.display_type:
                raise ValidationError(
                    self.env._(
                        "Past order '%(order)s', line of '%(product)s': %(quantity)s in the field"
                        " 'Quantity' is not above 0. Enter what was bought, and leave returns out;"
                        " to take the line away, cancel the order and set it to quotation first.",
                        order=line.order_id.name,
                        product=line.product_id.display_name or line.name,
                        quantity=line.product_uom_qty,
                    )
                )

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        lines = self.filtered(lambda line: not line.order_id.pharma_is_past_order)
        return super(SaleOrderLine, lines)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
