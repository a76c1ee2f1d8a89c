from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_figures import FiguresCommon


@tagged('post_install', '-at_install')
class TestFiguresRights(FiguresCommon):
    """Figures are about people who work here: own ones, and all for managers (000-36, 004-67)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman = new_test_user(
            cls.env, 'figures_sales', groups='sales_team.group_sale_salesman_all_leads'
        )

    def _fill(self):
        self._record_week()
        case = self._create_appointment(self.user_b)
        self._care(case, '2026-03-02 02:00:00', user_id=self.user_b.id)
        self._set_target(False, 'month', 'care_count', 10)
        self._set_target(self.user_b, 'day', 'care_count', 5)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_employees_read_their_own(self):
        """000-36, 004-67: rows, scores and targets of their own; targets for everybody, too."""
        self._fill()
        for user in (self.user_a, self.user_b):
            for Model in (self.Day, self.Score):
                rows = Model.with_user(user).search([])
                self.assertEqual(rows.user_id, user)
        targets = self.Target.with_user(self.user_a).search([])
        self.assertEqual(targets.mapped('user_id.id'), [])
        self.assertEqual(len(targets), 1)
        self.assertEqual(len(self.Target.with_user(self.user_b).search([])), 2)
        for user, other in ((self.user_a, self.user_b), (self.user_b, self.user_a)):
            with self.assertRaises(AccessError):
                self.Day.with_user(user).get_figures(other.id)
            with self.assertRaises(AccessError):
                self.Day.with_user(user).get_figure_action('care_count', 'day', other.id)
        row = self.Day.search([('user_id', '=', self.user_b.id)], limit=1)
        with self.assertRaises(AccessError):
            row.with_user(self.user_a).action_view_records()

    def test_managers_read_all_of_their_companies(self):
        """000-36, 004-67: a manager of another company nothing of this one."""
        self._fill()
        self.assertLessEqual(
            self.user_a | self.user_b, self.Day.with_user(self.manager).search([]).user_id
        )
        self.assertEqual(
            self._get_cells(self.manager, self.user_a.id)['care_count'], [3.0, 3.0, 4.0]
        )
        for Model in (self.Day, self.Score, self.Target):
            self.assertFalse(Model.with_user(self.outsider).search([]))
        with self.assertRaises(UserError):
            self.Day.with_user(self.outsider).get_figures(self.user_a.id)
        for odd in (-1, 10**12, 3.5, '7', [self.user_a.id], {}, True):
            if odd:
                with self.subTest(user_id=odd), self.assertRaises(UserError):
                    self.Day.with_user(self.manager).get_figures(odd)

    def test_nobody_else_reads_them(self):
        """000-36, 004-67: pharmacists read care, not who did how much of it."""
        self._fill()
        for user in (self.pharmacist, self.salesman):
            for Model in (self.Day, self.Score, self.Target):
                with self.assertRaises(AccessError):
                    Model.with_user(user).search([])
            with self.assertRaises(AccessError):
                self.Day.with_user(user).get_figures()

    def test_only_managers_set_targets(self):
        """000-36, 004-67: nobody sets his own."""
        self._fill()
        target = self.Target.search([('user_id', '=', self.user_b.id)])
        for user in (self.user_b, self.pharmacist):
            with self.assertRaises(AccessError):
                target.with_user(user).value = 1
            with self.assertRaises(AccessError):
                self.Target.with_user(user).create({'value': 1})
            with self.assertRaises(AccessError):
                target.with_user(user).unlink()
        target.with_user(self.manager).value = 7
        with self.assertRaises(AccessError):
            target.with_user(self.outsider).value = 8

    def test_what_came_of_own_cares_stays_readable(self):
        """004-38, 004-39: in a care mode that no longer shows the case, the employee's figure is
        still what its records are; cases of others stay hidden."""
        case = self._buy('2025-12-31', (self.metformin, 30))
        other = self._buy('2025-12-31', (self.metformin, 30), partner_id=self.other_customer.id)
        self._care(case, '2026-01-20 03:00:00')
        self._care(other, '2026-01-20 03:00:00', user_id=self.user_b.id)
        self._update_effects()
        self._set_mode('customer')
        self.env.invalidate_all()
        found = self.Effect.with_user(self.user_a).search([])
        self.assertEqual(found.sudo().case_id, case)  # sudo: the case itself is hidden
        action = self.Day.with_user(self.user_a).get_figure_action('bought_share', 'day')
        self.assertEqual(self._count_behind(self.user_a, action), 1)
