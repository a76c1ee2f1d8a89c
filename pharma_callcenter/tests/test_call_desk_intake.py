from odoo.tests import freeze_time, tagged

from .common_intake import NOW, IntakeCommon, at

LATE = 3600  # seconds after the hour of at(): NOW


@tagged('post_install', '-at_install')
class TestCallDeskIntake(IntakeCommon):
    """What a PBX reports, as the agent's desk and the wallboard show it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        # nobody else's, whatever the database holds
        cls.customer.phone = '028 3899 8642'
        cls.Call = cls.env['pharma.call'].with_user(cls.agent_user)
        cls.purpose = cls.env.ref('pharma_callcenter.pharma_call_purpose_order')
        cls.solved = cls.env.ref('pharma_callcenter.pharma_call_disposition_solved')

    def _report(self, **values):
        call = {'id': 'e', 'type': 'call', 'call': 'desk-1', 'direction': 'inbound'}
        visit = {'queue': 'orders', 'entered': at(LATE - 20), 'agent': '101'}
        visit['attempts'] = [{'agent': '101', 'rang': at(LATE - 2)}]
        if values.get('answered'):
            visit |= {'answered': values['answered'], 'result': 'answered'}
            visit['attempts'][0] |= {'answered': values['answered'], 'result': 'answered'}
        if values.get('ended'):
            visit['ended'] = values['ended']
        self.take({**call, 'number': '02838998642', 'visits': [visit], **values})

    def _wallboard(self):
        board = self.env['pharma.call.queue'].with_user(self.supervisor).get_wallboard()
        [queue] = [row for row in board['queues'] if row['id'] == self.orders.id]
        [agent] = [row for row in board['agents'] if row['id'] == self.agent.id]
        return queue, agent

    def test_a_call_from_ringing_to_finished(self):
        """004-04, 000-38, 000-39: it rings, is answered, noted meanwhile, over, and finished."""
        self.take(
            {'id': 'a', 'type': 'agent', 'agent': '101', 'state': 'available'}
            | {'since': at(LATE - 600)}
        )
        self._report(started=at(LATE - 20))
        [shown] = self.Call.get_desk()['calls']
        self.assertEqual((shown['state'], shown['partner']['id']), ('ringing', self.customer.id))
        queue, agent = self._wallboard()
        self.assertEqual((queue['waiting'], queue['on_duty'], queue['available']), (1, 1, 0))
        call = self.Call.browse(shown['id'])
        call.save_draft({'purpose_id': self.purpose.id})

        self._report(started=at(LATE - 20), answered=at(LATE - 1))
        [shown] = self.Call.get_desk()['calls']
        self.assertEqual((shown['state'], shown['purpose_id']), ('talking', self.purpose.id))
        queue, agent = self._wallboard()
        self.assertEqual((queue['waiting'], queue['talking'], queue['busy']), (0, 1, 100))
        self.assertEqual((agent['call']['id'], agent['since']), (call.id, '2026-03-02 02:50:00'))

        self._report(started=at(LATE - 20), answered=at(LATE - 1), ended=at(LATE))
        [shown] = self.Call.get_desk()['calls']
        self.assertFalse(shown['is_open'])
        desk = call.finish({'note': 'Two boxes', 'purpose_id': self.purpose.id})
        self.assertFalse(desk['calls'])
        self.assertEqual(desk['last'][0]['id'], call.id)
        # a late repetition of the last message takes nothing back
        self._report(started=at(LATE - 20), answered=at(LATE - 1), ended=at(LATE))
        self.assertRecordValues(
            call,
            [{'is_finished': True, 'note': 'Two boxes', 'state': 'answered', 'talk_seconds': 1}],
        )

    def test_a_call_dialled_at_the_desk_comes_back_with_its_call_to_make(self):
        """000-04, 002-26: the PBX reports the command; result and call to make fit together."""
        todo = self.env['pharma.call.todo'].create(
            {'partner_id': self.customer.id, 'kind': 'callback', 'user_id': self.agent_user.id}
        )
        self.env['pharma.call.todo'].with_user(self.agent_user).take_next()
        self.Call.dial(todo_id=todo.id)
        command = self.env['pharma.call.command'].search([], limit=1)
        self.take(
            {
                'id': 'd',
                'type': 'call',
                'call': 'desk-2',
                'direction': 'outbound',
                'number': command.number,
                'agent': '101',
                'command': command.id,
                'started': at(LATE - 2),
            }
        )
        desk = self.Call.get_desk()
        self.assertFalse(desk['todos'])
        [shown] = desk['calls']
        self.assertEqual(
            (shown['todo']['id'], shown['partner']['id'], shown['direction'], shown['is_open']),
            (todo.id, self.customer.id, 'outbound', True),
        )
        call = self.Call.browse(shown['id'])
        call.finish({'purpose_id': self.purpose.id, 'disposition_id': self.solved.id})
        self.assertEqual(todo.state, 'done')
