from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_call import CallCommon

READERS = ('cc_agent', 'cc_colleague', 'cc_stranger', 'cc_clerk', 'cc_supervisor', 'cc_manager')
NOBODY = ('cc_employee', 'cc_portal')


@tagged('post_install', '-at_install')
class TestCallDeskRights(CallCommon):
    """Every public method of desk and wallboard, as those who may and those who may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call(cls.agent, partner_id=cls.customer.id)

    def _as(self, login, model):
        user = self.env['res.users'].search([('login', '=', login)])
        return self.env[model].with_user(user).with_company(user.company_id)

    def test_who_has_a_desk(self):
        """000-36: those who work with customers; not other employees and customers."""
        for login in READERS:
            with self.subTest(login=login):
                calls = self._as(login, 'pharma.call').get_desk()['calls']
                self.assertEqual(bool(calls), login == 'cc_agent')
        for login in NOBODY:
            for method in ('get_desk', 'start_call', 'dial'):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    getattr(self._as(login, 'pharma.call'), method)()

    def test_a_call_is_finished_by_who_took_it(self):
        """000-36, 004-04: not by colleagues of the same queue, supervisors or other companies."""
        vals = {'purpose_id': self.purpose.id}
        for login in (*READERS[1:], 'cc_outsider', *NOBODY):
            call = self._as(login, 'pharma.call').browse(self.call.id)
            for method, args in (
                ('finish', [vals]),
                ('save_draft', [vals]),
                ('create_desk_customer', ['Name']),
                ('action_desk_order', []),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    getattr(call, method)(*args)
        self.assertRecordValues(self.call, [{'is_finished': False, 'purpose_id': False}])

    def test_sections_are_for_readers_of_the_call(self):
        """003-08: agents of the queue and supervisors, not others."""
        for login in ('cc_agent', 'cc_colleague', 'cc_supervisor', 'cc_manager'):
            with self.subTest(login=login):
                call = self._as(login, 'pharma.call').browse(self.call.id)
                self.assertIsInstance(call.get_desk_sections(), list)
        for login in ('cc_stranger', 'cc_clerk', 'cc_outsider', *NOBODY):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self._as(login, 'pharma.call').browse(self.call.id).get_desk_sections()

    def test_a_call_that_does_not_exist_is_nobodys(self):
        """000-36: neither deleted ones nor made-up ids."""
        call = self._as('cc_agent', 'pharma.call').browse(999999999)
        with self.assertRaises(AccessError):
            call.finish({'purpose_id': self.purpose.id})

    def test_who_sees_the_wallboard(self):
        """000-38, 000-36: supervisors and managers, each of their companies."""
        for login in ('cc_supervisor', 'cc_manager'):
            with self.subTest(login=login):
                board = self._as(login, 'pharma.call.queue').get_wallboard()
                self.assertLessEqual(
                    {self.queue.id, self.night_queue.id}, self._ids(board, 'queues')
                )
                self.assertNotIn(self.other_queue.id, self._ids(board, 'queues'))
                self.assertIn(self.agent.id, self._ids(board, 'agents'))
        board = self._as('cc_outsider', 'pharma.call.queue').get_wallboard()
        self.assertEqual(self._ids(board, 'queues'), {self.other_queue.id})
        self.assertFalse(board['agents'])
        for login in ('cc_agent', 'cc_clerk', *NOBODY):
            queues = self._as(login, 'pharma.call.queue')
            with self.subTest(login=login), self.assertRaises(AccessError):
                queues.get_wallboard()
            with self.subTest(login=login), self.assertRaises(AccessError):
                queues.get_wallboard_action('waiting')

    def _ids(self, board, key):
        return {row['id'] for row in board[key]}

    def test_who_commands_agents(self):
        """000-40, 002-27: supervisors of the company; others not, with whatever they send."""
        for login in ('cc_agent', 'cc_colleague', 'cc_clerk', 'cc_manager', 'cc_outsider', *NOBODY):
            agent = self._as(login, 'pharma.agent').browse(self.agent.id)
            for kind in ('listen', 'logout'):
                with self.subTest(login=login, kind=kind), self.assertRaises(AccessError):
                    agent.supervise(kind)
        supervised = self._as('cc_supervisor', 'pharma.agent').browse(self.agent.id)
        for kind in ('dial', 'hangup', 'unlink', '', None):
            with self.subTest(kind=kind), self.assertRaises(UserError):
                supervised.supervise(kind)
        supervised.supervise('pause')
        command = self.env['pharma.call.command'].search([], limit=1)
        self.assertRecordValues(
            command,
            [
                {
                    'kind': 'pause',
                    'agent_id': self.agent.id,
                    'user_id': self.supervisor_user.id,
                    'pbx_id': self.pbx.id,
                }
            ],
        )

    def test_listening_needs_a_seat_and_a_call(self):
        """000-40: at the supervisor's own seat of the same PBX, while the agent talks."""
        agent = self._as('cc_supervisor', 'pharma.agent').browse(self.agent.id)
        with self.assertRaisesRegex(UserError, "no seat"):
            agent.supervise('listen')
        seat = self.env['pharma.agent'].create(
            {'user_id': self.supervisor_user.id, 'code': '100', 'pbx_id': self.pbx.id}
        )
        with self.assertRaisesRegex(UserError, "not in a call"):
            agent.supervise('whisper')
        self.agent.sudo().call_id = self.call
        for kind in ('listen', 'whisper', 'barge', 'take_over'):
            agent.supervise(kind)
            command = self.env['pharma.call.command'].search([], limit=1)
            self.assertRecordValues(
                command,
                [
                    {
                        'kind': kind,
                        'agent_id': seat.id,
                        'target_agent_id': self.agent.id,
                        'call_id': self.call.id,
                    }
                ],
            )
        own = seat.with_user(self.supervisor_user)
        with self.assertRaisesRegex(UserError, "your own seat"):
            own.supervise('listen')
