from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_call_figures import NINE, CallFiguresCommon

TIMES = ('logged_seconds', 'paused_seconds', 'wrapup_seconds', 'work_seconds', 'talk_seconds')
COUNTS = ('rung_count', 'answered_count', 'refused_count', 'outbound_count', 'reached_count')
RATES = ('talk_average', 'interval_average', 'occupancy', 'conversion_rate', 'short_rate')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestAgentFigures(CallFiguresCommon):
    """Figures of employees, worked out by hand; the same counted now and kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # signed in for two hours from nine, ten minutes paused over ten o'clock, 60 s finishing
        cls._states(
            cls.agent,
            (0, 'available'),
            (500, 'wrapup'),
            (560, 'available'),
            (3300, 'paused'),
            (3900, 'available'),
            (7200, 'offline'),
        )
        cls.first = cls._call(0, (cls.orders, 0, 10, 'answered', cls.agent, 180))
        cls.second = cls._call(300, (cls.orders, 300, 10, 'answered', cls.agent, 200))
        # rang at the agent in vain, then at the other one
        cls.third = cls._call(600, (cls.orders, 600, 30, 'answered', cls.other, 100))
        cls._attempt(cls.third, cls.third.visit_ids, cls.agent, 600, 15, 0, 'no_answer')
        cls.made, cls.vain = cls.env['pharma.call'].create(
            [
                {
                    'direction': 'outbound',
                    'state': state,
                    'user_id': cls.agent_user.id,
                    'date_start': cls._at(start),
                    'talk_seconds': talk,
                }
                for start, state, talk in ((4000, 'answered', 220), (4500, 'busy', 0))
            ]
        )
        cls._mark(cls.first | cls.second | cls.third)

    def _read(self, names, user=None):
        return self._figures('pharma.agent.report', *names, groupby=['user_id'], user=user)

    def test_golden_values_counted_and_kept(self):
        """000-46, 000-47, 000-48, 000-53: by hand, before and after the job."""
        for _kept in range(2):
            figures = self._read((*TIMES, *COUNTS, *RATES))
            agent = figures[self.agent_user]
            self.assertEqual([agent[name] for name in TIMES], [7200, 600, 60, 7200, 600])
            # rang, answered, not answered, made, reached
            self.assertEqual([agent[name] for name in COUNTS], [3, 2, 1, 2, 1])
            self.assertAlmostEqual(agent['talk_average'], (180 + 200 + 220) / 3)
            self.assertAlmostEqual(agent['interval_average'], (7200 - 600) / 3)
            self.assertAlmostEqual(agent['occupancy'], 100 * (600 + 60) / (7200 - 600))
            # of three connected calls one is of at most 180 s
            self.assertAlmostEqual(agent['short_rate'], 100 / 3)
            other = figures[self.other_user]
            self.assertEqual([other[name] for name in COUNTS], [1, 1, 0, 0, 0])
            # without log-in and shift there is no time on duty
            self.assertEqual(other['work_seconds'], 0)
            self.assertEqual(other['talk_seconds'], 100)
            self._keep()

    def test_hours_of_states(self):
        """000-53: a state counts in each hour it lasts through, one that goes on until now."""
        for _kept in range(2):
            hours = self._figures(
                'pharma.agent.report',
                'logged_seconds',
                'paused_seconds',
                domain=[('user_id', '=', self.agent_user.id)],
                groupby=['hour'],
            )
            self.assertEqual(hours['09:00'], {'logged_seconds': 3600, 'paused_seconds': 300})
            self.assertEqual(hours['10:00'], {'logged_seconds': 3600, 'paused_seconds': 300})
            self._keep()
        # since half past nine the day after, which is now 10:30
        self._states(self.other, (24 * 3600 + 1800, 'available'))
        for moment, seconds in (('03:30:00', 3600), ('03:59:00', 5340), ('04:10:00', 6000)):
            with freeze_time(f'2026-03-11 {moment}'):
                figures = self._read(['logged_seconds'])
                self.assertEqual(figures[self.other_user]['logged_seconds'], seconds)
                self._keep()
                figures = self._read(['logged_seconds'])
                self.assertEqual(figures[self.other_user]['logged_seconds'], seconds)
        # it is told too late that he left at 9:45: what was kept is taken back
        with freeze_time('2026-03-11 06:00:00'):
            self._keep()
            state = self.other.state_ids
            left = self._at(24 * 3600 + 2700)
            state.date_end = left
            after = state.copy({'state': 'offline', 'date_start': left, 'date_end': False})
            self.env.flush_all()
            self.env['pharma.call.mark']._mark_states(after.ids)
            for _kept in range(2):
                figures = self._read(['logged_seconds'])
                self.assertEqual(figures[self.other_user]['logged_seconds'], 900)
                self._keep()

    def test_work_time_of_shifts(self):
        """000-48: who signs in nowhere works by the shift table, all if the company says so."""
        Shift = self.env['pharma.agent.shift'].with_user(self.supervisor)
        shifts = Shift.create(
            [
                {'user_id': user.id, 'date_start': NINE, 'date_end': self._at(4.5 * 3600)}
                for user in (self.agent_user, self.other_user)
            ]
        )
        for _kept in range(2):
            figures = self._read(['work_seconds'])
            self.assertEqual(figures[self.agent_user]['work_seconds'], 7200)
            self.assertEqual(figures[self.other_user]['work_seconds'], 4.5 * 3600)
            self._keep()
        shifts[1].date_end = self._at(3600)
        self.assertEqual(self._read(['work_seconds'])[self.other_user]['work_seconds'], 3600)
        self.company.pharma_work_source = 'shift'
        self._keep()
        figures = self._read(['work_seconds'])
        self.assertEqual(figures[self.agent_user]['work_seconds'], 4.5 * 3600)
        shifts.unlink()
        self.assertEqual(self._read(['work_seconds'])[self.agent_user]['work_seconds'], 0)

    def test_conversion_prints_its_denominator(self):
        """003-12: orders confirmed from connected calls with a purpose of sales, each once."""
        sales = self.env.ref('pharma_callcenter.pharma_call_purpose_order')
        advice = self.env.ref('pharma_callcenter.pharma_call_purpose_consultation')
        partner = self.env['res.partner'].create({'name': 'Nguyễn Thị Bích Hằng'})
        product = self.env['product.product'].create({'name': 'Metformin'})
        order, draft, other = self.env['sale.order'].create(
            [
                {
                    'partner_id': partner.id,
                    'company_id': self.company.id,
                    'order_line': [Command.create({'product_id': product.id})],
                }
                for _place in range(3)
            ]
        )
        self._keep()
        # 'made' leads to the order that 'first' led to already; nobody was reached by 'vain'
        self.first.write({'purpose_id': sales.id, 'order_id': order.id})
        self.made.write({'purpose_id': sales.id, 'order_id': order.id})
        self.second.write({'purpose_id': sales.id, 'order_id': draft.id})
        self.vain.write({'purpose_id': sales.id, 'order_id': other.id})
        self.third.write({'purpose_id': advice.id, 'order_id': other.id})
        names = ('sales_count', 'order_count', 'conversion_rate')
        self.assertEqual(self._read(names)[self.agent_user]['order_count'], 0)
        self._keep()
        (order | other).action_confirm()
        for _kept in range(2):
            figures = self._read(names)
            self.assertEqual(figures[self.agent_user]['sales_count'], 3)
            self.assertEqual(figures[self.agent_user]['order_count'], 1)
            self.assertAlmostEqual(figures[self.agent_user]['conversion_rate'], 100 / 3)
            self.assertEqual(figures[self.other_user]['sales_count'], 0)
            self._keep()
        order._action_cancel()
        self.assertEqual(self._read(names)[self.agent_user]['order_count'], 0)

    def test_purposes_of_agents(self):
        """000-06, 000-44, 000-45: all calls by employee, purpose and direction."""
        advice = self.env.ref('pharma_callcenter.pharma_call_purpose_consultation')
        self._keep()
        (self.first | self.second | self.made).write({'purpose_id': advice.id})
        for _kept in range(2):
            figures = self._figures(
                'pharma.purpose.report',
                'call_count',
                'connected_count',
                'talk_average',
                domain=[('user_id', '=', self.agent_user.id)],
                groupby=['purpose_id'],
            )
            self.assertEqual(
                figures[advice],
                {'call_count': 3, 'connected_count': 3, 'talk_average': 200.0},
            )
            self.assertEqual(figures[advice.browse()]['call_count'], 1)
            row = self.env['pharma.purpose.report'].search(
                [('purpose_id', '=', advice.id), ('direction', '=', 'inbound')]
            )
            calls = self.env['pharma.call'].search(row.action_view_calls()['domain'])
            self.assertEqual(calls, self.second | self.first)
            self._keep()

    def test_figures_open_their_calls(self):
        """000-46: the calls behind a line of an employee."""
        rows = self.env['pharma.agent.report'].search([('user_id', '=', self.agent_user.id)])
        row = rows.filtered(lambda r: r.hour == '09:00')
        for figure, calls in (
            ('refused_count', self.third),
            ('connected_count', self.second | self.first),
            (None, self.third | self.second | self.first),
        ):
            action = row.with_context(pharma_call_figure=figure).action_view_calls()
            self.assertEqual(self.env['pharma.call'].search(action['domain']), calls)
        with self.assertRaises(UserError):
            row.with_context(pharma_call_figure='company_id').action_view_calls()
        with self.assertRaises(UserError):
            rows.action_view_calls()

    def test_employees_read_their_own(self):
        """000-36, 000-53: an agent his own figures, supervisors and managers all."""
        for model in ('pharma.agent.report', 'pharma.purpose.report'):
            for user, seen in (
                (self.agent_user, self.agent_user),
                (self.supervisor, self.agent_user | self.other_user),
                (self.manager, self.agent_user | self.other_user),
            ):
                rows = self.env[model].with_user(user).search([])
                # sudo: the names of colleagues
                self.assertEqual(rows.sudo().user_id, seen, f'{model} {user.login}')
