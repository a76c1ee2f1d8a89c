from odoo import models


class PharmaTherapeuticGroup(models.Model):
    """Groups say whom users care for (004-47) and which customers come first (decision 9)."""

    _name = 'pharma.therapeutic.group'
    _inherit = ['pharma.therapeutic.group', 'pharma.care.target.mixin']

    _care_kind = 'group'

    def write(self, vals):
        """Let open cases follow a changed care profile.

        :param dict vals: values to write
        :return: True
        """
        profile = vals.get('care_profile')
        changed = self.filtered(lambda group: profile and group.care_profile != profile)
        result = super().write(vals)
        if changed:
            # sudo: cases follow also where the product is hidden from the user
            Product = self.env['product.template'].sudo().with_context(active_test=False)
            products = Product.search([('therapeutic_group_id', 'in', changed.ids)])
            products._recompute_care(is_grouped=True)
        return result

    def _get_care_moved_reason(self):
        return self.env._("Therapeutic groups were moved")
