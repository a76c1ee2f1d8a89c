from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_intake import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeGuard(IntakeCommon):
    """What was measured is not written over RPC (000-45, 000-36)."""

    def test_measured_calls(self):
        """Of a PBX's call the agent writes customer, purpose, result and note alone (000-45)."""
        self.take(self.queued())
        call = self.get_call().with_user(self.agent_user)
        purpose = self.env['pharma.call.purpose'].search([], limit=1)
        call.write({'note': 'Asked for the price', 'purpose_id': purpose.id})
        for vals in (
            {'state': 'abandoned'},
            {'talk_seconds': 1},
            {'date_start': '2026-01-01 00:00:00'},
            {'user_id': self.colleague.id},
            {'queue_id': False},
            {'agent_id': self.other_agent.id},
            {'number': '1'},
            {'number_e164': '+841'},
            {'hour': 3},
            {'source': 'manual'},
            {'external_id': 'x'},
            {'pbx_id': False},
            {'is_finished': True},
            {'todo_id': False},
            {'visit_ids': [(5,)]},
            {'attempt_ids': [(5,)]},
        ):
            for user in (self.agent_user, self.supervisor, self.env.ref('base.user_admin')):
                with self.assertRaises(UserError, msg=vals):
                    call.with_user(user).write(vals)
        with self.assertRaises(UserError):
            call.write({'fact_end': '2026-01-01 00:00:00'})
        self.assertEqual(self.get_call().state, 'answered')

    def test_calls_by_hand(self):
        """A call typed by hand is free, but for where it comes from (000-45)."""
        Call = self.env['pharma.call'].with_user(self.agent_user)
        purpose = self.env['pharma.call.purpose'].search([], limit=1)
        said = {'number': '0912345678', 'purpose_id': purpose.id, 'user_id': self.agent_user.id}
        call = Call.create(said)
        call.write({'talk_seconds': 30, 'direction': 'outbound'})
        forged = {'source': 'pbx', 'pbx_id': self.pbx.id, 'external_id': 'c1', 'todo_id': 1}
        for name, value in forged.items():
            with self.assertRaises(UserError):
                call.write({name: value})
        self.assertEqual(Call.create(said | forged).source, 'manual')
        self.assertFalse(self.get_call())
        call = Call.with_context(
            default_source='pbx',
            default_pbx_id=self.pbx.id,
            default_external_id='c9',
            default_is_finished=True,
            default_todo_id=1,
        ).create(said)
        self.assertRecordValues(
            call,
            [
                {
                    'source': 'manual',
                    'pbx_id': False,
                    'external_id': False,
                    'todo_id': False,
                }
            ],
        )

    def test_rights_of_each_role(self):
        """Portal and connector reach nothing; secrets are the administrator's (000-36)."""
        portal = new_test_user(self.env, 'intake_portal', groups='base.group_portal')
        for user in (portal, self.connector):
            for model in (
                *('pharma.call', 'pharma.call.visit', 'pharma.call.attempt', 'pharma.pbx'),
                *('pharma.agent.state', 'pharma.pbx.refusal', 'pharma.pbx.count.check'),
                *('pharma.pbx.restart', 'pharma.call.command'),
            ):
                for operation in ('read', 'write', 'create', 'unlink'):
                    allowed = self.env[model].with_user(user).has_access(operation)
                    self.assertFalse(allowed, f'{user.login} {operation} {model}')
        for user in (self.agent_user, self.supervisor):
            for model in (
                *('pharma.call.visit', 'pharma.call.attempt', 'pharma.agent.state'),
                *('pharma.pbx.count.check', 'pharma.pbx.restart', 'pharma.call.command'),
            ):
                for operation in ('write', 'create', 'unlink'):
                    self.assertFalse(self.env[model].with_user(user).has_access(operation))
            for name in ('secret', 'wake_token'):
                with self.assertRaises(AccessError):
                    self.pbx.with_user(user).read([name])
        for user in (self.agent_user, self.supervisor, self.env.ref('base.user_admin')):
            with self.assertRaises(UserError):
                self.agent.with_user(user).write({'state': 'available'})
        seat = self.env['pharma.agent'].with_user(self.supervisor)
        seat = seat.with_context(default_state='available').create(
            {'user_id': self.clerk.id, 'code': '7', 'date_state': '2026-01-01 00:00:00'}
        )
        self.assertEqual((seat.state, seat.date_state), ('offline', False))
