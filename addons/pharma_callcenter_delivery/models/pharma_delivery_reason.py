from odoo import fields, models


class PharmaDeliveryReason(models.Model):
    """Reasons of failed deliveries that are complaints (000-22, 000-31)."""

    _inherit = 'pharma.delivery.reason'

    complaint_category_id = fields.Many2one(
        'pharma.complaint.category',
        string="Category of Tickets",
        ondelete='restrict',
        help="Given to a ticket that is opened from a visit with this reason.",
    )
    complaint_kind_id = fields.Many2one(
        'pharma.complaint.kind',
        string="Opens a Ticket",
        ondelete='restrict',
        help="A visit with this reason opens a ticket of this kind by itself. Empty: none.",
    )
