from odoo import fields, models


class PharmaComplaintKind(models.Model):
    """Kinds for which the customer must have bought the thing from us (002-14)."""

    _inherit = 'pharma.complaint.kind'

    require_proof = fields.Boolean(
        string="Proof of Purchase Required",
        help="Without proof, a ticket does not go beyond its first stage, unless a supervisor"
        " waives it and says why.",
    )
