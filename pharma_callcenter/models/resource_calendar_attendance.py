from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    """Lines of working hours: what is kept of them follows at once (003-17)."""

    _inherit = 'resource.calendar.attendance'

    @api.model_create_multi
    def create(self, vals_list):
        """Add lines; the working hours are read anew.

        :param list vals_list: one dict per line
        :return: the new records
        """
        lines = super().create(vals_list)
        self.env['resource.calendar']._pharma_forget_hours()
        return lines

    def write(self, vals):
        """Change lines; the working hours are read anew.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        self.env['resource.calendar']._pharma_forget_hours()
        return result

    def unlink(self):
        """Remove lines; the working hours are read anew.

        :return: True
        """
        result = super().unlink()
        self.env['resource.calendar']._pharma_forget_hours()
        return result
