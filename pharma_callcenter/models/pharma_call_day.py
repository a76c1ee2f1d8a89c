from odoo import api, fields, models
from odoo.tools import SQL

from .pharma_call import DIRECTIONS
from .pharma_call_kept_mixin import MOST, get_seconds, get_within

COLUMNS = SQL(
    "company_id, date, user_id, purpose_id, direction, call_count, connected_count, talk_seconds,"
    " order_count"
)


class PharmaCallDay(models.Model):
    """Calls of employees by purpose and direction, a day each (000-06, 000-44, 000-45).

    By days, as purposes by hours would be nearly as many rows as there are calls. A day is kept
    while none of its hours is to be counted.
    """

    _name = 'pharma.call.day'
    _description = "Kept Figures of Purposes"
    _log_access = False

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, ondelete='cascade', index=False
    )
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one('res.users', readonly=True, ondelete='cascade', index=True)
    purpose_id = fields.Many2one(
        'pharma.call.purpose', readonly=True, ondelete='cascade', index=True
    )
    direction = fields.Selection(DIRECTIONS, readonly=True)
    call_count = fields.Integer(readonly=True)
    connected_count = fields.Integer(readonly=True)
    talk_seconds = fields.Integer(readonly=True)
    order_count = fields.Integer(readonly=True)

    _company_date = models.Index('(company_id, date)')

    @api.model
    def _get_days(self, hours):
        """Return the query of the days of hours: (company_id, date, start, stop), in UTC."""
        return SQL(
            """
            SELECT d.company_id, d.date,
                d.date::timestamp AT TIME ZONE d.tz AT TIME ZONE 'UTC' AS start,
                (d.date + 1)::timestamp AT TIME ZONE d.tz AT TIME ZONE 'UTC' AS stop
              FROM (
                SELECT DISTINCT h.company_id, coalesce(c.pharma_tz, 'UTC') AS tz,
                    %s::date AS date
                  FROM (%s) h JOIN res_company c ON c.id = h.company_id
              ) d
            """,
            self.env['pharma.call.mark']._get_local_sql(SQL("h.date_hour")),
            hours,
        )

    @api.model
    def _get_counting(self, hours):
        """Return the query of the figures of the days that hours are of.

        :param SQL hours: rows (company_id, date_hour)
        """
        return SQL(
            """
            SELECT k.company_id, h.date, k.user_id, k.purpose_id, k.direction,
                count(*)::int AS call_count,
                count(*) FILTER (WHERE k.state IN ('answered', 'talking'))::int AS connected_count,
                least(coalesce(sum(%s) FILTER (WHERE k.state IN ('answered', 'talking')), 0),
                    %s)::int AS talk_seconds,
                count(DISTINCT k.order_id) FILTER (WHERE o.state = 'sale')::int AS order_count
              FROM (%s) h
             CROSS JOIN LATERAL %s k
              LEFT JOIN LATERAL (SELECT state FROM sale_order WHERE id = k.order_id OFFSET 0) o
                ON TRUE
             GROUP BY 1, 2, 3, 4, 5
            """,
            get_seconds('k.talk_seconds'),
            MOST,
            self._get_days(hours),
            get_within('pharma_call', 'date_start', ('h.start', 'h.stop')),
        )

    @api.model
    def _get_figures(self):
        """Return the query of all figures: days that are kept and still true, the rest counted."""
        live = self.env['pharma.call.count']._get_live_hours()
        return SQL(
            """
            SELECT %(columns)s FROM pharma_call_day k
             WHERE NOT EXISTS (SELECT FROM (%(days)s) l
                WHERE l.company_id = k.company_id AND l.date = k.date)
            UNION ALL
            SELECT %(columns)s FROM (%(counting)s) counted
            """,
            columns=COLUMNS,
            days=self._get_days(live),
            counting=self._get_counting(live),
        )

    @api.model
    def _keep(self, hours):
        """Count the days of hours and keep the rows in place of former ones.

        :param hours: list of (id of company, beginning of the hour)
        """
        rows = SQL(
            "SELECT * FROM unnest(%s::int[], %s::timestamp[]) AS h (company_id, date_hour)",
            [company for company, _hour in hours],
            [hour for _company, hour in hours],
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM pharma_call_day k USING (%s) d"
                " WHERE k.company_id = d.company_id AND k.date = d.date",
                self._get_days(rows),
            )
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO pharma_call_day (%s) SELECT %s FROM (%s) counted",
                COLUMNS,
                COLUMNS,
                self._get_counting(rows),
            )
        )
        self.invalidate_model(flush=False)
