from odoo import api, models
from odoo.exceptions import ValidationError


class SaleOrderLine(models.Model):
    """Imported orders of the past are history: nothing is delivered for them again (004-42)."""

    _inherit = 'sale.order.line'

    @api.constrains('product_uom_qty')
    def _check_imported_quantity(self):
        if not self.env.context.get('import_file'):
            return
        for line in self.filtered(lambda line: line.product_uom_qty < 0):
            raise ValidationError(
                self.env._(
                    "Order line of '%(product)s': %(quantity)s in the field 'Quantity' is negative."
                    " Import what was bought with its quantity, and leave returns out.",
                    product=line.product_id.display_name or line.name,
                    quantity=line.product_uom_qty,
                )
            )

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        lines = self
        if self.env.context.get('import_file'):
            # Confirmed orders of earlier days left the shop long ago.
            today = self.env.cr.now().replace(hour=0, minute=0, second=0, microsecond=0)
            lines = self.filtered(lambda line: line.order_id.date_order >= today)
        return super(SaleOrderLine, lines)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
