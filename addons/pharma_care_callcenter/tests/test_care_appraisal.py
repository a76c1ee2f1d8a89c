from odoo.tests import tagged

from odoo.addons.pharma_care.tests.common import CareCommon


@tagged('post_install', '-at_install')
class TestCareAppraisal(CareCommon):
    """Cares count in the appraisal of employees."""

    def test_cares_count_in_the_month_of_the_company(self):
        """000-41: two cares in March, one of them an attempt: one care of 200, half a point; it was
        due later, so it came in time; the row opens it."""
        order = self._create_order((self.metformin, 30))
        order.action_confirm()
        case = order.care_case_ids.with_user(self.care_user)
        attempt = self.env['pharma.care.response.type'].search([('is_attempt', '=', True)], limit=1)
        case.record_entry({'content': 'Nobody', 'response_type_id': attempt.id})
        entry = case.record_entry({'content': 'Well', 'date_next': '2026-03-20'})
        self.env.flush_all()
        rows = self.env['pharma.appraisal'].search(
            [
                ('user_id', '=', self.care_user.id),
                ('month', '=', '2026-03-01'),
                ('indicator_id.code', 'in', ('cares', 'care_on_time')),
            ]
        )
        values = {row.indicator_id.code: (row.counted, row.value, row.score) for row in rows}
        self.assertEqual(values, {'cares': (1, 1.0, 0.5), 'care_on_time': (1, 100.0, 100.0)})
        action = rows[0].action_view_records()
        self.assertEqual(self.env['pharma.care.entry'].search(action['domain']), entry)
