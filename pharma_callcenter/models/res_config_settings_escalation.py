from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of late tickets (003-17)."""

    _inherit = 'res.config.settings'

    pharma_management_user_ids = fields.Many2many(
        related='company_id.pharma_management_user_ids', readonly=False
    )
    pharma_digest_period = fields.Selection(
        related='company_id.pharma_digest_period', readonly=False
    )
    pharma_digest_hour = fields.Integer(related='company_id.pharma_digest_hour', readonly=False)
    pharma_waiting_days = fields.Integer(related='company_id.pharma_waiting_days', readonly=False)
