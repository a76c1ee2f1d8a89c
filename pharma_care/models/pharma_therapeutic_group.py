from odoo import models


class PharmaTherapeuticGroup(models.Model):
    """Users are assigned to whole therapeutic groups; a moved one moves its cases (004-47)."""

    _name = 'pharma.therapeutic.group'
    _inherit = ['pharma.therapeutic.group', 'pharma.care.target.mixin']

    _care_kind = 'group'

    def write(self, vals):
        """Let a changed parent hold for the cases of the products below.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if 'parent_id' in vals:
            self.env['pharma.care.assignment']._refresh_targets(
                'group', self.ids, self.env._("Therapeutic groups were moved")
            )
        return result
