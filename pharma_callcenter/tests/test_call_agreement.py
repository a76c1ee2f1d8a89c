import random
from datetime import UTC, datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_call_figures import CallFiguresCommon
from .queue_log import AGENTS, QUEUES, count_agents, count_queues, read_facts, write_log

# 2026-03-10, 8:00 in Vietnam
START = int(datetime(2026, 3, 10, 1, tzinfo=UTC).timestamp())
BATCH = 200


def _text(epoch):
    return datetime.fromtimestamp(epoch, UTC).strftime('%Y-%m-%dT%H:%M:%SZ')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallAgreement(CallFiguresCommon):
    """A day of a PBX, taken in through its events in any order, against the log of that PBX as it
    is read by itself: equal to the call and to the second."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pbx = cls.env['pharma.pbx'].create(
            {'name': 'Agreement', 'code': 'agreement', 'company_id': cls.company.id}
        )
        cls.queues = cls.env['pharma.call.queue'].create(
            [{'name': code, 'code': code, 'pbx_id': cls.pbx.id} for code in QUEUES]
        )
        users = cls.env['res.users'].browse()
        for code in AGENTS:
            users |= new_test_user(
                cls.env,
                f'agreement_{code}',
                groups='pharma_callcenter.group_call_agent',
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        cls.seats = cls.env['pharma.agent'].create(
            [
                {'user_id': user.id, 'code': code, 'pbx_id': cls.pbx.id}
                for user, code in zip(users, AGENTS, strict=True)
            ]
        )
        cls.visits, cls.attempts, cls.states = read_facts(write_log(START))

    # === EVENTS === #
    def _get_events(self):
        """Return the events that a connector sends for the log, a call each."""
        calls = {}
        for visit in self.visits:
            calls.setdefault(visit['call'], []).append(visit)
        events = []
        for call, visits in calls.items():
            ends = [visit['left'] + visit['talk'] for visit in visits]
            events.append(
                {
                    'id': f'{call}-1',
                    'type': 'call',
                    'call': call,
                    'direction': 'inbound',
                    'number': '0901234567',
                    'started': _text(visits[0]['entered']),
                    'ended': _text(max(ends)),
                    'visits': [self._get_visit(v) for v in visits],
                }
            )
        for agent, changes in self.states.items():
            events += [
                {
                    'id': f'{agent}-{moment}',
                    'type': 'agent',
                    'agent': agent,
                    'state': state,
                    'since': _text(moment),
                }
                for moment, state in changes
            ]
        random.Random(3).shuffle(events)  # noqa: S311 - no secret
        return events

    def _get_visit(self, visit):
        told = {
            'queue': visit['queue'],
            'entered': _text(visit['entered']),
            'left': _text(visit['left']),
            'result': visit['result'],
            'attempts': [
                {
                    'agent': agent,
                    'rang': _text(rang),
                    'ended': _text(rang + ring + (talk or 0)),
                    'result': 'no_answer' if talk is None else 'answered',
                    **({} if talk is None else {'answered': _text(rang + ring)}),
                }
                for agent, rang, ring, talk, found in self.attempts
                if found is visit
            ],
        }
        if visit['result'] == 'answered':
            told |= {
                'answered': _text(visit['left']),
                'agent': visit['agent'],
                'ended': _text(visit['left'] + visit['talk']),
            }
        return told

    def _take_in(self, events):
        for place in range(0, len(events), BATCH):
            result = self.pbx._take_in(events[place : place + BATCH])
            self.assertFalse(result['refused'])
        self.env.flush_all()

    # === COMPARISON === #
    def _assert_agreement(self):
        for model, owner, expected in (
            ('pharma.call.report', 'queue_id', count_queues(self.visits)),
            ('pharma.agent.report', 'user_id', count_agents(self.attempts, self.states)),
        ):
            names = sorted({name for row in expected.values() for name in row})
            codes = {queue: queue.code for queue in self.queues} | {
                seat.user_id: seat.code for seat in self.seats
            }
            found = {}
            for row in self.env[model].search([('company_id', '=', self.company.id)]):
                hour = int(row.date_hour.replace(tzinfo=UTC).timestamp())
                key = (codes[row[owner]], hour)
                self.assertNotIn(key, found)
                found[key] = {name: row[name] for name in names}
            for key in expected.keys() | found.keys():
                wanted = {name: expected[key][name] for name in names} if key in expected else {}
                mine = found.get(key, dict.fromkeys(names, 0))
                self.assertEqual(mine, wanted or dict.fromkeys(names, 0), f'{model} {key}')

    def test_figures_agree_with_the_log(self):
        """000-45..53: 1,500 calls in random order, some of them late or told twice, with the job
        in between: every hour of every queue and employee is the log's."""
        self.assertGreater(len(self.visits), 1500)
        events = self._get_events()
        part = len(events) // 3
        self._take_in(events[:part])
        self._keep()
        self._take_in(events[part:])
        # what comes twice counts once
        self._take_in(events[:part])
        self._assert_agreement()
        self._keep()
        self.assertFalse(self.env['pharma.call.count']._get_left())
        self._assert_agreement()
