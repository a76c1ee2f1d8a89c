from odoo import api, models

# What decides which users have a role.
ROLE_FIELDS = {'user_ids', 'all_user_ids', 'implied_ids', 'implied_by_ids'}


class ResGroups(models.Model):
    """The role in customer care also comes and goes by groups that give it (004-34)."""

    _inherit = 'res.groups'

    @api.model_create_multi
    def create(self, vals_list):
        """Let users who get the role by a new group count for their cases.

        :param list vals_list: values, one dict per group
        :return: the new ``res.groups`` records
        """
        before = self._get_care_staff(vals_list)
        groups = super().create(vals_list)
        self.env['res.users']._refresh_care(before)
        return groups

    def write(self, vals):
        """Let users who get or lose the role count, or no longer count, for their cases.

        :param dict vals: values to write
        :return: True
        """
        before = self._get_care_staff([vals])
        result = super().write(vals)
        self.env['res.users']._refresh_care(before)
        return result

    def unlink(self):
        """Let users who had the role by a deleted group no longer count for their cases.

        :return: True
        """
        before = self._get_care_staff([dict.fromkeys(ROLE_FIELDS)])
        result = super().unlink()
        self.env['res.users']._refresh_care(before)
        return result

    @api.model
    def _get_care_staff(self, vals_list):
        """Return who can care for customers, None if the values cannot change it."""
        if not any(ROLE_FIELDS & vals.keys() for vals in vals_list):
            return None
        return self.env['res.users']._get_care_staff()
