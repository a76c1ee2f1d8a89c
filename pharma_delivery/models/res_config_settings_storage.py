from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_quality_user_id = fields.Many2one(
        related='company_id.pharma_quality_user_id', readonly=False
    )
    pharma_return_to_quarantine = fields.Boolean(
        related='company_id.pharma_return_to_quarantine', readonly=False
    )
