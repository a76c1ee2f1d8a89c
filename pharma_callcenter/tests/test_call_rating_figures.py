from freezegun import freeze_time

from odoo.tests import tagged

from .common_call_figures import NINE, CallFiguresCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallRatingFigures(CallFiguresCommon):
    """What customers rated at the end of their calls."""

    def test_dissatisfaction_of_employees(self):
        """003-14: one of three ratings has 2 points; what comes after the hour was kept counts at
        once, and 3 points are no complaint."""
        pbx = self.env['pharma.pbx'].create({'name': 'Rated', 'code': 'rated-figures'})
        calls = self.env['pharma.call'].create(
            [
                {
                    'external_id': f'rated-{place}',
                    'pbx_id': pbx.id,
                    'date_start': NINE,
                    'user_id': self.agent_user.id,
                }
                for place in range(4)
            ]
        )
        self.env.flush_all()
        self._keep()
        self.env['pharma.call']._take_ratings(
            pbx,
            [
                {'call': call.external_id, 'call_id': call.id, 'rating': rating, 'at': NINE}
                for call, rating in zip(calls, (5, 3, 2), strict=False)
            ],
        )
        names = ('rating_count', 'bad_count', 'grieved_rate')
        for _kept in range(2):
            found = self._figures('pharma.agent.report', *names, groupby=['user_id'])
            figures = found[self.agent_user]
            self.assertEqual((figures['rating_count'], figures['bad_count']), (3, 1))
            self.assertAlmostEqual(figures['grieved_rate'], 100 / 3)
            row = self.env['pharma.agent.report'].search([('user_id', '=', self.agent_user.id)])
            action = row.with_context(pharma_call_figure='bad_count').action_view_calls()
            self.assertEqual(self.env['pharma.call'].search(action['domain']), calls[2])
            self._keep()
