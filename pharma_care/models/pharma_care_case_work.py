from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query, groupby

from ..tools import assign_alike, get_begin_of_day


class PharmaCareCase(models.Model):
    """What is due, as questions that an index answers (004-43, 004-44, 004-54).

    Nothing of this is stored: 'today' is another day in each company's time zone, and changes at
    midnight without anybody writing.
    """

    _inherit = 'pharma.care.case'

    is_due = fields.Boolean(
        string="Due",
        compute='_compute_is_due',
        search='_search_is_due',
        help="The care date has come, nobody has contacted the customer today, and whoever was not"
        " reached is to be tried again by now.",
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute='_compute_is_due',
        search='_search_is_overdue',
        help="The care date has passed.",
    )
    is_contacted_today = fields.Boolean(
        string="Contacted Today",
        compute='_compute_is_contacted_today',
        search='_search_is_contacted_today',
        help="A care was recorded today for this case.",
    )
    is_customer_next = fields.Boolean(
        string="Next of the Customer",
        compute='_compute_is_customer_next',
        search='_search_is_customer_next',
        help="Of the customer's open cases, the one with the nearest care date.",
    )

    _last_entry_index = models.Index('(date_last_entry) WHERE date_last_entry IS NOT NULL')

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_due', 'date_last_contact', 'date_retry', 'company_id')
    def _compute_is_due(self):
        days = self._get_company_days(self.company_id)
        now = fields.Datetime.now()
        due, overdue = [], []
        for case in self:
            today, _begin = days.get(case.company_id.id, (None, None))
            is_open = case.state != 'done' and bool(case.date_due and today)
            contact = case.date_last_contact
            is_tried = bool(case.date_retry and case.date_retry > now)
            due.append(
                is_open
                and case.date_due <= today
                and not is_tried
                and not (contact and contact >= today)
            )
            overdue.append(is_open and case.date_due < today)
        assign_alike(self, 'is_due', due)
        assign_alike(self, 'is_overdue', overdue)

    @api.depends('date_last_entry', 'company_id')
    def _compute_is_contacted_today(self):
        days = self._get_company_days(self.company_id)
        for case in self:
            _today, begin = days.get(case.company_id.id, (None, None))
            last = case.date_last_entry
            case.is_contacted_today = bool(begin and last and last >= begin)

    @api.depends('state', 'date_due')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_is_customer_next(self):
        nearest = self.search([('id', 'in', self.ids), ('is_customer_next', '=', True)])
        for case in self:
            case.is_customer_next = case._origin in nearest

    # === SEARCH METHODS === #
    def _search_is_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('state', '!=', 'done') & self._get_daily_domain(
            lambda today, _begin: (
                Domain('date_due', '<=', today)
                & (
                    Domain('date_last_contact', '=', False)
                    | Domain('date_last_contact', '<', today)
                )
                & (
                    Domain('date_retry', '=', False)
                    | Domain('date_retry', '<=', fields.Datetime.now())
                )
            )
        )

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('state', '!=', 'done') & self._get_daily_domain(
            lambda today, _begin: Domain('date_due', '<', today)
        )

    def _search_is_contacted_today(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_daily_domain(lambda _today, begin: Domain('date_last_entry', '>=', begin))

    def _search_is_customer_next(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('state', '!=', 'done') & Domain.custom(to_sql=_get_customer_next_sql)

    def _get_daily_domain(self, get_domain):
        """Return the union over companies of a domain that depends on the company's day.

        :param get_domain: function of today (date) and its begin (datetime, UTC) -> Domain
        """
        companies = self.env.companies  # the record rule lets nothing else through
        if self.env.su:
            companies = companies.with_context(active_test=False).search(Domain.TRUE)
        days = groupby(self._get_company_days(companies).items(), lambda item: item[1])
        if len(days) == 1:
            # the common case: an index on the date alone serves it
            return get_domain(*next(iter(dict(days))))
        return Domain.OR(
            get_domain(*day)
            & Domain('company_id', 'in', [company_id for company_id, _day in group])
            for day, group in days
        )

    @api.model
    def _get_company_days(self, companies):
        """Return {company id: (today, moment at which it began, UTC without zone)}."""
        days = {}
        # sudo: what day it is in a company, whatever else of it the user may read
        for company in companies.sudo():
            today = company._pharma_today()
            days[company.id] = (today, get_begin_of_day(today, company._pharma_tz()))
        return days


def _get_customer_next_sql(model, alias, _query):
    """Return the condition: no open case of the customer that the user may read comes earlier.

    Correlated, so that a page of a list costs one look into the index of open cases per row.
    """
    other = Query(model.env, f'{alias}__earlier', SQL.identifier(model._table))
    if not model.env.su:
        # as the ORM's search: what the rules name need not be readable itself
        model_sudo = model.sudo().with_context(active_test=False)
        rules = model.env['ir.rule']._compute_domain(model._name, 'read')
        rules = rules.optimize_full(model_sudo)
        if not rules.is_true():
            other.add_where(rules._to_sql(model_sudo, f'{alias}__earlier', other))
    other.add_where(
        SQL(
            "%(other)s.partner_id = %(case)s.partner_id AND %(other)s.state <> 'done'"
            " AND (%(other)s.date_due, %(other)s.id) < (%(case)s.date_due, %(case)s.id)",
            other=SQL.identifier(f'{alias}__earlier'),
            case=SQL.identifier(alias),
        )
    )
    return SQL("NOT EXISTS (%s)", other.select(SQL("1")))
