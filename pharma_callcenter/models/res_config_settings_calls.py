from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_service_level = fields.Selection(
        related='company_id.pharma_service_level', readonly=False
    )
    pharma_work_source = fields.Selection(related='company_id.pharma_work_source', readonly=False)
    pharma_talk_limit = fields.Integer(related='company_id.pharma_talk_limit', readonly=False)
