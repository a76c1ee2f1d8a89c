from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

ATTEMPT_FIELDS = ['attempt_count', 'date_retry', 'is_unreached']


class PharmaCareCase(models.Model):
    """Customers whom a call did not reach: tried again, not too often, never lost (004-50, 004-56).

    An attempt is no care: the care date stays, the contact that is due has not taken place. It
    concerns the customer, so all his open cases wait together.
    """

    _inherit = 'pharma.care.case'

    attempt_count = fields.Integer(
        string="Attempts",
        readonly=True,
        aggregator='sum',
        help="How often in a row the customer was not reached.",
    )
    date_retry = fields.Datetime(
        string="Try Again From", readonly=True, help="Until then the customer is not due."
    )
    is_unreached = fields.Boolean(
        string="Not Reached",
        readonly=True,
        help="The customer was not reached as often as the settings allow: try another way, or"
        " another number.",
    )
    is_waiting = fields.Boolean(
        string="Try Again Later", compute='_compute_is_waiting', search='_search_is_waiting'
    )
    is_without_phone = fields.Boolean(
        string="Without Phone",
        compute='_compute_is_without_phone',
        search='_search_is_without_phone',
        help="No number is known by which the customer can be called.",
    )

    _unreached_index = models.Index("(date_due, id) WHERE state <> 'done' AND is_unreached")

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_retry')
    def _compute_is_waiting(self):
        now = fields.Datetime.now()
        for case in self:
            case.is_waiting = (
                case.state != 'done' and bool(case.date_retry) and (case.date_retry > now)
            )

    def _search_is_waiting(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('state', '!=', 'done') & Domain('date_retry', '>', fields.Datetime.now())

    @api.depends('partner_id.phone', 'partner_id.pharma_phone_ids')
    def _compute_is_without_phone(self):
        for case in self:
            # sudo: whether there is a number
            partner_sudo = case.partner_id.sudo()
            case.is_without_phone = not partner_sudo.phone and not partner_sudo.pharma_phone_ids

    def _search_is_without_phone(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('partner_id.phone', '=', False) & Domain(
            'partner_id.pharma_phone_ids', '=', False
        )

    # === BUSINESS METHODS === #
    def _apply_attempt(self, entry):
        """Let the customer wait until the next attempt (004-50, 004-56).

        :param entry: the new ``pharma.care.entry`` of this case, in which nobody was reached
        """
        self.ensure_one()
        # sudo: users record entries and may not write cases themselves
        case_sudo = self.sudo()
        case_sudo.date_last_entry = max(filter(None, [entry.date, case_sudo.date_last_entry]))
        if case_sudo.state == 'done':
            return  # of before the medicine was bought again
        company_sudo = case_sudo.company_id
        attempts = case_sudo.attempt_count + 1
        is_unreached = attempts >= company_sudo.care_attempts_max
        case_sudo._mark_customer(
            attempt_count=attempts,
            date_retry=case_sudo._get_retry(entry, is_unreached),
            is_unreached=is_unreached,
        )
        self.env['pharma.care.list.item']._note(case_sudo, 'retry')

    def _get_retry(self, entry, is_unreached):
        """Return the moment from which to try again (UTC).

        :param entry: ``pharma.care.entry`` of the attempt
        :param bool is_unreached: there were as many attempts as there may be
        """
        self.ensure_one()
        day = self._to_company_date(entry.date)
        if entry.date_next:
            return self._get_begin_of_day(entry.date_next)
        if is_unreached:
            return self._get_begin_of_day(day + timedelta(days=self.company_id.care_unreached_days))
        minutes = entry.response_type_id.retry_minutes
        tomorrow = self._get_begin_of_day(day + timedelta(days=1))
        today = Domain('partner_id', '=', self.partner_id.id) & Domain('is_attempt', '=', True)
        today &= Domain('company_id', '=', self.company_id.id)
        today &= Domain('date', '>=', self._get_begin_of_day(day)) & Domain('date', '<', tomorrow)
        if not minutes or self.env['pharma.care.entry'].search_count(today) >= (
            self.company_id.care_attempts_day
        ):
            return tomorrow
        return entry.date + timedelta(minutes=minutes)

    def _get_begin_of_day(self, day):
        """Return the moment (UTC) at which a day begins in the company's time zone."""
        zone = pytz.timezone(self.company_id.sudo()._pharma_tz())  # sudo: a setting
        begin = zone.localize(datetime.combine(day, time.min))
        return begin.astimezone(pytz.utc).replace(tzinfo=None)

    def _mark_customer(self, **values):
        """Write what concerns the customer on all his open cases, and give him back.

        Also on those that the user cannot read.

        :param values: of ``ATTEMPT_FIELDS``
        """
        self.ensure_one()
        names = [*values, 'claim_user_id', 'claim_until']
        self.flush_model(['partner_id', 'company_id', 'state', *names])
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case
                   SET %(values)s, claim_user_id = NULL, claim_until = NULL
                 WHERE partner_id = %(partner)s AND company_id = %(company)s AND state <> 'done'
                """,
                values=SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value or None)
                    for name, value in values.items()
                ),
                partner=self.partner_id.id,
                company=self.company_id.id,
            )
        )
        self.invalidate_model(names, flush=False)

    def _come_back(self):
        """Make customers due again who waited for another attempt: they call themselves.

        For whatever notices it, such as an incoming call.
        """
        for case_sudo in self.sudo():  # sudo: as above
            case_sudo._mark_customer(**dict.fromkeys(ATTEMPT_FIELDS))
