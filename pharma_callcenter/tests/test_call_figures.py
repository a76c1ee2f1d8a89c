from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_call_figures import NINE, CallFiguresCommon

QUEUE = (
    *('entered_count', 'offered_count', 'answered_count', 'abandoned_count', 'short_count'),
    *('lost_count', 'moved_count', 'answer_rate', 'service_level', 'answer_speed'),
    *('abandon_rate', 'abandon_wait', 'queue_average', 'queue_max', 'answer_wait_max'),
)


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallFigures(CallFiguresCommon):
    """Figures of queues, worked out by hand; the same counted now and kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        agent, orders, advice = cls.agent, cls.orders, cls.advice
        # orders, between nine and ten: 4 answered after 0, 10, 20 and 30 s
        cls.quick = cls._call(0, (orders, 0, 0, 'answered', agent, 60))
        cls.second = cls._call(100, (orders, 100, 10, 'answered', agent, 120))
        cls.third = cls._call(105, (orders, 105, 20, 'answered', agent, 180))
        cls.slow = cls._call(110, (orders, 110, 30, 'answered', agent, 240))
        # abandoned after 15 and 65 s, 5 s is a short abandon
        cls.gone = cls._call(1000, (orders, 1000, 15, 'abandoned', None, 0))
        cls.angry = cls._call(2000, (orders, 2000, 65, 'abandoned', None, 0))
        cls.wrong = cls._call(3000, (orders, 3000, 5, 'abandoned', None, 0))
        # after a minute to the other queue, over ten o'clock, answered there after 40 s
        cls.moved = cls._call(
            3570, (orders, 3570, 60, 'timeout', None, 0), (advice, 3630, 40, 'answered', agent, 90)
        )
        # turned away
        cls.lost = cls._call(200, (advice, 200, 0, 'full', None, 0))
        cls.env.flush_all()

    def _assert_by_hand(self):
        figures = self._figures('pharma.call.report', *QUEUE, groupby=['queue_id'])
        orders = figures[self.orders]
        self.assertEqual(
            [orders[name] for name in QUEUE[:7]],
            # entered, offered, answered, abandoned, short, lost, moved
            [8, 6, 4, 2, 1, 0, 1],
        )
        self.assertAlmostEqual(orders['answer_rate'], 100 * 4 / 6)
        # within 20 s: 0, 10 and 20; against: of all six
        self.assertAlmostEqual(orders['service_level'], 50)
        self.assertAlmostEqual(orders['answer_speed'], (0 + 10 + 20 + 30) / 4)
        self.assertAlmostEqual(orders['abandon_rate'], 100 * 2 / 6)
        self.assertAlmostEqual(orders['abandon_wait'], (15 + 65) / 2)
        # 10+20+30+15+65+5+60 = 205 s in two hours; at 110 s the second left as the fourth came
        self.assertAlmostEqual(orders['queue_average'], 205 / 7200)
        self.assertEqual(orders['queue_max'], 2)
        self.assertEqual(orders['answer_wait_max'], 30)
        advice = figures[self.advice]
        self.assertEqual([advice[name] for name in QUEUE[:7]], [2, 2, 1, 0, 0, 1, 0])
        self.assertAlmostEqual(advice['answer_rate'], 50)
        self.assertEqual(advice['service_level'], 0)
        # a total is no average of averages: 5 of 8 offered, every call once
        total = self._figures('pharma.call.report', *QUEUE)[None]
        self.assertEqual(total['offered_count'] + total['short_count'], 9)
        self.assertAlmostEqual(total['answer_rate'], 100 * 5 / 8)
        self.assertAlmostEqual(total['answer_speed'], (60 + 40) / 5)

    def test_golden_values_counted_and_kept(self):
        """000-45, 000-49, 000-50, 000-51, 003-11: by hand, before and after the job."""
        self._assert_by_hand()
        self.assertFalse(self.env['pharma.call.hour'].search([('queue_id', '=', self.orders.id)]))
        self._keep()
        self.assertEqual(
            len(self.env['pharma.call.hour'].search([('queue_id', '=', self.orders.id)])), 2
        )
        self.assertFalse(
            self.env['pharma.call.mark'].search_count([('company_id', '=', self.company.id)])
        )
        self._assert_by_hand()

    def test_hours_and_days_are_those_of_the_company(self):
        """000-52: 02:00 UTC is nine in Vietnam; 17:30 UTC is the next day there."""
        self._call(15.5 * 3600, (self.advice, 15.5 * 3600, 1, 'answered', self.agent, 1))
        for _kept in range(2):
            hours = self._figures('pharma.call.report', 'offered_count', groupby=['hour'])
            self.assertEqual(
                {hour: row['offered_count'] for hour, row in hours.items()},
                {'09:00': 7, '10:00': 1, '00:00': 1},
            )
            days = self._figures('pharma.call.report', 'offered_count', groupby=['weekday'])
            self.assertEqual(
                {day: row['offered_count'] for day, row in days.items()}, {'2': 8, '3': 1}
            )
            self._keep()

    def test_service_level_in_three_variants(self):
        """003-11, M5: three of six offered in time, one of the two abandons before that."""
        for variant, level, label in (
            ('ignored', 100 * 3 / 5, "Without Abandons"),
            ('negative', 100 * 3 / 6, "Abandons Against"),
            ('positive', 100 * 4 / 6, "Abandons in Favour"),
        ):
            self.company.pharma_service_level = variant
            figures = self._figures('pharma.call.report', 'service_level', groupby=['queue_id'])
            self.assertAlmostEqual(figures[self.orders]['service_level'], level, msg=variant)
            described = self.env['pharma.call.report'].fields_get(['service_level'])
            self.assertIn(label, described['service_level']['string'])
            self.assertIn(label, described['service_level']['help'])

    def test_late_news_changes_what_is_kept(self):
        """000-45: a call that comes late, one that is corrected and one that is deleted count at
        once, though the hour is kept; then the job keeps the right figure."""
        typed = self.env['pharma.call'].create(
            [{'date_start': NINE, 'state': state} for state in ('answered', 'missed')]
        )
        self._keep()
        self._call(300, (self.orders, 300, 50, 'answered', self.agent, 10))
        names = ('answered_count', 'abandoned_count', 'lost_count')
        figures = self._figures('pharma.call.report', *names, groupby=['queue_id'])
        self.assertEqual(figures[self.orders]['answered_count'], 5)
        self.env['pharma.call.visit'].search([('call_id', '=', self.gone.id)]).write(
            {'result': 'answered'}
        )
        self._mark(self.gone)
        typed[0].state = 'abandoned'
        typed[0].wait_seconds = 60
        typed[1].unlink()
        for _kept in range(2):
            figures = self._figures('pharma.call.report', *names, groupby=['queue_id'])
            self.assertEqual([figures[self.orders][name] for name in names], [6, 1, 0])
            none = self.orders.browse()
            self.assertEqual([figures[none][name] for name in names], [0, 1, 0])
            self._keep()

    def test_calls_without_a_queue(self):
        """000-45: typed by hand, or rung through: offered, under no queue."""
        self.env['pharma.call'].create(
            [
                {
                    'date_start': NINE,
                    'state': 'answered',
                    'user_id': self.agent_user.id,
                    'wait_seconds': 4,
                    'talk_seconds': 100,
                },
                {'date_start': NINE, 'state': 'missed', 'user_id': self.agent_user.id},
                {'date_start': NINE, 'state': 'answered', 'direction': 'outbound'},
                {'date_start': NINE, 'state': 'answered', 'direction': 'internal'},
            ]
        )
        figures = self._figures(
            'pharma.call.report',
            'offered_count',
            'answered_count',
            'lost_count',
            domain=[('queue_id', '=', False)],
        )[None]
        self.assertEqual(figures, {'offered_count': 2, 'answered_count': 1, 'lost_count': 1})

    def test_out_of_hours(self):
        """000-52: nine is outside business hours that begin at ten, also on a holiday."""
        self.orders.calendar_id = self.env['resource.calendar'].create(
            {
                'name': 'From ten',
                'tz': 'Asia/Ho_Chi_Minh',
                'company_id': self.company.id,
                'attendance_ids': [
                    Command.clear(),
                    Command.create(
                        {
                            'name': 'Tuesday',
                            'dayofweek': '1',
                            'day_period': 'morning',
                            'hour_from': 9.5,
                            'hour_to': 12,
                        }
                    ),
                ],
            }
        )
        # 1000 and 2000 s: 9:16 and 9:33
        domain = [('queue_id', '=', self.orders.id)]
        figures = self._figures('pharma.call.report', 'outside_count', domain=domain)
        self.assertEqual(figures[None]['outside_count'], 5)
        self.env['resource.calendar.leaves'].create(
            {
                'name': 'Holiday',
                'calendar_id': self.orders.calendar_id.id,
                'company_id': self.company.id,
                'date_from': NINE,
                'date_to': NINE + timedelta(hours=2),
            }
        )
        figures = self._figures('pharma.call.report', 'outside_count', domain=domain)
        self.assertEqual(figures[None]['outside_count'], 6)

    def test_every_figure_opens_its_calls(self):
        """000-50: the calls behind a line are as many as it counts."""
        for _kept in range(2):
            rows = self.env['pharma.call.report'].search([('queue_id', '=', self.orders.id)])
            self.assertEqual(len(rows), 2)
            row = rows.filtered(lambda r: r.offered_count)
            for figure, calls in (
                ('answered_count', self.quick | self.second | self.third | self.slow),
                ('abandoned_count', self.gone | self.angry),
                ('short_count', self.wrong),
                ('moved_count', self.moved),
            ):
                self.assertEqual(row[figure], len(calls))
                action = row.with_context(pharma_call_figure=figure).action_view_calls()
                self.assertEqual(self.env['pharma.call'].search(action['domain']), calls.sorted())
            with self.assertRaises(UserError):
                row.with_context(pharma_call_figure='id').action_view_calls()
            self._keep()

    def test_zone_of_another_company_and_its_change(self):
        """000-52: the day and hour are the company's; a company that moves is counted again."""
        self._keep()
        self.assertEqual(
            set(self._figures('pharma.call.report', 'offered_count', groupby=['hour'])),
            {'09:00', '10:00'},
        )
        self.company.partner_id.country_id = self.env.ref('base.in')
        self.assertEqual(self.company._pharma_tz(), 'Asia/Kolkata')
        self._keep()
        hours = self._figures('pharma.call.report', 'offered_count', groupby=['hour'])
        # 02:00 UTC is 7:30 in India: the hour there began at 01:30 UTC
        self.assertEqual(
            {hour: row['offered_count'] for hour, row in hours.items()}, {'07:00': 6, '08:00': 2}
        )
        rows = self.env['pharma.call.report'].search([('company_id', '=', self.company.id)])
        self.assertIn(datetime(2026, 3, 10, 1, 30), rows.mapped('date_hour'))

    def test_who_reads_what(self):
        """000-36: queues are for supervisors and managers, of their companies."""
        for user in (self.supervisor, self.manager):
            self.assertEqual(
                self._figures('pharma.call.report', 'offered_count', user=user)[None],
                {'offered_count': 8},
            )
            # sudo: the test moves the user to another company
            user.sudo().write({'company_id': 1, 'company_ids': [Command.set([1])]})
            Report = self.env['pharma.call.report'].with_user(user)
            found = Report.with_context(allowed_company_ids=[1]).search(
                [('company_id', '=', self.company.id)]
            )
            self.assertFalse(found)
        with self.assertRaises(AccessError):
            self.env['pharma.call.report'].with_user(self.agent_user).search([])
        for name in ('pharma.call.hour', 'pharma.agent.hour', 'pharma.call.mark'):
            with self.assertRaises(AccessError):
                self.env[name].with_user(self.supervisor).search([])
