from odoo import models
from odoo.tools import SQL

WHOLESALE_TYPES = ('level1', 'level2')


class ResPartner(models.Model):
    """Users are assigned to customers, and through a company to its contacts (004-48)."""

    _name = 'res.partner'
    _inherit = ['res.partner', 'pharma.care.target.mixin']

    _care_kind = 'customer'

    def write(self, vals):
        """Let a changed company, or a turn to wholesale, hold for the cases of its contacts.

        :param dict vals: values to write
        :return: True
        """
        moved = self.browse()
        if 'parent_id' in vals:
            moved = self.filtered(
                lambda partner: partner.parent_id.id != (vals['parent_id'] or False)
            )
        turned = self.browse()
        if 'pharma_customer_type' in vals:
            is_wholesale = vals['pharma_customer_type'] in WHOLESALE_TYPES
            turned = self.filtered(
                lambda partner: (partner.pharma_customer_type in WHOLESALE_TYPES) != is_wholesale
            )
        result = super().write(vals)
        if turned:
            self.env['pharma.care.case']._sync_todo(
                SQL(
                    "p.id = ANY(%(ids)s) OR p.commercial_partner_id = ANY(%(ids)s)", ids=turned.ids
                ),
                self.env._("Customers became wholesale partners, or ceased to be"),
            )
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
