from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of slips, first expired first out and missing slips (000-28, 000-31)."""

    _inherit = 'res.config.settings'

    pharma_consultant_phone = fields.Char(
        related='company_id.pharma_consultant_phone', readonly=False
    )
    pharma_slip_licence_id = fields.Many2one(
        related='company_id.pharma_slip_licence_id', readonly=False
    )
    pharma_home_delivery = fields.Selection(
        related='company_id.pharma_home_delivery', readonly=False
    )
    pharma_fefo = fields.Boolean(related='company_id.pharma_fefo', readonly=False)
    pharma_short_dated_days = fields.Integer(
        related='company_id.pharma_short_dated_days', readonly=False
    )
    pharma_slip_return_all = fields.Boolean(
        related='company_id.pharma_slip_return_all', readonly=False
    )
    pharma_slip_reminder_days = fields.Integer(
        related='company_id.pharma_slip_reminder_days', readonly=False
    )
    pharma_slip_reminder_user_id = fields.Many2one(
        related='company_id.pharma_slip_reminder_user_id', readonly=False
    )
