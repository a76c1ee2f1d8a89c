from odoo import fields, models


class PharmaCallList(models.Model):
    """When the customers of a list are called, and how often (000-04, 001-14)."""

    _inherit = 'pharma.call.list'

    hour_from = fields.Float(string="Call From", help="Time of the day, where the company is.")
    hour_to = fields.Float(string="Call Until", help="0: at any hour that is permitted.")
    max_attempts = fields.Integer(
        string="Attempts", help="Until a customer counts as not reached. 0: as in the settings."
    )
    retry_minutes = fields.Integer(
        string="Call Again After (min)", help="0: as the result of the call says."
    )

    _hours_order = models.Constraint(
        'CHECK (hour_from >= 0 AND hour_to <= 24 AND (hour_to = 0 OR hour_from < hour_to))',
        "Enter hours from 0:00 to 24:00, 'Call From' before 'Call Until'.",
    )
    _tries_positive = models.Constraint(
        'CHECK (max_attempts >= 0 AND retry_minutes >= 0)',
        "'Attempts' and 'Call Again After' must be 0 or above.",
    )
