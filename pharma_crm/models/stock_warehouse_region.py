from odoo import fields, models


class StockWarehouse(models.Model):
    """The region of a branch: that of its address (004-53)."""

    _inherit = 'stock.warehouse'

    pharma_region_id = fields.Many2one(
        related='partner_id.pharma_region_id',
        string="Region",
        store=True,
        index='btree_not_null',
        help="The region of the branch's address.",
    )
