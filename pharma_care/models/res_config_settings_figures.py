from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of adherence and of the effect of care (000-13, 004-36)."""

    _inherit = 'res.config.settings'

    care_adherence_percent = fields.Integer(
        related='company_id.care_adherence_percent', readonly=False
    )
    care_adherence_profile = fields.Selection(
        related='company_id.care_adherence_profile', readonly=False, required=True
    )
    care_effect_days = fields.Integer(related='company_id.care_effect_days', readonly=False)
    care_effect_minimum = fields.Integer(related='company_id.care_effect_minimum', readonly=False)
    care_holdout_percent = fields.Integer(related='company_id.care_holdout_percent', readonly=False)
    care_holdout_from = fields.Date(related='company_id.care_holdout_from', readonly=False)
