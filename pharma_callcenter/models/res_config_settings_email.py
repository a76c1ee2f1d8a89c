from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The setting of e-mails to tickets (000-22)."""

    _inherit = 'res.config.settings'

    pharma_ticket_mail_limit = fields.Integer(
        related='company_id.pharma_ticket_mail_limit', readonly=False
    )
