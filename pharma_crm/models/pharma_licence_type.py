from odoo import fields, models


class PharmaLicenceType(models.Model):
    """Kinds of licences and certificates partners must hold (004-17, 004-72)."""

    _name = 'pharma.licence.type'
    _description = "Licence Type"
    _order = 'sequence, name, id'
    _rec_names_search = ['name', 'code']

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short code for imports and checks, e.g. 'gpp'.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex('(code)', "Another licence type already has this code.")
