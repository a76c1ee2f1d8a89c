from odoo import fields, models


class PharmaCallSkill(models.Model):
    """What an agent can do and a queue asks for: a language, phone orders, pumps (000-36)."""

    _name = 'pharma.call.skill'
    _inherit = ['pharma.code.mixin']
    _description = "Skill of Agents"
    _order = 'sequence, name, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint('UNIQUE (code)', "Another skill has this code already.")
