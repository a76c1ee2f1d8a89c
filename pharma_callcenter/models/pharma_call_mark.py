from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

HOUR = timedelta(hours=1)
# A state or a wait never counts for longer: whoever forgot to sign out was not on duty for weeks.
LONGEST = timedelta(days=1)


class PharmaCallMark(models.Model):
    """An hour of a company whose kept figures are no longer true; until the job has counted it
    again, reports count it from the calls (000-45, scale.md).

    Rows are only added and taken away: two that come at once never wait for each other, and what
    the job has not seen stays marked. An hour begins where a local hour of the company does.
    """

    _name = 'pharma.call.mark'
    _description = "Hour to Count Again"
    _log_access = False
    _order = 'id'

    company_id = fields.Many2one('res.company', required=True, ondelete='cascade')
    date_hour = fields.Datetime(string="Hour", required=True)

    _company_hour = models.Index('(company_id, date_hour)')

    @api.model
    def _mark(self, spans):
        """Mark the hours that spans of time touch.

        :param spans: list of (``res.company``, datetime from, datetime until or False), UTC
        """
        hours = set()
        now = fields.Datetime.now()
        for company, start, end in spans:
            if not start:
                continue
            last = min(end or now, start + LONGEST)
            hour = self._get_hour(company, start)
            while hour <= last or hour <= start:
                hours.add((company.id, hour))
                hour += HOUR
        self._mark_hours(hours)

    @api.model
    def _mark_hours(self, hours):
        """Mark hours.

        :param hours: set of (id of company, beginning of the hour in UTC)
        """
        if hours:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO pharma_call_mark (company_id, date_hour) VALUES %s",
                    SQL(", ").join(SQL("(%s, %s)", *hour) for hour in sorted(hours)),
                )
            )

    @api.model
    def _mark_calls(self, ids):
        """Mark all hours that calls touch with their visits and attempts, in one statement.

        For what writes calls by SQL; to be called when the rows are written, and before if their
        times change.

        :param ids: ids of ``pharma.call``
        """
        if not ids:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_call_mark (company_id, date_hour)
                SELECT DISTINCT t.company_id, %(hour)s
                  FROM (
                    SELECT company_id, date_start AS start, date_start AS stop
                      FROM pharma_call WHERE id = ANY(%(ids)s)
                    UNION ALL
                    SELECT company_id, date_enter, least(coalesce(date_answer, date_leave, %(now)s),
                           date_enter + interval '1 day')
                      FROM pharma_call_visit WHERE call_id = ANY(%(ids)s)
                    UNION ALL
                    SELECT company_id, date_ring, date_ring
                      FROM pharma_call_attempt WHERE call_id = ANY(%(ids)s)
                  ) t
                  JOIN res_company c ON c.id = t.company_id
                  CROSS JOIN LATERAL generate_series(%(first)s, greatest(t.start, t.stop),
                       interval '1 hour') AS moment(at)
                """,
                ids=list(ids),
                now=fields.Datetime.now(),
                hour=self._get_hour_sql(SQL("moment.at")),
                first=self._get_hour_sql(SQL("t.start")),
            )
        )

    @api.model
    def _mark_states(self, ids):
        """Mark all hours that states of agents last through.

        :param ids: ids of ``pharma.agent.state``: those that are new, and those that now end
            elsewhere
        """
        if not ids:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_call_mark (company_id, date_hour)
                SELECT DISTINCT s.company_id, %(hour)s
                  FROM pharma_agent_state s
                  JOIN res_company c ON c.id = s.company_id
                  CROSS JOIN LATERAL generate_series(%(first)s,
                       least(coalesce(s.date_end, %(now)s), s.date_start + interval '1 day'),
                       interval '1 hour') AS moment(at)
                 WHERE s.id = ANY(%(ids)s)
                """,
                ids=list(ids),
                now=fields.Datetime.now(),
                hour=self._get_hour_sql(SQL("moment.at")),
                first=self._get_hour_sql(SQL("s.date_start")),
            )
        )

    # === HOURS === #
    @api.model
    def _get_hour(self, company, moment):
        """Return the beginning of the company's local hour of a moment, both naive UTC."""
        zone = pytz.timezone(company._pharma_tz())
        local = pytz.utc.localize(moment).astimezone(zone)
        return moment - timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )

    @api.model
    def _get_hour_sql(self, moment):
        """Return the SQL of the same, with the company as ``c``.

        :param SQL moment: UTC
        """
        local = self._get_local_sql(moment)
        return SQL("(%s - (%s - date_trunc('hour', %s)))", moment, local, local)

    @api.model
    def _get_local_sql(self, moment):
        """Return the SQL of a moment in the zone of the company ``c``."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))", moment)
