from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of reservations (000-26)."""

    _inherit = 'res.config.settings'

    pharma_reservation_days = fields.Integer(
        related='company_id.pharma_reservation_days', readonly=False
    )
    pharma_reservation_partial = fields.Boolean(
        related='company_id.pharma_reservation_partial', readonly=False
    )
