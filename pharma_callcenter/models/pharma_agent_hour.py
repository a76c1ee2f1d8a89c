from odoo import api, fields, models
from odoo.tools import SQL

from .call_formulas import GRIEVED
from .pharma_call_kept_mixin import get_lasting, get_seconds, get_within

STATES = ('logged_seconds', 'paused_seconds', 'wrapup_seconds', 'work_seconds')
CALLS = (
    *('rung_count', 'answered_count', 'refused_count', 'outbound_count', 'reached_count'),
    *('connected_count', 'short_talk_count', 'talk_seconds'),
)
SALES = ('sales_count', 'order_count', 'rating_count', 'rating_sum', 'bad_count')
# States that reach beyond the next hour: few, and found by an index of their own.
LONG_STATE = """(state <> 'offline'
    AND (date_end IS NULL OR date_end > date_start + interval '1 hour'))"""


class PharmaAgentHour(models.Model):
    """What employees did, an hour each: time of states as it passed, calls by the hour in which
    they rang or began, with their whole talk (000-46..48, 000-53, 003-12..14)."""

    _name = 'pharma.agent.hour'
    _inherit = ['pharma.call.kept.mixin']
    _description = "Kept Figures of Agents"
    _pharma_keys = ('user_id',)
    _pharma_sums = (*STATES, *CALLS, *SALES)

    user_id = fields.Many2one('res.users', readonly=True, ondelete='cascade', index=True)
    logged_seconds = fields.Integer(readonly=True)
    paused_seconds = fields.Integer(readonly=True)
    wrapup_seconds = fields.Integer(readonly=True)
    work_seconds = fields.Integer(readonly=True)
    rung_count = fields.Integer(readonly=True)
    answered_count = fields.Integer(readonly=True)
    refused_count = fields.Integer(readonly=True)
    outbound_count = fields.Integer(readonly=True)
    reached_count = fields.Integer(readonly=True)
    connected_count = fields.Integer(readonly=True)
    short_talk_count = fields.Integer(readonly=True)
    talk_seconds = fields.Integer(readonly=True)
    sales_count = fields.Integer(readonly=True)
    order_count = fields.Integer(readonly=True)
    rating_count = fields.Integer(readonly=True)
    rating_sum = fields.Integer(readonly=True)
    bad_count = fields.Integer(readonly=True)

    _company_hour = models.Index('(company_id, date_hour)')
    _company_date = models.Index('(company_id, date)')

    @api.model
    def _get_facts(self, hours, now, is_kept):
        return [
            (self._get_talks(hours), CALLS),
            (self._get_results(hours), SALES),
            (self._get_times(hours, now), STATES),
            (self._get_presences(hours), ('work_seconds',)),
        ]

    @api.model
    def _get_talks(self, hours):
        """Return the query of calls that rang at an agent or were made by one, a row each.

        Calls typed by hand or imported without attempts count by their employee. Beside the
        counts rows tell ``call_id``.

        :param SQL hours: rows (company_id, date_hour)
        """
        return SQL(
            """
            SELECT r.company_id, r.user_id, r.date_hour, r.call_id,
                (NOT is_outbound)::int AS rung_count,
                (NOT is_outbound AND is_connected)::int AS answered_count,
                is_refused::int AS refused_count,
                is_outbound::int AS outbound_count,
                (is_outbound AND is_connected)::int AS reached_count,
                is_connected::int AS connected_count,
                (is_connected AND is_over AND r.talk <= c.pharma_talk_limit)::int
                    AS short_talk_count,
                CASE WHEN is_connected THEN r.talk ELSE 0 END AS talk_seconds
              FROM (
                SELECT t.company_id, coalesce(t.user_id, a.user_id) AS user_id, h.date_hour,
                    t.call_id, FALSE AS is_outbound, t.result = 'answered' AS is_connected,
                    t.result IN ('no_answer', 'busy', 'rejected') AS is_refused,
                    t.date_end IS NOT NULL OR t.talk_seconds > 0 AS is_over,
                    %(rung_talk)s AS talk
                  FROM (%(hours)s) h
                 CROSS JOIN LATERAL %(attempts)s t
                 CROSS JOIN LATERAL (SELECT direction FROM pharma_call WHERE id = t.call_id
                    OFFSET 0) k
                  JOIN pharma_agent a ON a.id = t.agent_id
                 WHERE k.direction = 'inbound'
                UNION ALL
                SELECT k.company_id, k.user_id, h.date_hour, k.id, k.direction = 'outbound',
                    k.state IN ('answered', 'talking'),
                    k.direction = 'inbound' AND k.state IN ('missed', 'no_answer', 'busy'),
                    k.state = 'answered', %(talk)s
                  FROM (%(hours)s) h
                 CROSS JOIN LATERAL %(calls)s k
                 WHERE k.user_id IS NOT NULL AND (k.direction = 'outbound'
                    OR (k.direction = 'inbound' AND NOT EXISTS (
                        SELECT FROM pharma_call_attempt t WHERE t.call_id = k.id OFFSET 0)))
              ) r
              JOIN res_company c ON c.id = r.company_id
            """,
            hours=hours,
            rung_talk=get_seconds('t.talk_seconds'),
            talk=get_seconds('k.talk_seconds'),
            attempts=get_within('pharma_call_attempt', 'date_ring'),
            calls=get_within('pharma_call', 'date_start'),
        )

    @api.model
    def _get_results(self, hours):
        """Return the query of what came of calls, a row per connected call of an employee.

        An order counts once, with the first of its calls that had a purpose of sales.

        :param SQL hours: rows (company_id, date_hour)
        """
        rated = 'rating' in self.env['pharma.call']._fields
        rating = SQL("coalesce(k.rating::int, 0)") if rated else SQL("0")
        return SQL(
            """
            SELECT k.company_id, k.user_id, h.date_hour, k.id AS call_id,
                coalesce(p.is_sales, FALSE)::int AS sales_count,
                (p.is_sales AND o.state = 'sale' AND NOT EXISTS (
                    SELECT FROM pharma_call e JOIN pharma_call_purpose x ON x.id = e.purpose_id
                     WHERE e.order_id = k.order_id AND e.id < k.id AND x.is_sales
                       AND e.direction <> 'internal' AND e.state IN ('answered', 'talking')
                     OFFSET 0))::int AS order_count,
                (%(rating)s > 0)::int AS rating_count, %(rating)s AS rating_sum,
                (%(rating)s BETWEEN 1 AND %(grieved)s)::int AS bad_count
              FROM (%(hours)s) h
             CROSS JOIN LATERAL %(calls)s k
              LEFT JOIN pharma_call_purpose p ON p.id = k.purpose_id
              LEFT JOIN LATERAL (SELECT state FROM sale_order WHERE id = k.order_id OFFSET 0) o
                ON TRUE
             WHERE k.user_id IS NOT NULL AND k.direction <> 'internal'
               AND k.state IN ('answered', 'talking')
            """,
            hours=hours,
            calls=get_within('pharma_call', 'date_start'),
            rating=rating,
            grieved=GRIEVED,
        )

    @api.model
    def _get_times(self, hours, now):
        """Return the query of how long states lasted in an hour; those that go on until now."""
        return SQL(
            """
            SELECT company_id, user_id, date_hour, seconds AS logged_seconds,
                CASE WHEN state = 'paused' THEN seconds ELSE 0 END AS paused_seconds,
                CASE WHEN state = 'wrapup' THEN seconds ELSE 0 END AS wrapup_seconds,
                CASE WHEN source = 'login' THEN seconds ELSE 0 END AS work_seconds
              FROM (
                SELECT s.company_id, coalesce(s.user_id, a.user_id) AS user_id, h.date_hour,
                    s.state, c.pharma_work_source AS source,
                    greatest(0, extract(epoch FROM least(coalesce(s.date_end, %(now)s),
                            s.date_start + interval '1 day', h.date_hour + interval '1 hour')
                        - greatest(s.date_start, h.date_hour)))::int AS seconds
                  FROM (%(hours)s) h
                 CROSS JOIN LATERAL %(states)s s
                  JOIN pharma_agent a ON a.id = s.agent_id
                  JOIN res_company c ON c.id = s.company_id
                 WHERE s.state <> 'offline'
              ) t
             WHERE seconds > 0
            """,
            hours=hours,
            now=now,
            states=get_lasting('pharma_agent_state', 'date_start', LONG_STATE),
        )

    @api.model
    def _get_presences(self, hours):
        """Return the query of the work time of those who do not sign in at a PBX."""
        return SQL(
            """
            SELECT p.company_id, p.user_id, h.date_hour, extract(epoch FROM
                    least(p.date_end, h.date_hour + interval '1 hour')
                    - greatest(p.date_start, h.date_hour))::int AS work_seconds
              FROM (%(hours)s) h
              JOIN (%(presences)s) p ON p.company_id = h.company_id
               AND p.date_start < h.date_hour + interval '1 hour'
               AND p.date_start >= h.date_hour - interval '1 day' AND p.date_end > h.date_hour
              JOIN res_company c ON c.id = p.company_id
             WHERE c.pharma_work_source = p.source OR (c.pharma_work_source = 'login'
                AND p.source = 'shift' AND NOT EXISTS (
                    SELECT FROM pharma_agent_state s WHERE s.user_id = p.user_id))
            """,
            hours=hours,
            presences=self._get_presence_query(),
        )

    @api.model
    def _get_presence_query(self):
        """Return the query of presences: (company_id, user_id, date_start, date_end, source).

        Modules that know when employees were there add theirs, with a source of their own in
        ``res.company.pharma_work_source``; each at most a day long.
        """
        return SQL(
            "SELECT company_id, user_id, date_start, date_end, 'shift' AS source"
            " FROM pharma_agent_shift"
        )
