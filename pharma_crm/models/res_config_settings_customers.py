from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_advertising_opt_in = fields.Boolean(
        related='company_id.pharma_advertising_opt_in', readonly=False
    )
    pharma_contact_limit_scope = fields.Selection(
        related='company_id.pharma_contact_limit_scope', readonly=False, required=True
    )
    pharma_call_hour_from = fields.Float(related='company_id.pharma_call_hour_from', readonly=False)
    pharma_call_hour_to = fields.Float(related='company_id.pharma_call_hour_to', readonly=False)
    pharma_sms_hour_from = fields.Float(related='company_id.pharma_sms_hour_from', readonly=False)
    pharma_sms_hour_to = fields.Float(related='company_id.pharma_sms_hour_to', readonly=False)
    pharma_call_daily_max = fields.Integer(
        related='company_id.pharma_call_daily_max', readonly=False
    )
    pharma_sms_daily_max = fields.Integer(related='company_id.pharma_sms_daily_max', readonly=False)
    pharma_email_daily_max = fields.Integer(
        related='company_id.pharma_email_daily_max', readonly=False
    )
    pharma_zalo_daily_max = fields.Integer(
        related='company_id.pharma_zalo_daily_max', readonly=False
    )
    pharma_licence_reminder_days = fields.Integer(
        related='company_id.pharma_licence_reminder_days', readonly=False
    )
