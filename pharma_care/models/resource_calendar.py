from odoo import models
from odoo.fields import Domain


class ResourceCalendar(models.Model):
    """The calendar of a company may tell its time zone (004-42)."""

    _inherit = 'resource.calendar'

    def write(self, vals):
        """Let another time zone hold for the care dates of the companies that work by it.

        :param dict vals: values to write
        :return: True
        """
        # sudo: whoever keeps calendars need not see the companies that use them
        Company = self.env['res.company'].sudo().with_context(active_test=False)
        zones = {}
        if any(calendar.tz != vals['tz'] for calendar in self if 'tz' in vals):
            companies = Company.search(Domain('resource_calendar_id', 'in', self.ids))
            zones = companies._get_care_zones()
        result = super().write(vals)
        Company._follow_care_zones(zones)
        return result
