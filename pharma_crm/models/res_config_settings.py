from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings page of the suite (000-35)."""

    _inherit = 'res.config.settings'

    pharma_storage_condition_id = fields.Many2one(
        related='company_id.pharma_storage_condition_id', readonly=False
    )
    pharma_order_channel_id = fields.Many2one(
        related='company_id.pharma_order_channel_id', readonly=False
    )
