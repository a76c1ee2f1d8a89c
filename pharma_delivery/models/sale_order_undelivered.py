from odoo import models


class SaleOrder(models.Model):
    """Which orders stand there though nothing comes of them (000-31, 002-11)."""

    _inherit = 'sale.order'

    def _is_pharma_undelivered(self):
        """Return whether all slips were cancelled, and nothing delivered or invoiced."""
        self.ensure_one()
        return (
            self.state == 'sale'
            and all(slip.state == 'cancel' for slip in self.picking_ids)
            and all(invoice.state == 'cancel' for invoice in self.invoice_ids)
            and all(
                line.product_uom_id.is_zero(line.qty_delivered)
                for line in self.order_line
                if not line.display_type
            )
        )
