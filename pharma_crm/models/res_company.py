import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_REMINDER_DAYS = 3650


class ResCompany(models.Model):
    """Settings of medicines, orders and contact, one set per company (000-35, 004-11, 004-30)."""

    _inherit = 'res.company'

    # stored: every worklist asks which day it is, and would ask three tables
    pharma_tz = fields.Char(string="Time Zone", compute='_compute_pharma_tz', store=True)
    pharma_storage_condition_id = fields.Many2one(
        'pharma.storage.condition',
        string="Storage without Label",
        help="Holds for products without a storage condition of their own; if empty, the condition"
        " ticked 'Applies without Label' does.",
    )
    pharma_order_channel_id = fields.Many2one(
        'pharma.sales.channel',
        string="Channel of New Orders",
        help="Proposed on new orders of the company.",
    )
    pharma_advertising_opt_in = fields.Boolean(
        string="Advertising Only After Consent",
        default=True,
        help="Advertising needs an accepted permission; care and surveys are allowed unless "
        "declined.",
    )
    pharma_contact_limit_scope = fields.Selection(
        [('advertising', "Advertising Only"), ('all', "Every Purpose")],
        string="Hours and Daily Limits Apply To",
        default='advertising',
        required=True,
    )
    pharma_call_hour_from = fields.Float(string="Calls From", default=8.0)
    pharma_call_hour_to = fields.Float(string="Calls Until", default=17.0)
    pharma_sms_hour_from = fields.Float(string="Messages From", default=7.0)
    pharma_sms_hour_to = fields.Float(string="Messages Until", default=22.0)
    pharma_call_daily_max = fields.Integer(string="Calls a Day", default=1)
    pharma_sms_daily_max = fields.Integer(string="SMS a Day", default=3)
    pharma_email_daily_max = fields.Integer(string="E-mails a Day", default=3)
    pharma_zalo_daily_max = fields.Integer(string="Zalo Messages a Day", default=3)
    pharma_licence_reminder_days = fields.Integer(
        string="Licence Reminder (days)",
        default=30,
        help="How long before a licence ends its responsible is reminded.",
    )

    @api.depends('partner_id.country_id.code', 'partner_id.tz', 'resource_calendar_id.tz')
    def _compute_pharma_tz(self):
        for company in self:
            zone = company.partner_id._pharma_country_tz()
            if not zone:
                # UTC is what a calendar gets that nobody has set up
                zones = (company.resource_calendar_id.tz, company.partner_id.tz)
                zone = next((zone for zone in zones if zone and zone != 'UTC'), 'UTC')
            company.pharma_tz = zone

    @api.constrains(
        'pharma_call_hour_from',
        'pharma_call_hour_to',
        'pharma_sms_hour_from',
        'pharma_sms_hour_to',
    )
    def _check_pharma_contact_hours(self):
        for company in self:
            for start, stop, label in (
                (
                    company.pharma_call_hour_from,
                    company.pharma_call_hour_to,
                    self.env._("Hours of Calls"),
                ),
                (
                    company.pharma_sms_hour_from,
                    company.pharma_sms_hour_to,
                    self.env._("Hours of Messages"),
                ),
            ):
                if not 0 <= start < stop <= 24:
                    raise ValidationError(
                        self.env._(
                            "Company '%(company)s', '%(label)s': the hours must lie between 0:00 "
                            "and 24:00 and end after they begin.",
                            company=company.name,
                            label=label,
                        )
                    )

    @api.constrains(
        'pharma_call_daily_max',
        'pharma_sms_daily_max',
        'pharma_email_daily_max',
        'pharma_zalo_daily_max',
        'pharma_licence_reminder_days',
    )
    def _check_pharma_contact_limits(self):
        for company in self:
            for name in (
                'pharma_call_daily_max',
                'pharma_sms_daily_max',
                'pharma_email_daily_max',
                'pharma_zalo_daily_max',
                'pharma_licence_reminder_days',
            ):
                if company[name] < 0:
                    raise ValidationError(
                        self.env._(
                            "Company '%(company)s', field '%(field)s': enter 0 (no limit) or more.",
                            company=company.name,
                            field=company._fields[name]._description_string(self.env),
                        )
                    )

    @api.constrains('pharma_licence_reminder_days')
    def _check_pharma_licence_reminder_days(self):
        for company in self:
            if company.pharma_licence_reminder_days > MAX_REMINDER_DAYS:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s', field '%(field)s': %(days)s is too early. Enter "
                        "%(max)s days (ten years) or fewer.",
                        company=company.name,
                        field=company._fields['pharma_licence_reminder_days']._description_string(
                            self.env
                        ),
                        days=company.pharma_licence_reminder_days,
                        max=MAX_REMINDER_DAYS,
                    )
                )

    def _pharma_tz(self):
        """Return the company's time zone name: of its address, its calendar, else UTC."""
        self.ensure_one()
        # sudo: in which zone the company works is known to everybody who works there
        return self.sudo().pharma_tz or 'UTC'

    def _pharma_screen_tz(self):
        """Return the time zone name in which the user reads times, else that of the company."""
        return self.env.context.get('tz') or self.env.user.tz or self._pharma_tz()

    def _pharma_today(self):
        """Return today's date in the company's time zone."""
        zone = pytz.timezone(self._pharma_tz())
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    def _pharma_contact_hours(self, channel):
        """Return (from, to) in hours of the day for a channel, None without restriction."""
        self.ensure_one()
        return {
            'call': (self.pharma_call_hour_from, self.pharma_call_hour_to),
            'sms': (self.pharma_sms_hour_from, self.pharma_sms_hour_to),
            'zalo': (self.pharma_sms_hour_from, self.pharma_sms_hour_to),
        }.get(channel)

    # === SETTINGS === #
    def _pharma_check_ranges(self, ranges):
        """Refuse settings that no company can mean; for constraints of all modules.

        :param dict ranges: {name of a field with a number: (lowest, highest)}
        :raise ValidationError: names the company, the field and what to enter
        """
        for company in self:
            for name, (lowest, highest) in ranges.items():
                if not lowest <= company[name] <= highest:
                    raise ValidationError(
                        self.env._(
                            "Company '%(company)s', field '%(field)s': enter a number from"
                            " %(lowest)s to %(highest)s.",
                            company=company.name,
                            field=company._pharma_field_label(name),
                            lowest=lowest,
                            highest=highest,
                        )
                    )

    def _pharma_field_label(self, name):
        return self._fields[name]._description_string(self.env)
