from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_followup_bad_rating = fields.Integer(
        related='company_id.pharma_followup_bad_rating', readonly=False
    )
    pharma_followup_tries = fields.Integer(
        related='company_id.pharma_followup_tries', readonly=False
    )
    pharma_followup_retry_days = fields.Integer(
        related='company_id.pharma_followup_retry_days', readonly=False
    )
    pharma_followup_link_days = fields.Integer(
        related='company_id.pharma_followup_link_days', readonly=False
    )
