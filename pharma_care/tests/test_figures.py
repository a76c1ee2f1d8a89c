import runpy
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import warmup
from odoo.tools import SQL, file_path

from .common_figures import FiguresCommon

PERIODS = ('day', 'week', 'month')


@tagged('post_install', '-at_install')
class TestFigures(FiguresCommon):
    """What an employee did, by the day of the company (004-38, 004-67)."""

    def test_days_weeks_and_months_begin_at_midnight_of_the_company(self):
        """004-67: worked out by hand, with minutes on both sides of each border."""
        self._record_week()
        rows = self.Day.search([('user_id', '=', self.user_a.id)], order='day')
        self.assertRecordValues(
            rows,
            [
                {'day': date(2026, 2, 28), 'care_count': 1, 'customer_count': 1},
                {'day': date(2026, 3, 1), 'care_count': 1, 'customer_count': 1},
                {'day': date(2026, 3, 2), 'care_count': 3, 'customer_count': 2},
            ],
        )
        self.assertRecordValues(
            rows[2],
            [{'attempt_count': 1, 'closed_count': 1, 'timed_count': 3, 'ontime_count': 3}],
        )
        cells = self._get_cells(self.user_a)
        # Sunday, 1 March, is of this month and of last week
        self.assertEqual(cells['care_count'], [3, 3, 4])
        self.assertEqual(cells['customer_count'], [2, 2, 3])
        self.assertEqual(cells['attempt_count'], [1, 1, 1])
        self.assertEqual(cells['closed_count'], [1, 1, 1])
        self.assertEqual(cells['good_count'], [2, 2, 2])
        self.assertEqual(cells['worry_count'], [0, 0, 1])

    def test_on_time_is_by_the_care_date_before_the_contact(self):
        """004-38, 004-67: due on 20 February and recorded on the 28th is late; the next date that
        was agreed is what the second contact is measured by."""
        self._record_week()
        entries = self.env['pharma.care.entry'].search(
            [('user_id', '=', self.user_a.id)], order='date, id'
        )
        self.assertEqual(
            entries.mapped('timing'), ['late', 'on_time', 'on_time', 'on_time', False, 'on_time']
        )
        self.assertEqual(entries[0].date_due, date(2026, 2, 20))
        rows = self.Day._read_group(
            [('user_id', '=', self.user_a.id)],
            ['day:month'],
            ['ontime_share:avg', 'timed_count:sum'],
        )
        # of a month it is the share of all, no average of days
        self.assertEqual(rows, [(date(2026, 2, 1), 0.0, 1), (date(2026, 3, 1), 100.0, 4)])
        total = self.Day._read_group(
            [('user_id', '=', self.user_a.id)], aggregates=['ontime_share:avg']
        )
        self.assertEqual(total, [(80.0,)])

    def test_bought_again_is_of_the_day_on_which_it_is_judged(self):
        """004-38: used up on 30 January, 30 days to buy: judged on 2 March, for who cared last."""
        self._judge()
        row = self.Day.search([('user_id', '=', self.user_b.id), ('judged_count', '>', 0)])
        self.assertRecordValues(
            row,
            [
                {
                    'day': date(2026, 3, 2),
                    'judged_count': 2,
                    'bought_count': 1,
                    'bought_share': 50.0,
                    'bought_amount': 90.0,
                }
            ],
        )
        self.assertEqual(self._get_cells(self.user_b)['bought_share'], [50, 50, 50])

    def _judge(self):
        self.metformin.lst_price = 3
        kept = self._buy('2025-12-31', (self.metformin, 30))
        lost = self._buy('2025-12-31', (self.metformin, 30), partner_id=self.other_customer.id)
        for case in kept | lost:
            self._care(case, '2026-01-20 03:00:00', user_id=self.user_b.id)
        self._buy('2026-02-02', (self.metformin, 30))
        self._update_effects()
        self.env.invalidate_all()

    def test_every_figure_shows_the_records_that_it_counts(self):
        """004-38, 004-67: product decision 22, for each figure and period, as the employee and as
        the manager."""
        self._record_week()
        self._judge()
        self.env['pharma.care.list'].with_user(self.user_b).action_mine()
        counts = {'ontime_share': 'timed_count', 'bought_share': 'judged_count'}
        counts |= {'list_share': 'listed_count', 'bought_amount': 'bought_count'}
        for user in (self.user_a, self.user_b):
            names = [figure['name'] for figure in self.Day.with_user(user).get_figures()['figures']]
            periods = self.Target._get_periods(date(2026, 3, 2))
            for name in names:
                for period, (first, last) in periods.items():
                    domain = [('user_id', '=', user.id), ('day', '>=', first), ('day', '<=', last)]
                    counted = counts.get(name, name)
                    expected = sum(self.Day.search(domain).mapped(counted))
                    for reader in (user, self.manager):
                        with self.subTest(figure=name, period=period, reader=reader.login):
                            action = self.Day.with_user(reader).get_figure_action(
                                name, period, user.id
                            )
                            self.assertEqual(self._count_behind(reader, action), expected)

    def test_a_row_opens_its_own_records(self):
        """004-67: the buttons of the list."""
        self._record_week()
        row = self.Day.search([('user_id', '=', self.user_a.id), ('day', '=', '2026-03-02')])
        for figure, count in (('care_count', 3), ('customer_count', 2), ('attempt_count', 1)):
            action = row.with_context(pharma_care_figure=figure).action_view_records()
            self.assertEqual(self._count_behind(self.manager, action), count)
        for figure in ('id', 'user_id', None, 3, ['care_count']):
            with self.assertRaises(UserError):
                row.with_context(pharma_care_figure=figure).action_view_records()
        for period in ('year', None, 3, ['day']):
            with self.assertRaises(UserError):
                self.Day.with_user(self.user_a).get_figure_action('care_count', period)

    def test_the_first_night_after_an_upgrade_judges_all_cases(self):
        """004-38: what was bought again is in the figures at once, not in the course of a week."""
        company = self.company
        company.care_effect_date = company._pharma_today()
        self.env.flush_all()
        path = file_path('pharma_care/migrations/19.0.1.6.0/post-days.py')
        runpy.run_path(path)['migrate'](self.env.cr, '19.0.1.5.0')
        self.env.invalidate_all()
        _slices, others = self.env['pharma.care.effect']._get_night(company)
        self.assertIsNone(others)

    def test_rows_are_found_by_their_ids(self):
        """004-67: also of users with a high number, where each customer has an account."""
        user = 345678
        self.env.cr.execute(
            SQL(
                "SELECT %s",
                self.Day._get_id_column(
                    SQL("%s", 17), SQL("%s", user), SQL("%s::date", '2026-03-02')
                ),
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self.assertEqual(self.Day._split_ids(ids), [(17, user, date(2026, 3, 2))])
        self.assertLess(ids[0], 2**53)  # whole numbers of a browser

    def test_another_time_zone_moves_cares_near_midnight(self):
        """004-67: the day of a care is that of the company, also when the company moves."""
        self._record_week()
        self.company.partner_id.country_id = self.env.ref('base.be')
        self.env.invalidate_all()
        rows = self.Day.search([('user_id', '=', self.user_a.id)], order='day')
        # in Brussels it is six hours earlier
        self.assertEqual(
            [(row.day.isoformat(), row.care_count) for row in rows],
            [('2026-02-28', 2), ('2026-03-01', 1), ('2026-03-02', 2)],
        )

    def test_the_graph_shows_thirty_days(self):
        """004-67: each day once, whether anything was recorded or not."""
        self._record_week()
        days = self.Day.with_user(self.user_a).get_figures()['days']
        self.assertEqual([days[0]['day'], days[-1]['day']], ['2026-02-01', '2026-03-02'])
        self.assertEqual(len(days), 30)
        self.assertEqual((days[-1]['care_count'], days[-1]['attempt_count']), (3, 1))

    @warmup
    def test_the_screen_costs_few_queries(self):
        """004-67: however much was recorded."""
        self._record_week()
        self.Day.with_user(self.user_a).get_figures()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.Day.with_user(self.user_a).get_figures()
