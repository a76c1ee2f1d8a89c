from odoo import fields, models


class PharmaComplaintOrigin(models.Model):
    """Where a ticket came from: by hand, by e-mail, from a care (000-22, 003-16).

    Later channels add a row of data and fill tickets through ``pharma.complaint.origin.mixin``.
    """

    _name = 'pharma.complaint.origin'
    _description = "Origin of Tickets"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, size=16, help="What integrations call it, e.g. 'email'.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex('(code)', "Another origin already has this code.")
