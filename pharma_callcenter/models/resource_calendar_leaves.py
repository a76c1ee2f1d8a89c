from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Public holidays: what is kept of working hours follows at once (003-17)."""

    _inherit = 'resource.calendar.leaves'

    @api.model_create_multi
    def create(self, vals_list):
        """Add days off; with a public holiday the working hours are read anew.

        :param list vals_list: one dict per time off
        :return: the new records
        """
        leaves = super().create(vals_list)
        leaves._pharma_forget_hours()
        return leaves

    def write(self, vals):
        """Change days off; of a public holiday the working hours are read anew.

        :param dict vals: values to write
        :return: True
        """
        self._pharma_forget_hours()  # it may become the day off of one person
        result = super().write(vals)
        self._pharma_forget_hours()
        return result

    def unlink(self):
        """Remove days off; of a public holiday the working hours are read anew.

        :return: True
        """
        is_public = any(not leave.resource_id for leave in self)
        result = super().unlink()
        if is_public:
            self.env['resource.calendar']._forget_cached()
        return result

    def _pharma_forget_hours(self):
        # the day off of one person does not change the working hours of tickets
        if any(not leave.resource_id for leave in self):
            self.env['resource.calendar']._forget_cached()
