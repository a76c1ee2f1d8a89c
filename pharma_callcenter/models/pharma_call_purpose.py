from odoo import fields, models


class PharmaCallPurpose(models.Model):
    """What a call is about. Chosen for every call, never proposed (000-02, 001-13, 002-28)."""

    _name = 'pharma.call.purpose'
    _inherit = ['pharma.code.mixin']
    _description = "Purpose of Calls"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    direction = fields.Selection(
        [('inbound', "Incoming"), ('outbound', "Outgoing")],
        help="Offered for these calls only; empty: for all.",
    )
    is_sales = fields.Boolean(
        string="Sales", help="Calls of this purpose are the base of the order conversion (003-12)."
    )

    _code_unique = models.Constraint('UNIQUE (code)', "Another purpose has this code already.")
