from odoo import api, fields, models

from .pharma_customer_mailing import STATUSES


class PharmaCustomerMailingLine(models.TransientModel):
    """Whether one customer gets a mailing, and if not, why (004-30)."""

    _name = 'pharma.customer.mailing.line'
    _description = "Recipient of a Mailing"
    _rec_name = 'partner_id'
    # who gets it first
    _order = 'status, id'

    mailing_id = fields.Many2one(
        'pharma.customer.mailing', required=True, readonly=True, index=True, ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, ondelete='cascade'
    )
    email = fields.Char(related='partner_id.email')
    status = fields.Selection(STATUSES, required=True, readonly=True)
    reason = fields.Char(readonly=True)

    @api.model
    def _get_status_labels(self):
        """Return {status: label in the user's language}."""
        return dict(self._fields['status']._description_selection(self.env))
