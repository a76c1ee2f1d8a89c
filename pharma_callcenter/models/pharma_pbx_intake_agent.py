import json

from odoo import fields, models
from odoo.tools import SQL

from .pharma_call_merge import HIDDEN
from .pharma_pbx_intake_check import AGENT_STATES


class PharmaAgentState(models.Model):
    """Which of two states told for one second holds: the later one, else the stronger word."""

    _inherit = 'pharma.agent.state'

    fact_ms = fields.Integer(**HIDDEN, help="Thousandths of the second in which it began.")


class PharmaPbx(models.Model):
    """Takes in the states of agents; what arrives late is put between (000-39, 000-53)."""

    _inherit = 'pharma.pbx'

    def _store_states(self, states):
        """Store change points of agents, and their current state where it is a newer one.

        :param dict states: {(agent id, start): set of (thousandth, state, reason)}
        """
        rows = []
        for (agent, start), told in sorted(states.items()):
            ms, state, reason = max(told, key=lambda s: (s[0], AGENT_STATES.index(s[1]), s[2]))
            rows.append(
                {'agent_id': agent, 'date_start': start, 'ms': ms, 'state': state, 'reason': reason}
            )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_agent_state AS s (
                    agent_id, user_id, company_id, state, reason, date_start, fact_ms, seconds)
                SELECT i.agent_id, a.user_id, a.company_id, i.state, NULLIF(i.reason, ''),
                       i.date_start, i.ms, 0
                  FROM json_to_recordset(%(rows)s) AS i(
                       agent_id integer, date_start timestamp, ms integer, state text, reason text)
                  JOIN pharma_agent a ON a.id = i.agent_id
                ON CONFLICT (agent_id, date_start) DO UPDATE
                   SET state = excluded.state, reason = excluded.reason, fact_ms = excluded.fact_ms
                 WHERE (excluded.fact_ms, array_position(%(words)s, excluded.state::text),
                        COALESCE(excluded.reason, '') COLLATE "C")
                     > (COALESCE(s.fact_ms, 0), array_position(%(words)s, s.state::text),
                        COALESCE(s.reason, '') COLLATE "C")
                """,
                rows=json.dumps(rows, default=str),
                words=list(AGENT_STATES),
            )
        )
        self._bound_states([(row['agent_id'], row['date_start']) for row in rows])
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_agent a
                   SET state = s.state, date_state = s.date_start,
                       pause_reason = CASE WHEN s.state = 'paused' THEN s.reason END
                  FROM (SELECT DISTINCT ON (agent_id) agent_id, state, reason, date_start
                          FROM pharma_agent_state WHERE agent_id = ANY(%s)
                         ORDER BY agent_id, date_start DESC) s
                 WHERE a.id = s.agent_id
                   AND (a.date_state IS NULL OR a.date_state <= s.date_start)
                   AND (a.state, a.date_state, a.pause_reason) IS DISTINCT FROM
                       (s.state, s.date_start, CASE WHEN s.state = 'paused' THEN s.reason END)
                """,
                sorted({row['agent_id'] for row in rows}),
            )
        )

    def _bound_states(self, points):
        """End each change point, and the one before it, where the agent's next one begins.

        :param list points: pairs of agent id and start
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_agent_state s
                   SET date_end = n.date_next,
                       seconds = COALESCE(EXTRACT(EPOCH FROM n.date_next - s.date_start), 0)
                  FROM (SELECT DISTINCT p.id, p.agent_id, p.date_start
                          FROM json_to_recordset(%(points)s)
                               AS i(agent_id integer, start timestamp),
                               LATERAL (SELECT id, agent_id, date_start FROM pharma_agent_state
                                         WHERE agent_id = i.agent_id AND date_start <= i.start
                                         ORDER BY date_start DESC LIMIT 2) p) p,
                       LATERAL (SELECT min(date_start) AS date_next FROM pharma_agent_state
                                 WHERE agent_id = p.agent_id AND date_start > p.date_start) n
                 WHERE s.id = p.id AND s.date_end IS DISTINCT FROM n.date_next
                """,
                points=json.dumps(
                    [{'agent_id': agent, 'start': start} for agent, start in points], default=str
                ),
            )
        )

    def _store_current_calls(self, call_ids):
        """Note which call the agents of some calls have at this moment: one they talk in, else one
        that rings.

        :param list call_ids: of calls that changed
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_agent a SET call_id = n.call_id
                  FROM (SELECT agent.id,
                               (SELECT call_id FROM (
                                    SELECT t.call_id, t.date_answer IS NOT NULL AS talks,
                                           t.date_ring AS date
                                      FROM pharma_call_attempt t
                                      JOIN pharma_call c ON c.id = t.call_id
                                     WHERE t.agent_id = agent.id AND t.date_end IS NULL
                                       AND c.date_end IS NULL
                                     UNION ALL
                                    SELECT c.id, TRUE, c.date_start FROM pharma_call c
                                     WHERE c.agent_id = agent.id AND c.date_end IS NULL
                                       AND NOT EXISTS (SELECT FROM pharma_call_attempt t
                                            WHERE t.call_id = c.id AND t.agent_id = agent.id)) o
                                 ORDER BY talks DESC, date DESC, call_id DESC LIMIT 1) AS call_id
                          FROM (SELECT id FROM pharma_agent WHERE call_id = ANY(%(ids)s)
                                 UNION
                                SELECT t.agent_id FROM pharma_call_attempt t
                                  JOIN pharma_call c ON c.id = t.call_id
                                 WHERE t.call_id = ANY(%(ids)s) AND t.date_end IS NULL
                                   AND c.date_end IS NULL
                                 UNION
                                SELECT agent_id FROM pharma_call
                                 WHERE id = ANY(%(ids)s) AND date_end IS NULL) agent) n
                 WHERE a.id = n.id AND a.call_id IS DISTINCT FROM n.call_id
                """,
                ids=call_ids,
            )
        )
