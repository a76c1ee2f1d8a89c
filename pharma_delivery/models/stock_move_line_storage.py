from odoo import models


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _pharma_item(self):
        """Return the goods of a line as an item of :meth:`stock.warehouse._pharma_transfer`."""
        self.ensure_one()
        return {
            'product': self.product_id,
            'lot': self.lot_id,
            'quantity': self.quantity_product_uom,
            'location': self.location_id,
            'package': self.package_id,
            'owner': self.owner_id,
        }
