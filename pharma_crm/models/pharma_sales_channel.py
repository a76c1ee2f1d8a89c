from odoo import fields, models


class PharmaSalesChannel(models.Model):
    """The way a customer buys or was won: counter, telephone, Zalo ... (004-29, 004-63)."""

    _name = 'pharma.sales.channel'
    _inherit = 'pharma.code.mixin'
    _description = "Sales Channel"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short code for imports and integrations, e.g. 'telephone'.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex('(code)', "Another sales channel already has this code.")
