import pytz

from odoo import models
from odoo.tools import format_duration


class ResPartner(models.Model):
    """Why a customer may not be contacted: permission, lists, hours and limits, in this order."""

    _inherit = 'res.partner'

    def _contact_allowed_one(self, *values):
        """Return (bool, reason); values as of `_contact_refusal`."""
        kind, reason = self._contact_refusal(*values)
        return not kind, reason

    def _contact_refusal(self, purpose, channel, when, state, declined, blocked, counts):
        """Judge one customer by what was looked up for all.

        :param str state: of the permission
        :param set declined: addresses shared with somebody who declined
        :param set blocked: addresses on the do-not-contact list
        :param Counter counts: contacts of 24 hours by purpose
        :return: (kind, reason in the user's language), both empty if the contact is allowed; kinds
            are 'declined', 'not_asked', 'blocked', 'hours' and 'limit'
        """
        company = self.company_id or self.env.company
        limited = company.pharma_contact_limit_scope == 'all' or purpose == 'advertising'
        names = {
            'customer': self.display_name,
            'purpose': self._pharma_label('purpose', purpose),
            'channel': self._pharma_label('channel', channel),
            'address': self._pharma_name_addresses(declined or blocked),
        }
        if state == 'declined':
            return 'declined', self.env._(
                "%(customer)s declined to be contacted: %(purpose)s, %(channel)s.", **names
            )
        if state != 'accepted' and purpose == 'advertising' and company.pharma_advertising_opt_in:
            return 'not_asked', self.env._(
                "%(customer)s has not accepted: %(purpose)s, %(channel)s. Ask for the permission "
                "and record it on the page 'Permission to Contact'.",
                **names,
            )
        if declined:
            return 'declined', self.env._(
                "%(customer)s shares %(address)s with somebody who declined to be contacted: "
                "%(purpose)s, %(channel)s.",
                **names,
            )
        if blocked:
            return 'blocked', self.env._(
                "On the do-not-contact list: %(address)s of %(customer)s.", **names
            )
        hours = company._pharma_contact_hours(channel) if limited else None
        if hours:
            zone = self._pharma_contact_tz(company)
            local = pytz.utc.localize(when).astimezone(pytz.timezone(zone))
            seconds = local.hour * 3600 + local.minute * 60 + local.second
            if not hours[0] * 3600 <= seconds < hours[1] * 3600:
                return 'hours', self.env._(
                    "%(purpose)s, %(channel)s: only from %(from)s to %(to)s; it is %(time)s where "
                    "%(customer)s lives (%(zone)s).",
                    **{
                        **names,
                        'from': format_duration(hours[0]),
                        'to': format_duration(hours[1]),
                        'time': local.strftime('%H:%M'),
                        'zone': zone,
                    },
                )
        daily_max = company[f'pharma_{channel}_daily_max'] if limited else 0
        scope_all = company.pharma_contact_limit_scope == 'all'
        count = sum(counts.values()) if scope_all else counts[purpose]
        if daily_max and count >= daily_max:
            return 'limit', self.env._(
                "%(customer)s was contacted %(count)s time(s) within 24 hours: %(purpose)s, "
                "%(channel)s. The limit is %(max)s.",
                count=count,
                max=daily_max,
                **names,
            )
        return '', ''
