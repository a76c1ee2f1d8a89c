from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_intake import NOW, IntakeCommon, at, when

PUSH = 'odoo.addons.pharma_callcenter.models.pharma_call_merge_push'
LATE = 3600  # seconds after the hour of at(): NOW


@tagged('post_install', '-at_install')
class TestIntakeLive(IntakeCommon):
    """Who is told what, and the states of agents (000-37..39, 002-26)."""

    def setUp(self):
        super().setUp()
        self.sent = []
        Bus = type(self.env['bus.bus'])
        patcher = patch.object(
            Bus,
            '_sendone',
            lambda _bus, target, kind, message: self.sent.append((target, kind, message)),
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def pushed(self, kind):
        return [(target, message) for target, name, message in self.sent if name == kind]

    def ring(self, **values):
        return {
            'id': 'r',
            'type': 'ring',
            'call': 'c1',
            'agent': '101',
            'number': '0912345678',
            'called': '18001234',
            'at': at(LATE - 2),
        } | values

    def test_pop_goes_to_the_own_screen_with_an_id_alone(self):
        """A ringing call pops at its agent and nobody else, without a name (000-39, 000-36)."""
        self.assertEqual(self.take(self.ring(queue='orders'))['accepted'], 1)
        call = self.get_call()
        self.assertEqual(
            self.pushed('pharma_call_pop'), [(self.agent_user.partner_id, {'call_id': call.id})]
        )
        self.assertEqual(
            self.pushed('pharma_call_changed'),
            [(self.agent_user.partner_id, {'call_id': call.id, 'state': 'ringing'})],
        )
        self.assertEqual((call.state, call.partner_id), ('ringing', self.customer))
        self.assertRecordValues(
            call.attempt_ids,
            [{'agent_id': self.agent.id, 'result': 'ringing', 'queue_id': self.orders.id}],
        )
        self.assertEqual(self.agent.call_id, call)

    def test_old_ring_is_dropped(self):
        """What rang 6 s ago pops nowhere, is accepted and stores nothing (002-26)."""
        answer = self.take(self.ring(at=at(LATE - 6)))
        self.assertEqual(answer, {'accepted': 1, 'refused': []})
        self.assertFalse(self.sent)
        self.assertFalse(self.get_call())

    def test_lasting_report_replaces_the_live_one(self):
        """The live ring and the report a second later are one attempt, in any order (000-39)."""
        attempt = {'agent': '101', 'rang': at(LATE - 3), 'answered': at(LATE)}
        visit = {'queue': 'orders', 'entered': at(LATE - 9), 'attempts': [attempt]}
        report = self.queued(started=at(LATE - 9), ended=None, visits=[visit])
        for events in ([self.ring(), report], [report, self.ring()]):
            for event in events:
                self.take(event)
            self.assertEqual(len(self.get_call().attempt_ids), 1)
            self.assertEqual(self.get_call().attempt_ids.date_ring, when(LATE - 3))
            self.assertEqual(
                (self.get_call().state, self.agent.call_id), ('talking', self.get_call())
            )
            self.take(report | {'ended': at(LATE + 60)})
            self.env.invalidate_all()
            self.assertFalse(self.agent.call_id)
            self.forget()

    def test_wallboard_is_told_once(self):
        """Fifty calls are one message to the group of supervisors, without content (000-38)."""
        self.take(*[self.queued(call=f'c{i}', id=str(i)) for i in range(50)])
        group = self.env.ref('pharma_callcenter.group_call_supervisor')
        self.assertEqual(self.pushed('pharma_wallboard_changed'), [(group, {})])
        self.assertFalse(self.pushed('pharma_call_changed'), 'an hour ago is history')
        self.sent.clear()
        self.take(*[self.queued(call=f'c{i}', id=str(i)) for i in range(50)])
        self.assertFalse(self.sent, 'a replay tells nobody anything')

    def test_hooks_get_the_calls(self):
        """Created and ended calls, recordings and ratings are handed on once each (000-37)."""
        seen = []
        CallClass = type(self.env['pharma.call'])

        def after(_call, created, ended):
            seen.append((created.mapped('external_id'), ended.mapped('state')))

        with (
            patch.object(CallClass, '_after_intake', after),
            patch.object(
                CallClass, '_take_recordings', lambda _c, pbx, rows: seen.append((pbx, rows))
            ),
            patch.object(
                CallClass, '_take_ratings', lambda _c, pbx, rows: seen.append((pbx, rows))
            ),
        ):
            self.take(self.queued(ended=None))
            self.take(self.queued())
            self.take(self.queued())
            self.assertEqual(seen, [(['c1'], []), ([], ['answered'])])
            seen.clear()
            recording = {'type': 'recording', 'call': 'c1', 'path': '2026/a.wav', 'seconds': 60}
            rating = {'type': 'rating', 'call': 'c1', 'rating': 4, 'at': at(90)}
            self.take(recording, rating)
        call_id = self.get_call().id
        self.assertEqual(seen[0][1][0]['call_id'], call_id)
        self.assertEqual(seen[0][1][0]['path'], '2026/a.wav')
        self.assertEqual(seen[1], (self.pbx, [rating | {'at': when(90), 'call_id': call_id}]))

    def test_a_hook_that_fails_costs_no_call(self):
        """A fault in what follows from a call is logged, the call is kept (000-45)."""
        CallClass = type(self.env['pharma.call'])

        def fail(call, created, ended):
            created.write({'note': 'half done'})
            raise KeyError('bug')

        with patch.object(CallClass, '_after_intake', fail), mute_logger(PUSH):
            self.assertEqual(self.take(self.queued())['accepted'], 1)
        self.assertEqual((self.get_call().state, self.get_call().note), ('answered', False))

    def test_agent_states_in_any_order(self):
        """Late change points are put between; the newest is the current state (000-39)."""
        events = [
            {'type': 'agent', 'agent': '101', 'state': 'available', 'since': at(0, 500)},
            {'type': 'agent', 'agent': '101', 'state': 'paused', 'since': at(100), 'reason': 'Tea'},
            {'type': 'agent', 'agent': '101', 'state': 'available', 'since': at(160, 900)},
            {'type': 'agent', 'agent': '101', 'state': 'wrapup', 'since': at(160, 100)},
            {'type': 'agent', 'agent': '101', 'state': 'offline', 'since': at(400)},
        ]
        for order in (events, events[::-1], [events[i] for i in (3, 0, 4, 2, 1, 0)]):
            for event in order:
                self.take(event)
            self.env.invalidate_all()
            self.assertRecordValues(
                self.agent.state_ids.sorted('date_start'),
                [
                    {'state': 'available', 'date_start': when(0), 'seconds': 100, 'reason': False},
                    {'state': 'paused', 'date_start': when(100), 'seconds': 60, 'reason': 'Tea'},
                    # two in one second: the later one
                    {
                        'state': 'available',
                        'date_start': when(160),
                        'seconds': 240,
                        'reason': False,
                    },
                    {'state': 'offline', 'date_start': when(400), 'seconds': 0, 'reason': False},
                ],
            )
            self.assertEqual(self.agent.state_ids.sorted('date_start')[0].date_end, when(100))
            self.assertRecordValues(
                self.agent, [{'state': 'offline', 'date_state': when(400), 'pause_reason': False}]
            )
            self.agent.state_ids.sudo().unlink()
            self.agent.write({'state': 'offline', 'date_state': False})
        self.take(*events, events[1] | {'since': at(500), 'reason': 'Lunch'})
        self.env.invalidate_all()
        self.assertEqual((self.agent.state, self.agent.pause_reason), ('paused', 'Lunch'))
        self.assertEqual(self.agent.state_ids.user_id, self.agent_user)
        self.assertTrue(self.other_agent.state == 'offline' and NOW)
