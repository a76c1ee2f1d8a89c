from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestCaseVisibility(AssignCommon):
    """Who sees which case in which mode, through every door."""

    def _assert_everywhere(self, user, case, is_seen):
        """Check list, count, name search, grouping, reading, export, lines and entries."""
        self.assertEqual(self._sees(user, case), is_seen)
        entry = case.entry_ids
        case, entry = case.with_user(user), entry.with_user(user)
        names = case.name_search(case.sudo().order_id.name, limit=None)
        self.assertEqual(case.id in [case_id for case_id, _name in names], is_seen)
        names = entry.name_search(case.sudo().order_id.name, limit=None)
        self.assertEqual(entry.id in [entry_id for entry_id, _name in names], is_seen)
        Line = self.env['pharma.care.line'].with_user(user)
        Entry = entry.browse()
        Case = case.browse()
        self.assertEqual(bool(Line.search_count([('case_id', '=', case.id)])), is_seen)
        self.assertEqual(bool(Entry.search_count([('case_id', '=', case.id)])), is_seen)
        groups = Case._read_group([('id', '=', case.id)], ['partner_id'], ['__count'])
        self.assertEqual(bool(groups), is_seen)
        doors = (
            lambda: case.read(['date_due']),
            lambda: case.web_read({'partner_id': {}, 'line_ids': {'fields': {'product_id': {}}}}),
            lambda: case.export_data(['date_due', 'line_ids/product_id']),
            lambda: Line.browse(case.sudo().line_ids.ids).read(['quantity']),
            lambda: entry.read(['content']),
            lambda: entry.export_data(['content']),
        )
        for door in doors:
            self.env.invalidate_all()
            if is_seen:
                door()
            else:
                with self.assertRaises(AccessError):
                    door()

    def _create_case_with_entry(self):
        case = self._create_case()
        case.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        return case

    def test_by_product_who_is_assigned_sees_it(self):
        """A sees the case of his medicine, B, who has another one, and a stranger do not
        (004-40)."""
        self._set_mode('product')
        case = self._create_case_with_entry()
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, product_tmpl_id=self.syrup.product_tmpl_id)
        self._assert_everywhere(self.user_a, case, True)
        self._assert_everywhere(self.user_b, case, False)
        self._assert_everywhere(self.stranger, case, False)

    def test_what_the_rules_ask(self):
        """The field that the record rules ask says the same of one case as a search does, in every
        mode, also right after the mode was changed (004-39, 004-40)."""
        case = self._create_case_with_entry()
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, partner_id=case.partner_id)
        sees = {'product': self.user_a, 'customer': self.user_b}
        for mode in ('product', 'customer', 'unrestricted', 'product'):
            self._set_mode(mode)
            for user in self.user_a | self.user_b:
                with self.subTest(mode=mode, user=user.login):
                    is_seen = sees.get(mode, user) == user
                    own = case.with_user(user).sudo()  # sudo: rules would hide what is asked
                    self.assertEqual(own.is_visible, is_seen)
                    for operator in ('=', '!='):
                        domain = [('id', '=', case.id), ('is_visible', operator, True)]
                        found = own.search_count(domain)
                        self.assertEqual(bool(found), is_seen == (operator == '='))

    def test_what_confirming_writes_is_what_a_refresh_finds(self):
        """A new case is given its users and its responsible by a shorter statement, with the same
        result as the full one, whatever users are assigned to (004-40, 004-48)."""
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, categ_id=self.category)
        self._assign(self.stranger, therapeutic_group_id=self.group_chronic)
        self._assign(self.stranger, region_id=self.region)
        self._assign(self.user_b, partner_id=self.customer)
        names = ['visibility_mode', 'user_id', 'user_ids']
        seen = {
            'product': self.user_a | self.user_b | self.stranger,
            'customer': self.user_b | self.stranger,
            'unrestricted': self.env['res.users'],
        }
        for mode, users in seen.items():
            with self.subTest(mode=mode):
                self._set_mode(mode)
                case = self._create_case()
                self.assertEqual(case.user_ids, users)
                self.assertTrue(case.user_id)
                written = case.read(names)
                case._refresh_visibility()
                self.env.invalidate_all()
                self.assertEqual(case.read(names), written)

    def test_by_customer_who_is_assigned_sees_it(self):
        """A sees the case of his customer, B, who has another one, and a stranger do not
        (004-48, 004-49)."""
        self._set_mode('customer')
        case = self._create_case_with_entry()
        self._assign(self.user_a, partner_id=self.customer)
        self._assign(self.user_b, partner_id=self.other_customer)
        self._assert_everywhere(self.user_a, case, True)
        self._assert_everywhere(self.user_b, case, False)
        self._assert_everywhere(self.stranger, case, False)

    def test_unrestricted_everybody_of_care_sees_it(self):
        """Everybody sees everything and takes turns (004-50)."""
        self._set_mode('unrestricted')
        case = self._create_case_with_entry()
        for user in (self.user_a, self.user_b, self.stranger):
            self._assert_everywhere(user, case, True)

    def test_managers_and_pharmacists_see_it_in_every_mode(self):
        """They see all care of their companies (000-36, 004-39)."""
        case = self._create_case_with_entry()
        for mode in ('product', 'customer', 'unrestricted'):
            self._set_mode(mode)
            for user in (self.manager, self.pharmacist):
                with self.subTest(mode=mode, user=user.login):
                    self._assert_everywhere(user, case, True)

    def test_another_company_sees_it_in_no_mode(self):
        """A manager of another company sees nothing (000-36, 004-39)."""
        case = self._create_case_with_entry()
        for mode in ('product', 'customer', 'unrestricted'):
            self._set_mode(mode)
            with self.subTest(mode=mode):
                self._assert_everywhere(self.outsider, case, False)

    def test_assignments_of_the_other_kind_do_not_count(self):
        """By product, who is assigned to the customer sees nothing, and the other way round
        (004-40, 004-48)."""
        case = self._create_case()
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, partner_id=self.customer)
        self._set_mode('product')
        self.assertEqual(case.user_ids, self.user_a)
        self._set_mode('customer')
        self.assertEqual(case.user_ids, self.user_b)

    def test_several_employees_products_in_one_order(self):
        """The case is the unit: each of them sees it whole (004-40, decision 26)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, product_tmpl_id=self.syrup.product_tmpl_id)
        case = self._create_case((self.metformin, 10), (self.syrup, 1))
        self.assertEqual(case.user_ids, self.user_a + self.user_b)
        for user in (self.user_a, self.user_b):
            self._sees(user, case)
            self.assertEqual(len(case.with_user(user).line_ids), 2)

    def test_assignments_hold_for_their_company_only(self):
        """What is assigned in another company shows nothing here (000-36, 004-40)."""
        self._set_mode('product')
        self.user_a.company_ids += self.other_company
        self.Assignment.create(
            {
                'user_id': self.user_a.id,
                'company_id': self.other_company.id,
                'product_tmpl_id': self.metformin.product_tmpl_id.id,
            }
        )
        self.assertFalse(self._create_case().user_ids)

    def test_an_appointment_is_seen_by_its_responsible(self):
        """Also in the modes in which nobody is assigned to it (004-49, 004-50)."""
        for mode in ('product', 'customer'):
            self._set_mode(mode)
            appointment = self._create_appointment(self.user_a)
            with self.subTest(mode=mode):
                self.assertTrue(self._sees(self.user_a, appointment))
                self.assertFalse(self._sees(self.user_b, appointment))

    def test_an_appointment_that_changes_hands_changes_eyes(self):
        """The new responsible sees it, the old one no longer does (004-34)."""
        self._set_mode('product')
        appointment = self._create_appointment(self.user_a)
        appointment.user_id = self.user_b
        self.assertFalse(self._sees(self.user_a, appointment))
        self.assertTrue(self._sees(self.user_b, appointment))

    def test_history_is_seen_by_the_same_people(self):
        """A closed case keeps its users, so that the history stays readable (004-34)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        case.record_entry({'content': 'Done.', 'is_final': True, 'close_reason_id': self.reason.id})
        self._assign(self.user_b, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assert_everywhere(self.user_b, case, True)

    def test_the_author_reads_his_entries_after_losing_the_case(self):
        """What one has said oneself stays readable, the case does not (004-34)."""
        self._set_mode('product')
        assignment = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        entry = case.with_user(self.user_a).record_entry(
            {'content': 'Is well.', 'date_next': '2026-03-20'}
        )
        assignment.unlink()
        self.assertFalse(self._sees(self.user_a, case))
        self.assertEqual(entry.with_user(self.user_a).content, 'Is well.')
        self.assertTrue(entry.with_user(self.user_a).display_name)
