from odoo import fields
from odoo.tests import freeze_time, new_test_user, tagged

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

    def test_every_figure_of_cares_opens_as_many_records(self):
        """000-41: half an hour before and after midnight of 1 March in Viet Nam, in time and late,
        and an attempt: figures and lists count the same, for the employee and the manager."""
        groups = 'pharma_care.group_care_user,pharma_callcenter.group_call_agent'
        worker = new_test_user(self.env, 'care_worker', groups=groups)
        self.company.pharma_tz = 'Asia/Ho_Chi_Minh'
        attempt = self.env['pharma.care.response.type'].search([('is_attempt', '=', True)], limit=1)
        for moment in ('2026-02-28 16:30:00', '2026-02-28 17:30:00'):
            with freeze_time(moment):
                for days in (30, -30):
                    order = self._create_order((self.metformin, 30))
                    order.action_confirm()
                    case = order.care_case_ids.with_user(worker)
                    # sudo: due dates are written by the work on orders
                    case.sudo().date_due = fields.Date.add(
                        case.company_id._pharma_today(), days=days
                    )
                    case.record_entry({'content': 'x', 'response_type_id': attempt.id})
                    case.record_entry({'content': 'Well', 'date_next': '2026-04-20'})
        self.env.flush_all()
        for user in (worker, self.manager):
            rows = (
                self.env['pharma.appraisal']
                .with_user(user)
                .search(
                    [
                        ('user_id', '=', worker.id),
                        ('indicator_id.code', 'in', ('cares', 'care_on_time')),
                    ]
                )
            )
            figures = {(r.indicator_id.code, str(r.month)): (r.counted, r.value) for r in rows}
            self.assertEqual(
                figures,
                {
                    ('cares', '2026-02-01'): (2, 2.0),
                    ('cares', '2026-03-01'): (2, 2.0),
                    ('care_on_time', '2026-02-01'): (2, 50.0),
                    ('care_on_time', '2026-03-01'): (2, 50.0),
                },
            )
            for row in rows:
                with self.subTest(user=user.login, code=row.indicator_id.code, month=row.month):
                    action = row.action_view_records()
                    found = row.env[action['res_model']].search(action['domain'])
                    self.assertEqual(len(found), row.counted)
                    if row.indicator_id.code == 'care_on_time':
                        in_time = found.filtered(lambda entry: entry.timing == 'on_time')
                        self.assertEqual(100 * len(in_time) / len(found), row.value)
