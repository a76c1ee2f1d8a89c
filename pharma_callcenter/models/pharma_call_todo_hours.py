from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .working_time import WorkingTime

SECOND = 1 / 3600
SETTINGS = {
    'pharma_todo_claim_minutes': (1, 480),
    'pharma_todo_max_attempts': (1, 50),
    'pharma_missed_deadline_hours': (0, 240),
    'pharma_missed_agent_days': (0, 3650),
}


class PharmaCallTodo(models.Model):
    """When a call may be made: business hours, hours of the list, legal hours (004-30)."""

    _inherit = 'pharma.call.todo'

    def _get_call_moment(self, moment):
        """Return the first moment from a given one at which this call may be made.

        :param datetime moment: naive, UTC
        :return: naive datetime, UTC
        """
        self.ensure_one()
        for _turn in range(3):  # hours of the day and working hours move each other
            before = moment
            moment = self._get_opening(self.queue_id.calendar_id, self.company_id, moment)
            for hours, zone in self._get_call_hours():
                moment = self._get_within_hours(moment, hours, zone)
            if moment == before:
                break
        return moment

    def _get_call_hours(self):
        """Return the hours of the day that bind this call, each with its time zone."""
        company = self.company_id
        hours = []
        list_ = self.list_id
        if list_ and list_.hour_to:
            hours.append(((list_.hour_from, list_.hour_to), company._pharma_tz()))
        purpose = self._get_contact_purpose()
        if purpose == 'advertising' or company.pharma_contact_limit_scope == 'all':
            zone = self.partner_id._pharma_contact_tz(company) if self.partner_id else None
            hours.append((company._pharma_contact_hours('call'), zone or company._pharma_tz()))
        return hours

    @api.model
    def _get_within_hours(self, moment, hours, zone):
        zone = pytz.timezone(zone)
        local = pytz.utc.localize(moment).astimezone(zone)
        hour = local.hour + local.minute / 60 + local.second / 3600
        if hours[0] <= hour < hours[1]:
            return moment
        day = local.date() + timedelta(days=1 if hour >= hours[1] else 0)
        start = fields.Datetime.to_datetime(day) + timedelta(hours=hours[0])
        return zone.localize(start).astimezone(pytz.utc).replace(tzinfo=None, microsecond=0)

    @api.model
    def _get_opening(self, calendar, company, moment):
        """Return a moment itself within business hours, else the next opening.

        :param calendar: ``resource.calendar``, empty: around the clock
        :param company: ``res.company`` whose holidays count
        """
        if not calendar:
            return moment
        time = WorkingTime(calendar, company)
        opened = time.plan(moment, SECOND) - timedelta(seconds=1)
        return max(opened, moment)


class ResCompany(models.Model):
    """Settings of calls to make, one set per company (000-04, 000-26)."""

    _inherit = 'res.company'

    pharma_todo_claim_minutes = fields.Integer(string="Taken For (min)", default=30)
    pharma_todo_max_attempts = fields.Integer(string="Attempts of Calls", default=4)
    pharma_missed_scope = fields.Selection(
        [('all', "All Callers"), ('known', "Known Customers"), ('none', "Nobody")],
        string="Call Back",
        required=True,
        default='all',
    )
    pharma_missed_deadline_hours = fields.Float(
        string="Call Back Within (h)", default=2, help="Business hours of the queue; 0: none."
    )
    pharma_missed_agent_days = fields.Integer(
        string="Last Agent (days)",
        default=30,
        help="Who talked to the customer within so many days calls back; 0: anyone.",
    )

    @api.constrains(*SETTINGS)
    def _check_pharma_todo(self):
        for company in self:
            for name, (least, most) in SETTINGS.items():
                if not least <= company[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "Calls to make, '%(field)s': enter a number from %(least)s to"
                            " %(most)s.",
                            field=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                        )
                    )


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pharma_todo_claim_minutes = fields.Integer(
        related='company_id.pharma_todo_claim_minutes', readonly=False
    )
    pharma_todo_max_attempts = fields.Integer(
        related='company_id.pharma_todo_max_attempts', readonly=False
    )
    pharma_missed_scope = fields.Selection(
        related='company_id.pharma_missed_scope', readonly=False, required=True
    )
    pharma_missed_deadline_hours = fields.Float(
        related='company_id.pharma_missed_deadline_hours', readonly=False
    )
    pharma_missed_agent_days = fields.Integer(
        related='company_id.pharma_missed_agent_days', readonly=False
    )
