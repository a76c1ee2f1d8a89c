from bisect import bisect_right

from odoo import models

from .resource_calendar import ORIGIN, WINDOW_DAYS


class ResourceCalendar(models.Model):
    """Whether a calendar has working time at a moment, from what is kept in memory."""

    _inherit = 'resource.calendar'

    def _pharma_is_open(self, moment, company):
        """Return whether the moment lies in the working hours; False without a calendar.

        :param datetime moment: naive, UTC
        :param company: ``res.company`` whose holidays count
        """
        if not self:
            return False
        self.ensure_one()
        window = self._pharma_get_hours(company.id, (moment - ORIGIN).days // WINDOW_DAYS)
        number = bisect_right(window, moment, key=lambda interval: interval[0]) - 1
        return number >= 0 and moment < window[number][1]
