from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_recall_tries = fields.Integer(related='company_id.pharma_recall_tries', readonly=False)
