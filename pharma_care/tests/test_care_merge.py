from odoo.tests import tagged

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestCareMerge(AssignCommon):
    """Two customers become one, and nobody's care is lost."""

    def _merge(self):
        wizard = self.env['base.partner.merge.automatic.wizard']
        wizard._merge((self.customer + self.other_customer).ids, self.customer)
        self.cr.flush()
        self.env.invalidate_all()

    def test_assignments_of_both_stay(self):
        """Also where one user was assigned to both, which the database would refuse
        (004-34, 004-48)."""
        self._assign(self.user_a, partner_id=self.customer)
        self._assign(self.user_a, partner_id=self.other_customer)
        self._assign(self.user_b, partner_id=self.other_customer)
        self._merge()
        assignments = self.Assignment.search([('partner_id', '=', self.customer.id)])
        self.assertEqual(assignments.user_id, self.user_a + self.user_b)
        self.assertEqual(len(assignments), 2)

    def test_cases_of_both_are_seen_by_the_users_of_both(self):
        """The cases come over with their history (004-34, 004-48)."""
        self._set_mode('customer')
        self._assign(self.user_a, partner_id=self.customer)
        self._assign(self.user_b, partner_id=self.other_customer)
        case = self._create_case()
        other = self._create_case((self.syrup, 1), partner_id=self.other_customer.id)
        other.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        self._merge()
        self.assertEqual(other.partner_id, self.customer)
        self.assertEqual(other.entry_ids.partner_id, self.customer)
        for record in (case, other):
            self.assertEqual(record.user_ids, self.user_a + self.user_b)

    def test_cases_take_the_region_of_the_kept_customer(self):
        """Who cares for the region sees what came over (004-48)."""
        self._set_mode('customer')
        self._assign(self.user_a, region_id=self.region)
        other = self._create_case((self.syrup, 1), partner_id=self.other_customer.id)
        self.assertNotEqual(other.region_id, self.subregion)
        self._merge()
        self.assertEqual(other.region_id, self.subregion)
        self.assertEqual(other.user_ids, self.user_a)

    def test_a_contact_with_one_counts_for_both(self):
        """One customer is not called twice on a day (004-50)."""
        case = self._create_case()
        other = self._create_case((self.syrup, 1), partner_id=self.other_customer.id)
        other.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        self._merge()
        self.assertEqual(case.date_last_contact, self.company._pharma_today())
