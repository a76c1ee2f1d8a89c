from odoo import fields, models


class PharmaComplaintCategory(models.Model):
    """What tickets are about: delivery, quality, service (000-44, 003-03)."""

    _name = 'pharma.complaint.category'
    _inherit = ['pharma.code.mixin', 'pharma.tree.mixin']
    _description = "Category of Tickets"
    _parent_name = 'parent_id'
    _parent_store = True
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(size=16, help="Short code for imports and integrations, e.g. 'QUALITY'.")
    parent_id = fields.Many2one(
        'pharma.complaint.category', string="Parent Category", index=True, ondelete='restrict'
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('pharma.complaint.category', 'parent_id', string="Subcategories")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _code_unique = models.UniqueIndex('(code)', "Another category already has this code.")
