from odoo import api, fields, models
from odoo.tools import SQL

# What fits into a column: whoever types nonsense by hand does not stop the figures of all.
MOST = 2**31 - 1


def get_seconds(column):
    """Return the SQL of the seconds of a call, as a day is the most that counts.

    :param str column: with its table
    """
    return SQL("least(greatest(coalesce(%s, 0), 0), 86400)", SQL(column))


def get_within(table, start, span=("h.date_hour", "h.date_hour + interval '1 hour'")):
    """Return the SQL of the rows of a table that began in the hour ``h``, for a lateral join.

    Looked up hour by hour: OFFSET 0 keeps PostgreSQL from comparing all rows with all hours.

    :param str table: name of the table
    :param str start: column with the beginning
    :param span: SQL texts of the first moment and of that after the last
    """
    return SQL(
        """
        (SELECT * FROM %(table)s WHERE company_id = h.company_id
            AND %(start)s >= %(first)s AND %(start)s < %(last)s OFFSET 0)
        """,
        table=SQL.identifier(table),
        start=SQL.identifier(start),
        first=SQL(span[0]),
        last=SQL(span[1]),
    )


def get_lasting(table, start, is_long):
    """Return the SQL of what may reach into the hour ``h``, for a lateral join: it began in this
    hour or the one before, or it is one of the few that last longer, and began within a day.

    :param str table: name of the table
    :param str start: column with the beginning
    :param str is_long: condition of the index of those that last longer than an hour
    """
    return SQL(
        """
        (SELECT * FROM %(table)s WHERE company_id = h.company_id
            AND %(start)s >= h.date_hour - interval '1 hour'
            AND %(start)s < h.date_hour + interval '1 hour'
         UNION ALL
         SELECT * FROM %(table)s WHERE company_id = h.company_id
            AND %(start)s >= h.date_hour - interval '1 day'
            AND %(start)s < h.date_hour - interval '1 hour' AND %(is_long)s
         OFFSET 0)
        """,
        table=SQL.identifier(table),
        start=SQL.identifier(start),
        is_long=SQL(is_long),
    )


class PharmaCallKeptMixin(models.AbstractModel):
    """Figures of calls kept by hours of companies, and how they are counted (000-45, scale.md).

    One statement counts: the job keeps its rows for hours that are over, and reports ask it for
    the rest - hours that are marked, and those that the job has not come to. So a report is exact
    to the call at any moment, and costs what the rest costs.
    """

    _name = 'pharma.call.kept.mixin'
    _description = "Kept Figures of Calls"
    _log_access = False

    # Names of what rows are grouped by beside company and hour, of what is summed up, of maxima.
    _pharma_keys = ()
    _pharma_sums = ()
    _pharma_maxima = ()

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, ondelete='cascade', index=False
    )
    date_hour = fields.Datetime(string="From", required=True, readonly=True)
    date = fields.Date(readonly=True, help="In the time zone of the company.")

    @api.model
    def _get_facts(self, hours, now, is_kept):
        """Return the queries of what happened, each with company, hour, keys and its counts.

        :param SQL hours: rows (company_id, date_hour)
        :param datetime now: until when waits and states last that go on
        :param bool is_kept: without waits that go on: when they end, their hours are marked
        :return: list of (SQL query, names of its counts)
        """
        raise NotImplementedError

    @api.model
    def _get_counting(self, hours, now, is_kept=False):
        """Return the query of the figures of hours, columns of :meth:`_get_columns`.

        :param SQL hours: rows (company_id, date_hour), each once
        :param datetime now: UTC
        :param bool is_kept: for rows that are kept
        """
        facts = [
            SQL(
                "SELECT company_id, date_hour, %s FROM (%s) f",
                SQL(", ").join(
                    SQL("%s", SQL.identifier(name))
                    if name in (*self._pharma_keys, *names)
                    else SQL("0 AS %s", SQL.identifier(name))
                    for name in (*self._pharma_keys, *self._pharma_sums, *self._pharma_maxima)
                ),
                query,
            )
            for query, names in self._get_facts(hours, now, is_kept)
        ]
        keys = SQL("".join(f', g.{name}' for name in self._pharma_keys))
        local = self.env['pharma.call.mark']._get_local_sql(SQL("g.date_hour"))
        return SQL(
            """
            SELECT g.company_id, g.date_hour, %(local)s::date AS date%(keys)s, %(counts)s
              FROM (%(facts)s) g
              JOIN res_company c ON c.id = g.company_id
             GROUP BY g.company_id, g.date_hour, c.pharma_tz%(keys)s
            """,
            local=local,
            keys=keys,
            facts=SQL(" UNION ALL ").join(facts),
            counts=SQL(", ").join(
                [
                    *(
                        SQL(
                            "least(sum(g.%s), %s)::int AS %s",
                            SQL.identifier(n),
                            MOST,
                            SQL.identifier(n),
                        )
                        for n in self._pharma_sums
                    ),
                    *(
                        SQL("max(g.%s)::int AS %s", SQL.identifier(n), SQL.identifier(n))
                        for n in self._pharma_maxima
                    ),
                ]
            ),
        )

    @api.model
    def _get_columns(self):
        """Return the SQL of the columns of kept and counted rows, in their order."""
        return SQL(", ").join(
            SQL.identifier(name)
            for name in (
                *('company_id', 'date_hour', 'date'),
                *self._pharma_keys,
                *self._pharma_sums,
                *self._pharma_maxima,
            )
        )

    @api.model
    def _get_figures(self):
        """Return the query of all figures: what is kept and still true, and the rest counted."""
        live = self.env['pharma.call.count']._get_live_hours()
        return SQL(
            """
            SELECT %(columns)s FROM %(table)s k
             WHERE NOT EXISTS (SELECT FROM (%(live)s) l
                WHERE l.company_id = k.company_id AND l.date_hour = k.date_hour)
            UNION ALL
            SELECT %(columns)s FROM (%(counting)s) counted
            """,
            columns=self._get_columns(),
            table=SQL.identifier(self._table),
            live=live,
            counting=self._get_counting(live, fields.Datetime.now()),
        )

    @api.model
    def _keep(self, hours):
        """Count hours that are over and keep the rows in place of former ones.

        :param hours: list of (id of company, beginning of the hour)
        """
        rows = SQL(
            "SELECT * FROM unnest(%s::int[], %s::timestamp[]) AS h (company_id, date_hour)",
            [company for company, _hour in hours],
            [hour for _company, hour in hours],
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s k USING (%s) h"
                " WHERE k.company_id = h.company_id AND k.date_hour = h.date_hour",
                SQL.identifier(self._table),
                rows,
            )
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM (%s) counted",
                SQL.identifier(self._table),
                self._get_columns(),
                self._get_columns(),
                self._get_counting(rows, fields.Datetime.now(), is_kept=True),
            )
        )
        self.invalidate_model(flush=False)
