import runpy

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import file_path

from .common_assign import USER, AssignCommon


@tagged('post_install', '-at_install')
class TestStaff(AssignCommon):
    """Who loses the role or a company leaves the cases behind, as an archived user does (004-34).

    User A is assigned to the product, user B to its group, so that B answers after A.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_mode('product')
        cls.assignment = cls._assign(cls.user_a, product_tmpl_id=cls.metformin.product_tmpl_id)
        cls._assign(cls.user_b, therapeutic_group_id=cls.group_chronic)
        cls.case = cls._create_case()
        cls.role = cls.env.ref(USER)
        cls.settings = new_test_user(cls.env, 'care_settings', groups='base.group_erp_manager')

    def _assert_left(self):
        self.assertEqual(self.case.user_id, self.user_b)
        self.assertEqual(self.case.user_ids, self.user_b)

    def _assert_back(self):
        self.assertEqual(self.case.user_id, self.user_a)
        self.assertEqual(self.case.user_ids, self.user_a | self.user_b)

    def test_a_user_without_the_role_leaves(self):
        """By whoever manages users, who need not care (004-34)."""
        self._assert_back()
        user = self.user_a.with_user(self.settings)
        user.group_ids = [Command.unlink(self.role.id)]
        self._assert_left()
        user.group_ids = [Command.link(self.role.id)]
        self._assert_back()

    def test_a_user_without_the_company_leaves(self):
        """Cases of another company stay his (004-34)."""
        self.user_a.company_ids = [Command.link(self.other_company.id)]
        other_case = self._create_appointment(self.user_a, company_id=self.other_company.id)
        self.user_a.write(
            {
                'company_id': self.other_company.id,
                'company_ids': [Command.set(self.other_company.ids)],
            }
        )
        self._assert_left()
        self.assertEqual(other_case.user_id, self.user_a)
        self.assertFalse(other_case.heir_user_id)
        self.company.user_ids = [Command.link(self.user_a.id)]
        self._assert_back()
        self.company.user_ids = [Command.unlink(self.user_a.id)]
        self._assert_left()

    def test_the_role_is_lost_by_a_change_of_groups(self):
        """Users of a group that no longer gives the role leave; a new one brings them back."""
        giving = self.env['res.groups'].create({'name': 'Giving', 'implied_ids': self.role.ids})
        self.user_a.group_ids = [Command.unlink(self.role.id), Command.link(giving.id)]
        self._assert_back()
        giving.implied_ids = [Command.unlink(self.role.id)]
        self._assert_left()
        again = self.env['res.groups'].create(
            {'name': 'Again', 'implied_ids': self.role.ids, 'user_ids': self.user_a.ids}
        )
        self._assert_back()
        again.user_ids = [Command.clear()]
        self._assert_left()
        again.user_ids = self.user_a
        self._assert_back()
        again.unlink()
        self._assert_left()

    def test_a_new_case_is_not_for_who_left(self):
        """The assignment is kept, and counts again when the user is back (004-34)."""
        self.user_a.group_ids = [Command.unlink(self.role.id)]
        self.case = self._create_case()
        self._assert_left()
        self.user_a.group_ids = [Command.link(self.role.id)]
        self._assert_back()

    def test_without_a_successor_who_comes_back_answers_again(self):
        """Who was last in contact answers after the role is given again (004-34)."""
        self._set_mode('unrestricted')
        self.env['pharma.care.assignment'].search([]).unlink()
        case = self._create_case()
        case.with_user(self.user_a).record_entry({'content': 'One.', 'date_next': '2026-03-20'})
        self.assertEqual(case.user_id, self.user_a)
        self.user_a.group_ids = [Command.unlink(self.role.id)]
        self.assertFalse(case.user_id)
        with self.assertRaises(AccessError):
            case.with_user(self.user_a).check_access('read')
        self.user_a.group_ids = [Command.link(self.role.id)]
        self.assertEqual(case.user_id, self.user_a)

    def test_who_left_before_this_rule_leaves_with_the_update(self):
        """Cases that a former version left with somebody without the role (004-34)."""
        self.user_a.group_ids = [Command.unlink(self.role.id)]
        self.case.write({'user_id': self.user_a.id, 'heir_user_id': False})
        path = file_path('pharma_care/migrations/19.0.1.2.0/post-migrate.py')
        script = runpy.run_path(path)
        self.env.flush_all()
        script['migrate'](self.env.cr, '19.0.1.1.0')
        self.env.invalidate_all()
        self._assert_left()
        self.assertEqual(self.case.heir_user_id, self.user_a)

    def test_the_role_itself_can_be_deleted(self):
        """As at uninstall, where nobody is left to care (004-34)."""
        roles = self.env.ref('pharma_care.group_care_manager') + self.role
        self.env['ir.model.access'].search([('group_id', 'in', roles.ids)]).unlink()
        self.env['ir.rule'].search([('groups', 'in', roles.ids)]).unlink()
        roles.unlink()
        self.assertFalse(self.role.exists())
        self.user_a.company_ids = [Command.link(self.other_company.id)]

    def test_other_changes_of_users_and_groups_touch_no_case(self):
        """A new name, another group: nothing is worked out anew (004-34)."""
        other = self.env['res.groups'].create({'name': 'Other'})
        before = self.case.write_date, self.env['pharma.care.job'].search_count([])
        self.user_a.write({'name': 'New Name', 'group_ids': [Command.link(other.id)]})
        other.name = 'Another'
        self._assert_back()
        after = self.case.write_date, self.env['pharma.care.job'].search_count([])
        self.assertEqual(before, after)
