import json

from odoo import fields, models
from odoo.tools import SQL

from .pharma_pbx_intake_rules import ATTEMPT_RULES, CALL_RULES, VISIT_RULES, get_update

# what follows the number it was read from
NUMBER_FOLLOWERS = (('number_e164', 'number'), ('fact_partner_id', 'number'))
HIDDEN = {'readonly': True, 'copy': False, 'groups': 'base.group_system'}


class PharmaCall(models.Model):
    """What a PBX said about a call, merged from any number of events in any order (000-45).

    The fields that begin with ``fact_`` are what was told. Everything that figures and screens
    read is derived from them, see ``_derive``: it is the same whichever event came first.
    """

    _inherit = 'pharma.call'

    fact_start = fields.Datetime(**HIDDEN)
    fact_answer = fields.Datetime(**HIDDEN)
    fact_end = fields.Datetime(**HIDDEN)
    fact_result = fields.Char(**HIDDEN)
    fact_agent_id = fields.Many2one('pharma.agent', ondelete='set null', **HIDDEN)
    fact_transfer_id = fields.Many2one('pharma.agent', ondelete='set null', **HIDDEN)
    fact_partner_id = fields.Many2one(
        'res.partner', index='btree_not_null', ondelete='set null', **HIDDEN
    )
    command_id = fields.Many2one(
        'pharma.call.command',
        string="Dialled By",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )
    is_partner_auto = fields.Boolean(
        copy=False,
        readonly=True,
        help="The customer follows the number; off once an agent has chosen one.",
    )

    _agent_open = models.Index('(agent_id) WHERE date_end IS NULL AND agent_id IS NOT NULL')

    def _merge_calls(self, pbx, rows):
        """Create calls, or merge facts into those that are there.

        :param pbx: the ``pharma.pbx``
        :param list rows: dicts with ``external_id`` and facts, each call once
        :return: dict {external id: (id, whether created, whether changed)}
        """
        return {
            external: (id_, is_created, is_changed)
            for external, id_, is_created, is_changed in self.env.execute_query(
                SQL(
                    """
                    WITH input AS (
                        SELECT * FROM json_to_recordset(%(rows)s) AS i(
                            external_id text, direction text, number text, number_e164 text,
                            number_called text, fact_start timestamp, fact_answer timestamp,
                            fact_end timestamp, fact_result text, fact_agent_id integer,
                            fact_transfer_id integer, fact_partner_id integer, command_id integer,
                            todo_id integer)),
                    merged AS (
                        INSERT INTO pharma_call AS c (
                            pbx_id, company_id, source, state, date_start, date_end,
                            is_partner_auto,
                            external_id, direction, number, number_e164, number_called, fact_start,
                            fact_answer, fact_end, fact_result, fact_agent_id, fact_transfer_id,
                            fact_partner_id, command_id, todo_id, is_finished,
                            create_uid, create_date, write_uid, write_date)
                        SELECT %(pbx)s, %(company)s, 'pbx', 'ringing',
                               COALESCE(fact_start, fact_answer, fact_end, %(now)s), fact_end,
                               TRUE,
                               external_id, COALESCE(direction, 'inbound'), number, number_e164,
                               number_called, fact_start, fact_answer, fact_end, fact_result,
                               fact_agent_id, fact_transfer_id, fact_partner_id, command_id,
                               todo_id, FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
                          FROM input
                        ON CONFLICT (pbx_id, external_id) %(update)s
                        RETURNING c.id, c.external_id)
                    SELECT i.external_id, COALESCE(m.id, c.id), c.id IS NULL, m.id IS NOT NULL
                      FROM input i
                      LEFT JOIN merged m USING (external_id)
                      LEFT JOIN pharma_call c
                        ON c.pbx_id = %(pbx)s AND c.external_id = i.external_id
                    """,
                    rows=json.dumps(rows, default=str),
                    pbx=pbx.id,
                    company=pbx.company_id.id,
                    now=fields.Datetime.now(),
                    uid=self.env.uid,
                    update=get_update(
                        CALL_RULES, 'c', (*NUMBER_FOLLOWERS, ('todo_id', 'command_id'))
                    ),
                )
            )
        }

    def _merge_visits(self, pbx, rows):
        """Create visits of queues, or merge facts into those that are there.

        :param list rows: dicts with ``call_id``, ``queue_id``, ``date_enter`` and facts
        :return: set of the ids of the calls that changed by it
        """
        found = self.env.execute_query(
            SQL(
                """
                INSERT INTO pharma_call_visit AS v (
                    company_id, pbx_id, call_id, external_id, queue_id, date_enter, fact_answer,
                    fact_leave, fact_end, fact_result, fact_agent_id, position_enter,
                    position_leave, result)
                SELECT %(company)s, %(pbx)s, call_id, external_id, queue_id, date_enter,
                       fact_answer, fact_leave, fact_end, fact_result, fact_agent_id,
                       position_enter, position_leave, 'waiting'
                  FROM json_to_recordset(%(rows)s) AS i(
                       call_id integer, external_id text, queue_id integer, date_enter timestamp,
                       fact_answer timestamp, fact_leave timestamp, fact_end timestamp,
                       fact_result text, fact_agent_id integer, position_enter integer,
                       position_leave integer)
                ON CONFLICT (call_id, queue_id, date_enter) %(update)s
                RETURNING v.call_id
                """,
                rows=json.dumps(rows, default=str),
                company=pbx.company_id.id,
                pbx=pbx.id,
                update=get_update(VISIT_RULES, 'v'),
            )
        )
        return {call_id for (call_id,) in found}

    def _merge_attempts(self, pbx, rows):
        """Create calls at agents, or merge facts into those that are there.

        What a live event told of an agent that rings makes room for the lasting report of it.

        :param list rows: dicts with ``call_id``, ``agent_id``, ``date_ring``, ``queue_id``,
            ``date_enter`` (of the visit) and facts
        :return: set of the ids of the calls that changed by it
        """
        rules = ATTEMPT_RULES | {'visit_id': 'least', 'queue_id': 'least'}
        found = self.env.execute_query(
            SQL(
                """
                INSERT INTO pharma_call_attempt AS t (
                    company_id, call_id, agent_id, date_ring, visit_id, queue_id, user_id,
                    date_answer, date_end, fact_end, fact_result, is_live, result)
                SELECT %(company)s, i.call_id, i.agent_id, i.date_ring, v.id, i.queue_id, a.user_id,
                       i.date_answer, i.fact_end, i.fact_end, i.fact_result, i.is_live, 'ringing'
                  FROM json_to_recordset(%(rows)s) AS i(
                       call_id integer, agent_id integer, date_ring timestamp, queue_id integer,
                       date_enter timestamp, date_answer timestamp, fact_end timestamp,
                       fact_result text, is_live boolean)
                  JOIN pharma_agent a ON a.id = i.agent_id
                  LEFT JOIN pharma_call_visit v ON v.call_id = i.call_id
                       AND v.queue_id = i.queue_id AND v.date_enter = i.date_enter
                ON CONFLICT (call_id, agent_id, date_ring) %(update)s
                RETURNING t.call_id, t.is_live OR EXISTS (
                    SELECT FROM pharma_call_attempt l WHERE l.call_id = t.call_id AND l.is_live)
                """,
                rows=json.dumps(rows, default=str),
                company=pbx.company_id.id,
                update=get_update(rules, 't'),
            )
        )
        live = [call_id for call_id, is_live in found if is_live]
        if live:
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM pharma_call_attempt l USING pharma_call_attempt d
                     WHERE l.call_id = ANY(%s) AND l.is_live
                       AND d.call_id = l.call_id AND d.agent_id = l.agent_id AND NOT d.is_live
                       AND d.date_ring BETWEEN l.date_ring - interval '5 seconds'
                                           AND l.date_ring + interval '5 seconds'
                    """,
                    live,
                )
            )
        return {call_id for call_id, _is_live in found}
