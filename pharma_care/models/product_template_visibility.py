from odoo import models


class ProductTemplate(models.Model):
    """A product that moves to another category or therapeutic group moves its cases (004-47)."""

    _name = 'product.template'
    _inherit = ['product.template', 'pharma.care.target.mixin']

    _care_kind = 'product'

    def write(self, vals):
        """Let a changed category or therapeutic group hold for the cases of the products.

        :param dict vals: values to write
        :return: True
        """
        names = {'categ_id', 'therapeutic_group_id'} & vals.keys()
        moved = self.filtered(
            lambda product: any(product[name].id != (vals[name] or False) for name in names)
        )
        result = super().write(vals)
        if moved:
            self.env['pharma.care.assignment']._refresh_targets(
                'product', moved.ids, self.env._("Products were moved to another group")
            )
        return result
