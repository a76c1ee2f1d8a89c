from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_call_bad_rating = fields.Integer(
        related='company_id.pharma_call_bad_rating', readonly=False
    )
    pharma_call_bad_action = fields.Selection(
        related='company_id.pharma_call_bad_action', readonly=False
    )
    pharma_recording_days = fields.Integer(
        related='company_id.pharma_recording_days', readonly=False
    )
