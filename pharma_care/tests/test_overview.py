from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tests.common import warmup

from .common_figures import FiguresCommon

NUMBERS = ('due_count', 'overdue_count', 'alert_count', 'care_today', 'customer_today')
NUMBERS += ('attempt_today', 'list_total', 'list_done')


@tagged('post_install', '-at_install')
class TestOverview(FiguresCommon):
    """Who does what at this moment, and how far (000-18, 004-36, 004-67)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env['res.partner'].create(
            [{'name': f'Person {n}', 'phone': f'+84 91 000 {n:04}'} for n in range(6)]
        )
        # A: one today, two late, one to come; B: one late; one late that nobody has
        days = ('2026-03-02', '2026-02-20', '2026-02-21', '2026-03-09', '2026-02-22', '2026-02-23')
        users = (*[cls.user_a] * 4, cls.user_b, cls.env['res.users'])
        cls.cases = cls.Case.create(
            [
                {'partner_id': partner.id, 'date_due': day, 'user_id': user.id}
                for partner, day, user in zip(partners, days, users, strict=True)
            ]
        )
        cls.cases._refresh_visibility()
        cls.cases[1].sudo().write(  # sudo: as the alerts of the hour
            {
                'date_alerted': '2026-03-01',
                'date_runout': '2026-03-05',
                'date_alert_runout': '2026-03-05',
            }
        )
        cls.env.flush_all()

    def _get_row(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Overview.with_user(self.manager).search(
            [('user_id', '=', user.id), ('company_id', '=', self.company.id)]
        )

    def test_what_waits_for_each(self):
        """004-36: by hand; what nobody is responsible for stands in a row of its own."""
        for user, expected in (
            (self.user_a, {'due_count': 3, 'overdue_count': 2, 'alert_count': 1}),
            (self.user_b, {'due_count': 1, 'overdue_count': 1, 'alert_count': 0}),
            (self.stranger, {'due_count': 0, 'overdue_count': 0, 'alert_count': 0}),
            (self.env['res.users'], {'due_count': 1, 'overdue_count': 1, 'alert_count': 0}),
        ):
            with self.subTest(user=user.login):
                self.assertRecordValues(self._get_row(user), [expected])
        self.assertEqual(self._get_row(self.env['res.users']).display_name, 'Nobody Responsible')

    def test_what_was_done_today(self):
        """000-18, 004-67: cares, attempts, the list of the shift and the last contact."""
        shift = self.env['pharma.care.list'].with_user(self.user_a)._take()
        self.assertEqual(len(shift.item_ids), 5)
        self.cases[1].with_user(self.user_a).record_entry(
            {'content': 'Well.', 'date_next': '2026-03-20', 'response_type_id': self.well.id}
        )
        self.cases[2].with_user(self.user_a).record_entry({'response_type_id': self.no_answer.id})
        self.assertRecordValues(
            self._get_row(self.user_a),
            [
                {
                    # one was reached, one is to be tried again later
                    'due_count': 1,
                    'overdue_count': 1,
                    'alert_count': 0,
                    'care_today': 1,
                    'customer_today': 1,
                    'attempt_today': 1,
                    'list_total': 5,
                    'list_done': 1,
                    'list_left': 4,
                    'list_progress': 20.0,
                    'is_on_list': True,
                }
            ],
        )
        self.assertEqual(str(self._get_row(self.user_a).date_last), '2026-03-02 03:00:00')
        self.assertRecordValues(
            self._get_row(self.user_b), [{'is_on_list': False, 'list_total': 0, 'date_last': False}]
        )

    def test_each_number_opens_what_it_counts(self):
        """004-36: product decision 22."""
        self.env['pharma.care.list'].with_user(self.user_a)._take()
        self.cases[1].with_user(self.user_a).record_entry(
            {'content': 'Well.', 'date_next': '2026-03-20', 'response_type_id': self.well.id}
        )
        for user in (self.user_a, self.user_b, self.env['res.users']):
            row = self._get_row(user)
            for number in NUMBERS:
                with self.subTest(user=user.login, number=number):
                    action = row.with_context(pharma_care_figure=number).action_view_records()
                    self.assertEqual(self._count_behind(self.manager, action), row[number])
        for number in ('date_last', None, 5, ['due_count']):
            with self.assertRaises(UserError):
                row.with_context(pharma_care_figure=number).action_view_records()
        with self.assertRaises(UserError):
            row.action_view_figures()
        params = self._get_row(self.user_a).action_view_figures()['params']
        self.assertEqual(params['user_id'], self.user_a.id)
        self.assertTrue(self.Day.with_user(self.manager).get_figures(params['user_id']))

    def test_leavers_with_cases_stay_visible(self):
        """004-35, 004-36: what they left is nobody's work unless somebody sees it."""
        leaver = new_test_user(self.env, 'care_leaver', groups='pharma_care.group_care_user')
        self.cases[0].user_id = leaver
        self.assertEqual(self._get_row(leaver).due_count, 1)
        self.env.cr.execute("UPDATE res_users SET active = false WHERE id = %s", [leaver.id])
        self.env.invalidate_all()
        row = self.Overview.with_user(self.manager).search([('due_count', '=', 1)])
        self.assertIn(leaver, row.with_context(active_test=False).user_id)

    def test_the_team_is_for_managers(self):
        """000-36, 004-67: what others do is read by managers, of their companies."""
        for user in (self.user_a, self.pharmacist, self.stranger):
            with self.assertRaises(AccessError):
                self.Overview.with_user(user).search([])
        rows = self.Overview.with_user(self.outsider).search([])
        self.assertEqual(rows.company_id, self.other_company)
        self.assertEqual(rows.user_id, self.outsider)
        row = self._get_row(self.user_a)
        with self.assertRaises(AccessError):
            row.with_user(self.outsider).action_view_records()

    def test_who_works_in_two_companies_has_two_rows(self):
        """000-36: each with what waits there."""
        self.user_b.company_ids = [Command.link(self.other_company.id)]
        self.Case.create(
            {
                'partner_id': self.customer.id,
                'company_id': self.other_company.id,
                'date_due': '2026-02-01',
                'user_id': self.user_b.id,
            }
        )
        self.env.flush_all()
        rows = self.Overview.search([('user_id', '=', self.user_b.id)], order='company_id')
        self.assertEqual(rows.mapped('overdue_count'), [1, 1])

    @warmup
    def test_the_page_costs_few_queries(self):
        """004-36: however many employees and cases there are."""
        Overview = self.Overview.with_user(self.manager)
        fields = ['due_count', 'overdue_count', 'care_today', 'list_progress', 'date_last']
        # as the views ask: the record rules need the company
        specification = {name: {} for name in [*fields, 'display_name', 'user_id', 'company_id']}
        Overview.web_search_read([], specification)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            Overview.web_search_read([], specification)
