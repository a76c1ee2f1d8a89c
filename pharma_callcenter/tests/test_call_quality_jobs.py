import os
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from odoo.addons.base.tests.common import BaseCommon

from .common_quality import NOW, QualityMixin


@tagged('post_install', '-at_install')
class TestCallQualityJobs(QualityMixin, BaseCommon):
    """The jobs of checks, ratings and recordings, each run twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls._create_quality()
        # a test may not commit
        cls.startClassPatcher(
            patch.object(type(cls.env['ir.cron']), '_commit_progress', return_value=float('inf'))
        )
        cls.call = cls._create_call(cls.agent)

    def test_the_weekly_draw(self):
        """000-42: the week that ended last, once."""
        plan = self.env['pharma.call.quality.plan'].create(
            {'name': 'Plan', 'scorecard_id': self.card.id}
        )
        plan._cron_draw()
        plan._cron_draw()
        checks = plan.draw_ids.check_ids
        self.assertEqual(len(plan.draw_ids), 1)
        self.assertIn(self.call, checks.call_id)
        self.assertFalse(checks.checker_id)
        plan.with_user(self.supervisor).action_draw()
        self.assertEqual(len(plan.draw_ids), 1)

    def test_bad_ratings_are_passed_on(self):
        """003-14: each once, as an activity; good ones are left alone."""
        good = self._create_call(self.agent)
        events = [
            {'call': self.call.external_id, 'rating': 1, 'at': '2026-02-23T03:05:00Z'},
            {'call': good.external_id, 'rating': 5, 'at': '2026-02-23T03:05:00Z'},
        ]
        self.env['pharma.call']._take_ratings(self.pbx, events)
        self.env['pharma.call']._cron_bad_ratings()
        self.env['pharma.call']._cron_bad_ratings()
        self.assertEqual(len(self.call.activity_ids), 1)
        self.assertFalse(good.activity_ids)

    def test_the_deletion(self):
        """000-07: the file goes, the row stays as deleted; again is no error."""
        old = self._create_call(self.agent, NOW - timedelta(days=40))
        recording = self._record(old, 'old/x.wav')
        self.env.company.pharma_recording_days = 30
        self.env['pharma.call.recording']._cron_delete()
        self.env['pharma.call.recording']._cron_delete()
        self.assertFalse(os.path.exists(os.path.join(self.folder, 'old/x.wav')))
        self.assertEqual(recording.state, 'deleted')
