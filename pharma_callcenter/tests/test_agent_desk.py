from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestAgentDesk(CallCommon):
    """The agent's own switch."""

    def _set(self, *args):
        return self.env['pharma.agent'].set_my_state(*args)

    @users('cc_agent')
    def test_states_follow_each_other_without_a_pbx(self):
        """000-39, 002-27: each change is a row that ends the one before."""
        self.agent.sudo().write({'pbx_id': False, 'code': 'desk-1'})
        seat = self._set('available')
        self.assertEqual((seat['state'], seat['date_state']), ('available', '2026-03-02 03:00:00'))
        self.frozen.move_to(NOW + timedelta(minutes=10))
        self.addCleanup(self.frozen.move_to, NOW)
        self.assertEqual(self._set('paused', 'meal')['reason'], 'Meal')
        self._set('paused', 'meal')
        self.frozen.move_to(NOW + timedelta(minutes=40))
        self._set('offline')
        states = self.env['pharma.agent.state'].search([('agent_id', '=', self.agent.id)])
        self.assertRecordValues(
            states.sorted('date_start'),
            [
                {
                    'state': 'available',
                    'reason': False,
                    'date_start': NOW,
                    'date_end': NOW + timedelta(minutes=10),
                    'seconds': 600,
                },
                {
                    'state': 'paused',
                    'reason': 'meal',
                    'date_start': NOW + timedelta(minutes=10),
                    'date_end': NOW + timedelta(minutes=40),
                    'seconds': 1800,
                },
                {
                    'state': 'offline',
                    'reason': False,
                    'date_start': NOW + timedelta(minutes=40),
                    'date_end': False,
                    'seconds': 0,
                },
            ],
        )
        self.assertEqual(states.user_id, self.agent_user)

    @users('cc_agent')
    def test_the_second_of_two_clicks_within_a_second_counts(self):
        """000-39: one row per second; the last click is what was meant."""
        self.agent.sudo().write({'pbx_id': False, 'code': 'desk-1'})
        self._set('available')
        self._set('paused', 'break')
        states = self.env['pharma.agent.state'].search([('agent_id', '=', self.agent.id)])
        self.assertRecordValues(states, [{'state': 'paused', 'reason': 'break'}])

    @users('cc_agent')
    def test_a_pbx_is_asked(self):
        """002-27: what it reports is written, not what was asked."""
        self._set('paused', 'meal')
        commands = self.env['pharma.call.command'].search([('agent_id', '=', self.agent.id)])
        self.assertEqual(commands.sorted('id').mapped('kind'), ['login', 'pause'])
        self.assertEqual(self.agent.state, 'offline')
        self.agent.sudo().state = 'paused'
        self._set('available')
        self._set('offline')
        commands = self.env['pharma.call.command'].search([('agent_id', '=', self.agent.id)])
        self.assertEqual(commands.sorted('id').mapped('kind')[2:], ['unpause', 'logout'])
        self.assertFalse(self.env['pharma.agent.state'].search([('agent_id', '=', self.agent.id)]))

    @users('cc_agent')
    def test_what_is_sent_is_checked(self):
        """000-36: states and reasons that the desk offers; a pause has a reason."""
        for args in (('wrapup',), ('talking',), (None,), ('paused',), ('paused', 'fun')):
            with self.subTest(args=args), self.assertRaises(UserError):
                self._set(*args)

    def test_nobody_sets_the_state_of_others(self):
        """000-36, 000-39: it is always the user's own seat; without one there is none to set."""
        for user in (self.supervisor_user, self.clerk_user, self.outsider_user):
            with self.subTest(login=user.login), self.assertRaises(UserError):
                self.env['pharma.agent'].with_user(user).set_my_state('available')
        for user in (self.employee_user, self.portal_user):
            with self.subTest(login=user.login), self.assertRaises(AccessError):
                self.env['pharma.agent'].with_user(user).set_my_state('available')
        with self.assertRaises(UserError):
            self.agent.with_user(self.agent_user).write({'state': 'available'})
        self.env['pharma.agent'].create({'user_id': self.clerk_user.id, 'code': '109'})
        with self.assertRaisesRegex(AccessError, "Only agents"):
            self.env['pharma.agent'].with_user(self.clerk_user).set_my_state('available')
