from odoo import models
from odoo.tools import SQL


class PharmaRegion(models.Model):
    """Users are assigned to whole regions; a moved one moves its cases (004-48)."""

    _name = 'pharma.region'
    _inherit = ['pharma.region', 'pharma.care.target.mixin']

    _care_kind = 'region'

    def _get_care_moved_reason(self):
        return self.env._("Regions were moved")

    def unlink(self):
        """Take the assignments along, so that nobody goes on seeing the region's cases.

        :return: True
        """
        self._unlink_care_assignments()
        # sudo: whoever may delete a region need not see its cases
        cases_sudo = self.env['pharma.care.case'].sudo().search([('region_id', 'in', self.ids)])
        result = super().unlink()
        # whoever is assigned to a region above saw them by this one
        cases_sudo.invalidate_model(['region_id'], flush=False)
        cases_sudo._refresh_later(
            SQL("SELECT unnest(%s::int[]) AS id", cases_sudo.ids),
            self.env._("Regions were deleted"),
            modes=('customer', 'unrestricted'),
        )
        return result
