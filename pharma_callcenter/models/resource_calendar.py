from datetime import datetime, timedelta

import pytz

from odoo import models, tools

# A Monday. Windows of all tickets begin at the same days, so that they are read once.
ORIGIN = datetime(2020, 1, 6)
WINDOW_DAYS = 14


class ResourceCalendar(models.Model):
    """Working hours are kept in memory: every ticket that is taken in asks for them (003-17)."""

    _name = 'resource.calendar'
    _inherit = ['resource.calendar', 'pharma.cache.source.mixin']

    # === BUSINESS METHODS === #
    @tools.ormcache('self.id', 'company_id', 'number')
    def _pharma_get_hours(self, company_id, number):
        """Return the working hours of two weeks, holidays of other companies left out.

        :param int company_id: whose holidays count
        :param int number: of the two weeks, counted from ``ORIGIN``
        :return: tuple of (start, stop), naive datetimes in UTC, in their order
        """
        start = pytz.utc.localize(ORIGIN + timedelta(days=WINDOW_DAYS * number))
        intervals = self._work_intervals_batch(
            start,
            start + timedelta(days=WINDOW_DAYS),
            # public holidays without a calendar are those of every calendar of their company
            domain=[('time_type', '=', 'leave'), ('company_id', 'in', [company_id, False])],
        )[False]
        return tuple(
            (self._pharma_to_utc(start), self._pharma_to_utc(stop))
            for start, stop, _meta in intervals
        )

    @staticmethod
    def _pharma_to_utc(moment):
        moment = moment.astimezone(pytz.utc).replace(tzinfo=None)
        # the end of a day of 24 hours is 23:59:59.999999 in core
        return (moment + timedelta(milliseconds=1)).replace(microsecond=0)
