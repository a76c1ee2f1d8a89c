from odoo import models


class PharmaTherapeuticGroup(models.Model):
    """Users are assigned to whole therapeutic groups; a moved one moves its cases (004-47)."""
    """Customers of chronic groups come first in the lists of care (decision 9)."""

    _name = 'pharma.therapeutic.group'
    _inherit = ['pharma.therapeutic.group', 'pharma.care.target.mixin']

    _care_kind = 'group'

    def write(self, vals):
        """Let a changed parent hold for the cases of the products below.
    """Whether a group is chronic decides in which order its customers are cared for (decision 9)."""
    _inherit = 'pharma.therapeutic.group'
        """Let open care cases follow a changed care profile.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if 'parent_id' in vals:
            self.env['pharma.care.assignment']._refresh_targets(
                'group', self.ids, self.env._("Therapeutic groups were moved")
            )
        profile = vals.get('care_profile')
        changed = self.filtered(lambda group: profile and group.care_profile != profile)
        if changed:
            # sudo: cases follow also where the product is hidden from the user
            Product = self.env['product.template'].sudo().with_context(active_test=False)
            products = Product.search([('therapeutic_group_id', 'in', changed.ids)])
            products._recompute_care(is_grouped=True)
        return result
