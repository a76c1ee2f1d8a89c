from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of targets (004-67)."""

    _inherit = 'res.config.settings'

    care_target_good = fields.Integer(related='company_id.care_target_good', readonly=False)
    care_target_near = fields.Integer(related='company_id.care_target_near', readonly=False)
