from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

KEPT = ('pharma.call.hour', 'pharma.agent.hour', 'pharma.call.day')
# Hours counted at once: some seconds of work, then what is done is kept.
SLICE = 500
# Of the lock that lets one job count at a time.
KEY = 'pharma_call_count'


class PharmaCallCount(models.Model):
    """Until when the figures of calls of a company are kept, and how they were counted.

    Hours from ``date_until`` on are counted when they are asked for. A company that moves to
    another time zone, or changes what its queues count, has all hours counted again. (000-45)
    """

    _name = 'pharma.call.count'
    _description = "Progress of the Figures of Calls"
    _log_access = False
    _rec_name = 'company_id'

    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    date_until = fields.Datetime(string="Kept Until", required=True, readonly=True)
    settings = fields.Char(
        readonly=True, help="Of time zone, work time, queues and purposes it was counted with."
    )

    _company_unique = models.UniqueIndex('(company_id)')

    @api.model
    def _get_live_hours(self):
        """Return the query of the hours that are not kept: rows (company_id, date_hour)."""
        return SQL(
            """
            SELECT company_id, date_hour FROM pharma_call_mark
            UNION
            SELECT company_id, generate_series(date_until, %s::timestamp, interval '1 hour')
              FROM pharma_call_count
            """,
            fields.Datetime.now(),
        )

    @api.model
    def _cron_count(self):
        """Keep the figures of hours that are over or have changed; commits after each slice."""
        Cron = self.env['ir.cron']
        if not self._lock():
            return
        self._advance()
        left = self._get_left()
        Cron._commit_progress(remaining=left)
        # the lock ends with what it committed
        while left and self._lock():
            self._count_slice()
            left = self._get_left()
            if not Cron._commit_progress(1, remaining=left):
                return

    @api.model
    def _lock(self):
        """Return whether nobody else counts, until the end of the transaction."""
        [[is_ours]] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s))", KEY)
        )
        return is_ours

    @api.model
    def _advance(self):
        """Mark the hours that are over since the last time; all hours of a company whose settings
        have changed."""
        self.env.flush_all()
        Mark = self.env['pharma.call.mark']
        now = fields.Datetime.now()
        known = {count.company_id.id: count for count in self.search(Domain.TRUE)}
        for company in self.env['res.company'].search(Domain.TRUE):
            until = Mark._get_hour(company, now)
            settings = company._pharma_count_settings()
            count = known.get(company.id)
            if count and count.settings == settings and count.date_until == until:
                continue
            if count and count.settings == settings:
                hours = int((until - count.date_until) / timedelta(hours=1))
                Mark._mark_hours(
                    {
                        (company.id, count.date_until + timedelta(hours=place))
                        for place in range(hours)
                    }
                )
                count.date_until = until
                continue
            self._mark_all(company)
            if count:
                count.write({'date_until': until, 'settings': settings})
            else:
                self.create({'company_id': company.id, 'date_until': until, 'settings': settings})
        self.env.flush_all()

    @api.model
    def _mark_all(self, company):
        """Drop what is kept of a company and mark every hour that has something to count."""
        for name in KEPT:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE company_id = %s",
                    SQL.identifier(self.env[name]._table),
                    company.id,
                )
            )
        Mark = self.env['pharma.call.mark']
        moments = SQL(" UNION ALL ").join(
            SQL(
                "SELECT company_id, %s AS at FROM %s WHERE company_id = %s",
                SQL.identifier(column),
                SQL.identifier(table),
                company.id,
            )
            for table, column in (
                ('pharma_call', 'date_start'),
                ('pharma_call_visit', 'date_enter'),
                ('pharma_call_attempt', 'date_ring'),
            )
        )
        lasting = SQL(" UNION ALL ").join(
            SQL(
                "SELECT company_id, %(start)s AS start, least(coalesce(%(stop)s, %(now)s),"
                " %(start)s + interval '1 day') AS stop FROM %(table)s WHERE company_id = %(id)s",
                start=SQL.identifier(start),
                stop=stop,
                now=fields.Datetime.now(),
                table=SQL.identifier(table),
                id=company.id,
            )
            for table, start, stop in (
                ('pharma_agent_state', 'date_start', SQL("date_end")),
                ('pharma_agent_shift', 'date_start', SQL("date_end")),
                ('pharma_call_visit', 'date_enter', SQL("coalesce(date_answer, date_leave)")),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_call_mark (company_id, date_hour)
                SELECT t.company_id, %s FROM (%s) t JOIN res_company c ON c.id = t.company_id
                UNION
                SELECT t.company_id, %s FROM (%s) t JOIN res_company c ON c.id = t.company_id
                  CROSS JOIN LATERAL generate_series(%s, t.stop, interval '1 hour') AS moment(at)
                """,
                Mark._get_hour_sql(SQL("t.at")),
                moments,
                Mark._get_hour_sql(SQL("moment.at")),
                lasting,
                Mark._get_hour_sql(SQL("t.start")),
            )
        )

    @api.model
    def _get_left(self):
        [[left]] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FROM (
                    SELECT DISTINCT m.company_id, m.date_hour FROM pharma_call_mark m
                      JOIN pharma_call_count c ON c.company_id = m.company_id
                     WHERE m.date_hour < c.date_until) hours
                """
            )
        )
        return left

    @api.model
    def _count_slice(self, size=SLICE):
        """Count some marked hours that are over, the latest first, and take their marks away.

        :param int size: how many hours at most
        """
        self.env.flush_all()
        hours = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT m.company_id, m.date_hour FROM pharma_call_mark m
                  JOIN pharma_call_count c ON c.company_id = m.company_id
                 WHERE m.date_hour < c.date_until ORDER BY m.date_hour DESC LIMIT %s
                """,
                size,
            )
        )
        if not hours:
            return
        # what a transaction adds that this one does not see stays, with its calls
        self.env.cr.execute(
            SQL(
                "DELETE FROM pharma_call_mark WHERE (company_id, date_hour) IN (%s)",
                SQL(", ").join(SQL("(%s, %s)", *hour) for hour in hours),
            )
        )
        for name in KEPT:
            self.env[name]._keep(hours)
