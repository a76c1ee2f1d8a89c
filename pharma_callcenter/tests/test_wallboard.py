from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestWallboard(CallCommon):
    """Figures of this moment, counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # (seconds ago, result, waited): in time means within 20 s, dialled wrong up to 5 s
        for seconds, result, waited in (
            (90, 'waiting', 0),
            (30, 'waiting', 0),
            (600, 'answered', 20),
            (700, 'answered', 21),
            (800, 'abandoned', 6),
            (900, 'abandoned', 5),
            # two hours ago: of today, not of the last hour
            (7200, 'answered', 3),
            # 23:59 local time, yesterday
            (36060, 'answered', 3),
        ):
            cls._create_visit(seconds, result, waited)
        cls.agent.write({'state': 'available', 'date_state': NOW})
        cls.colleague.write({'state': 'paused', 'pause_reason': 'meal', 'date_state': NOW})
        cls.talker = cls.env['pharma.agent'].create(
            {
                'user_id': cls.clerk_user.id,
                'code': '104',
                'pbx_id': cls.pbx.id,
                'state': 'available',
                'queue_ids': cls.queue.ids,
            }
        )
        cls.current = cls._create_call(cls.talker, state='talking', partner_id=cls.customer.id)
        cls.talker.call_id = cls.current

    @classmethod
    def _create_visit(cls, seconds, result, waited):
        enter = NOW - timedelta(seconds=seconds)
        return cls.env['pharma.call.visit'].create(
            {
                'call_id': cls._create_call(seconds_ago=seconds).id,
                'company_id': cls.company.id,
                'queue_id': cls.queue.id,
                'date_enter': enter,
                'date_leave': result != 'waiting' and enter + timedelta(seconds=waited),
                'result': result,
                'wait_seconds': waited,
            }
        )

    def _board(self):
        board = self.env['pharma.call.queue'].get_wallboard()
        queues = {row['id']: row for row in board['queues']}
        agents = {row['id']: row for row in board['agents']}
        return board, queues, agents

    @users('cc_supervisor')
    def test_figures_of_a_queue(self):
        """000-38: waiting, longest wait, agents, busy degree, today's calls, service level now."""
        _board, queues, _agents = self._board()
        expected = {
            'waiting': 2,
            'oldest': '2026-03-02 02:58:30',
            # one is free, one pauses, one talks; 103 serves another queue
            'available': 1,
            'on_duty': 3,
            'talking': 1,
            'busy': 33,
            'entered': 7,
            'answered': 3,
            'abandoned': 1,
            # of the last hour: one of two answered in time, one gave up
            'in_time': 1,
            'counted': 3,
            'service': 33,
        }
        row = queues[self.queue.id]
        self.assertEqual({name: row[name] for name in expected}, expected)
        night = queues[self.night_queue.id]
        self.assertEqual(
            (night['waiting'], night['oldest'], night['busy'], night['service']),
            (0, False, False, False),
        )

    @users('cc_supervisor')
    def test_agents(self):
        """000-39: id, state, since when, reason of a pause, and the current call."""
        _board, _queues, agents = self._board()
        pausing = agents[self.colleague.id]
        self.assertEqual(
            (pausing['code'], pausing['state'], pausing['reason'], pausing['since']),
            ('102', 'paused', 'Meal', '2026-03-02 03:00:00'),
        )
        self.assertFalse(pausing['call'])
        call = agents[self.talker.id]['call']
        self.assertEqual((call['id'], call['who']), (self.current.id, 'Nguyễn Văn An'))

    @users('cc_supervisor')
    def test_every_figure_leads_to_what_it_counts(self):
        """000-38: as many records as the figure says, of the queue and of all."""
        Queue = self.env['pharma.call.queue']
        board, queues, _agents = self._board()
        for row in (queues[self.queue.id], queues[self.night_queue.id], board['total']):
            for figure, name in (
                ('waiting', 'waiting'),
                ('entered', 'entered'),
                ('answered', 'answered'),
                ('abandoned', 'abandoned'),
                ('service', 'counted'),
                ('available', 'available'),
                ('on_duty', 'on_duty'),
                ('talking', 'talking'),
            ):
                with self.subTest(figure=figure, queue=row['id']):
                    action = Queue.get_wallboard_action(figure, row['id'])
                    found = self.env[action['res_model']].search(action['domain'])
                    self.assertEqual(len(found), row[name])
        with self.assertRaises(UserError):
            Queue.get_wallboard_action('everything')

    @users('cc_supervisor')
    def test_limits_belong_to_the_queue(self):
        """000-38: what is red is said by the queue."""
        self.queue.write({'service_target': 90, 'waiting_limit': 1})
        _board, queues, _agents = self._board()
        row = queues[self.queue.id]
        self.assertEqual((row['service_target'], row['waiting_limit']), (90, 1))
