from datetime import timedelta

import pytz

from odoo import models


class StockLot(models.Model):
    """The day on which a lot ends, in the company's time zone (000-28, 004-11)."""

    _inherit = 'stock.lot'

    def _get_pharma_expiry(self, company):
        """Return the last day on which the lot may be used; False without one.

        :param company: ``res.company`` in whose time zone the day is meant
        :return: date or False
        """
        moment = self.expiration_date
        if not moment:
            return False
        zone = pytz.timezone(company._pharma_tz())
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _is_pharma_expired(self, company, day=None):
        """Return whether the last day of the lot has passed.

        :param company: ``res.company`` whose today counts
        :param day: date that counts instead of today
        """
        expiry = self._get_pharma_expiry(company)
        return bool(expiry) and expiry < (day or company._pharma_today())

    def _is_pharma_short_dated(self, company, day=None):
        """Return whether the lot ends within the company's days, or has ended.

        :param company: ``res.company`` whose setting counts
        :param day: date from which the days count instead of today
        """
        expiry = self._get_pharma_expiry(company)
        if not expiry or not company.pharma_short_dated_days:
            return False
        day = day or company._pharma_today()
        return expiry <= day + timedelta(days=company.pharma_short_dated_days)
