from odoo import api, fields, models, tools
from odoo.tools import SQL

# One statement, so that calls, visits and attempts are derived from the same facts. In words:
# docs/telephony.md, "How figures are made".
DERIVE = """
WITH fact AS (
    SELECT c.*, m.partner_id AS command_partner_id, m.user_id AS command_user_id,
           m.agent_id AS command_agent_id
      FROM pharma_call c
      LEFT JOIN pharma_call_command m ON m.id = c.command_id
     WHERE c.id = ANY(%(ids)s)
), reply AS (
    SELECT visit_id, min(date_answer) AS answered,
           (array_agg(agent_id ORDER BY date_answer, agent_id))[1] AS agent_id
      FROM pharma_call_attempt
     WHERE call_id = ANY(%(ids)s) AND visit_id IS NOT NULL AND date_answer IS NOT NULL
     GROUP BY visit_id
), visit AS (
    SELECT v.*, LEAST(v.fact_answer, r.answered) AS answered,
           COALESCE(r.agent_id, v.fact_agent_id) AS who,
           LEAD(v.date_enter) OVER w AS next_enter,
           row_number() OVER (PARTITION BY v.call_id
                              ORDER BY v.date_enter DESC, v.queue_id DESC) AS place
      FROM pharma_call_visit v LEFT JOIN reply r ON r.visit_id = v.id
     WHERE v.call_id = ANY(%(ids)s)
    WINDOW w AS (PARTITION BY v.call_id ORDER BY v.date_enter, v.queue_id)
), attempt AS (
    SELECT t.*, CASE WHEN t.date_answer IS NOT NULL THEN LEAD(t.date_answer) OVER w END
                AS next_answer,
           CASE WHEN t.date_answer IS NOT NULL THEN LEAD(t.agent_id) OVER w END AS next_agent_id
      FROM pharma_call_attempt t
     WHERE t.call_id = ANY(%(ids)s)
    WINDOW w AS (PARTITION BY t.call_id ORDER BY t.date_answer NULLS LAST, t.agent_id, t.date_ring)
), many AS (
    SELECT call_id, min(date_enter) AS entered, min(answered) AS answered,
           max(fact_leave) FILTER (
               WHERE place = 1 AND fact_result = 'abandoned' AND answered IS NULL) AS gave_up,
           max(queue_id) FILTER (WHERE place = 1) AS queue_id
      FROM visit GROUP BY call_id
), rung AS (
    SELECT call_id, min(date_ring) AS rang, min(date_answer) AS answered
      FROM attempt GROUP BY call_id
), hand AS (
    SELECT DISTINCT ON (call_id) call_id, agent_id FROM (
        SELECT call_id, date_answer, 0 AS rank, agent_id FROM attempt
         WHERE date_answer IS NOT NULL
         UNION ALL
        SELECT call_id, answered, 1, who FROM visit
         WHERE answered IS NOT NULL AND who IS NOT NULL) h
     ORDER BY call_id, date_answer, rank, agent_id
), begun AS (
    SELECT f.*, n.gave_up, n.queue_id AS last_queue_id, n.call_id IS NOT NULL AS has_visit,
           g.call_id IS NOT NULL AS has_attempt, h.agent_id AS hand_id,
           COALESCE(LEAST(f.fact_start, n.entered, g.rang),
                    LEAST(f.fact_answer, f.fact_end), f.date_start) AS started,
           CASE WHEN f.direction = 'outbound' THEN f.fact_answer
                WHEN n.call_id IS NOT NULL THEN LEAST(n.answered, g.answered)
                ELSE LEAST(f.fact_answer, g.answered) END AS answered
      FROM fact f
      LEFT JOIN many n ON n.call_id = f.id
      LEFT JOIN rung g ON g.call_id = f.id
      LEFT JOIN hand h ON h.call_id = f.id
), base AS (
    SELECT b.*, COALESCE(b.fact_end, b.gave_up, r.cut) AS ended,
           b.fact_end IS NULL AND b.gave_up IS NULL AND r.cut IS NOT NULL AS is_cut
      FROM begun b
      LEFT JOIN LATERAL (SELECT min(date) AS cut FROM pharma_pbx_restart
                          WHERE pbx_id = b.pbx_id AND date > b.started) r ON TRUE
), stay AS (
    SELECT v.id, v.call_id, v.date_enter, v.answered, v.place,
           COALESCE(v.answered, v.fact_leave, v.next_enter, b.ended) AS leave,
           CASE WHEN v.answered IS NOT NULL THEN 'answered'
                WHEN v.fact_result <> 'answered' THEN v.fact_result
                WHEN v.next_enter IS NOT NULL THEN 'moved'
                WHEN v.fact_leave < COALESCE(b.ended, 'infinity') THEN 'moved'
                WHEN b.is_cut THEN 'failed'
                WHEN b.ended IS NOT NULL THEN 'abandoned'
                ELSE 'waiting' END AS result,
           CASE WHEN v.answered IS NOT NULL THEN COALESCE(
               v.fact_end, CASE WHEN v.next_enter > v.answered THEN v.next_enter END, b.ended)
           END AS date_end,
           CASE WHEN v.answered IS NOT NULL THEN v.who END AS agent_id
      FROM visit v JOIN base b ON b.id = v.call_id
), turn AS (
    SELECT t.id, t.call_id, t.date_ring, t.date_answer,
           COALESCE(v.queue_id, t.queue_id) AS queue_id,
           CASE WHEN t.date_answer IS NULL THEN COALESCE(t.fact_end, LEAST(
                    s.leave, b.ended, CASE WHEN b.answered >= t.date_ring THEN b.answered END))
                WHEN t.fact_end IS NULL THEN LEAST(t.next_answer, s.date_end, b.ended)
                WHEN t.next_agent_id = b.fact_transfer_id THEN LEAST(t.fact_end, t.next_answer)
                ELSE t.fact_end END AS date_end,
           t.fact_result
      FROM attempt t
      JOIN base b ON b.id = t.call_id
      LEFT JOIN visit v ON v.id = t.visit_id
      LEFT JOIN stay s ON s.id = t.visit_id
), later AS (
    SELECT s.call_id, sum(%(seconds)s) AS seconds,
           bool_or(s.leave IS NULL) AS is_waiting
      FROM (SELECT s.*, GREATEST(s.date_enter, b.answered) AS date_from,
                   COALESCE(s.leave, b.ended) AS date_to
              FROM stay s JOIN base b ON b.id = s.call_id
             WHERE b.answered IS NULL OR s.date_enter >= b.answered) s
     GROUP BY s.call_id
), final AS (
    SELECT b.id, b.state AS old_state, b.agent_id AS old_agent_id, b.queue_id AS old_queue_id,
           b.user_id AS old_user_id, b.team_id AS old_team_id, b.warehouse_id AS old_warehouse_id,
           b.command_user_id, b.started, b.answered, b.ended, b.last_queue_id AS queue_id,
           CASE WHEN b.is_partner_auto THEN COALESCE(b.command_partner_id, b.fact_partner_id)
                ELSE b.partner_id END AS partner_id,
           CASE WHEN b.hand_id IS NOT NULL THEN b.hand_id
                WHEN b.direction = 'outbound' THEN COALESCE(b.fact_agent_id, b.command_agent_id)
                WHEN NOT b.has_visit THEN b.fact_agent_id END AS agent_id,
           CASE WHEN b.ended IS NULL THEN CASE
                    WHEN l.is_waiting THEN 'queued'
                    WHEN b.answered IS NOT NULL THEN 'talking'
                    ELSE 'ringing' END
                WHEN b.answered IS NOT NULL THEN 'answered'
                WHEN b.is_cut THEN 'failed'
                WHEN b.direction = 'outbound' THEN CASE
                    WHEN b.fact_result IN ('busy', 'failed') THEN b.fact_result
                    ELSE 'no_answer' END
                WHEN b.has_visit THEN CASE
                    WHEN s.result IN ('abandoned', 'failed') THEN s.result ELSE 'missed' END
                WHEN b.fact_result IN ('busy', 'failed') THEN b.fact_result
                WHEN b.has_attempt OR b.fact_result IS NOT NULL OR b.fact_agent_id IS NOT NULL
                    THEN 'missed'
                ELSE 'abandoned' END AS state,
           GREATEST(0, EXTRACT(EPOCH FROM b.ended - b.answered) - COALESCE(l.seconds, 0))::integer
               AS talk
      FROM base b
      LEFT JOIN stay s ON s.call_id = b.id AND s.place = 1
      LEFT JOIN later l ON l.call_id = b.id
), save_visit AS (
    UPDATE pharma_call_visit v
       SET date_answer = s.answered, date_leave = s.leave, date_end = s.date_end,
           result = s.result, agent_id = s.agent_id,
           user_id = CASE WHEN v.agent_id = s.agent_id THEN v.user_id ELSE a.user_id END,
           wait_seconds = GREATEST(0, EXTRACT(EPOCH FROM s.leave - s.date_enter))::integer,
           talk_seconds = GREATEST(0, EXTRACT(EPOCH FROM s.date_end - s.answered))::integer
      FROM stay s LEFT JOIN pharma_agent a ON a.id = s.agent_id
     WHERE v.id = s.id
), save_attempt AS (
    UPDATE pharma_call_attempt t
       SET date_end = s.date_end, queue_id = s.queue_id,
           result = CASE WHEN s.date_answer IS NOT NULL THEN 'answered'
                         WHEN s.fact_result <> 'answered' THEN s.fact_result
                         WHEN s.date_end IS NOT NULL THEN 'no_answer' ELSE 'ringing' END,
           ring_seconds = GREATEST(0, EXTRACT(
               EPOCH FROM COALESCE(s.date_answer, s.date_end) - s.date_ring))::integer,
           talk_seconds = CASE WHEN s.date_answer IS NOT NULL THEN GREATEST(
               0, EXTRACT(EPOCH FROM s.date_end - s.date_answer))::integer END
      FROM turn s
     WHERE t.id = s.id
), save AS (
    UPDATE pharma_call c
       SET date_start = f.started, date_answer = f.answered, date_end = f.ended, state = f.state,
           wait_seconds = GREATEST(0, EXTRACT(
               EPOCH FROM COALESCE(f.answered, f.ended) - f.started))::integer,
           talk_seconds = CASE WHEN f.answered IS NOT NULL THEN f.talk END,
           hour = EXTRACT(HOUR FROM f.started AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s),
           queue_id = f.queue_id, agent_id = f.agent_id, partner_id = f.partner_id,
           user_id = CASE WHEN f.agent_id = f.old_agent_id THEN f.old_user_id
                          ELSE COALESCE(a.user_id, f.command_user_id) END,
           team_id = %(team)s, warehouse_id = %(warehouse)s,
           write_uid = %(uid)s, write_date = %(now)s
      FROM final f
      LEFT JOIN pharma_agent a ON a.id = f.agent_id
      LEFT JOIN pharma_call_queue q ON q.id = f.queue_id
     WHERE c.id = f.id
    RETURNING c.id, f.old_state, c.state, c.user_id
)
SELECT s.id, s.old_state, s.state, u.partner_id
  FROM save s LEFT JOIN res_users u ON u.id = s.user_id
"""
# What a queue and a seat are set up as when they come to a call stays with it.
KEPT = """
CASE WHEN f.queue_id IS NOT DISTINCT FROM f.old_queue_id
      AND f.agent_id IS NOT DISTINCT FROM f.old_agent_id THEN %s ELSE %s END
"""


class PharmaCall(models.Model):
    """What figures and screens read, derived from the merged facts (000-45..53)."""

    _inherit = 'pharma.call'

    @api.model
    @tools.ormcache('name')
    def _get_known_zone(self, name):
        """Return a time zone if the database knows it, else UTC: a call is worth more than its
        hour."""
        query = SQL('SELECT 1 FROM pg_timezone_names WHERE name = %s', name)
        return name if self.env.execute_query(query) else 'UTC'

    def _derive(self, pbx):
        """Derive times, seconds, states, queue, agent and customer from the merged facts.

        :param pbx: the ``pharma.pbx`` of these calls
        :return: list of (call id, state before, state now, partner id of its user or None)
        """
        return self.env.execute_query(
            SQL(
                DERIVE,
                ids=self.ids,
                tz=self._get_known_zone(pbx.company_id._pharma_tz()),
                uid=self.env.uid,
                now=fields.Datetime.now(),
                seconds=SQL(
                    'CASE WHEN s.date_to > s.date_from'
                    ' THEN EXTRACT(EPOCH FROM s.date_to - s.date_from) ELSE 0 END'
                ),
                team=SQL(
                    KEPT, SQL.identifier('f', 'old_team_id'), SQL('COALESCE(q.team_id, a.team_id)')
                ),
                warehouse=SQL(KEPT, SQL.identifier('f', 'old_warehouse_id'), SQL('q.warehouse_id')),
            )
        )
