from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of lot alarms (000-22)."""

    _inherit = 'res.config.settings'

    pharma_alarm_customers = fields.Integer(
        related='company_id.pharma_alarm_customers', readonly=False
    )
    pharma_alarm_days = fields.Integer(related='company_id.pharma_alarm_days', readonly=False)
