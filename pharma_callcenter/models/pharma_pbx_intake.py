import logging

import psycopg2

from odoo import fields, models
from odoo.tools import SQL

from .pharma_pbx_intake_batch import Batch
from .pharma_pbx_intake_check import get_id, try_event
from .pharma_pbx_intake_rules import TRANSIENT

_logger = logging.getLogger(__name__)

LIVE_SECONDS = 5
STORED = (
    *('pharma.call', 'pharma.call.visit', 'pharma.call.attempt', 'pharma.call.command'),
    *('pharma.agent', 'pharma.agent.state', 'pharma.pbx.count.check'),
)
NOT_STORED = 'the database did not take it, see the log of the server'


class PharmaPbx(models.Model):
    """Takes in what a PBX reports: each event is checked, all of a request are merged at once.

    A bad event never costs a good one; an unknown queue or agent never costs a call. The
    signature of the request is checked before. (000-37..39, 000-45, 002-26)
    """

    _inherit = 'pharma.pbx'

    def _take_in(self, events):
        """Take in the events of one request.

        :param list events: at most 200, as they came, see docs/telephony.md
        :return: dict: ``accepted`` counts them, ``refused`` lists index, id and reason of others
        :raise psycopg2.OperationalError: if the request is to be sent again, see ``TRANSIENT``
        """
        self.ensure_one()
        now = fields.Datetime.now()
        good, refused, counted = [], {}, {}
        for index, event in enumerate(events):
            read, error = try_event(event, now)
            if error:
                refused[index] = str(error)
                counted.setdefault((error.reason, error.key), [0, event])[0] += 1
            elif read['type'] != 'ring' or (now - read['at']).total_seconds() <= LIVE_SECONDS:
                good.append((index, read))
        self.env.flush_all()
        codes = self._find_codes([event for _index, event in good])
        try:
            batch = self._store(good, codes)
        except TRANSIENT:
            raise
        except Exception:  # whatever it is, it is looked for event by event
            _logger.warning('PBX %s: a request is stored event by event', self.code, exc_info=True)
            batch, failed = self._store_each(good, codes)
            for index, kind in failed:
                refused[index] = NOT_STORED
                counted.setdefault((NOT_STORED, kind), [0, events[index]])[0] += 1
        if batch:
            counted |= batch.unknown
        self._touch(any(event['type'] == 'heartbeat' for _index, event in good))
        self.env['pharma.pbx.refusal']._count(self, counted)
        return {
            'accepted': len(events) - len(refused),
            'refused': [
                {'index': index, 'id': get_id(events[index]), 'reason': reason}
                for index, reason in sorted(refused.items())
            ],
        }

    def _store_each(self, good, codes):
        """Store checked events one by one, so that a bad one costs none of the others.

        :return: the `Batch` of the last one, and a list of (place, type) of those not stored
        :raise Exception: if none is stored, and not because of what stands in them
        """
        batch, failed, last_error = None, [], None
        for index, event in good:
            stored, error = self._try_store(index, event, codes)
            batch = stored or batch
            if error:
                failed.append((index, event['type']))
                if not isinstance(error, psycopg2.DataError | psycopg2.IntegrityError):
                    last_error = error
        if last_error and not batch:
            raise last_error
        return batch, failed

    def _try_store(self, index, event, codes):
        """Return the `Batch` of one stored event and None, or None and the error."""
        try:
            return self._store([(index, event)], codes), None
        except TRANSIENT:
            raise
        except Exception as error:
            _logger.exception('PBX %s: event %s is not stored', self.code, index)
            return None, error

    def _store(self, good, codes):
        """Store checked events in one savepoint and tell who waits for them.

        :param list good: pairs of place and event
        :return: the `Batch`
        """
        batch = Batch(codes)
        for _index, event in good:
            batch.add(event)
        if not good:
            return batch
        with self.env.cr.savepoint(flush=False):
            calls = self._store_calls(batch)
            if batch.states:
                self._store_states(batch.states)
            if batch.counts:
                self.env['pharma.pbx.count.check']._store(self, batch.counts)
        for name in STORED:
            self.env[name].invalidate_model(flush=False)
        self._tell(batch, calls)
        return batch

    def _store_calls(self, batch):
        """Store calls, visits and attempts, and derive what figures read.

        :return: dict: ``ids`` {external id: call id}, ``created`` set of ids, ``derived`` rows of
            `_derive`
        """
        Call = self.env['pharma.call']
        changed, found = set(), {}
        if batch.calls:
            self._read_numbers(batch)
            found = Call._merge_calls(self, [batch.calls[key] for key in sorted(batch.calls)])
            changed = {id_ for id_, is_created, is_new in found.values() if is_created or is_new}
        ids = {external: row[0] for external, row in found.items()}
        if batch.visits:
            changed |= Call._merge_visits(
                self,
                [
                    {
                        'call_id': ids[external],
                        'external_id': external,
                        'queue_id': queue,
                        'date_enter': entered,
                        **facts,
                    }
                    for (external, queue, entered), facts in sorted(batch.visits.items())
                ],
            )
        if batch.attempts:
            rows = []
            for (external, agent, rang), facts in sorted(batch.attempts.items()):
                queue, entered = facts.pop('visit', None) or (None, None)
                row = {'call_id': ids[external], 'agent_id': agent, 'date_ring': rang, **facts}
                rows.append(row | {'queue_id': queue, 'date_enter': entered})
            changed |= Call._merge_attempts(self, rows)
        if batch.restarts:
            changed |= self._store_restarts(batch.restarts)
        derived = []
        if changed:
            derived = Call.browse(sorted(changed))._derive(self)
            self._store_current_calls(sorted(changed))
        if batch.codes['command']:
            self._link_commands(list(batch.codes['command']))
        return {
            'ids': ids,
            'created': {row[0] for row in found.values() if row[1]},
            'derived': derived,
        }

    def _link_commands(self, command_ids):
        """Let commands to dial know which call they became."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_call_command m SET call_id = c.id FROM pharma_call c
                 WHERE m.id = ANY(%s) AND m.call_id IS NULL AND c.command_id = m.id
                """,
                command_ids,
            )
        )

    def _read_numbers(self, batch):
        """Add the international number of each call, and the customer who alone has it."""
        country = self.country_id or self.company_id.country_id
        numbers = batch.read_numbers(country.code, country.phone_code)
        partners = self._find_partners(sorted(numbers)) if numbers else {}
        for call in batch.calls.values():
            call['fact_partner_id'] = partners.get(call.get('number_e164'))
            command = call.get('command_id')
            if command:
                call['todo_id'] = batch.codes['command'][command] or None

    def _find_codes(self, events):
        """Return the queues, agents and commands of this PBX that events may name.

        :return: dict as `Batch` takes it, with the partner of each agent's user as well
        """
        commands = {event['command'] for event in events if event.get('command')}
        codes = {'queue': {}, 'agent': {}, 'command': {}, 'partner': {}}
        for kind, code, id_, partner_id in self.env.execute_query(
            SQL(
                """
                SELECT 'queue', code, id, NULL FROM pharma_call_queue WHERE pbx_id = %(pbx)s
                 UNION ALL
                SELECT 'agent', a.code, a.id, u.partner_id
                  FROM pharma_agent a JOIN res_users u ON u.id = a.user_id
                 WHERE a.pbx_id = %(pbx)s
                """,
                pbx=self.id,
            )
        ):
            codes[kind][code] = id_
            if partner_id:
                codes['partner'][id_] = partner_id
        if commands:
            codes['command'] = dict(
                self.env.execute_query(
                    SQL(
                        """
                        SELECT id, COALESCE(todo_id, 0) FROM pharma_call_command
                         WHERE id = ANY(%s) AND pbx_id = %s AND kind = 'dial'
                        """,
                        list(commands),
                        self.id,
                    )
                )
            )
        return codes

    def _find_partners(self, numbers):
        """Return {international number: partner id} of numbers that one active customer has."""
        companies = self.company_id.parent_ids.ids
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT ph.number_e164, min(ph.partner_id)
                      FROM pharma_partner_phone ph JOIN res_partner p ON p.id = ph.partner_id
                     WHERE ph.number_e164 = ANY(%s) AND p.active
                       AND (p.company_id IS NULL OR p.company_id = ANY(%s))
                     GROUP BY ph.number_e164 HAVING count(DISTINCT ph.partner_id) = 1
                    """,
                    numbers,
                    companies,
                )
            )
        )

    def _store_restarts(self, dates):
        """Store when the PBX started; return the ids of calls that were cut off by it."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_pbx_restart (pbx_id, company_id, date)
                SELECT %s, %s, unnest(%s::timestamp[]) ON CONFLICT DO NOTHING
                """,
                self.id,
                self.company_id.id,
                sorted(dates),
            )
        )
        found = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM pharma_call c
                 WHERE c.pbx_id = %(pbx)s AND c.company_id = %(company)s
                   AND c.date_start < %(last)s AND c.date_end IS NULL
                 UNION
                SELECT c.id FROM pharma_call c
                 WHERE c.pbx_id = %(pbx)s AND c.company_id = %(company)s AND c.fact_end IS NULL
                   AND c.date_start BETWEEN %(first)s - interval '1 day' AND %(last)s
                   AND c.date_end > %(first)s
                """,
                pbx=self.id,
                company=self.company_id.id,
                first=min(dates),
                last=max(dates),
            )
        )
        return {id_ for (id_,) in found}
