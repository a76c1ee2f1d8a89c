from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_call_figures import CallFiguresCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 03:30:00')
class TestCallAppraisal(CallFiguresCommon):
    """Calls in the appraisal of employees."""

    def test_indicators_of_calls(self):
        """000-41: three of four calls that rang were answered, of 200 s on average: 90 points of
        180 s aimed at; each opens the hours behind it."""
        for place, talk in enumerate((100, 200, 300)):
            self._call(place * 600, (self.orders, place * 600, 5, 'answered', self.agent, talk))
        call = self._call(3000, (self.orders, 3000, 30, 'answered', self.other, 10))
        self._attempt(call, call.visit_ids, self.agent, 3000, 15, 0, 'no_answer')
        self._mark(call)
        Indicator = self.env['pharma.appraisal.indicator']
        Indicator._fill(self.company)
        for _kept in range(2):
            rows = (
                self.env['pharma.appraisal']
                .with_user(self.agent_user)
                .search([('company_id', '=', self.company.id), ('month', '=', date(2026, 3, 1))])
            )
            self.assertEqual(rows.user_id, self.agent_user)
            found = {row.indicator_id.code: row for row in rows}
            self.assertEqual(found.keys(), {'calls', 'calls_answered', 'calls_talk'})
            self.assertEqual((found['calls'].counted, found['calls'].value), (3, 3))
            self.assertEqual(found['calls_answered'].value, 75)
            self.assertEqual(found['calls_talk'].value, 200)
            self.assertEqual(found['calls_talk'].score, 90)
            action = found['calls_talk'].action_view_records()
            self.assertEqual(action['res_model'], 'pharma.agent.report')
            hours = self.env[action['res_model']].search(action['domain'])
            self.assertEqual(sum(hours.mapped('talk_seconds')), 600)
            self._keep()
