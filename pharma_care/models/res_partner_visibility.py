from odoo import models


class ResPartner(models.Model):
    """Users are assigned to customers, and through a company to its contacts (004-48)."""

    _name = 'res.partner'
    _inherit = ['res.partner', 'pharma.care.target.mixin']

    _care_kind = 'customer'

    def write(self, vals):
        """Let a changed company hold for the cases of its contacts.

        :param dict vals: values to write
        :return: True
        """
        moved = self.browse()
        if 'parent_id' in vals:
            moved = self.filtered(
                lambda partner: partner.parent_id.id != (vals['parent_id'] or False)
            )
        result = super().write(vals)
        if moved:
            self.env['pharma.care.assignment']._refresh_targets(
                'customer', moved.ids, self.env._("Contacts were moved to another company")
            )
        return result

    def unlink(self):
        """Take the assignments along, so that nobody goes on seeing the contacts' cases.

        :return: True
        """
        self._unlink_care_assignments()
        return super().unlink()
