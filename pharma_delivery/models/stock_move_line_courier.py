from odoo import models
from odoo.tools import format_date


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _prepare_courier_line(self):
        self.ensure_one()
        product, lot = self.product_id, self.lot_id
        return {
            'id': self.id,
            'product_id': product.id,
            'name': ', '.join(
                word for word in (product.name, product.dosage_form, product.strength) if word
            ),
            'lot_id': lot.id,
            'lot': lot.name or '',
            'expiry': lot.expiration_date and format_date(self.env, lot.expiration_date) or '',
            'quantity': self.quantity,
            'unit': self.product_uom_id.name,
        }
