from odoo import fields, models


class PharmaTherapeuticGroup(models.Model):
    """What a medicine is taken for; a tree whose 21 first groups ship as editable data (004-12)."""

    _name = 'pharma.therapeutic.group'
    _inherit = ['pharma.code.mixin', 'pharma.tree.mixin']
    _description = "Therapeutic Group"
    _parent_name = 'parent_id'
    _parent_store = True
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(size=16, help="Short code for imports and integrations, e.g. 'DIAB'.")
    parent_id = fields.Many2one(
        'pharma.therapeutic.group', string="Parent Group", index=True, ondelete='restrict'
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('pharma.therapeutic.group', 'parent_id', string="Subgroups")
    care_profile = fields.Selection(
        selection=[
            ('chronic', "Chronic"),
            ('acute', "Acute"),
            ('supplement', "Supplement"),
            ('device', "Device"),
            ('other', "Other"),
        ],
        required=True,
        default='other',
        help="How customers of this group are cared for: chronic treatments come first.",
    )
    color = fields.Integer()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Html(translate=True)
    product_count = fields.Integer(
        compute='_compute_product_count', help="Products of this group and of its subgroups."
    )

    _code_unique = models.UniqueIndex('(code)', "Another therapeutic group already has this code.")

    def _compute_product_count(self):
        counts = dict(
            self.env['product.template']._read_group(
                [('therapeutic_group_id', 'child_of', self.ids)],
                ['therapeutic_group_id'],
                ['__count'],
            )
        )
        totals = dict.fromkeys(self.ids, 0)
        for group, count in counts.items():
            for ancestor_id in map(int, (group.parent_path or '').split('/')[:-1]):
                if ancestor_id in totals:
                    totals[ancestor_id] += count
        for group in self:
            group.product_count = totals.get(group._origin.id, 0)

    def action_view_products(self):
        """Open the products of the group and its subgroups (004-12).

        :return: window action of ``product.template``
        """
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_crm.pharma_medicine_action')
        action['domain'] = [('therapeutic_group_id', 'child_of', self.id)]
        action['context'] = {'default_therapeutic_group_id': self.id}
        return action
