from bisect import bisect_left, bisect_right
from datetime import timedelta

from .resource_calendar import ORIGIN, WINDOW_DAYS

# About two years: what has no working time within them has none.
MAX_WINDOWS = 53
# Hours of work that make up a day where a calendar has no working time.
HOURS_PER_DAY = 8


class WorkingTime:
    """Working hours of one calendar and company, read once for any number of dates (003-17).

    It answers what core's ``plan_hours`` answers, holidays of other companies left out. The hours
    of each two weeks are kept in memory until working hours or public holidays change.
    """

    def __init__(self, calendar_sudo, company, is_always=False):
        """Keep what working hours are asked for; nothing is read yet.

        :param calendar_sudo: a ``resource.calendar`` or none of it
        :param company: the ``res.company`` whose holidays count
        :param bool is_always: around the clock, no calendar is asked
        """
        self.calendar_sudo = calendar_sudo
        self.company = company
        self.is_always = is_always
        self.windows = {}

    def _get_window(self, number):
        if number not in self.windows:
            self.windows[number] = self.calendar_sudo._pharma_get_hours(self.company.id, number)
        return self.windows[number]

    @staticmethod
    def _get_number(moment):
        return (moment - ORIGIN).days // WINDOW_DAYS

    def has_hours(self, moment):
        """Return whether there is working time in the two years after a moment.

        :param datetime moment: naive, UTC
        """
        return self.is_always or bool(self.calendar_sudo and self._plan(moment, 1 / 60))

    def plan(self, moment, hours):
        """Return the moment when a number of working hours has passed; backwards if negative.

        Without working hours in the calendar, or without a calendar, eight hours are a day.

        :param datetime moment: naive, UTC
        :param float hours: hours of work
        :return: naive datetime, UTC, without fractions of seconds
        """
        moment = moment.replace(microsecond=0)
        if self.is_always or not hours:
            return moment + timedelta(seconds=round(hours * 3600))
        found = self.calendar_sudo and self._plan(moment, hours)
        return found or moment + timedelta(seconds=round(hours / HOURS_PER_DAY * 86400))

    def _plan(self, moment, hours):
        left = timedelta(seconds=round(abs(hours) * 3600))
        first, step = self._get_number(moment), 1 if hours > 0 else -1
        for number in range(first, first + step * MAX_WINDOWS, step):
            window = self._get_window(number)
            if step > 0:
                for start, stop in window[bisect_right(window, moment, key=lambda i: i[1]) :]:
                    begin = max(start, moment)
                    if stop - begin >= left:
                        return begin + left
                    left -= stop - begin
                continue
            for start, stop in reversed(window[: bisect_left(window, moment, key=lambda i: i[0])]):
                end = min(stop, moment)
                if end - start >= left:
                    return end - left
                left -= end - start
        return False

    def count(self, since, until):
        """Return the working hours between two moments, as ``plan`` counts them.

        :param datetime since: naive, UTC
        :param datetime until: naive, UTC
        :return: float hours, 0 if the second is not later
        """
        if until <= since:
            return 0
        if not self.is_always and self.calendar_sudo and self.has_hours(since):
            seconds = sum(
                (min(stop, until) - max(start, since)).total_seconds()
                for number in range(self._get_number(since), self._get_number(until) + 1)
                for start, stop in self._get_window(number)
                if stop > since and start < until
            )
            return seconds / 3600
        hours = (until - since).total_seconds() / 3600
        return hours if self.is_always else hours / 24 * HOURS_PER_DAY


class WorkingTimes(dict):
    """Working hours of all tickets of one computation: each calendar is read once."""

    def get_of(self, ticket):
        """Return the :class:`WorkingTime` of a ticket.

        :param ticket: a ``pharma.complaint``
        """
        # sudo: whoever writes a ticket need not read the set-up of working hours
        calendar_sudo = ticket.sudo().calendar_id
        key = (calendar_sudo.id, ticket.company_id.id, ticket.is_always)
        if key not in self:
            self[key] = WorkingTime(calendar_sudo, ticket.company_id, ticket.is_always)
        return self[key]
