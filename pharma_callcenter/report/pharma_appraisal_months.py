from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# The id of a row is made of indicator, user and month, the first of them in the highest places.
USER_BASE, MONTH_BASE, FIRST_YEAR = 1_000_000, 12_000, 1970


class PharmaAppraisalMonths(models.AbstractModel):
    """Which months are asked for, told to the queries below the groups (000-41)."""

    _name = 'pharma.appraisal.months'
    _description = "Months of the Appraisal"

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self.env['pharma.analysis.mixin']._get_demanded_ids(domain)
        if ids is not None:
            # what the id tells reaches the rows below the groups: not all months are counted
            parts = [self._split_id(id_) for id_ in ids if isinstance(id_, int) and id_ > 0]
            domain = Domain(domain) & Domain('user_id', 'in', [user for user, _day in parts])
            domain &= Domain('month', 'in', [day for _user, day in parts])
        domain = Domain(domain).optimize_full(self)
        first, last = _get_span(iter(list(domain)))
        months = self.with_context(pharma_appraisal_months=(first, last))
        return super(PharmaAppraisalMonths, months)._search(domain, *args, **kwargs)

    @api.model
    def _split_id(self, id_):
        rest, month = divmod(id_, MONTH_BASE)
        year, month = divmod(month, 12)
        return rest % USER_BASE, date(min(FIRST_YEAR + year, 9999), month + 1, 1)

    @api.model
    def _get_month(self, column):
        """Return the SQL of the month of a moment in UTC, in the zone of the company ``c``.

        :param SQL column: the moment
        """
        return SQL(
            "date_trunc('month', %s AT TIME ZONE 'UTC' AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))"
            "::date",
            column,
        )

    @api.model
    def _get_days(self):
        """Return the first day of the months that are asked for, and the first day after them.

        What is counted is found by the index of its date, for months are of the zones of companies
        and say nothing to an index.

        :return: tuple of dates, None where there is no border
        """
        months = self.env.context.get('pharma_appraisal_months')
        # what a client sends in a context is never a tuple of dates
        if not isinstance(months, tuple):
            return None, None
        first, last = months
        return (
            first if first > date.min else None,
            fields.Date.start_of(last, 'month') + relativedelta(months=1)
            if last < date(9999, 12, 1)
            else None,
        )

    @api.model
    def _get_moments(self, column):
        """Return the SQL condition that a moment in UTC may be of the months that are asked for, in
        whatever zone.

        :param SQL column: the moment, or a date
        """
        first, end = self._get_days()
        parts = [SQL("%s IS NOT NULL", column)]
        if first:
            parts.append(SQL("%s >= %s", column, first - timedelta(days=1)))
        if end:
            parts.append(SQL("%s < %s", column, end + timedelta(days=1)))
        return SQL(" AND ").join(parts)


def _get_span(parts):
    """Return the first and the last month that a domain can find, as far as it tells.

    :param parts: iterator of the parts of a domain, operators first
    :return: tuple of dates
    """
    part = next(parts)
    if part in ('&', '|'):
        (first, last), (other_first, other_last) = _get_span(parts), _get_span(parts)
        if part == '&':
            return max(first, other_first), min(last, other_last)
        return min(first, other_first), max(last, other_last)
    if part == '!':
        _get_span(parts)
    elif part[0] == 'month':
        operator, value = part[1:]
        if operator in ('>', '>=') and isinstance(value, date):
            return value, date.max
        if operator in ('<', '<=') and isinstance(value, date):
            return date.min, value
        if operator == 'in' and value and all(isinstance(day, date) for day in value):
            return min(value), max(value)
    return date.min, date.max
