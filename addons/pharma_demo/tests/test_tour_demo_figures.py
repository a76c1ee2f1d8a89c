from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestTourDemoFigures(TransactionCase):
    """The figures of the demo chain's employees are alive; runs on a full database."""

    def test_targets_were_reached_and_missed(self):
        """Past weeks and months have green and red, the running month is under way (004-67)."""
        user = self.env.ref('pharma_demo.user_care_demo')
        scores = self.env['pharma.care.score'].search([('user_id', '=', user.id)])
        self.assertLessEqual({'good', 'bad'}, set(scores.mapped('state')))
        self.assertEqual(set(scores.mapped('period')), {'day', 'week', 'month'})
        self.assertTrue(scores.filtered('is_current'))

    def test_cares_came_in_time_and_late(self):
        """Each care knows when it was due (004-38)."""
        entries = self.env['pharma.care.entry'].search([('is_attempt', '=', False)])
        timings = entries.mapped('timing')
        self.assertGreater(timings.count('on_time'), 50)
        self.assertGreater(timings.count('late'), 20)

    def test_the_team_has_work(self):
        """The overview shows the manager who has how much to do (004-36)."""
        manager = self.env.ref('pharma_demo.user_manager_demo')
        rows = self.env['pharma.care.overview'].with_user(manager).search([])
        self.assertGreater(sum(rows.mapped('due_count')), 10)
        self.assertIn(self.env.ref('pharma_demo.user_care_demo'), rows.user_id)
