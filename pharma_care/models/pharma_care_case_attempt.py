from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import get_begin_of_day

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
            partner_sudo = case.partner_id.sudo()  # sudo: whether there is a number
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
        case_sudo = self.sudo()  # sudo: users record entries and may not write cases themselves
        case_sudo.date_last_entry = max(filter(None, [entry.date, case_sudo.date_last_entry]))
        if case_sudo.state == 'done':
            return  # of before the medicine was bought again
        day = case_sudo._to_company_date(entry.date)
        if case_sudo.date_last_contact and day < case_sudo.date_last_contact:
            return  # recorded late: somebody has spoken with the customer since
        company_sudo = case_sudo.company_id
        known, today = case_sudo._count_attempts(day)
        attempts = known + 1
        is_unreached = attempts >= company_sudo.care_attempts_max
        retry = case_sudo._get_retry(entry, is_unreached, today)
        case_sudo._mark_customer(
            {
                'attempt_count': attempts,
                'date_retry': max(filter(None, [retry, case_sudo.date_retry])),
                'is_unreached': is_unreached,
            }
        )
        self.env['pharma.care.list.item']._note(case_sudo, day, 'retry')

    def _count_attempts(self, day):
        """Return how often in a row the customer was not reached before, and how often on a day.

        :param date day: in the company's time zone; the attempt that is being recorded counts
        """
        self.ensure_one()
        self.flush_model(['attempt_count', 'partner_id', 'company_id', 'state'])
        self.env['pharma.care.entry'].flush_model()
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT coalesce(max(attempt_count), 0) FROM pharma_care_case
                         WHERE partner_id = %(partner)s AND company_id = %(company)s
                            AND state <> 'done'),
                    (SELECT count(*) FROM pharma_care_entry
                      WHERE partner_id = %(partner)s AND company_id = %(company)s AND is_attempt
                        AND date >= %(begin)s AND date < %(end)s)
                """,
                partner=self.partner_id.id,
                company=self.company_id.id,
                begin=self._get_begin_of_day(day),
                end=self._get_begin_of_day(day + timedelta(days=1)),
            )
        )
        return row

    def _get_retry(self, entry, is_unreached, attempts):
        """Return the moment from which to try again (UTC).

        :param entry: ``pharma.care.entry`` of the attempt
        :param bool is_unreached: there were as many attempts as there may be
        :param int attempts: of the day
        """
        self.ensure_one()
        day = self._to_company_date(entry.date)
        if entry.date_next:
            return self._get_begin_of_day(entry.date_next)
        if is_unreached:
            return self._get_begin_of_day(day + timedelta(days=self.company_id.care_unreached_days))
        minutes = entry.response_type_id.retry_minutes
        if not minutes or attempts >= self.company_id.care_attempts_day:
            return self._get_begin_of_day(day + timedelta(days=1))
        return entry.date + timedelta(minutes=minutes)

    def _get_begin_of_day(self, day):
        """Return the moment (UTC) at which a day begins in the company's time zone."""
        return get_begin_of_day(day, self.company_id.sudo()._pharma_tz())  # sudo: a setting

    def _mark_customer(self, values, is_others_only=False):
        """Write what concerns the customer on all his open cases, and give him back.

        Also on those that the user cannot read.

        :param dict values: of columns, or SQL
        :param bool is_others_only: this case has them already
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
                    AND id IS DISTINCT FROM %(known)s
                """,
                known=self.id if is_others_only else None,
                values=SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value or None)
                    for name, value in values.items()
                ),
                partner=self.partner_id.id,
                company=self.company_id.id,
            )
        )
        self.invalidate_model(names, flush=False)

    @api.model
    def _share_attempts(self, partners):
        """Let all open cases of customers wait together: new ones, and those of merged customers.

        :param partners: ``res.partner``
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c
                   SET attempt_count = tried.attempt_count, date_retry = tried.date_retry,
                       is_unreached = tried.is_unreached
                  FROM (SELECT partner_id, company_id, max(attempt_count) AS attempt_count,
                            max(date_retry) AS date_retry, bool_or(is_unreached) AS is_unreached
                          FROM pharma_care_case
                         WHERE partner_id = ANY(%s) AND state <> 'done'
                         GROUP BY partner_id, company_id HAVING max(attempt_count) > 0) tried
                 WHERE c.partner_id = tried.partner_id AND c.company_id = tried.company_id
                   AND c.state <> 'done'
                """,
                partners.ids,
            )
        )
        self.invalidate_model(ATTEMPT_FIELDS, flush=False)

    def _come_back(self):
        """Make customers due again who waited for another attempt: they call themselves.

        For whatever notices it, such as an incoming call.
        """
        for case_sudo in self.sudo():  # sudo: as above
            case_sudo._mark_customer(dict.fromkeys(ATTEMPT_FIELDS))
