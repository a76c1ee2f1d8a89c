import logging
from collections import Counter

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

ALERT_FIELDS = ['date_alerted', 'date_escalated', 'date_alert_runout']
# Whoever is told at night has forgotten it in the morning.
ALERT_FROM_HOUR = 7
# Supply that ended longer ago stands in the list of what is overdue; nobody is told of it.
ALERT_PAST_DAYS = 7


class PharmaCareCase(models.Model):
    """Nobody's supply ends without somebody having asked (004-62; decision 10).

    Some days before a medicine is used up there must have been a contact since it was bought. If
    there was none, the responsible is told, once; if that does not help either, the managers are.
    """

    _inherit = 'pharma.care.case'

    date_alerted = fields.Date(
        string="Alert Since",
        readonly=True,
        help="The day on which the responsible was told that supply ends soon and nobody has"
        " spoken with the customer since the purchase.",
    )
    date_escalated = fields.Date(
        string="Escalated On", readonly=True, help="The day on which the managers were told."
    )
    is_alert = fields.Boolean(
        string="Supply Ends without Contact",
        compute='_compute_is_alert',
        search='_search_is_alert',
        help="Supply ends soon, and nobody has spoken with the customer since the purchase.",
    )
    date_alert_runout = fields.Date(
        string="Told of Supply Until",
        readonly=True,
        help="When the supply was to end that the responsible was told of. Another purchase, or"
        " more of it, ends the alert.",
    )

    _alerted_index = models.Index(
        "(date_alerted, id) WHERE state <> 'done' AND date_alerted IS NOT NULL"
    )

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_alerted', 'date_alert_runout', 'date_runout', 'date_last_contact')
    def _compute_is_alert(self):
        alert = self.filtered(
            lambda case: (
                case.date_alerted
                and case.state != 'done'
                and case.date_runout
                and case.date_alert_runout
                and case.date_runout <= case.date_alert_runout
                and not (case.date_last_contact and case.date_last_contact >= case.date_alerted)
            )
        )
        self.is_alert = False
        alert.is_alert = True

    def _search_is_alert(self, operator, _value):
        if operator != 'in':
            return NotImplemented
        contact, told = 'date_last_contact', 'date_alerted'
        names = (contact, contact, told, 'date_runout', 'date_alert_runout')
        return (
            Domain('state', '!=', 'done')
            & Domain('date_alerted', '!=', False)
            & Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "(%s IS NULL OR %s < %s) AND %s <= %s",
                    *(model._field_to_sql(alias, name, query) for name in names),
                )
            )
        )

    # === BUSINESS METHODS === #
    @api.model
    @api.readonly
    def get_alert_count(self):
        """Return how many customers the user should speak with before their supply ends (004-62).

        :return: int: open alerts of whom the user is responsible for, of managers also those
            nobody is responsible for
        """
        if not self.has_access('read'):
            return 0
        return self.search_count(self._get_alert_domain(), limit=1000)

    @api.model
    def _get_alert_domain(self):
        users = [self.env.uid]
        if self.env.user.has_group('pharma_care.group_care_manager'):
            users.append(False)
        return Domain('is_alert', '=', True) & Domain('user_id', 'in', users)

    @api.model
    def _cron_alert(self):
        """Tell the responsible, and later the managers, of customers without contact; commits.

        A case is marked in the transaction that tells of it: nobody is told twice, and a job that
        was interrupted goes on with the companies that are left. What fails in one company does
        not keep the others from being told.
        """
        Cron = self.env['ir.cron']
        companies = self._get_alert_companies()
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._alert_company(company)
            except Exception:
                _logger.exception("Care alerts of company %s failed", company.id)
                self.invalidate_model(flush=False)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _get_alert_companies(self):
        """Return the companies whose people may be told now.

        Not before they come to work, and not while care dates are still being worked out.
        """
        jobs = self.env['pharma.care.job'].search(
            [('kind', 'in', ('orders', 'supply')), ('state', 'in', ('waiting', 'running'))]
        )
        companies = self.env['res.company'].search(Domain.TRUE, order='id') - jobs.company_id
        now = pytz.utc.localize(fields.Datetime.now())
        return companies.filtered(
            lambda company: (
                now.astimezone(pytz.timezone(company._pharma_tz())).hour >= ALERT_FROM_HOUR
            )
        )

    @api.model
    def _alert_company(self, company):
        """Mark the customers of one company of whom somebody is to be told, and tell.

        :param company: ``res.company``
        """
        for field_name in ('date_alerted', 'date_escalated'):
            rows = self.env.execute_query(self._get_alert_query(company, field_name))
            self.invalidate_model(ALERT_FIELDS, flush=False)
            if rows:
                self._tell_alerts(company, [user_id for _case, user_id in rows], field_name)

    @api.model
    def _get_alert_query(self, company, field_name):
        """Return the statement that marks cases whose supply ends soon without a contact, and
        returns (case id, id of the responsible): of each customer one, as one contact is needed.

        :param company: ``res.company``
        :param str field_name: 'date_alerted', or 'date_escalated' for those that were alerted on
            an earlier day
        """
        self.flush_model()
        is_first = field_name == 'date_alerted'
        today = company._pharma_today()
        return SQL(
            """
            UPDATE pharma_care_case c SET %(values)s
             WHERE c.id IN (
                SELECT DISTINCT ON (c.partner_id) c.id
                FROM pharma_care_line l
                JOIN pharma_care_case c ON c.id = l.case_id
                JOIN product_product v ON v.id = l.product_id
                JOIN product_template t ON t.id = v.product_tmpl_id
                LEFT JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
                CROSS JOIN LATERAL (SELECT coalesce(nullif(g.care_alert_days, 0), %(days)s)
                    AS days) told
                WHERE l.state = 'open'
                    AND l.date_runout >= %(today)s::date - %(past)s
                    AND l.date_runout <= %(today)s::date + (SELECT GREATEST(%(days)s,
                        max(care_alert_days)) FROM pharma_therapeutic_group)
                    AND c.company_id = %(company)s AND c.state <> 'done'
                    -- before half a short supply is taken nobody can say how it works
                    AND GREATEST(l.date_runout - %(before)s, coalesce(l.date_supply, l.date_start)
                        + (l.days_of_supply + 1) / 2) <= %(today)s
                    AND c.entry_count = 0
                    AND (c.date_last_contact IS NULL OR c.date_last_contact <= l.date_start)
                    AND %(is_told)s
                ORDER BY c.partner_id, l.date_runout, c.id)
            RETURNING c.id, c.user_id
            """,
            values=SQL(
                "date_alerted = %s, date_alert_runout = c.date_runout, date_escalated = NULL", today
            )
            if is_first
            else SQL("date_escalated = %s", today),
            today=today,
            company=company.id,
            days=company.care_alert_days,
            before=SQL("told.days")
            if is_first
            else SQL("LEAST(told.days, %s)", company.care_escalation_days),
            is_told=self._get_not_told_condition(today)
            if is_first
            else SQL(
                "c.date_escalated IS NULL AND c.date_alerted < %s"
                " AND c.date_runout <= c.date_alert_runout",
                today,
            ),
            past=ALERT_PAST_DAYS,
        )

    @api.model
    def _get_not_told_condition(self, today):
        """Return the condition: nobody was told of this supply, nor of another of the customer.

        :param date today: in the company's time zone
        """
        return SQL(
            """
            (c.date_alerted IS NULL OR c.date_alert_runout < %(today)s)
            AND NOT EXISTS (SELECT FROM pharma_care_case k
                WHERE k.partner_id = c.partner_id AND k.company_id = c.company_id
                    AND k.id <> c.id AND k.state <> 'done' AND k.date_runout <= k.date_alert_runout
                    AND k.date_runout >= %(today)s::date - %(past)s
                    AND (k.date_last_contact IS NULL OR k.date_last_contact < k.date_alerted))
            """,
            today=today,
            past=ALERT_PAST_DAYS,
        )

    @api.model
    def _tell_alerts(self, company, user_ids, field_name):
        """Show the people concerned a notification in the client, one each.

        :param company: ``res.company`` of the cases
        :param list user_ids: the responsible of each case, None without one
        :param str field_name: 'date_alerted' or 'date_escalated'
        """
        is_first = field_name == 'date_alerted'
        managers = self.env.ref('pharma_care.group_care_manager').all_user_ids
        managers = managers.filtered(lambda user: company in user.company_ids)
        counts = Counter(user_ids)
        # where nobody is responsible managers were told at first; of his own each knows already
        told = (
            Counter()
            if is_first
            else Counter(
                {user: len(user_ids) - counts[None] - counts[user.id] for user in managers}
            )
        )
        if is_first:
            for user in self.env['res.users'].browse(filter(None, counts)):
                told[user] += counts[user.id]
            for user in managers:
                told[user] += counts[None]
        for user, count in told.items():
            if not count:
                continue
            env = self.with_context(lang=user.lang).env
            text = (
                env._("Customers to contact before their supply ends: %s", count)
                if is_first
                else env._("Customers whose supply ends and whom nobody has contacted: %s", count)
            )
            user._bus_send('pharma_care.alert', {'message': text})
