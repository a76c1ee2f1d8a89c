from odoo.fields import Command
from odoo.tests import tagged

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestAssignmentChanges(AssignCommon):
    """Everything that changes who sees a case does so at once."""

    def test_taking_away_hides_at_once(self):
        """Whoever loses an assignment loses its cases (004-40)."""
        self._set_mode('product')
        assignment = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        self.assertTrue(self._sees(self.user_a, case))
        assignment.unlink()
        self.assertFalse(self._sees(self.user_a, case))

    def test_moving_an_assignment_moves_the_case(self):
        """Another user, or another medicine (004-40)."""
        self._set_mode('product')
        assignment = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        other = self._create_case((self.syrup, 1))
        assignment.user_id = self.user_b
        self.assertFalse(self._sees(self.user_a, case))
        self.assertTrue(self._sees(self.user_b, case))
        assignment.product_tmpl_id = self.syrup.product_tmpl_id
        self.assertFalse(self._sees(self.user_b, case))
        self.assertTrue(self._sees(self.user_b, other))

    def test_losing_one_of_two_assignments_keeps_the_case(self):
        """What is still his by another assignment stays (004-40)."""
        self._set_mode('product')
        self._assign(self.user_a, categ_id=self.category)
        assignment = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        assignment.unlink()
        self.assertTrue(self._sees(self.user_a, case))

    def test_a_group_covers_products_that_come_later(self):
        """Whatever way they come into the therapeutic group (004-40, 004-47)."""
        self._set_mode('product')
        self._assign(self.user_a, therapeutic_group_id=self.group_chronic)
        later = self._create_product('Gliclazide', 1, self.group_chronic)
        self.assertTrue(self._sees(self.user_a, self._create_case((later, 10))))
        case = self._create_case((self.syrup, 1))
        self.assertFalse(self._sees(self.user_a, case))
        self.syrup.therapeutic_group_id = self.subgroup
        self.assertTrue(self._sees(self.user_a, case))
        self.syrup.therapeutic_group_id = self.group_acute
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_category_covers_products_that_come_later(self):
        """Whatever way they come into the category (004-40, 004-47)."""
        self._set_mode('product')
        self._assign(self.user_a, categ_id=self.category)
        later = self._create_product('Gliclazide', 1, self.group_acute, categ_id=self.category.id)
        self.assertTrue(self._sees(self.user_a, self._create_case((later, 10))))
        case = self._create_case((self.syrup, 1))
        self.assertFalse(self._sees(self.user_a, case))
        self.syrup.categ_id = self.subcategory
        self.assertTrue(self._sees(self.user_a, case))

    def test_a_moved_category_takes_its_cases_along(self):
        """Below another category, its users count (004-47)."""
        self._set_mode('product')
        self._assign(self.user_a, categ_id=self.category)
        case = self._create_case()
        self.assertTrue(self._sees(self.user_a, case))
        self.subcategory.parent_id = False
        self.assertFalse(self._sees(self.user_a, case))
        self.subcategory.parent_id = self.category
        self.assertTrue(self._sees(self.user_a, case))

    def test_a_moved_group_takes_its_cases_along(self):
        """Below another therapeutic group, its users count (004-47)."""
        self._set_mode('product')
        self._assign(self.user_a, therapeutic_group_id=self.group_chronic)
        case = self._create_case()
        self.subgroup.parent_id = False
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_region_covers_customers_that_come_later(self):
        """Whether they are new or move (004-48, 004-53)."""
        self._set_mode('customer')
        self._assign(self.user_a, region_id=self.region)
        later = self.env['res.partner'].create(
            {'name': 'Later', 'pharma_region_id': self.subregion.id}
        )
        case = self._create_case((self.metformin, 10), partner_id=later.id)
        self.assertTrue(self._sees(self.user_a, case))
        case = self._create_case((self.metformin, 10), partner_id=self.other_customer.id)
        self.assertFalse(self._sees(self.user_a, case))
        self.other_customer.pharma_region_id = self.subregion
        self.cr.flush()
        self.assertTrue(self._sees(self.user_a, case))
        self.other_customer.pharma_region_id = False
        self.cr.flush()
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_moved_region_takes_its_cases_along(self):
        """Below another region, its users count (004-48)."""
        self._set_mode('customer')
        self._assign(self.user_a, region_id=self.region)
        case = self._create_case()
        self.subregion.parent_id = False
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_deleted_region_shows_nothing_more(self):
        """The assignment goes with it, and the cases are hidden (004-48)."""
        self._set_mode('customer')
        assignment = self._assign(self.user_a, region_id=self.subregion)
        case = self._create_case()
        self.assertTrue(self._sees(self.user_a, case))
        self.subregion.unlink()
        self.assertFalse(assignment.exists())
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_deleted_category_shows_nothing_more(self):
        """Nor does the one above show what was in it (004-40, 004-47)."""
        self._set_mode('product')
        below = self.env['product.category'].create({'name': 'X', 'parent_id': self.category.id})
        self.metformin.categ_id = below
        self._assign(self.user_a, categ_id=self.category)
        self._assign(self.user_b, categ_id=below)
        case = self._create_case()
        below.unlink()
        self.assertFalse(self._sees(self.user_a, case))
        self.assertFalse(self._sees(self.user_b, case))

    def test_a_category_deleted_with_the_one_above_shows_nothing_more(self):
        """The database takes what is below along (004-40, 004-47)."""
        self._set_mode('product')
        below = self.env['product.category'].create({'name': 'X', 'parent_id': self.category.id})
        self.metformin.categ_id = below
        self._assign(self.user_a, categ_id=self.category)
        self._assign(self.user_b, categ_id=below)
        case = self._create_case()
        self.category.unlink()
        self.assertFalse(self._sees(self.user_a, case))
        self.assertFalse(self._sees(self.user_b, case))

    def test_a_deleted_region_hides_from_the_one_above(self):
        """The customer is in no region any more (004-48)."""
        self._set_mode('customer')
        above = self.env['pharma.region'].create({'name': 'Above'})
        region = self.env['pharma.region'].create({'name': 'Below', 'parent_id': above.id})
        self.customer.pharma_region_id = region
        self._assign(self.user_a, region_id=above)
        case = self._create_case()
        self.assertTrue(self._sees(self.user_a, case))
        region.unlink()
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_contact_that_changes_its_company_changes_eyes(self):
        """Who cares for the new company sees the case, who cares for the old one does not
        (004-48)."""
        self._set_mode('customer')
        buyer = self.env['res.partner'].create({'name': 'Buyer', 'parent_id': self.customer.id})
        self._assign(self.user_a, partner_id=self.customer)
        self._assign(self.user_b, partner_id=self.other_customer)
        case = self._create_case((self.metformin, 10), partner_id=buyer.id)
        self.assertEqual(case.user_ids, self.user_a)
        buyer.parent_id = self.other_customer
        self.assertEqual(case.user_ids, self.user_b)

    def test_a_changed_order_changes_eyes(self):
        """A medicine more, a medicine less: the users follow (004-40, 004-42)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, product_tmpl_id=self.syrup.product_tmpl_id)
        order = self._confirm((self.metformin, 10))
        order.order_line = [Command.create({'product_id': self.syrup.id, 'product_uom_qty': 1})]
        self.assertEqual(order.care_case_ids.user_ids, self.user_a + self.user_b)
        order.order_line[0].product_uom_qty = 0
        self.assertEqual(order.care_case_ids.user_ids, self.user_b)

    def test_only_what_differs_is_written(self):
        """Working it out again leaves every row as it is (004-40)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        cases = self._create_case() + self._create_case()
        query = (
            "SELECT 1, id, xmin::text, ctid::text FROM pharma_care_case WHERE id = ANY(%s)"
            " UNION ALL SELECT 2, case_id, xmin::text, ctid::text"
            " FROM pharma_care_case_user_rel WHERE case_id = ANY(%s) ORDER BY 1, 2"
        )
        self.env.flush_all()
        rows = []
        for _round in range(2):
            self.cr.execute(query, [cases.ids, cases.ids])
            rows.append(self.cr.fetchall())
            cases._refresh_visibility()
        self.assertEqual(*rows)

    def test_confirming_costs_one_query_for_the_users(self):
        """Who sees the case is worked out by a single statement (004-42)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        with self.assertQueryCount(1):
            case._refresh_visibility()
        cases = case + self._create_case() + self._create_case()
        with self.assertQueryCount(1):
            cases._refresh_visibility()
