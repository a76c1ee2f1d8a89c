import itertools
import random

from odoo.tests import tagged

from .common_intake import IntakeCommon, at, when

CALL = (
    *('direction', 'state', 'date_start', 'date_answer', 'date_end', 'wait_seconds'),
    *('talk_seconds', 'hour', 'number', 'number_e164', 'number_called', 'queue_id', 'agent_id'),
    *('user_id', 'team_id', 'warehouse_id', 'partner_id'),
)
VISIT = (
    *('queue_id', 'date_enter', 'date_answer', 'date_leave', 'date_end', 'result', 'wait_seconds'),
    *('talk_seconds', 'position_enter', 'position_leave', 'agent_id', 'user_id'),
)
ATTEMPT = (
    *('queue_id', 'agent_id', 'user_id', 'date_ring', 'date_answer', 'date_end', 'result'),
    *('ring_seconds', 'talk_seconds'),
)


@tagged('post_install', '-at_install')
class TestIntakeMerge(IntakeCommon):
    """Events become calls with the figures worked out by hand, in whatever order they come."""

    def picture(self, external='c1'):
        """Return everything that is stored of a call, without ids."""
        self.env.invalidate_all()
        call = self.get_call(external)
        return (
            call.read(CALL, load=None)[0] | {'id': 0},
            [row | {'id': 0} for row in call.visit_ids.sorted('date_enter').read(VISIT, load=None)],
            [
                row | {'id': 0, 'entered': attempt.visit_id.date_enter}
                for attempt in call.attempt_ids.sorted(lambda a: (a.date_ring, a.agent_id.id))
                for row in attempt.read(ATTEMPT, load=None)
            ],
        )

    def test_answered_call(self):
        """A call waits 15 s, of these 10 s in the queue, and talks 60 s (000-45, 000-37)."""
        self.assertEqual(self.take(self.queued()), {'accepted': 1, 'refused': []})
        self.assertRecordValues(
            self.get_call(),
            [
                {
                    'state': 'answered',
                    'source': 'pbx',
                    'date_start': when(5),
                    'date_answer': when(20),
                    'date_end': when(80),
                    'wait_seconds': 15,
                    'talk_seconds': 60,
                    'hour': 9,
                    'number_e164': '+84912345678',
                    'number_called': '18001234',
                    'queue_id': self.orders.id,
                    'agent_id': self.agent.id,
                    'user_id': self.agent_user.id,
                    'team_id': self.team.id,
                    'warehouse_id': self.warehouse.id,
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                }
            ],
        )
        self.assertRecordValues(
            self.get_call().visit_ids,
            [
                {
                    'result': 'answered',
                    'wait_seconds': 10,
                    'talk_seconds': 60,
                    'date_leave': when(20),
                }
            ],
        )
        self.assertRecordValues(
            self.get_call().attempt_ids,
            [{'result': 'answered', 'ring_seconds': 6, 'talk_seconds': 60, 'date_end': when(80)}],
        )

    def test_transfer_shares_the_talk(self):
        """101 talks 30 s and passes on to 102, who talks 40 s; the call 70 s (000-45, 002-26)."""
        event = self.queued(
            ended=at(90),
            transferred_to='102',
            attempts=[{'agent': '102', 'rang': at(45), 'answered': at(50), 'ended': at(90)}],
        )
        # the PBX credits the first agent with the whole call
        event['visits'][0]['attempts'][0]['ended'] = at(90)
        self.take(event)
        call = self.get_call()
        self.assertEqual((call.talk_seconds, call.agent_id), (70, self.agent))
        talks = {row.agent_id: row.talk_seconds for row in call.attempt_ids}
        self.assertEqual(talks, {self.agent: 30, self.other_agent: 40})

    def test_second_queue_is_waited_for_again(self):
        """Answered in one queue, moved to a second: its wait is no talk (000-45)."""
        first = self.queued()['visits'][0] | {'ended': at(50)}
        second = {
            'queue': 'advice',
            'entered': at(50),
            'answered': at(70),
            'agent': '102',
            'attempts': [{'agent': '102', 'rang': at(60), 'answered': at(70)}],
        }
        self.take(self.queued(ended=at(100), visits=[first, second]))
        call = self.get_call()
        # 20..50 and 70..100
        self.assertEqual((call.wait_seconds, call.talk_seconds), (15, 60))
        self.assertEqual(call.queue_id, self.advice)
        self.assertEqual(call.visit_ids.sorted('date_enter').mapped('talk_seconds'), [30, 30])

    def test_states_of_calls_nobody_answered(self):
        """How a call ended follows from what was told of it (000-45)."""
        visit = {'queue': 'orders', 'entered': at(10), 'left': at(30)}
        rung = [{'agent': '101', 'rang': at(10)}]
        out = {'direction': 'outbound', 'visits': [], 'agent': '101'}
        cases = {
            'abandoned': self.queued(visits=[visit | {'result': 'abandoned'}]),
            'missed': self.queued(visits=[visit | {'result': 'timeout'}]),
            'failed': self.queued(visits=[], result='failed'),
            'busy': self.queued(visits=[], **{k: out[k] for k in ('direction',)}, result='busy'),
            'no_answer': self.queued(**out),
            'ringing': self.queued(ended=None, visits=[], attempts=rung),
            'queued': self.queued(ended=None, visits=[{'queue': 'orders', 'entered': at(10)}]),
            'talking': self.queued(ended=None),
        }
        self.take(*[event | {'call': state} for state, event in cases.items()])
        self.take(self.queued(call='rung', visits=[], attempts=rung))
        for state in cases:
            self.assertEqual(self.get_call(state).state, state)
        self.assertEqual(self.get_call('rung').state, 'missed')
        self.assertEqual(self.get_call('rung').attempt_ids.result, 'no_answer')

    def test_any_order_gives_the_same_rows(self):
        """Facts in any order, repeated and together or apart, are the same call (000-45)."""
        visit = {'queue': 'orders', 'entered': at(10)}
        second = {'queue': 'advice', 'entered': at(50), 'position_enter': 3}
        facts = [
            {'direction': 'inbound', 'number': '0912345678', 'started': at(5)},
            {'number': '+84912345678', 'visits': [visit | {'position_enter': 2}]},
            {'visits': [visit | {'attempts': [{'agent': '101', 'rang': at(14)}]}]},
            {
                'visits': [
                    visit
                    | {
                        'answered': at(20),
                        'agent': '101',
                        'attempts': [{'agent': '101', 'rang': at(14), 'answered': at(20)}],
                    }
                ]
            },
            {'visits': [second], 'transferred_to': '102', 'called': '18001234'},
            {
                'visits': [
                    second | {'attempts': [{'agent': '102', 'rang': at(60), 'answered': at(70)}]}
                ]
            },
            {'ended': at(100), 'visits': [second | {'ended': at(100), 'position_leave': 1}]},
        ]
        events = [{'id': str(i), 'type': 'call', 'call': 'c1'} | f for i, f in enumerate(facts)]
        events.append({'id': 'r', 'type': 'restart', 'at': at(300)})
        self.take(*events)
        expected = self.picture()
        self.assertEqual(expected[0]['state'], 'answered')
        self.assertEqual(expected[0]['talk_seconds'], 60)
        self.assertEqual(expected[0]['number'], '+84912345678')
        order = random.Random(45)  # noqa: S311  shuffles, and the same way each time
        for turn in range(60):
            shuffled = order.sample(events, len(events)) + order.sample(events, 3)
            with self.subTest(order=[event['id'] for event in shuffled]):
                self.forget()
                size = turn % 4 + 1
                for start in range(0, len(shuffled), size):
                    self.take(*shuffled[start : start + size])
                self.assertEqual(self.picture(), expected)

    def test_cut_off_by_a_restart_in_any_order(self):
        """What was open when the PBX started again ended then, unless told otherwise (000-37)."""
        events = [
            self.queued(ended=None, call='c1', visits=[{'queue': 'orders', 'entered': at(10)}]),
            self.queued(ended=None, call='c2', id='e2'),
            {'id': 'r1', 'type': 'restart', 'at': at(60)},
            {'id': 'r2', 'type': 'restart', 'at': at(600)},
            self.queued(ended=at(55), call='c3', id='e3'),
        ]
        for order in itertools.permutations(events):
            self.forget()
            for event in order:
                self.take(event)
            self.env.invalidate_all()
            cut, talked, ended = map(self.get_call, ('c1', 'c2', 'c3'))
            self.assertEqual((cut.state, cut.date_end), ('failed', when(60)))
            self.assertEqual(cut.visit_ids.result, 'failed')
            self.assertEqual((talked.state, talked.talk_seconds), ('answered', 40))
            self.assertEqual(ended.date_end, when(55))
        # told later after all
        self.take(self.queued(call='c1', ended=at(40), visits=[]))
        self.env.invalidate_all()
        self.assertEqual((cut.state, cut.date_end), ('abandoned', when(40)))
