from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common_figures import FiguresCommon


@tagged('post_install', '-at_install')
class TestTarget(FiguresCommon):
    """Targets of a day, week and month, and what was reached of them (004-67)."""

    def _get_scores(self, user, **values):
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [('user_id', '=', user.id), *((name, '=', v) for name, v in values.items())]
        return self.Score.search(domain, order='period, date_start')

    def test_actual_against_target(self):
        """004-67: by hand. Of A there are 3 cares today and this week, 4 this month, 1 before."""
        self._record_week()
        for period, value in (('day', 3), ('week', 6), ('month', 8)):
            self._set_target(False, period, 'care_count', value, date_from='2026-02-27')
        self.assertEqual(
            [
                (s.period, s.date_start.isoformat(), s.actual, s.percent, s.state)
                for s in self._get_scores(self.user_a)
            ],
            [
                ('day', '2026-02-28', 1, 100 / 3, 'bad'),
                ('day', '2026-03-01', 1, 100 / 3, 'bad'),
                ('day', '2026-03-02', 3, 100, 'good'),
                ('month', '2026-02-01', 1, 12.5, 'bad'),
                ('month', '2026-03-01', 4, 50, 'running'),
                ('week', '2026-02-23', 2, 100 / 3, 'bad'),
                ('week', '2026-03-02', 3, 50, 'running'),
            ],
        )
        self.assertEqual(
            self._get_scores(self.user_a, period='week', is_current=True).date_end,
            date(2026, 3, 8),
        )
        # nobody is missing his target on a day off
        self.assertFalse(self._get_scores(self.user_b))

    def test_thresholds_are_settings(self):
        """004-67: green and yellow as the company says."""
        self._record_week()
        target = self._set_target(self.user_a, 'day', 'care_count', 4, date_to='2026-03-01')
        target.write({'date_from': '2026-03-01'})
        score = self._get_scores(self.user_a)
        self.assertEqual((score.percent, score.state), (25.0, 'bad'))
        self.company.care_target_near = 25
        self.assertEqual(self._get_scores(self.user_a).state, 'near')
        self.company.write({'care_target_near': 20, 'care_target_good': 25})
        self.assertEqual(self._get_scores(self.user_a).state, 'good')
        with self.assertRaises(ValidationError):
            self.company.care_target_near = 30

    def test_own_targets_go_before_those_for_everybody(self):
        """004-67: also where the employee did nothing; the later one of a period counts."""
        self._record_week()
        self._set_target(False, 'month', 'care_count', 10)
        self._set_target(self.user_a, 'month', 'care_count', 40, date_to='2026-03-10')
        self._set_target(self.user_a, 'month', 'care_count', 20, date_from='2026-03-11')
        self._set_target(self.user_b, 'month', 'closed_count', 5, date_from='2026-03-01')
        march = {'date_start': '2026-03-01'}
        self.assertEqual(self._get_scores(self.user_a, **march).target, 20)
        self.assertEqual(self._get_scores(self.user_a, date_start='2026-02-01').target, 40)
        self.assertRecordValues(
            self._get_scores(self.user_b), [{'actual': 0, 'target': 5, 'state': 'running'}]
        )
        data = self.Day.with_user(self.user_a).get_figures()
        cells = {figure['name']: figure['cells'] for figure in data['figures']}
        month = cells['care_count'][2]
        self.assertEqual((month['target'], month['percent'], month['state']), ('20', 20, 'running'))
        self.assertFalse(cells['care_count'][0]['target'])
        # who did nothing sees the target for everybody nevertheless
        other = self.Day.with_user(self.stranger).get_figures()
        self.assertEqual(other['figures'][0]['cells'][2]['target'], '10')

    def test_shares_are_measured_in_per_cent(self):
        """004-38, 004-67: 4 of 5 cares on time since 28 February."""
        self._record_week()
        self._set_target(self.user_a, 'week', 'ontime_share', 80, date_from='2026-02-23')
        scores = self._get_scores(self.user_a)
        self.assertEqual([(s.actual, s.state) for s in scores], [(50.0, 'bad'), (100.0, 'good')])

    def test_a_day_off_is_not_missed(self):
        """004-67: cases that are judged on a day off do not make it a working day, and a share of
        nothing is neither reached nor missed."""
        case = self._buy('2025-12-31', (self.metformin, 30))
        self._care(case, '2026-01-20 03:00:00', user_id=self.user_b.id)
        self._update_effects()
        for figure in ('care_count', 'bought_count', 'ontime_share', 'bought_share'):
            self._set_target(False, 'day', figure, 1, date_from='2026-03-01')
        self._set_target(self.user_a, 'day', 'ontime_share', 90, date_from='2026-03-01')
        scores = self._get_scores(self.user_b)
        self.assertEqual(set(scores.mapped('figure')), {'bought_count', 'bought_share'})
        self.assertFalse(self._get_scores(self.user_a))

    def test_own_targets_of_a_day_are_not_missed_on_a_day_off(self):
        """004-67: B worked on neither day; what is due by the week or month is missed."""
        self._record_week()
        for period in ('day', 'week'):
            self._set_target(self.user_b, period, 'care_count', 3, date_from='2026-02-23')
            self._set_target(self.user_a, period, 'care_count', 3, date_from='2026-02-23')
        days = self._get_scores(self.user_a, period='day')
        self.assertEqual([s.date_start.day for s in days], [28, 1, 2])
        scores = self._get_scores(self.user_b)
        self.assertEqual(
            [(s.period, s.state) for s in scores], [('week', 'bad'), ('week', 'running')]
        )

    def test_whoever_has_left_misses_nothing(self):
        """004-67: what was done before stays, and is measured."""
        self._record_week()
        for user in (self.user_a, self.user_b):
            self._set_target(user, 'week', 'care_count', 3, date_from='2026-02-16')
        (self.user_a | self.user_b).active = False
        self.assertFalse(self._get_scores(self.user_b))
        scores = self._get_scores(self.user_a)
        self.assertEqual([s.actual for s in scores], [2, 3])

    def test_a_score_opens_the_records(self):
        """004-67: product decision 22."""
        self._record_week()
        self._set_target(False, 'week', 'customer_count', 5, date_from='2026-02-23')
        for score in self._get_scores(self.user_a).with_user(self.user_a):
            action = score.action_view_records()
            self.assertEqual(self._count_behind(self.user_a, action), score.actual)

    def test_impossible_targets_are_refused(self):
        """004-67: by a message that names the target and says what to do."""
        target = self._set_target(self.user_a, 'day', 'care_count', 20)
        for values in (
            {'value': 0},
            {'value': -1},
            {'figure': 'ontime_share', 'value': 101},
            {'date_from': '2026-03-02', 'date_to': '2026-03-01'},
            {'date_from': '0202-03-01'},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                target.write(values)
                self.env.flush_all()
        for values in ({}, {'date_from': '2026-05-01'}, {'date_to': '2026-01-01'}):
            with self.subTest(**values):
                with self.assertRaises(ValidationError) as caught:
                    self._set_target(self.user_a, 'day', 'care_count', 30, **values)
                self.assertIn('exists already', str(caught.exception))
        target.date_to = '2026-04-30'
        self._set_target(self.user_a, 'day', 'care_count', 30, date_from='2026-05-01')
        self._set_target(False, 'day', 'care_count', 30)

    def test_the_manager_fills_in_the_form(self):
        """004-67: a target for everybody from the first of the month, until further notice."""
        with Form(self.Target.with_user(self.manager)) as form:
            form.value = 30
        self.assertRecordValues(
            form.record,
            [
                {
                    'user_id': False,
                    'period': 'month',
                    'figure': 'care_count',
                    'date_from': date(2026, 3, 1),
                    'date_to': False,
                    'company_id': self.company.id,
                }
            ],
        )
        self.assertIn('Everybody', form.record.display_name)
        stranger = new_test_user(self.env, 'not_in_care', groups='base.group_user')
        domain = self.Target._fields['user_id'].domain(self.Target)
        self.assertNotIn(stranger, self.env['res.users'].search(domain))
        self.assertIn(self.user_a, self.env['res.users'].search(domain))

    def test_weeks_over_the_turn_of_the_year(self):
        """004-67: ISO week 1 of 2026 begins on 29 December 2025."""
        periods = self.Target._get_periods(date(2026, 1, 1))
        self.assertEqual(periods['week'], (date(2025, 12, 29), date(2026, 1, 4)))
        self.assertEqual(periods['month'], (date(2026, 1, 1), date(2026, 1, 31)))
        case = self._create_appointment(self.user_a)
        self._care(case, '2025-12-28 17:00:00')
        self._set_target(self.user_a, 'week', 'care_count', 1, date_from='2025-12-31')
        with freeze_time('2026-01-02 03:00:00'):
            score = self._get_scores(self.user_a)
            self.assertRecordValues(
                score, [{'date_start': date(2025, 12, 29), 'actual': 1, 'is_current': True}]
            )

    def test_targets_of_another_company(self):
        """000-36, 004-67: hold there, for people who work there."""
        self._record_week()
        self.user_a.company_ids = [Command.link(self.other_company.id)]
        self._set_target(False, 'month', 'care_count', 10, company_id=self.other_company.id)
        self.assertFalse(self._get_scores(self.user_a))
        data = self.Day.with_user(self.user_a).get_figures()
        self.assertFalse(data['has_targets'])
