from odoo import api, models


class PharmaComplaintSetupMixin(models.AbstractModel):
    """Set-up of tickets that is kept in memory, as every ticket taken in asks for it (000-22)."""

    _name = 'pharma.complaint.setup.mixin'
    _description = "Set-Up of Tickets Kept in Memory"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Add records; what is kept is read anew.

        :param list vals_list: one dict per record
        :return: the new records
        """
        records = super().create(vals_list)
        self._forget_setup()
        return records

    def write(self, vals):
        """Change records; what is kept is read anew.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        self._forget_setup()
        return result

    def unlink(self):
        """Remove records; what is kept is read anew.

        :return: True
        """
        result = super().unlink()
        self._forget_setup()
        return result

    @api.model
    def _forget_setup(self):
        """Let the set-up be read anew, also what others read before the commit."""
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
