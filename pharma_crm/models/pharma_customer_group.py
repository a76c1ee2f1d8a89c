from odoo import fields, models


class PharmaCustomerGroup(models.Model):
    """A house's own way of grouping customers, e.g. diabetes club, staff, agencies (004-63)."""

    _name = 'pharma.customer.group'
    _description = "Customer Group"
    _order = 'sequence, name, id'
    _rec_names_search = ['name', 'code']

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short code for imports, e.g. 'DM2'.", index='btree_not_null')
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        '(code) WHERE code IS NOT NULL', "Another customer group already has this code."
    )
