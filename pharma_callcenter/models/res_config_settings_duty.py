from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_duty_minutes = fields.Integer(related='company_id.pharma_duty_minutes', readonly=False)
    pharma_task_hours = fields.Integer(related='company_id.pharma_task_hours', readonly=False)
