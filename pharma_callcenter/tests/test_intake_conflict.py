import random

from odoo.tests import tagged

from .common_intake import IntakeCommon, at, when

VISIT = {'queue': 'orders', 'entered': at(10)}
# What two sources may say otherwise of one call; in the first of each pair stands what holds.
CONFLICTS = [
    ({'direction': 'outbound'}, {'direction': 'internal'}, {'direction': 'inbound'}),
    ({'number': '+84912345678'}, {'number': '0912345678'}, {'number': '+84912345677'}),
    ({'started': at(5)}, {'started': at(6)}),
    ({'ended': at(90)}, {'ended': at(80)}),
    ({'result': 'failed'}, {'result': 'busy'}, {'result': 'missed'}, {'result': 'no_answer'}),
    ({'agent': '101'}, {'agent': '102'}),
    ({'transferred_to': '102'}, {'transferred_to': '101'}),
]
VISITS = [
    ({'result': 'abandoned'}, {'result': 'timeout'}, {'result': 'failed'}),
    ({'left': at(40)}, {'left': at(30)}),
    ({'position_enter': 2}, {'position_enter': 3}),
    ({'position_leave': 1}, {'position_leave': 5}),
]
ATTEMPTS = [
    ({'result': 'busy'}, {'result': 'rejected'}, {'result': 'no_answer'}),
    ({'ended': at(25)}, {'ended': at(20)}),
]


def attempted(facts):
    """Return the facts of the visit in which agent 101 was rung."""
    return VISIT | {'attempts': [{'agent': '101', 'rang': at(12)} | facts]}


@tagged('post_install', '-at_install')
class TestIntakeConflict(IntakeCommon):
    """Two sources that differ make the same call, whoever is heard first (000-45)."""

    def get_events(self):
        facts = [fact for pair in CONFLICTS for fact in pair]
        facts += [{'visits': [VISIT | fact]} for pair in VISITS for fact in pair]
        facts += [{'visits': [attempted(fact)]} for pair in ATTEMPTS for fact in pair]
        return [{'type': 'call', 'call': 'c1', 'id': str(i)} | f for i, f in enumerate(facts)]

    def check(self):
        self.env.invalidate_all()
        call = self.get_call()
        self.assertRecordValues(
            call,
            [
                {
                    'direction': 'outbound',
                    'number': '+84912345678',
                    'number_e164': '+84912345678',
                    'partner_id': self.customer.id,
                    'date_start': when(5),
                    'date_end': when(90),
                    'state': 'failed',
                    'fact_result': 'failed',
                    'agent_id': self.agent.id,
                    'fact_transfer_id': self.other_agent.id,
                }
            ],
        )
        self.assertRecordValues(
            call.visit_ids,
            [
                {
                    'result': 'abandoned',
                    'date_leave': when(40),
                    'wait_seconds': 30,
                    'position_enter': 2,
                    'position_leave': 1,
                }
            ],
        )
        self.assertRecordValues(
            call.attempt_ids, [{'result': 'busy', 'date_end': when(25), 'ring_seconds': 13}]
        )

    def test_whoever_is_heard_first(self):
        """Events in 40 orders, one by one or together, one fact each (000-45)."""
        events = self.get_events()
        order = random.Random(7)  # noqa: S311  shuffles, and the same way each time
        for turn in range(40):
            shuffled = order.sample(events, len(events))
            size = (1, 3, 8, len(events))[turn % 4]
            with self.subTest(turn=turn, order=[event['id'] for event in shuffled]):
                for start in range(0, len(shuffled), size):
                    self.take(*shuffled[start : start + size])
                self.check()
            self.forget()

    def test_answered_beats_everything_else(self):
        """An answer that is told late or early wins over what others concluded (000-45)."""
        answer = {'answered': at(20), 'result': 'answered'}
        events = [
            self.queued(visits=[VISIT | {'result': 'abandoned', 'left': at(30)}]),
            self.queued(visits=[attempted({'result': 'no_answer', 'ended': at(22)})]),
            self.queued(visits=[attempted(answer) | answer | {'agent': '101'}]),
            self.queued(visits=[attempted(answer | {'answered': at(21)})]),
        ]
        for first in range(4):
            for event in events[first:] + events[:first]:
                self.take(event)
            self.env.invalidate_all()
            call = self.get_call()
            self.assertEqual((call.state, call.date_answer), ('answered', when(20)))
            self.assertRecordValues(
                call.visit_ids, [{'result': 'answered', 'wait_seconds': 10, 'talk_seconds': 60}]
            )
            self.assertEqual(call.attempt_ids.result, 'answered')
            self.forget()
