from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_call_figures import CallFiguresCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallTargets(CallFiguresCommon):
    """Targets, employees against their team, and the plan of agents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env['crm.team'].create({'name': 'Calls', 'company_id': cls.company.id})
        (cls.agent | cls.other).team_id = cls.team
        # 9 of 10 answered; talks of 100 s by one agent, of 250 s by the other
        for place in range(9):
            agent, talk = (cls.agent, 100) if place < 6 else (cls.other, 250)
            cls._call(place * 60, (cls.orders, place * 60, 5, 'answered', agent, talk))
        cls._call(3000, (cls.orders, 3000, 90, 'abandoned', None, 0))

    def _target(self, **values):
        Target = self.env['pharma.call.target'].with_user(self.supervisor)
        return Target.create({'company_id': self.company.id, **values})

    def test_green_and_red(self):
        """003-11, 003-13: at least and at most; what has no calls is neither."""
        rate = self._target(figure='answer_rate', queue_id=self.orders.id)
        self.assertEqual(rate.value, 90)
        self.assertEqual((rate.current, rate.is_reached, rate.share), (90, True, 100))
        rate.value = 95
        self.assertEqual((rate.is_reached, round(rate.share, 1)), (False, 94.7))
        talk = self._target(figure='talk_average')
        self.assertTrue(talk.is_less_better)
        self.assertEqual((talk.current, talk.is_reached), (150, True))
        none = self._target(figure='answer_rate', queue_id=self.advice.id)
        self.assertEqual((none.has_current, none.is_reached), (False, False))
        today = self._target(figure='answer_rate', period='today')
        self.assertFalse(today.has_current)
        team = self._target(figure='talk_average', team_id=self.team.id)
        self.assertEqual(team.current, 150)
        with self.assertRaises(ValidationError):
            self._target(figure='conversion_rate', queue_id=self.orders.id)
        with self.assertRaises(ValidationError):
            rate.value = 101
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self._target(figure='talk_average')

    def test_a_target_opens_its_figures(self):
        """003-11: the report shows the same value."""
        target = self._target(figure='answer_rate', queue_id=self.orders.id)
        action = target.action_view_figures()
        figures = self._figures(action['res_model'], 'answer_rate', domain=action['domain'])
        self.assertEqual(figures[None]['answer_rate'], target.current)

    def test_targets_are_for_those_who_lead(self):
        """000-36: agents read no targets; new companies get those of the sources."""
        with self.assertRaises(AccessError):
            self.env['pharma.call.target'].with_user(self.agent_user).search([])
        self.env['pharma.call.target']._fill(self.company)
        found = self.env['pharma.call.target'].search([('company_id', '=', self.company.id)])
        self.assertEqual(
            {target.figure: target.value for target in found},
            {'answer_rate': 90, 'service_level': 80, 'conversion_rate': 55, 'talk_average': 180},
        )
        self.env['pharma.call.target']._fill(self.company)
        self.assertEqual(
            len(found),
            self.env['pharma.call.target'].search_count([('company_id', '=', self.company.id)]),
        )

    def test_agents_against_their_team(self):
        """003-13, 003-14: each beside the team and the target; agents read their own."""
        self._target(figure='talk_average')
        for _kept in range(2):
            rows = (
                self.env['pharma.agent.comparison']
                .with_user(self.supervisor)
                .search([('figure', '=', 'talk_average'), ('company_id', '=', self.company.id)])
            )
            by_user = {row.user_id: row for row in rows}
            agent, other = by_user[self.agent_user], by_user[self.other_user]
            self.assertEqual(
                (agent.value, agent.team_value, agent.target, agent.verdict, agent.is_behind),
                (100, 150, 180, 'good', False),
            )
            self.assertEqual(
                (other.value, other.team_value, other.verdict, other.is_behind, other.counted),
                (250, 150, 'bad', True, 3),
            )
            self.assertEqual(agent.month, date(2026, 3, 1))
            figures = self._figures(
                'pharma.agent.report', 'talk_average', domain=other.action_view_figures()['domain']
            )
            self.assertEqual(figures[None]['talk_average'], other.value)
            self._keep()
        mine = self.env['pharma.agent.comparison'].with_user(self.agent_user).search([])
        self.assertEqual(mine.user_id, self.agent_user)

    def test_plan_of_agents(self):
        """003-15: 10 calls at nine on one of four Tuesdays are 2.5; with half more 3.75, of
        150 + 30 s: 0.1875 erlangs."""
        plan = (
            self.env['pharma.call.plan']
            .with_user(self.supervisor)
            .create(
                {
                    'company_id': self.company.id,
                    'queue_id': self.orders.id,
                    'growth': 50,
                    'shrinkage': 30,
                }
            )
        )
        self.assertEqual(plan.date_start, date(2026, 3, 16))
        self.assertEqual(plan.service_seconds, 20)
        action = plan.action_plan()
        line = self.env[action['res_model']].search(action['domain'])
        self.assertEqual((line.date, line.hour), (date(2026, 3, 17), '09:00'))
        self.assertEqual(str(line.date_start), '2026-03-17 02:00:00')
        self.assertAlmostEqual(line.calls, 3.8)
        self.assertAlmostEqual(line.handle_seconds, 180)
        # one agent answers 83 % in time: 1 - 0.1875 exp(-0.8125 x 20 / 180)
        self.assertAlmostEqual(line.service_level, 82.87, places=1)
        self.assertEqual((line.agents_busy, line.agents, plan.agent_hours), (1, 2, 2))
        plan.action_plan()
        self.assertEqual(len(plan.line_ids), 1)
        plan.write({'service_level': 90, 'shrinkage': 0})
        plan.action_plan()
        self.assertEqual(plan.line_ids.agents, 2)
        plan.queue_id = self.advice
        with self.assertRaises(UserError):
            plan.action_plan()
