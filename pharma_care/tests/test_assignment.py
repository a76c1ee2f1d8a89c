from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestAssignment(AssignCommon):
    """What an assignment may be, and what its messages say."""

    def test_an_assignment_has_exactly_one_target(self):
        """None or two targets are refused, with the fields to fill in (004-47, 004-48)."""
        for target in (
            {},
            {'product_tmpl_id': self.metformin.product_tmpl_id, 'partner_id': self.customer},
        ):
            with self.assertRaisesRegex(ValidationError, "exactly one target.*'Product'"):
                self._assign(self.user_a, **target)

    @mute_logger('odoo.sql_db')
    def test_an_assignment_is_made_once(self):
        """The same user and target a second time are refused for every kind (004-47, 004-48)."""
        for target in (
            {'product_tmpl_id': self.metformin.product_tmpl_id},
            {'categ_id': self.category},
            {'therapeutic_group_id': self.subgroup},
            {'partner_id': self.customer},
            {'region_id': self.region},
        ):
            with self.subTest(target=target):
                self._assign(self.user_a, **target)
                self._assign(self.user_b, **target)
                with (
                    self.assertRaisesRegex(UniqueViolation, '_unique'),
                    self.env.cr.savepoint(),
                ):
                    self._assign(self.user_a, **target)

    def test_the_name_tells_user_kind_and_target(self):
        """One column says what the user cares for (004-47)."""
        assignment = self._assign(self.user_a, region_id=self.subregion)
        self.assertEqual(assignment.kind, 'region')
        self.assertEqual(assignment.target, 'Region: Test North / Test Hanoi')
        self.assertIn(assignment.target, assignment.display_name)

    def test_an_archived_user_is_refused_by_name(self):
        """The message names the user, the field and the way out (004-47)."""
        self.stranger.active = False
        with self.assertRaisesRegex(ValidationError, "care_stranger.*'Care User'.*Unarchive"):
            self._assign(self.stranger, partner_id=self.customer)

    def test_a_portal_user_is_refused_by_name(self):
        """Care is done by internal users (004-47)."""
        portal = self.env['res.users'].create(
            {
                'name': 'Portal Customer',
                'login': 'care_portal',
                'group_ids': self.env.ref('base.group_portal').ids,
            }
        )
        with self.assertRaisesRegex(ValidationError, "Portal Customer.*internal"):
            self._assign(portal, partner_id=self.customer)

    def test_a_user_without_the_role_is_refused_by_name(self):
        """Who may not care would be assigned in vain (000-36, 004-47)."""
        clerk = new_test_user(self.env, 'care_clerk', groups='base.group_user')
        with self.assertRaisesRegex(ValidationError, "care_clerk.*no role in customer care"):
            self._assign(clerk, partner_id=self.customer)

    def test_a_user_of_another_company_is_refused_by_name(self):
        """Who may not work in the company cannot care for its customers (000-36, 004-47)."""
        with self.assertRaisesRegex(ValidationError, "care_outsider.*may not work"):
            self._assign(self.outsider, partner_id=self.customer)

    def test_an_archived_product_is_refused_by_name(self):
        """The message names the product, the field and the way out (004-47)."""
        self.syrup.product_tmpl_id.active = False
        with self.assertRaisesRegex(ValidationError, "Syrup is archived.*'Product'.*Unarchive"):
            self._assign(self.user_a, product_tmpl_id=self.syrup.product_tmpl_id)

    def test_an_archived_customer_is_refused_by_name(self):
        """The message names the customer, the field and the way out (004-48)."""
        self.other_customer.active = False
        with self.assertRaisesRegex(ValidationError, "is archived.*'Customer'.*Unarchive"):
            self._assign(self.user_a, partner_id=self.other_customer)

    def test_ticked_medicines_are_assigned_in_three_steps(self):
        """Tick medicines, choose users, add: both users have both medicines (004-47)."""
        products = (self.metformin + self.syrup).product_tmpl_id
        self._set_mode('product')
        case = self._create_case((self.metformin, 10))
        action = products.with_user(self.manager).action_pharma_care_assign()
        wizard = Form(
            self.env['pharma.care.assign'].with_user(self.manager).with_context(**action['context'])
        )
        self.assertEqual(wizard.target_count, 2)
        self.assertEqual(wizard.case_count, 1)
        self.assertFalse(wizard.mode_hint)
        wizard.user_ids.add(self.user_a)
        wizard.user_ids.add(self.user_b)
        message = wizard.save().action_apply()['params']['message']
        self.assertIn('4 assignments added, 0 taken away', message)
        self.env.invalidate_all()
        for product in products:
            self.assertEqual(product.pharma_care_user_ids, self.user_a + self.user_b)
        self.assertTrue(self._sees(self.user_a, case))

    def test_customers_are_assigned_in_the_same_three_steps(self):
        """Tick customers, choose users, add (004-48)."""
        self._set_mode('customer')
        case = self._create_case()
        customers = self.customer + self.other_customer
        action = customers.with_user(self.manager).action_pharma_care_assign()
        wizard = Form(
            self.env['pharma.care.assign'].with_user(self.manager).with_context(**action['context'])
        )
        wizard.user_ids.add(self.user_a)
        wizard.save().action_apply()
        self.assertEqual(
            self.Assignment.search([('user_id', '=', self.user_a.id)]).partner_id, customers
        )
        self.assertTrue(self._sees(self.user_a, case))

    def test_replacing_leaves_exactly_the_chosen_users(self):
        """Whoever was assigned before no longer is (004-47)."""
        target = self.metformin.product_tmpl_id
        self._assign(self.user_a, product_tmpl_id=target)
        kept = self._assign(self.user_b, product_tmpl_id=target)
        counts = self.Assignment._assign(
            'product', target.ids, self.user_b + self.stranger, 'replace', self.company
        )
        self.assertEqual(counts, (1, 1))
        self.assertTrue(kept.exists())
        self.assertEqual(target.pharma_care_user_ids, self.user_b + self.stranger)

    def test_taking_away_leaves_the_others(self):
        """Only the chosen users lose the medicine (004-47)."""
        target = self.metformin.product_tmpl_id
        self._assign(self.user_a, product_tmpl_id=target)
        self._assign(self.user_b, product_tmpl_id=target)
        counts = self.Assignment._assign('product', target.ids, self.user_a, 'remove', self.company)
        self.assertEqual(counts, (0, 1))
        self.assertEqual(target.pharma_care_user_ids, self.user_b)

    def test_the_dialog_asks_for_users(self):
        """Nothing chosen: the message names the field (004-47)."""
        wizard = self.env['pharma.care.assign'].create(
            {'kind': 'customer', 'partner_ids': self.customer.ids}
        )
        with self.assertRaisesRegex(UserError, "'Care Users'"):
            wizard.action_apply()

    def test_the_dialog_tells_when_the_mode_does_not_ask(self):
        """Customers assigned in the mode 'By Product' are kept for later (004-39)."""
        self._set_mode('product')
        wizard = self.env['pharma.care.assign'].create(
            {'kind': 'customer', 'partner_ids': self.customer.ids}
        )
        self.assertIn("By Product", wizard.mode_hint)

    def test_targets_are_found_by_their_users(self):
        """Whose medicines these are, and which nobody cares for (004-47)."""
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        Product = self.env['product.template'].with_user(self.manager)
        both = (self.metformin + self.syrup).product_tmpl_id
        domain = [('id', 'in', both.ids)]
        self.assertEqual(
            Product.search([*domain, ('pharma_care_user_ids', 'in', self.user_a.ids)]),
            self.metformin.product_tmpl_id,
        )
        self.assertEqual(
            Product.search([*domain, ('pharma_care_user_ids', 'ilike', 'care_user')]),
            self.metformin.product_tmpl_id,
        )
        self.assertEqual(
            Product.search([*domain, ('pharma_care_user_ids', '=', False)]),
            self.syrup.product_tmpl_id,
        )

    def test_the_users_of_a_page_cost_no_query_for_each_row(self):
        """A list of 80 customers costs as many queries as one of a single customer (004-48)."""
        customers = self.env['res.partner'].create([{'name': f'Guest {n}'} for n in range(80)])
        self._assign(self.user_a, partner_id=customers[3])
        counts = []
        for page in (customers[3], customers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            page.mapped('pharma_care_user_ids.id')
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertEqual(customers[3].pharma_care_user_ids, self.user_a)
