from odoo import fields, models


class PharmaCallDisposition(models.Model):
    """Which call follows from a result, as data (004-22, 004-23)."""

    _inherit = 'pharma.call.disposition'

    is_appointment = fields.Boolean(
        string="Appointment", help="Counts as an appointment in the daily work report."
    )
    next_call_days = fields.Integer(
        string="Next Call After (days)",
        help="Another call is entered for so many days later, e.g. to ask after a customer who made"
        " no appointment. 0: none, unless the agent says when.",
    )
    next_purpose_id = fields.Many2one(
        'pharma.call.purpose',
        string="Next Call For",
        ondelete='restrict',
        help="Purpose of the call that follows, e.g. the order after an appointment.",
    )

    _next_positive = models.Constraint(
        'CHECK (next_call_days >= 0)', "'Next Call After' must be 0 or above."
    )
