from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

ALERT_BATCH = 2000
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
    days_since_contact = fields.Integer(
        string="Days without Interaction",
        compute='_compute_days_since_contact',
        search='_search_days_since_contact',
        help="Since the last care of the customer, or since the purchase.",
    )

    _alert_index = models.Index("(date_runout, id) WHERE state <> 'done' AND date_alerted IS NULL")
    _alerted_index = models.Index("(date_alerted, id) WHERE state <> 'done'")

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_alerted', 'date_last_contact')
    def _compute_is_alert(self):
        for case in self:
            contact = case.date_last_contact
            case.is_alert = (
                case.state != 'done'
                and bool(case.date_alerted)
                and not (contact and contact >= case.date_alerted)
            )

    def _search_is_alert(self, operator, _value):
        if operator != 'in':
            return NotImplemented
        return (
            Domain('state', '!=', 'done')
            & Domain('date_alerted', '!=', False)
            & Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "(%(contact)s IS NULL OR %(contact)s < %(alerted)s)",
                    contact=model._field_to_sql(alias, 'date_last_contact', query),
                    alerted=model._field_to_sql(alias, 'date_alerted', query),
                )
            )
        )

    @api.depends('date_last_contact', 'date_order', 'company_id')
    def _compute_days_since_contact(self):
        days = self._get_company_days(self.company_id)
        for case in self:
            today, _begin = days.get(case.company_id.id, (None, None))
            last = max(filter(None, [case.date_last_contact, case.date_order]), default=None)
            case.days_since_contact = (today - last).days if today and last else 0

    def _search_days_since_contact(self, operator, value):
        """Search by age with what is stored: more days ago is an earlier day."""
        turned = {'>': '<', '<': '>', '>=': '<=', '<=': '>='}
        if operator not in turned or not isinstance(value, int):
            return NotImplemented
        return self._get_daily_domain(
            lambda today, _begin: Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "GREATEST(%s, %s) %s %s",
                    model._field_to_sql(alias, 'date_last_contact', query),
                    model._field_to_sql(alias, 'date_order', query),
                    SQL(turned[operator]),
                    today - timedelta(days=value),
                )
            )
        )

    # === BUSINESS METHODS === #
    @api.model
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
        was interrupted goes on.
        """
        Cron = self.env['ir.cron']
        for company in self.env['res.company'].search(Domain.TRUE, order='id'):
            for field_name in ('date_alerted', 'date_escalated'):
                while rows := self.env.execute_query(self._get_alert_query(company, field_name)):
                    self.invalidate_model(['date_alerted', 'date_escalated'], flush=False)
                    self._tell_alerts(company, [user_id for _case, user_id in rows], field_name)
                    if not Cron._commit_progress(len(rows)):
                        return

    @api.model
    def _get_alert_query(self, company, field_name):
        """Return the statement that marks cases whose supply ends soon without a contact, and
        returns (case id, id of the responsible).

        :param company: ``res.company``
        :param str field_name: 'date_alerted', or 'date_escalated' for those that were alerted on
            an earlier day
        """
        is_first = field_name == 'date_alerted'
        self.flush_model()
        return SQL(
            """
            UPDATE pharma_care_case c SET %(field)s = %(today)s
             WHERE c.id IN (
                SELECT c.id
                FROM pharma_care_case c
                JOIN pharma_care_line l ON l.case_id = c.id AND l.state = 'open'
                JOIN product_product v ON v.id = l.product_id
                JOIN product_template t ON t.id = v.product_tmpl_id
                LEFT JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
                CROSS JOIN LATERAL (SELECT coalesce(nullif(g.care_alert_days, 0), %(days)s)
                    AS days) told
                WHERE c.company_id = %(company)s AND c.state <> 'done' AND c.%(field)s IS NULL
                    AND %(is_told)s
                    AND l.date_runout >= %(today)s::date - %(past)s
                    AND c.date_runout <= %(today)s::date + (SELECT GREATEST(%(days)s,
                        max(care_alert_days)) FROM pharma_therapeutic_group)
                    -- before half a short supply is taken nobody can say how it works
                    AND GREATEST(l.date_runout - %(before)s,
                        l.date_supply + (l.days_of_supply + 1) / 2) <= %(today)s
                    AND c.entry_count = 0
                    AND (c.date_last_contact IS NULL OR c.date_last_contact <= l.date_start)
                LIMIT %(limit)s)
            RETURNING c.id, c.user_id
            """,
            field=SQL.identifier(field_name),
            today=company._pharma_today(),
            company=company.id,
            days=company.care_alert_days,
            before=SQL("told.days")
            if is_first
            else SQL("LEAST(told.days, %s)", company.care_escalation_days),
            is_told=SQL("true")
            if is_first
            else SQL("c.date_alerted < %s", company._pharma_today()),
            past=ALERT_PAST_DAYS,
            limit=ALERT_BATCH,
        )

    @api.model
    def _tell_alerts(self, company, user_ids, field_name):
        """Show the people concerned a notification in the client.

        :param company: ``res.company`` of the cases
        :param list user_ids: the responsible of each case, None without one
        :param str field_name: 'date_alerted' or 'date_escalated'
        """
        is_first = field_name == 'date_alerted'
        counts = Counter()
        if is_first:
            users = self.env['res.users'].browse(filter(None, set(user_ids)))
            counts.update({user: user_ids.count(user.id) for user in users})
        for_managers = user_ids.count(None) if is_first else len(user_ids)
        if for_managers:
            managers = self.env.ref('pharma_care.group_care_manager').all_user_ids
            managers = managers.filtered(lambda user: company in user.company_ids)
            counts.update(dict.fromkeys(managers, for_managers))
        for user, count in counts.items():
            env = self.with_context(lang=user.lang).env
            text = (
                env._("Customers to contact before their supply ends: %s", count)
                if is_first
                else env._("Customers whose supply ends and whom nobody has contacted: %s", count)
            )
            user._bus_send('pharma_care.alert', {'message': text})
