from odoo import fields, models


class ResCompany(models.Model):
    """Settings of medicines and orders, one set per company (000-35, 004-11)."""

    _inherit = 'res.company'

    pharma_storage_condition_id = fields.Many2one(
        'pharma.storage.condition',
        string="Storage without Label",
        help="Holds for products without a storage condition of their own; if empty, the condition"
        " ticked 'Applies without Label' does.",
    )
    pharma_order_channel_id = fields.Many2one(
        'pharma.sales.channel',
        string="Channel of New Orders",
        help="Proposed on new orders of the company.",
    )
