from odoo import fields, models


class PharmaDeliveryReason(models.Model):
    """Why something was not handed over (000-31, 003-03)."""

    _name = 'pharma.delivery.reason'
    _description = "Reason of a Failed Delivery"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    result = fields.Selection(
        [
            ('partly', "Partly Delivered"),
            ('refused', "Refused"),
            ('not_home', "Nobody Met"),
        ],
        string="For",
        help="Proposed with this result only; empty: with all of them.",
    )
    is_redelivered = fields.Boolean(
        string="Bring Again", help="What is left is brought again, instead of going back for good."
    )
    active = fields.Boolean(default=True)
