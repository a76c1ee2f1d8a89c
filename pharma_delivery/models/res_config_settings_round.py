from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_delivery_tries = fields.Integer(
        related='company_id.pharma_delivery_tries', readonly=False
    )
    pharma_collect_cash = fields.Boolean(related='company_id.pharma_collect_cash', readonly=False)
    pharma_is_papers_ticked = fields.Boolean(
        related='company_id.pharma_is_papers_ticked', readonly=False
    )
