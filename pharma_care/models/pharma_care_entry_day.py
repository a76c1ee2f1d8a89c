import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

DAY_FIELDS = ('date_day', 'timing')


class PharmaCareEntry(models.Model):
    """The day of a care in its company, and whether it came in time: what the figures of employees
    count by (004-38, 004-67).
    """

    _inherit = 'pharma.care.entry'

    date_day = fields.Date(
        string="Day",
        compute='_compute_date_day',
        store=True,
        precompute=True,
        help="In the time zone of the company.",
    )
    date_due = fields.Date(
        string="Was Due On",
        readonly=True,
        copy=False,
        help="Care date of the case when the care was recorded.",
    )
    timing = fields.Selection(
        [('on_time', "On Time"), ('late', "Late")],
        compute='_compute_timing',
        store=True,
        precompute=True,
        help="On time: on the care date of the case or before. Empty where nobody was reached, and"
        " for what was recorded before this was noted.",
    )
    is_first_of_day = fields.Boolean(
        string="First of the Day",
        compute='_compute_is_first_of_day',
        search='_search_is_first_of_day',
        exportable=False,
        help="The first care of the customer by this employee on this day: customers who were"
        " reached count once a day.",
    )

    # what the figures ask is in the index: a month is counted without reading the texts
    _day_index = models.Index(
        "(company_id, date_day, user_id) INCLUDE (partner_id, is_attempt, is_final, timing,"
        " response_type_id)"
    )
    # in place of an index on the user alone: it also tells when somebody was last in contact
    _user_date_index = models.Index("(user_id, company_id, date)")

    # === COMPUTE METHODS === #
    @api.depends('date', 'company_id')
    def _compute_date_day(self):
        for entry in self:
            day = False
            if entry.date and entry.company_id:
                zone = pytz.timezone(entry.company_id._pharma_tz())
                day = pytz.utc.localize(entry.date).astimezone(zone).date()
            entry.date_day = day

    @api.depends('date_day', 'date_due', 'is_attempt')
    def _compute_timing(self):
        for entry in self:
            timing = False
            if entry.date_day and entry.date_due and not entry.is_attempt:
                timing = 'on_time' if entry.date_day <= entry.date_due else 'late'
            entry.timing = timing

    @api.depends('date', 'partner_id', 'user_id', 'is_attempt')
    def _compute_is_first_of_day(self):
        first = set(self._search([('id', 'in', self.ids), ('is_first_of_day', '=', True)]))
        for entry in self:
            entry.is_first_of_day = entry.id in first

    def _search_is_first_of_day(self, operator, _value):
        if operator != 'in':
            return NotImplemented
        self.flush_model()
        return Domain('is_attempt', '!=', True) & Domain.custom(to_sql=_get_first_of_day_sql)

    # === BUSINESS METHODS === #
    @api.model
    def _update_days(self, company_ids):
        """Work out the days of cares anew after the time zone of companies has changed.

        Only cares near midnight get another day, so few rows are written.

        :param list company_ids: ids of ``res.company``
        """
        self.flush_model()
        self.env['res.company'].flush_model(['pharma_tz'])
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_entry e SET date_day = new.day, timing = CASE
                    WHEN e.timing IS NULL THEN NULL
                    WHEN new.day <= e.date_due THEN 'on_time' ELSE 'late' END
                FROM pharma_care_entry old
                JOIN res_company c ON c.id = old.company_id
                CROSS JOIN LATERAL (SELECT (old.date AT TIME ZONE 'UTC' AT TIME ZONE
                    coalesce(c.pharma_tz, 'UTC'))::date AS day) new
                WHERE e.id = old.id AND c.id = ANY(%s) AND old.date_day IS DISTINCT FROM new.day
                """,
                company_ids,
            )
        )
        self.invalidate_model(DAY_FIELDS, flush=False)


def _get_first_of_day_sql(_model, alias, _query):
    """Return the condition: the employee has no earlier care of the customer on that day.

    Whatever the user may read: a figure is the same for all who see it.
    """
    return SQL(
        """
        NOT EXISTS (SELECT FROM pharma_care_entry earlier
            WHERE earlier.company_id = %(entry)s.company_id
                AND earlier.date_day = %(entry)s.date_day AND earlier.user_id = %(entry)s.user_id
                AND earlier.partner_id = %(entry)s.partner_id
                AND earlier.is_attempt IS NOT TRUE AND earlier.id < %(entry)s.id)
        """,
        entry=SQL.identifier(alias),
    )
