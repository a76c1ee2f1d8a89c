from odoo import fields, models


class PharmaCareAssignment(models.Model):
    """Who cares for which products or which customers (004-40, 004-47, 004-48)."""

    _name = 'pharma.care.assignment'
    _description = "Care Assignment"

    user_id = fields.Many2one(
        'res.users',
        string="Care User",
        required=True,
        index=True,
        ondelete='cascade',
        domain=[('share', '=', False)],
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product", index='btree_not_null', ondelete='cascade'
    )
    categ_id = fields.Many2one(
        'product.category', string="Product Category", index='btree_not_null', ondelete='cascade'
    )
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', index='btree_not_null', ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', ondelete='cascade'
    )
    region_id = fields.Many2one('pharma.region', index='btree_not_null', ondelete='cascade')
