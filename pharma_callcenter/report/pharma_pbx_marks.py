from odoo import models
from odoo.tools import SQL


class PharmaPbx(models.Model):
    """What a PBX reports has the hours it touches counted again (000-45, 000-53)."""

    _inherit = 'pharma.pbx'

    def _store_states(self, states):
        """Mark the hours of states that came in.

        :param dict states: {(agent id, start): what was told}
        """
        result = super()._store_states(states)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id FROM unnest(%s::int[], %s::timestamp[]) AS t (agent_id, date_start)
                  JOIN pharma_agent_state s USING (agent_id, date_start)
                """,
                [agent for agent, _start in states],
                [start for _agent, start in states],
            )
        )
        self.env['pharma.call.mark']._mark_states([id_ for (id_,) in rows])
        return result
