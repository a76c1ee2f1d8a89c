from odoo import fields, models


class PharmaCareResponseType(models.Model):
    """How the customer responded to a care; counted in statistics (004-56)."""

    _name = 'pharma.care.response.type'
    _description = "Care Response Type"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    tone = fields.Selection(
        [('good', "Good"), ('neutral', "Neutral"), ('bad', "Bad")],
        default='neutral',
        required=True,
        help="Groups responses in reports: good ones, neutral ones, and those to worry about.",
    )
    active = fields.Boolean(default=True)
