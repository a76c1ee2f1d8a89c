from odoo import fields, models


class PharmaComplaintCancelReason(models.Model):
    """Why a ticket was cancelled: by mistake, joined, advertising, withdrawn (000-24)."""

    _name = 'pharma.complaint.cancel.reason'
    _description = "Reason to Cancel Tickets"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
