from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_offer_days = fields.Integer(related='company_id.pharma_offer_days', readonly=False)
    pharma_offer_prescription_trade = fields.Boolean(
        related='company_id.pharma_offer_prescription_trade', readonly=False
    )
