from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _pharma_prepare_line(self, lot, quantity):
        return {
            'product_id': self.product_id.id,
            'product_uom_id': self.product_id.uom_id.id,
            'lot_id': lot.id,
            'quantity': quantity,
            'location_id': self.location_id.id,
            'location_dest_id': self.location_dest_id.id,
            'picking_id': self.picking_id.id,
            'company_id': self.company_id.id,
        }
