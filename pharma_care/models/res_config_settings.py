from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """The care settings of the company (004-39)."""

    _inherit = 'res.config.settings'

    care_mode = fields.Selection(
        related='company_id.care_mode', string="Care Mode", readonly=False, required=True
    )
    care_date_base = fields.Selection(
        related='company_id.care_date_base', readonly=False, required=True
    )
    care_bought_again = fields.Selection(
        related='company_id.care_bought_again', readonly=False, required=True
    )
    care_wholesale_cap_days = fields.Integer(
        related='company_id.care_wholesale_cap_days', readonly=False
    )
    care_alert_days = fields.Integer(related='company_id.care_alert_days', readonly=False)
    care_escalation_days = fields.Integer(related='company_id.care_escalation_days', readonly=False)
    care_claim_minutes = fields.Integer(related='company_id.care_claim_minutes', readonly=False)
    care_attempts_day = fields.Integer(related='company_id.care_attempts_day', readonly=False)
    care_attempts_max = fields.Integer(related='company_id.care_attempts_max', readonly=False)
    care_unreached_days = fields.Integer(related='company_id.care_unreached_days', readonly=False)
    care_list_size = fields.Integer(related='company_id.care_list_size', readonly=False)
    care_history_days = fields.Integer(related='company_id.care_history_days', readonly=False)
    care_mode_changed = fields.Boolean(compute='_compute_care_mode_changed')

    @api.depends('care_mode', 'company_id')
    def _compute_care_mode_changed(self):
        for settings in self:
            settings.care_mode_changed = settings.care_mode != settings.company_id._origin.care_mode
