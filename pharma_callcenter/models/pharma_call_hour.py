from odoo import api, fields, models
from odoo.tools import SQL

from .pharma_call_kept_mixin import get_lasting, get_seconds, get_within

SUMS = (
    *('entered_count', 'moved_count', 'short_count', 'offered_count', 'answered_count'),
    *('abandoned_count', 'lost_count', 'within_count', 'abandoned_within_count'),
    *('outside_count', 'answer_wait_seconds', 'abandon_wait_seconds', 'talk_seconds'),
    'queue_seconds',
)
MAXIMA = ('answer_wait_max', 'queue_max')
# Waits that reach beyond the next hour: few, and found by an index of their own.
LONG_VISIT = """(coalesce(date_answer, date_leave) IS NULL
    OR coalesce(date_answer, date_leave) > date_enter + interval '1 hour')"""
# Of calls that passed through no queue: what a new queue proposes.
SERVICE_SECONDS, SHORT_SECONDS = 20, 5


class PharmaCallHour(models.Model):
    """What queues had to answer, an hour each: visits by the hour in which they entered the queue,
    incoming calls without a queue by that of their start (000-49..52, 003-11)."""

    _name = 'pharma.call.hour'
    _inherit = ['pharma.call.kept.mixin']
    _description = "Kept Figures of Queues"
    _pharma_keys = ('queue_id',)
    _pharma_sums = SUMS
    _pharma_maxima = MAXIMA

    queue_id = fields.Many2one('pharma.call.queue', readonly=True, ondelete='cascade', index=True)
    entered_count = fields.Integer(readonly=True)
    moved_count = fields.Integer(readonly=True)
    short_count = fields.Integer(readonly=True)
    offered_count = fields.Integer(readonly=True)
    answered_count = fields.Integer(readonly=True)
    abandoned_count = fields.Integer(readonly=True)
    lost_count = fields.Integer(readonly=True)
    within_count = fields.Integer(readonly=True)
    abandoned_within_count = fields.Integer(readonly=True)
    outside_count = fields.Integer(readonly=True)
    answer_wait_seconds = fields.Integer(readonly=True)
    abandon_wait_seconds = fields.Integer(readonly=True)
    talk_seconds = fields.Integer(readonly=True)
    queue_seconds = fields.Integer(readonly=True, help="Seconds that callers waited in this hour.")
    answer_wait_max = fields.Integer(readonly=True)
    queue_max = fields.Integer(readonly=True, help="Most callers who waited at a moment.")

    _company_hour = models.Index('(company_id, date_hour)')
    _company_date = models.Index('(company_id, date)')

    @api.model
    def _get_facts(self, hours, now, is_kept):
        end = SQL("coalesce(v.date_answer, v.date_leave%s)", SQL() if is_kept else SQL(", %s", now))
        return [
            (self._get_offers(hours), (*SUMS[:-1], 'answer_wait_max')),
            (self._get_lengths(hours, end), ('queue_seconds', 'queue_max')),
        ]

    @api.model
    def _get_offers(self, hours):
        """Return the query of what was offered, a row per visit or call without a queue.

        Beside the counts, which are 0 or 1, rows tell ``call_id``: who asks which calls a figure
        counts gets those of its rows.

        :param SQL hours: rows (company_id, date_hour)
        """
        offers = SQL(
            """
            SELECT v.company_id, v.queue_id, h.date_hour, v.call_id, v.date_enter AS moment,
                %(visit_wait)s AS wait, %(visit_talk)s AS talk,
                CASE WHEN v.result = 'waiting' THEN NULL
                     WHEN v.result IN ('answered', 'abandoned') THEN v.result
                     -- passed on: offered where it went
                     WHEN EXISTS (SELECT FROM pharma_call_visit n WHERE n.call_id = v.call_id
                        AND (n.date_enter, n.id) > (v.date_enter, v.id) OFFSET 0) THEN 'moved'
                     ELSE 'lost' END AS result
              FROM (%(hours)s) h
             CROSS JOIN LATERAL %(visits)s v
            UNION ALL
            SELECT k.company_id, k.queue_id, h.date_hour, k.id, k.date_start, %(wait)s, %(talk)s,
                CASE WHEN k.state IN ('answered', 'talking') THEN 'answered'
                     WHEN k.state = 'abandoned' THEN 'abandoned'
                     WHEN k.state IN ('ringing', 'queued') THEN NULL
                     ELSE 'lost' END
              FROM (%(hours)s) h
             CROSS JOIN LATERAL %(calls)s k
             WHERE k.direction = 'inbound'
               -- looked up for each: OFFSET 0 keeps all visits from being read instead
               AND NOT EXISTS (
                SELECT FROM pharma_call_visit v WHERE v.call_id = k.id OFFSET 0)
            """,
            hours=hours,
            visit_wait=get_seconds('v.wait_seconds'),
            visit_talk=get_seconds('v.talk_seconds'),
            wait=get_seconds('k.wait_seconds'),
            talk=get_seconds('k.talk_seconds'),
            visits=get_within('pharma_call_visit', 'date_enter'),
            calls=get_within('pharma_call', 'date_start'),
        )
        return SQL(
            """
            SELECT r.*, 1 AS entered_count,
                (r.kind = 'moved')::int AS moved_count,
                (r.kind = 'short')::int AS short_count,
                (r.kind IN ('answered', 'abandoned', 'lost'))::int AS offered_count,
                (r.kind = 'answered')::int AS answered_count,
                (r.kind = 'abandoned')::int AS abandoned_count,
                (r.kind = 'lost')::int AS lost_count,
                (r.kind = 'answered' AND r.wait <= r.within)::int AS within_count,
                (r.kind = 'abandoned' AND r.wait <= r.within)::int AS abandoned_within_count,
                (r.kind IN ('answered', 'abandoned', 'lost') AND r.calendar_id IS NOT NULL
                    AND NOT %(open)s)::int AS outside_count,
                CASE WHEN r.kind = 'answered' THEN r.wait ELSE 0 END AS answer_wait_seconds,
                CASE WHEN r.kind = 'abandoned' THEN r.wait ELSE 0 END AS abandon_wait_seconds,
                CASE WHEN r.kind = 'answered' THEN r.talk ELSE 0 END AS talk_seconds,
                CASE WHEN r.kind = 'answered' THEN r.wait ELSE 0 END AS answer_wait_max
              FROM (
                SELECT o.company_id, o.queue_id, o.date_hour, o.call_id, o.moment, o.talk,
                    o.wait, q.calendar_id,
                    coalesce(q.service_seconds, %(within)s) AS within,
                    CASE WHEN o.result = 'abandoned' AND o.wait
                            <= coalesce(q.short_abandon_seconds, %(short)s) THEN 'short'
                        ELSE coalesce(o.result, 'open') END AS kind
                  FROM (%(offers)s) o
                  LEFT JOIN pharma_call_queue q ON q.id = o.queue_id
              ) r
            """,
            offers=offers,
            open=self._get_open_sql(),
            within=SERVICE_SECONDS,
            short=SHORT_SECONDS,
        )

    @api.model
    def _get_open_sql(self):
        """Return the SQL condition that the calendar of ``r`` works at its moment."""
        return SQL(
            """
            (EXISTS (
                SELECT FROM resource_calendar d
                  JOIN resource_calendar_attendance a ON a.calendar_id = d.id
                 CROSS JOIN LATERAL (SELECT r.moment AT TIME ZONE 'UTC' AT TIME ZONE d.tz AS at) l
                 WHERE d.id = r.calendar_id AND a.display_type IS NULL
                   AND a.day_period <> 'lunch'
                   AND a.dayofweek = (extract(isodow FROM l.at)::int - 1)::text
                   AND extract(epoch FROM l.at::time) >= round(a.hour_from::numeric * 3600)
                   AND extract(epoch FROM l.at::time) < round(a.hour_to::numeric * 3600)
                   -- odd and even weeks as core counts them
                   AND (d.two_weeks_calendar IS NOT TRUE OR a.week_type
                        = (((l.at::date - date '0001-01-01') / 7) %% 2)::text))
             AND NOT EXISTS (
                SELECT FROM resource_calendar_leaves f
                 WHERE f.resource_id IS NULL AND f.date_from <= r.moment AND f.date_to > r.moment
                   AND (f.calendar_id = r.calendar_id
                        OR (f.calendar_id IS NULL AND f.company_id = r.company_id))))
            """
        )

    @api.model
    def _get_lengths(self, hours, end):
        """Return the query of how long callers waited in an hour, and how many at most at once.

        Steps up and down in the order of time; who leaves does so before another comes in the
        same second, and who did not wait was never in the queue.

        :param SQL hours: rows (company_id, date_hour)
        :param SQL end: of a wait of ``v``
        """
        return SQL(
            """
            SELECT company_id, queue_id, date_hour, sum(seconds)::int AS queue_seconds,
                max(length)::int AS queue_max
              FROM (
                SELECT company_id, queue_id, date_hour, seconds, sum(step) OVER (
                    PARTITION BY company_id, queue_id, date_hour ORDER BY at, step) AS length
                  FROM (
                    SELECT w.company_id, w.queue_id, w.date_hour, s.step,
                        CASE WHEN s.step > 0 THEN w.start ELSE w.stop END AS at,
                        CASE WHEN s.step > 0 THEN extract(epoch FROM w.stop - w.start)
                            ELSE 0 END AS seconds
                      FROM (
                        SELECT v.company_id, v.queue_id, h.date_hour,
                            greatest(v.date_enter, h.date_hour) AS start,
                            least(%(end)s, v.date_enter + interval '1 day',
                                h.date_hour + interval '1 hour') AS stop
                          FROM (%(hours)s) h
                         CROSS JOIN LATERAL %(visits)s v
                         WHERE %(end)s > greatest(v.date_enter, h.date_hour)
                      ) w, (VALUES (1), (-1)) s (step)
                     WHERE w.stop > w.start
                  ) steps
              ) lengths
             GROUP BY 1, 2, 3
            """,
            hours=hours,
            end=end,
            visits=get_lasting('pharma_call_visit', 'date_enter', LONG_VISIT),
        )
