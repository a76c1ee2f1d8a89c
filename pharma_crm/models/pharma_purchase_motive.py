from odoo import fields, models


class PharmaPurchaseMotive(models.Model):
    """Why a customer buys: treatment, health care, cosmetics ... (000-16, 000-17)."""

    _name = 'pharma.purchase.motive'
    _inherit = 'pharma.code.mixin'
    _description = "Purchase Motive"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short code for imports and integrations, e.g. 'treatment'.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex('(code)', "Another purchase motive already has this code.")
