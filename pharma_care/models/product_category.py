from odoo import models


class ProductCategory(models.Model):
    """Users are assigned to whole categories; a moved one moves its cases (004-47)."""

    _name = 'product.category'
    _inherit = ['product.category', 'pharma.care.target.mixin']

    _care_kind = 'category'

    def write(self, vals):
        """Let a changed parent hold for the cases of the products below.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if 'parent_id' in vals:
            self.env['pharma.care.assignment']._refresh_targets(
                'category', self.ids, self.env._("Product categories were moved")
            )
        return result
