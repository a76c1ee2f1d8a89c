from odoo import fields, models


class PharmaCallDisposition(models.Model):
    """How a call ended, from the agent's point of view, and what follows from it (001-14)."""

    _name = 'pharma.call.disposition'
    _inherit = ['pharma.code.mixin']
    _description = "Result of Calls"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_reached = fields.Boolean(
        string="Reached", default=True, help="The customer was spoken to: counts as reached."
    )
    is_success = fields.Boolean(
        string="Success", help="The aim was met: order, appointment, answers."
    )
    retry_minutes = fields.Integer(
        string="Call Again After (min)", help="0: the call to make is done with it."
    )
    is_invalid_number = fields.Boolean(
        string="Wrong Number", help="Nobody calls this number for this customer again."
    )

    _code_unique = models.Constraint('UNIQUE (code)', "Another result has this code already.")
    _retry_positive = models.Constraint(
        'CHECK (retry_minutes >= 0)', "'Call Again After' must be 0 or above."
    )
