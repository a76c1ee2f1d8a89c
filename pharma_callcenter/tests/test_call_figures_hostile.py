from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_call_figures import NINE, CallFiguresCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallFiguresHostile(CallFiguresCommon):
    """What employees try with the figures of others, and with nonsense in their own calls."""

    def test_nonsense_typed_by_hand_stops_no_figures(self):
        """000-36, 000-45: calls of billions of seconds, in the past and the future, count as what
        is possible; reports and job go on."""
        Call = self.env['pharma.call']
        Call.create(
            [
                {
                    'date_start': start,
                    'user_id': self.agent_user.id,
                    'talk_seconds': seconds,
                    'wait_seconds': -seconds,
                }
                for start in (NINE, '1950-01-01 00:00:00', '2400-01-01 00:00:00')
                for seconds in (2**31 - 1, 2**31 - 1, -5)
            ]
        )
        for _kept in range(2):
            figures = self._figures('pharma.agent.report', 'talk_seconds', 'connected_count')[None]
            self.assertEqual(figures, {'talk_seconds': 6 * 86400, 'connected_count': 9})
            figures = self._figures('pharma.purpose.report', 'talk_seconds')[None]
            self.assertEqual(figures['talk_seconds'], 6 * 86400)
            figures = self._figures('pharma.call.report', 'answer_speed', 'answered_count')[None]
            self.assertAlmostEqual(figures['answer_speed'], 3 * 5 / 9)
            self.assertEqual(figures['answered_count'], 9)
            self._keep()

    def test_figures_of_others_stay_closed(self):
        """000-36: by id, by domain, by group and by button; nothing can be written."""
        self._call(0, (self.orders, 0, 5, 'answered', self.other, 60))
        for model in ('pharma.agent.report', 'pharma.purpose.report', 'pharma.agent.comparison'):
            row = self.env[model].search([('user_id', '=', self.other_user.id)])[:1]
            self.assertTrue(row)
            hostile = row.with_user(self.agent_user)
            with self.assertRaises(AccessError):
                hostile.read(['user_id'])
            buttons = {'action_view_calls', 'action_view_figures'} & set(dir(type(row)))
            for button in buttons:
                with self.assertRaises(AccessError):
                    getattr(hostile, button)()
            Model = self.env[model].with_user(self.agent_user)
            self.assertFalse(Model.search([('user_id', '=', self.other_user.id)]))
            self.assertFalse(Model.formatted_read_group([], ['user_id'], ['__count']))
            with self.assertRaises(AccessError):
                Model.create({})
            with self.assertRaises(AccessError):
                hostile.write({'user_id': self.agent_user.id})
            with self.assertRaises(AccessError):
                hostile.unlink()

    def test_what_is_kept_is_written_by_the_job_alone(self):
        """000-36, 000-45: no role writes kept figures, marks or progress."""
        for model in (
            *('pharma.call.hour', 'pharma.agent.hour', 'pharma.call.day'),
            *('pharma.call.mark', 'pharma.call.count'),
        ):
            for user in (self.agent_user, self.supervisor, self.manager):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({'company_id': self.company.id})

    def test_buttons_take_one_line_and_no_foreign_words(self):
        """000-36: a context of a client is no SQL."""
        self._call(0, (self.orders, 0, 5, 'answered', self.agent, 60))
        row = (
            self.env['pharma.call.report']
            .with_user(self.supervisor)
            .search([('queue_id', '=', self.orders.id)])
        )
        for figure in ('wait_seconds', 'id', "answered_count; --", ['answered_count'], 7):
            with self.assertRaises(UserError):
                row.with_context(pharma_call_figure=str(figure)).action_view_calls()

    def test_the_job_runs_as_cron(self):
        """000-45: with its commits, once and again with nothing to do."""
        self._call(0, (self.orders, 0, 5, 'answered', self.agent, 60))
        Count = self.env['pharma.call.count']
        job = self.env.ref('pharma_callcenter.ir_cron_pharma_call_count')
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
            job.method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(Count._get_left())
        self.assertTrue(self.env['pharma.call.hour'].search([('queue_id', '=', self.orders.id)]))
