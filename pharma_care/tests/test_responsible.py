from odoo.tests import new_test_user, tagged

from .common_assign import USER, AssignCommon


@tagged('post_install', '-at_install')
class TestResponsible(AssignCommon):
    """Who answers for a case: the most specific assignment of the mode (decision 27)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by = {
            kind: new_test_user(cls.env, f'care_by_{kind}', groups=USER)
            for kind in (
                'customer',
                'product',
                'subcategory',
                'category',
                'subgroup',
                'group',
                'subregion',
                'region',
            )
        }
        cls.assignments = {
            'customer': cls._assign(cls.by['customer'], partner_id=cls.customer),
            'product': cls._assign(
                cls.by['product'], product_tmpl_id=cls.metformin.product_tmpl_id
            ),
            # the wider one is older: nearness decides, not age
            'category': cls._assign(cls.by['category'], categ_id=cls.category),
            'subcategory': cls._assign(cls.by['subcategory'], categ_id=cls.subcategory),
            'group': cls._assign(cls.by['group'], therapeutic_group_id=cls.group_chronic),
            'subgroup': cls._assign(cls.by['subgroup'], therapeutic_group_id=cls.subgroup),
            'region': cls._assign(cls.by['region'], region_id=cls.region),
            'subregion': cls._assign(cls.by['subregion'], region_id=cls.subregion),
        }

    def _assert_order(self, case, kinds):
        """Take the assignments away one by one and see who is responsible next."""
        for kind in kinds:
            with self.subTest(kind=kind):
                self.assertEqual(case.user_id, self.by[kind])
            self.assignments[kind].unlink()
        self.assertFalse(case.user_id)

    def test_by_product_the_nearest_assignment_answers(self):
        """Product, then nearest category, then nearest therapeutic group (004-40)."""
        self._set_mode('product')
        case = self._create_case()
        self.assertEqual(
            case.user_ids,
            self.env['res.users'].union(
                *(self.by[kind] for kind in ('product', 'subcategory', 'category')),
                *(self.by[kind] for kind in ('subgroup', 'group')),
            ),
        )
        self._assert_order(case, ['product', 'subcategory', 'category', 'subgroup', 'group'])

    def test_by_customer_the_nearest_assignment_answers(self):
        """Customer, then nearest region (004-48)."""
        self._set_mode('customer')
        case = self._create_case()
        self.assertEqual(
            case.user_ids, self.by['customer'] + self.by['subregion'] + self.by['region']
        )
        self._assert_order(case, ['customer', 'subregion', 'region'])

    def test_unrestricted_all_kinds_answer_in_turn(self):
        """Customer, product, category, group, region; nobody in particular sees it (004-50)."""
        case = self._create_case()
        self.assertFalse(case.user_ids)
        self._assert_order(
            case,
            [
                'customer',
                'product',
                'subcategory',
                'category',
                'subgroup',
                'group',
                'subregion',
                'region',
            ],
        )

    def test_the_medicine_that_is_due_first_decides(self):
        """Of two medicines, the assignment of the earlier one answers (004-40, 004-42)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.syrup.product_tmpl_id)
        early = self._create_case((self.metformin, 30), (self.syrup, 1))
        somebody = {'partner_id': self.customer.copy().id}
        late = self._create_case((self.metformin, 5), (self.syrup, 1), **somebody)
        self.assertEqual(early.user_id, self.user_a)
        self.assertEqual(late.user_id, self.by['product'])

    def test_of_two_alike_the_first_assigned_answers(self):
        """Ties go to the assignment that is older (004-40)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        self.assertEqual(case.user_id, self.by['product'])

    def test_a_contact_answers_through_its_company(self):
        """Who cares for a clinic cares for its buyer, unless somebody else does (004-48)."""
        self._set_mode('customer')
        buyer = self.env['res.partner'].create(
            {'name': 'Buyer', 'parent_id': self.customer.id, 'type': 'contact'}
        )
        case = self._create_case((self.metformin, 10), partner_id=buyer.id)
        self.assertEqual(case.user_id, self.by['customer'])
        own = self._assign(self.user_a, partner_id=buyer)
        self.assertEqual(case.user_id, self.user_a)
        self.assertLessEqual(self.by['customer'] + self.user_a, case.user_ids)
        own.unlink()
        self.assertEqual(case.user_id, self.by['customer'])

    def test_without_assignment_the_last_contact_answers(self):
        """Nobody is assigned: whoever spoke with the customer last (004-34)."""
        self.Assignment.search([]).unlink()
        case = self._create_case()
        self.assertFalse(case.user_id)
        case.with_user(self.user_a).record_entry({'content': 'One.', 'date_next': '2026-03-20'})
        case.with_user(self.user_b).record_entry({'content': 'Two.', 'date_next': '2026-03-25'})
        self.assertEqual(case.user_id, self.user_b)

    def test_a_contact_by_another_leaves_the_assigned_responsible(self):
        """Who helps out once does not take the customer over (decision 27, 004-34)."""
        self._set_mode('customer')
        case = self._create_case()
        case.with_user(self.manager).record_entry({'content': 'One.', 'date_next': '2026-03-20'})
        self.assertEqual(case.user_id, self.by['customer'])

    def test_an_archived_user_does_not_answer(self):
        """The next one does, at once, and answers no more when the other is back (004-34)."""
        self._set_mode('product')
        case = self._create_case()
        leaver = self.by['product']
        leaver.active = False
        self.assertEqual(case.user_id, self.by['subcategory'])
        self.assertNotIn(leaver, case.with_context(active_test=False).user_ids)
        leaver.active = True
        self.assertEqual(case.user_id, leaver)
        self.assertIn(leaver, case.user_ids)

    def test_of_a_deleted_user_the_next_one_answers(self):
        """No case is left with nobody while others are assigned to it (004-34)."""
        self._set_mode('product')
        case = self._create_case()
        self.by['product'].unlink()
        self.assertEqual(case.user_id, self.by['subcategory'])

    def test_a_chosen_responsible_of_an_appointment_stays(self):
        """Assignments do not take an appointment away from whoever made it (004-49)."""
        self._set_mode('customer')
        appointment = self._create_appointment(self.user_a)
        self.assertEqual(appointment.user_id, self.user_a)
        self._assign(self.user_b, partner_id=self.customer)
        self.assertEqual(appointment.user_id, self.user_a)
        self.assertIn(self.user_b, appointment.user_ids)

    def test_an_appointment_without_responsible_gets_one(self):
        """The assignments answer for it (004-49)."""
        self._set_mode('customer')
        appointment = self._create_appointment(self.env['res.users'])
        self.assertEqual(appointment.user_id, self.by['customer'])
