"""The events of one request, sorted by what they are about and merged among themselves."""

from functools import lru_cache

from odoo.addons.phone_validation.tools import phone_validation

from .pharma_pbx_intake_rules import ATTEMPT_RULES, CALL_RULES, VISIT_RULES, merge

UNKNOWN_QUEUE, UNKNOWN_AGENT = 'Unknown queue', 'Unknown agent'
UNKNOWN_COMMAND = 'Unknown command'


@lru_cache(maxsize=50_000)
def read_number(number, country_code, phone_code):
    """Return a telephone number in its international writing, None if it has none."""
    found = phone_validation.phone_format(
        number, country_code, phone_code, force_format='E164', raise_exception=False
    )
    return found if found and found.startswith('+') and found[1:].isdigit() else None


class Batch:
    """Collects events; ``codes`` are the queues and agents of the PBX by their code.

    :param dict codes: {'queue': {code: id}, 'agent': {code: id}, 'command': {id: todo id}}
    """

    def __init__(self, codes):
        self.codes = codes
        self.calls, self.visits, self.attempts = {}, {}, {}
        self.states, self.counts = {}, {}
        self.rings, self.recordings, self.ratings = [], [], []
        self.restarts = set()
        self.unknown = {}

    def add(self, event):
        """Add one event as `read_event` returned it."""
        getattr(self, f'_add_{event["type"]}')(event)

    def _find(self, kind, code, reason, sample):
        """Return the id of a queue, agent or command; what is unknown is left out and counted."""
        if code is None:
            return None
        id_ = self.codes[kind].get(code)
        if id_ is None:
            found = self.unknown.setdefault((reason, str(code)), [0, sample])
            found[0] += 1
        return id_

    def _find_agent(self, code, event):
        return self._find('agent', code, UNKNOWN_AGENT, event)

    def _get_call(self, external, facts):
        call = self.calls.setdefault(external, {'external_id': external})
        merge(CALL_RULES, call, facts)

    def _add_call(self, event):
        external = event['call']
        command = self._find('command', event['command'], UNKNOWN_COMMAND, event)
        self._get_call(
            external,
            {
                'direction': event['direction'],
                'number': event['number'],
                'number_called': event['called'],
                'fact_start': event['started'],
                'fact_answer': event['answered'],
                'fact_end': event['ended'],
                'fact_result': event['result'],
                'fact_agent_id': self._find_agent(event['agent'], event),
                'fact_transfer_id': self._find_agent(event['transferred_to'], event),
                'command_id': None if command is None else event['command'],
            },
        )
        for visit in event['visits']:
            queue = self._find('queue', visit['queue'], UNKNOWN_QUEUE, event)
            key = None
            if queue:
                key = (queue, visit['entered'])
                facts = {
                    'fact_answer': visit['answered'],
                    'fact_leave': visit['left'],
                    'fact_end': visit['ended'],
                    'fact_result': visit['result'],
                    'fact_agent_id': self._find_agent(visit['agent'], event),
                    'position_enter': visit['position_enter'],
                    'position_leave': visit['position_leave'],
                }
                merge(VISIT_RULES, self.visits.setdefault((external, *key), {}), facts)
            self._add_attempts(external, visit['attempts'], event, key)
        self._add_attempts(external, event['attempts'], event)

    def _add_attempts(self, external, attempts, event, visit=None):
        for attempt in attempts:
            agent = self._find_agent(attempt['agent'], event)
            if agent:
                self._add_attempt((external, agent, attempt['rang']), attempt, visit)

    def _add_attempt(self, key, attempt, visit, is_live=False):
        facts = {
            'date_answer': attempt.get('answered'),
            'fact_end': attempt.get('ended'),
            'fact_result': attempt.get('result'),
            'is_live': is_live,
            'visit': visit,
        }
        known = self.attempts.setdefault(key, {})
        merge(ATTEMPT_RULES, known, facts)
        # one of the same moment is of the same visit; a live one knows the queue only
        if visit and not (known.get('visit') and known['visit'][1]):
            known['visit'] = visit

    def _add_ring(self, event):
        """Take a live event for a call that rings at an agent, and pop the customer."""
        agent = self._find_agent(event['agent'], event)
        queue = self._find('queue', event['queue'], UNKNOWN_QUEUE, event)
        moment = event['at'].replace(microsecond=0)
        self._get_call(event['call'], {'number': event['number'], 'number_called': event['called']})
        if agent:
            visit = (queue, None) if queue else None
            self._add_attempt((event['call'], agent, moment), {}, visit, is_live=True)
            self.rings.append((event['call'], agent))

    def _add_agent(self, event):
        agent = self._find_agent(event['agent'], event)
        if agent:
            since = event['since']
            key = (agent, since.replace(microsecond=0))
            state = (since.microsecond // 1000, event['state'], event['reason'] or '')
            self.states.setdefault(key, set()).add(state)

    def _add_recording(self, event):
        self._get_call(event['call'], {})
        self.recordings.append(event)

    def _add_rating(self, event):
        self._get_call(event['call'], {})
        self.ratings.append(event)

    def _add_restart(self, event):
        self.restarts.add(event['at'])

    def _add_counts(self, event):
        queue = self._find('queue', event['queue'], UNKNOWN_QUEUE, event)
        if queue:
            self.counts[(queue, event['date'])] = event

    def _add_heartbeat(self, event):
        """A sign of life is noted with each request."""

    def read_numbers(self, country_code, phone_code):
        """Give each call the international writing of its number; return these numbers.

        :param str country_code: of the PBX: numbers without a country code are read as of there
        :param int phone_code: of the same country
        """
        numbers = set()
        for call in self.calls.values():
            if call.get('number'):
                call['number_e164'] = read_number(call['number'], country_code, phone_code)
                numbers.add(call['number_e164'])
        return numbers - {None}
