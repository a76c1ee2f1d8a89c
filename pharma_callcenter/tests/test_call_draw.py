from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.base.tests.common import BaseCommon

from .common_quality import MONDAY, NOW, WEEK, QualityMixin


@tagged('post_install', '-at_install')
class TestCallDraw(QualityMixin, BaseCommon):
    """Calls are drawn by lot, once a week, and the draw can be repeated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls._create_quality()
        cls.calls = {
            user: cls.env['pharma.call'].concat(
                *(
                    cls._create_call(user, MONDAY + timedelta(hours=n), talk=40 + 10 * n)
                    for n in range(8)
                )
            )
            for user in (cls.agent, cls.colleague, cls.supervisor)
        }
        cls.plan = cls.env['pharma.call.quality.plan'].create(
            {
                'name': 'Plan',
                'scorecard_id': cls.card.id,
                'calls_per_agent': 3,
                'checker_ids': [Command.set((cls.supervisor | cls.supervisor2).ids)],
                'agent_ids': [
                    Command.create({'user_id': user.id, 'code': f'q{user.id}'})
                    for user in (cls.agent, cls.colleague, cls.supervisor)
                ],
            }
        )

    def test_so_many_of_each_agent_once(self):
        """000-42: three of each, never an own call, no second draw of the same week."""
        draw = self.plan._draw(WEEK)
        checks = draw.check_ids
        self.assertEqual((draw.pool_count, draw.check_count), (24, 9))
        for user in self.calls:
            self.assertEqual(len(checks.filtered(lambda c, user=user: c.user_id == user)), 3)
        self.assertFalse(checks.filtered(lambda check: check.checker_id == check.user_id))
        self.assertEqual(checks.checker_id, self.supervisor | self.supervisor2)
        self.assertEqual(len(checks.score_ids), 27)
        self.assertEqual(checks.score_ids.mapped('weight')[:3], [20, 30, 50])
        self.assertFalse(self.plan._draw(WEEK))
        self.assertEqual(checks.mapped('date_due')[0], NOW.date() + timedelta(days=7))
        self.assertEqual(checks.mapped('week')[0], WEEK)
        # the drawn checks work like those made by hand
        check = checks.filtered(lambda c: c.checker_id == self.supervisor2)[0]
        check = check.with_user(self.supervisor2)
        self._score(check, [5, 5, 5])
        check.action_done()
        self.assertEqual(check.total_percent, 100.0)

    def test_a_draw_can_be_repeated(self):
        """000-42: the same seed gives the same calls, another one others."""
        draw = self.plan._draw(WEEK)
        calls, seed = draw.check_ids.call_id, draw.seed
        rows = self.env.execute_query(draw._get_drawn_query())
        self.assertEqual({row[0] for row in rows}, set(calls.ids))
        draw.unlink()
        self.env['pharma.call.check'].search([('call_id', 'in', calls.ids)]).unlink()
        again = self.env['pharma.call.quality.draw']._draw(self.plan, WEEK, seed=seed)
        self.assertEqual(again.check_ids.call_id, calls)

    def test_badly_rated_and_long_calls_first(self):
        """000-42, 003-14: both bad ones, then one of the longest quarter."""
        self.plan.long_percent = 34  # one of three
        bad = self.calls[self.agent][2:4]
        bad.write({'rating': 1})
        drawn = self.plan._draw(WEEK).check_ids.filtered(lambda c: c.user_id == self.agent).call_id
        self.assertLessEqual(bad, drawn)
        self.assertIn((drawn - bad).talk_seconds, (100, 110))

    def test_filters(self):
        """000-42: short talks, other weeks and calls without a recording stay out."""
        self._create_call(self.agent, MONDAY + timedelta(days=7))
        self.plan.write({'min_talk_seconds': 100, 'needs_recording': True})
        self._record(self.calls[self.agent][7])
        self._record(self.calls[self.agent][0], 'a/two.wav')
        draw = self.plan._draw(WEEK)
        self.assertEqual(draw.check_ids.call_id, self.calls[self.agent][7])
        self.assertEqual(draw.pool_count, 1)

    def test_the_draw_takes_few_queries(self):
        """000-42: the number of queries does not follow the number of calls."""
        self.plan._get_last_week()
        self.env.flush_all()
        with self.assertQueryCount(20):
            self.plan._draw(WEEK)
