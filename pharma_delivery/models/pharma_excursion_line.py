from odoo import fields, models


class PharmaExcursionLine(models.Model):
    """A medicine and lot whose label does not permit what was measured."""

    _name = 'pharma.excursion.line'
    _description = "Goods of a Temperature Excursion"
    _order = 'excursion_id, id'

    excursion_id = fields.Many2one(
        'pharma.excursion', required=True, index=True, ondelete='cascade'
    )
    product_id = fields.Many2one('product.product', required=True, ondelete='restrict')
    lot_id = fields.Many2one('stock.lot', index='btree_not_null', ondelete='restrict')
    quantity = fields.Float(digits='Product Unit', help="In the stock unit of the product.")
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    condition_id = fields.Many2one('pharma.storage.condition', ondelete='restrict')
    limit = fields.Char(string="Permitted", help="By the label, when it was measured.")
    measured = fields.Char()
