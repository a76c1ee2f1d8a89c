from datetime import date, timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# What is counted, in the order in which screens show it.
COUNTS = (
    'care_count',
    'customer_count',
    'attempt_count',
    'closed_count',
    'good_count',
    'worry_count',
    'timed_count',
    'ontime_count',
    'judged_count',
    'bought_count',
    'bought_amount',
    'listed_count',
    'list_done_count',
)
# Shares: (what counts, of how many).
SHARES = {
    'ontime_share': ('ontime_count', 'timed_count'),
    'bought_share': ('bought_count', 'judged_count'),
    'list_share': ('list_done_count', 'listed_count'),
}
# What a target may be set for, and what employees are shown; the rest is what shares are made of.
FIGURES = (
    'care_count',
    'customer_count',
    'attempt_count',
    'closed_count',
    'ontime_share',
    'good_count',
    'worry_count',
    'list_share',
    'bought_count',
    'bought_share',
    'bought_amount',
)
# Less of it is better: no target is set for it.
UNWANTED = ('worry_count',)
# Ids of rows are put together from numbers: (first, user, day); days from this one on. Portal users
# of many customers are users, too; up to 180,000 targets an id is a whole number in the browser.
USER_BASE = 10**6
DAY_BASE = 50000
FIRST_DAY = date(2000, 1, 1)

# The records behind a figure: (model, field of the day, domain).
CARES = Domain('is_attempt', '!=', True)
RECORDS = {
    'care_count': ('pharma.care.entry', CARES),
    'customer_count': ('pharma.care.entry', Domain('is_first_of_day', '=', True)),
    'attempt_count': ('pharma.care.entry', Domain('is_attempt', '=', True)),
    'closed_count': ('pharma.care.entry', Domain('is_final', '=', True)),
    'good_count': ('pharma.care.entry', CARES & Domain('response_type_id.tone', '=', 'good')),
    'worry_count': ('pharma.care.entry', CARES & Domain('response_type_id.tone', '=', 'bad')),
    'timed_count': ('pharma.care.entry', Domain('timing', '!=', False)),
    'ontime_count': ('pharma.care.entry', Domain('timing', '=', 'on_time')),
    'judged_count': ('pharma.care.effect', Domain('contact', '=', 'contacted')),
    'bought_count': (
        'pharma.care.effect',
        Domain('contact', '=', 'contacted') & Domain('is_bought', '=', True),
    ),
    'listed_count': ('pharma.care.list.item', Domain.TRUE),
    'list_done_count': ('pharma.care.list.item', Domain('state', '=', 'done')),
}
RECORDS |= {share: RECORDS[whole] for share, (_part, whole) in SHARES.items()}
RECORDS['bought_amount'] = RECORDS['bought_count']
DAY_FIELDS = {
    'pharma.care.entry': 'date_day',
    'pharma.care.effect': 'date_judged',
    'pharma.care.list.item': 'date',
}
ACTIONS = {
    'pharma.care.entry': 'pharma_care.pharma_care_entry_action',
    'pharma.care.effect': 'pharma_care.pharma_care_effect_action',
    'pharma.care.list.item': 'pharma_care.pharma_care_list_item_action',
}


class PharmaCareFigureMixin(models.AbstractModel):
    """What an employee did and achieved, counted by the day of the company (004-38, 004-67).

    One statement counts for all reports, and one table says which records stand behind a figure,
    so that a figure and its records cannot differ.
    """

    _name = 'pharma.care.figure.mixin'
    _description = "Figures of Employees"

    # === QUERIES === #
    @api.model
    def _get_figures_query(self, get_days=None):
        """Return the query of the figures: a row per company, employee and day.

        A condition on these three reaches the indexes below.

        :param get_days: function of a column with the day (SQL) -> condition (SQL), where the
            query stands in a lateral join
        """
        get_days = get_days or (lambda _column: SQL("true"))
        queries = (
            self._get_entries_query(get_days),
            self._get_effects_query(get_days),
            self._get_lists_query(get_days),
        )
        return SQL(
            "SELECT company_id, user_id, day, %s FROM (%s) figures"
            " GROUP BY company_id, user_id, day",
            self._get_sums(),
            SQL(" UNION ALL ").join(queries),
        )

    @api.model
    def _get_sums(self):
        """Return the SQL of the sums of all counts, to put together rows of them."""
        return SQL(", ").join(
            SQL("sum(%s)::%s AS %s", SQL.identifier(name), _get_type(name), SQL.identifier(name))
            for name in COUNTS
        )

    @api.model
    def _get_columns(self, **counted):
        """Return the SQL of all counts in their order; what is not counted is 0."""
        return SQL(", ").join(
            SQL("%s AS %s", counted.get(name, SQL("0")), SQL.identifier(name)) for name in COUNTS
        )

    @api.model
    def _get_entries_query(self, get_days):
        """Return the query of what was recorded; a customer counts once a day.

        Grouped in the order of the index, PostgreSQL counts as it reads.
        """
        is_care = SQL("e.is_attempt IS NOT TRUE")
        return SQL(
            """
            SELECT e.company_id, e.user_id, e.date_day AS day, %(columns)s
            FROM pharma_care_entry e
            LEFT JOIN pharma_care_response_type t ON t.id = e.response_type_id
            WHERE e.date_day IS NOT NULL AND %(days)s
            GROUP BY e.company_id, e.date_day, e.user_id
            """,
            columns=self._get_columns(
                care_count=SQL("count(*) FILTER (WHERE %s)", is_care),
                customer_count=SQL("count(DISTINCT e.partner_id) FILTER (WHERE %s)", is_care),
                attempt_count=SQL("count(*) FILTER (WHERE e.is_attempt)"),
                closed_count=SQL("count(*) FILTER (WHERE e.is_final)"),
                good_count=SQL("count(*) FILTER (WHERE %s AND t.tone = 'good')", is_care),
                worry_count=SQL("count(*) FILTER (WHERE %s AND t.tone = 'bad')", is_care),
                timed_count=SQL("count(e.timing)"),
                ontime_count=SQL("count(*) FILTER (WHERE e.timing = 'on_time')"),
            ),
            days=get_days(SQL("e.date_day")),
        )

    @api.model
    def _get_effects_query(self, get_days):
        """Return the query of cases whose observation is over, by who cared last."""
        return SQL(
            """
            SELECT e.company_id, e.user_id, e.date_judged AS day, %(columns)s
            FROM pharma_care_effect e
            WHERE e.contact = 'contacted' AND e.user_id IS NOT NULL
                AND e.date_judged IS NOT NULL AND %(days)s
            GROUP BY e.company_id, e.date_judged, e.user_id
            """,
            columns=self._get_columns(
                judged_count=SQL("count(*)"),
                bought_count=SQL("count(*) FILTER (WHERE e.is_bought)"),
                bought_amount=SQL("coalesce(sum(e.amount_bought) FILTER (WHERE e.is_bought), 0)"),
            ),
            days=get_days(SQL("e.date_judged")),
        )

    @api.model
    def _get_lists_query(self, get_days):
        """Return the query of customers in calling lists, which are kept for some months."""
        return SQL(
            """
            SELECT l.company_id, l.user_id, l.date AS day, %(columns)s
            FROM pharma_care_list l
            JOIN pharma_care_list_item i ON i.list_id = l.id
            WHERE %(days)s
            GROUP BY l.company_id, l.user_id, l.date
            """,
            columns=self._get_columns(
                listed_count=SQL("count(*)"),
                list_done_count=SQL("count(*) FILTER (WHERE i.state = 'done')"),
            ),
            days=get_days(SQL("l.date")),
        )

    @api.model
    def _get_share_columns(self):
        """Return the SQL of the shares, in per cent; empty where there is nothing to share."""
        return SQL(", ").join(
            SQL(
                "(100.0 * %s / nullif(%s, 0))::float AS %s",
                SQL.identifier(part),
                SQL.identifier(whole),
                SQL.identifier(share),
            )
            for share, (part, whole) in SHARES.items()
        )

    # === ROWS AND RECORDS === #
    @api.model
    def _get_id_column(self, first, user, day):
        """Return the SQL of the id of a row, from which :meth:`_split_ids` gets its parts."""
        return SQL(
            "(%s::bigint * %s + %s) * %s + (%s - %s::date)",
            first,
            USER_BASE,
            user,
            DAY_BASE,
            day,
            FIRST_DAY,
        )

    @api.model
    def _split_ids(self, ids):
        """Return [(first, user id, day)] of ids of rows; of what is no id nothing."""
        parts = []
        for id_ in ids:
            if type(id_) is int and 0 < id_ < 2**63:
                rest, day = divmod(id_, DAY_BASE)
                parts.append((*divmod(rest, USER_BASE), FIRST_DAY + timedelta(days=day)))
        return parts

    @api.model
    def _get_records_action(self, figure, companies, users, date_from, date_to):
        """Return the window action of the records that a figure counts, exactly (product.md 22).

        :param str figure: key of ``RECORDS``
        :param companies: ``res.company``
        :param users: ``res.users``
        :param date date_from: first day
        :param date date_to: last day
        :raise UserError: for another figure
        """
        if not isinstance(figure, str) or figure not in RECORDS:
            raise UserError(self.env._("Choose a figure: there are no records behind this one."))
        name, domain = RECORDS[figure]
        domain &= (
            Domain('company_id', 'in', companies.ids)
            & Domain('user_id', 'in', users.ids)
            & Domain(DAY_FIELDS[name], '>=', date_from)
            & Domain(DAY_FIELDS[name], '<=', date_to)
        )
        action = self.env['ir.actions.act_window']._for_xml_id(ACTIONS[name])
        modes = action['views']
        if name == 'pharma.care.effect':
            # the records, not what else can be made of them
            modes = sorted(modes, key=lambda mode: mode[1] != 'list')
        return {
            **action,
            'display_name': self._get_figure_label(figure),
            'views': modes,
            'domain': list(domain),
            'context': {'create': False},
        }

    @api.model
    def _get_figure_label(self, figure):
        return self.env['pharma.care.day']._fields[figure]._description_string(self.env)


def _get_type(name):
    return SQL("numeric") if name == 'bought_amount' else SQL("int")
