from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common_assign import AssignCommon

BATCH = 'odoo.addons.pharma_care.models.pharma_care_job.BATCH_SIZE'


@tagged('post_install', '-at_install')
class TestCareMode(AssignCommon):
    """One setting for the company, which holds at once."""

    def test_the_mode_holds_at_once_both_ways(self):
        """Saving the setting changes who sees what, without a restart (004-39)."""
        case = self._create_case()
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, partner_id=self.customer)
        expected = {
            'product': self.user_a,
            'customer': self.user_b,
            'unrestricted': self.user_a + self.user_b + self.stranger,
        }
        for mode in ('product', 'customer', 'product', 'unrestricted', 'customer'):
            self._set_mode(mode)
            for user in expected['unrestricted']:
                with self.subTest(mode=mode, user=user.login):
                    self.assertEqual(self._sees(user, case), user in expected[mode])

    def test_the_mode_does_not_touch_history(self):
        """Entries, dates and states stay what they were (004-34, 004-39)."""
        case = self._create_case()
        case.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        names = ['state', 'date_due', 'entry_count', 'date_last_entry', 'entry_ids']
        before = case.read(names)
        for mode in ('product', 'customer', 'unrestricted'):
            self._set_mode(mode)
        self.env.invalidate_all()
        self.assertEqual(case.read(names), before)
        self.assertEqual(case.entry_ids.content, 'Is well.')

    def test_cases_are_hidden_until_they_are_worked_out(self):
        """During the change nobody sees a case that is not his: hidden rather than leaked
        (004-39)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        cases = self._create_case() + self._create_case() + self._create_case()
        self.assertTrue(self._sees(self.user_a, cases[0]))
        with patch(BATCH, 2):
            self._set_mode('customer')
            for case in cases:
                self.assertFalse(self._sees(self.user_a, case))
            self._assign(self.user_b, region_id=self.region)
            self._run_jobs()
        for case in cases:
            self.assertTrue(self._sees(self.user_b, case))
            self.assertFalse(self._sees(self.user_a, case))

    def test_going_back_during_the_change_leaks_nothing(self):
        """An assignment taken away meanwhile does not come back with its mode (004-39)."""
        self._set_mode('product')
        assignment = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        cases = self._create_case() + self._create_case() + self._create_case()
        with patch(BATCH, 2):
            self._set_mode('customer')
            assignment.unlink()
            self._set_mode('product')
            for case in cases:
                self.assertFalse(self._sees(self.user_a, case))
            self._run_jobs()
        for case in cases:
            self.assertFalse(self._sees(self.user_a, case))

    def test_one_company_chooses_for_itself(self):
        """The setting holds for one company (004-39)."""
        self._set_mode('product')
        self.assertEqual(self.other_company.care_mode, 'unrestricted')

    def test_two_companies_with_two_modes(self):
        """Who works in both sees his own in one and everything in the other (000-36, 004-39)."""
        self._set_mode('product')
        self.user_a.company_ids += self.other_company
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        own, foreign = self._create_case(), self._create_case((self.syrup, 1))
        other = self._create_appointment(self.user_b, company_id=self.other_company.id)
        both = {'allowed_company_ids': (self.company + self.other_company).ids}
        Case = self.Case.with_user(self.user_a).with_context(**both)
        Entry = self.env['pharma.care.entry'].with_user(self.user_a).with_context(**both)
        Line = self.env['pharma.care.line'].with_user(self.user_a).with_context(**both)
        found = Case.search([])
        self.assertIn(own, found)
        self.assertIn(other, found)
        self.assertNotIn(foreign, found)
        self.assertEqual(Line.search([('case_id', 'in', (own + foreign).ids)]).case_id, own)
        foreign.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        self.assertFalse(Entry.search([('case_id', '=', foreign.id)]))

    def test_an_outdated_rule_hides(self):
        """A worker that has not heard of the new mode shows nothing rather than too much
        (004-39)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        self.assertTrue(self._sees(self.user_a, case))
        self.cr.execute(
            "UPDATE res_company SET care_mode = 'customer' WHERE id = %s", [self.company.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self._sees(self.user_a, case))

    def test_a_second_change_replaces_the_work_of_the_first(self):
        """Nothing is worked out twice (004-39)."""
        self._create_case()
        self._create_case()
        with patch(BATCH, 1):
            self._set_mode('product')
            self._set_mode('customer')
            job = self.env['pharma.care.job'].search([('state', '!=', 'done')])
            self.assertRecordValues(job, [{'total': 2, 'done': 0}])

    def test_the_administrator_changes_it_in_the_settings(self):
        """The form says what will happen, Save makes it happen (004-39)."""
        admin = new_test_user(
            self.env,
            'care_admin',
            groups='base.group_system,pharma_care.group_care_manager',
        )
        case = self._create_case()
        self.assertTrue(self._sees(self.stranger, case))
        with Form(self.env['res.config.settings'].with_user(admin)) as form:
            self.assertEqual(form.care_mode, 'unrestricted')
            self.assertFalse(form.care_mode_changed)
            form.care_mode = 'product'
            self.assertTrue(form.care_mode_changed)
        form.record.execute()
        self.assertEqual(self.company.care_mode, 'product')
        self.assertFalse(self._sees(self.stranger, case))

    def test_absurd_numbers_are_refused_by_name(self):
        """The message names the company, the field and the limits (004-39)."""
        for name, value, label in (
            ('care_wholesale_cap_days', -1, "Wholesale Care Limit"),
            ('care_wholesale_cap_days', 3651, "Wholesale Care Limit"),
            ('care_claim_minutes', 0, "Claim"),
            ('care_claim_minutes', 481, "Claim"),
            ('care_history_days', -5, "Look Back"),
            ('care_history_days', 100000, "Look Back"),
        ):
            with (
                self.subTest(field=name, value=value),
                self.assertRaisesRegex(ValidationError, f"{label}.*{value} is not possible"),
                self.env.cr.savepoint(),
            ):
                self.company[name] = value
