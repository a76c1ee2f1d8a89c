from odoo.tests import tagged

from .common import ROLES, SuiteCase


@tagged('post_install', '-at_install')
class TestGroups(SuiteCase):
    """The groups are a ladder: a role holds what it needs and nothing besides."""

    def test_plain_user_gets_nothing_but_the_house(self):
        """group_pharma_user implies base.group_user alone: no sales, no stock (000-36)."""
        group = self.env.ref('pharma_crm.group_pharma_user')
        implied = group.all_implied_ids - group
        self.assertFalse((implied - self.env.ref('base.group_user').all_implied_ids).mapped('name'))

    def test_courier_is_no_pharma_user(self):
        """A courier reads own rounds only, so not the customers of the house (000-36)."""
        self.assertFalse(self.users['courier'].has_group('pharma_crm.group_pharma_user'))

    def test_administrator_is_manager_everywhere(self):
        """Whoever installs the suite can set it up without granting himself rights (000-36)."""
        admin = self.env.ref('base.user_admin')
        for group in (
            'pharma_crm.group_pharma_manager',
            'pharma_care.group_care_manager',
            'pharma_callcenter.group_call_supervisor',
            'pharma_delivery.group_delivery_user',
        ):
            self.assertTrue(admin.has_group(group), group)

    def test_every_group_belongs_to_a_privilege_of_the_suite(self):
        """The user form offers each role by its name, in one place (000-36)."""
        category = self.env.ref('pharma_crm.module_category_pharma')
        for group in self.own_records('res.groups'):
            self.assertEqual(group.privilege_id.category_id, category, group.name)
            self.assertTrue(group.comment, group.name)

    def test_roles_are_complete(self):
        """The checks below know every group there is."""
        named = {g for groups in ROLES.values() for g in groups.split(',')}
        for group in self.own_records('res.groups'):
            self.assertIn(group.get_external_id()[group.id], named)
