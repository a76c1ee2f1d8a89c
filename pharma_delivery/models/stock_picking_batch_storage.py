from odoo import fields, models


class StockPickingBatch(models.Model):
    _inherit = 'stock.picking.batch'

    pharma_temperature_ids = fields.One2many(
        'pharma.delivery.temperature', 'batch_id', string="Temperatures"
    )
