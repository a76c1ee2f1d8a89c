from odoo import models


class ProductCategory(models.Model):
    """Users are assigned to whole categories; a moved one moves its cases (004-47)."""

    _name = 'product.category'
    _inherit = ['product.category', 'pharma.care.target.mixin']

    _care_kind = 'category'

    def _get_care_moved_reason(self):
        return self.env._("Product categories were moved")

    def unlink(self):
        """Take the assignments along, so that nobody goes on seeing the products' cases.

        :return: True
        """
        # the database deletes the categories below, and empties the products, without a word
        below = self.search([('id', 'child_of', self.ids)]) if self.ids else self
        below._unlink_care_assignments()
        # sudo: cases follow also where the product is hidden from the user
        Product = self.env['product.template'].sudo().with_context(active_test=False)
        products = Product.search([('categ_id', 'in', below.ids)])
        result = super().unlink()
        self.env['pharma.care.assignment']._refresh_targets(
            'product', products.ids, self.env._("Product categories were deleted")
        )
        return result
