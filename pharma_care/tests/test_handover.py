from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestHandover(AssignCommon):
    """Somebody leaves, and nothing is lost."""

    def _open(self, user, users, **values):
        """Fill the wizard in as the manager does; return its form."""
        form = Form(self.env['pharma.care.handover'].with_user(self.manager))
        form.user_id = user
        for taker in users:
            form.user_ids.add(taker)
        for name, value in values.items():
            form[name] = value
        return form

    def test_everything_of_a_leaver_goes_to_one(self):
        """Assignments, appointments, responsibility and claims; the history stays (004-34)."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._create_case()
        entry = case.with_user(self.user_a).record_entry(
            {'content': 'Is well.', 'date_next': '2026-03-20'}
        )
        appointment = self._create_appointment(self.user_a)
        case.with_user(self.user_a)._claim()
        self.user_a.active = False
        form = self._open(self.user_a, self.user_b)
        self.assertEqual(form.assignment_count, 1)
        self.assertEqual(form.appointment_count, 1)
        self.assertEqual(form.claim_count, 1)
        action = form.save().action_apply()
        # the case follows the assignment, and is told like the appointment
        self.assertIn('1 assignments and 2 open cases', action['params']['message'])
        self.env.invalidate_all()
        self.assertFalse(self.Assignment.search([('user_id', '=', self.user_a.id)]))
        self.assertEqual(case.user_id, self.user_b)
        self.assertEqual(appointment.user_id, self.user_b)
        self.assertFalse(case.claim_user_id)
        for record in (case, appointment):
            self.assertTrue(self._sees(self.user_b, record))
        self.assertEqual(entry.with_user(self.user_b).content, 'Is well.')
        self.assertEqual(entry.user_id, self.user_a)

    def test_assignments_are_shared_out_in_turn(self):
        """Two users get every other one (004-34)."""
        products = self.metformin + self.paracetamol + self.syrup + self.plaster
        for product in products:
            self._assign(self.user_a, product_tmpl_id=product.product_tmpl_id)
        self._open(self.user_a, self.user_b + self.stranger).save().action_apply()
        for user, half in ((self.user_b, products[::2]), (self.stranger, products[1::2])):
            assignments = self.Assignment.search([('user_id', '=', user.id)])
            self.assertEqual(assignments.product_tmpl_id, half.product_tmpl_id)

    def test_each_may_get_everything(self):
        """Nobody gets twice what he has already (004-34)."""
        target = {'product_tmpl_id': self.metformin.product_tmpl_id}
        self._assign(self.user_a, **target)
        kept = self._assign(self.user_b, **target)
        form = self._open(self.user_a, self.user_b + self.stranger, distribution='all')
        form.save().action_apply()
        assignments = self.Assignment.search(
            [('product_tmpl_id', '=', self.metformin.product_tmpl_id.id)]
        )
        self.assertEqual(assignments.user_id, self.user_b + self.stranger)
        self.assertIn(kept, assignments)

    def test_only_one_kind_of_assignments(self):
        """Customers go, medicines stay (004-34)."""
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_a, partner_id=self.customer)
        form = self._open(self.user_a, self.user_b, kind='customers', is_with_cases=False)
        self.assertEqual(form.assignment_count, 1)
        form.save().action_apply()
        self.assertEqual(
            self.Assignment.search([('user_id', '=', self.user_b.id)]).partner_id, self.customer
        )
        self.assertTrue(self.Assignment.search([('user_id', '=', self.user_a.id)]).product_tmpl_id)

    def test_cases_of_the_last_contact_stay_handed_over(self):
        """Nobody is assigned: the new responsible keeps the cases, shared out (004-34)."""
        cases = self._create_case() + self._create_case((self.syrup, 1))
        for case in cases:
            case.with_user(self.user_a).record_entry(
                {'content': 'Is well.', 'date_next': '2026-03-20'}
            )
        form = self._open(self.user_a, self.user_b + self.stranger)
        self.assertEqual(form.case_count, 2)
        form.save().action_apply()
        self.env.invalidate_all()
        self.assertEqual(cases.user_id, self.user_b + self.stranger)
        cases._refresh_visibility()
        self.assertEqual(cases.user_id, self.user_b + self.stranger)

    def test_who_comes_back_has_the_cases_again(self):
        """Archived by mistake, or ill for a month: nothing was forgotten (004-34)."""
        appointment = self._create_appointment(self.user_a)
        self.user_a.active = False
        self.assertFalse(appointment.user_id)
        self.user_a.active = True
        self.assertEqual(appointment.user_id, self.user_a)

    def test_closed_cases_stay_as_they_were(self):
        """History names whoever did the work (004-34)."""
        case = self._create_case()
        case.with_user(self.user_a).record_entry(
            {'content': 'Done.', 'is_final': True, 'close_reason_id': self.reason.id}
        )
        appointment = self._create_appointment(self.user_a)
        self._open(self.user_a, self.user_b).save().action_apply()
        self.assertEqual(appointment.user_id, self.user_b)
        self.assertEqual(case.user_id, self.user_a)

    def test_other_companies_stay_as_they_are(self):
        """What the user has in another company is handed over there (000-36, 004-34)."""
        self.user_a.company_ids += self.other_company
        other = self.Assignment.create(
            {
                'user_id': self.user_a.id,
                'company_id': self.other_company.id,
                'product_tmpl_id': self.metformin.product_tmpl_id.id,
            }
        )
        self._create_appointment(self.user_a)
        self._open(self.user_a, self.user_b).save().action_apply()
        self.assertEqual(other.user_id, self.user_a)

    def test_nothing_to_hand_over_is_said(self):
        """Nothing done is no success: the message names the fields to choose more in (004-34)."""
        wizard = self._open(self.user_a, self.user_b).save()
        with self.assertRaisesRegex(UserError, "has nothing.*'Take From'"):
            wizard.action_apply()

    def test_claims_that_ended_are_not_counted(self):
        """A customer is counted once, and only while somebody has him (004-34, 004-50)."""
        case = self._create_case() + self._create_case()
        case[0].with_user(self.user_a)._claim()
        self.assertEqual(self._open(self.user_a, self.user_b).claim_count, 1)
        case.write({'claim_until': fields.Datetime.now() - timedelta(minutes=1)})
        self.assertEqual(self._open(self.user_a, self.user_b).claim_count, 0)

    def test_only_users_of_customer_care_are_offered(self):
        """Who could not take over is not in the list to choose from (000-36, 004-34, 004-47)."""
        clerk = new_test_user(self.env, 'taker_clerk', groups='base.group_user')
        for model, name in (
            ('pharma.care.handover', 'user_ids'),
            ('pharma.care.assign', 'user_ids'),
            ('pharma.care.appointment', 'user_id'),
        ):
            Wizard = self.env[model].with_user(self.manager)
            domain = safe_eval(
                Wizard.fields_get([name])[name]['domain'],
                {'company_id': self.company.id, 'user_id': self.user_a.id},
            )
            offered = self.env['res.users'].search(domain)
            with self.subTest(model=model):
                self.assertIn(self.user_b, offered)
                self.assertNotIn(clerk, offered)

    def test_who_takes_over_must_work_here(self):
        """Nobody, or oneself: the message names the way out (004-34)."""
        Wizard = self.env['pharma.care.handover'].with_user(self.manager)
        for users, message in (
            (self.env['res.users'], "'Give To'"),
            (self.user_a, "cannot take over"),
        ):
            wizard = Wizard.create({'user_id': self.user_a.id, 'user_ids': users.ids})
            with self.subTest(users=users), self.assertRaisesRegex(UserError, message):
                wizard.action_apply()

    def test_cases_of_a_company_that_is_not_ticked_stay(self):
        """A manager hands over where he works, whatever company is sent (000-36, 004-34)."""
        self.user_a.company_ids += self.other_company
        case = self.env['pharma.care.case'].create(
            {
                'partner_id': self.customer.id,
                'company_id': self.other_company.id,
                'user_id': self.user_a.id,
            }
        )
        wizard = (
            self.env['pharma.care.handover']
            .with_user(self.manager)
            .create(
                {
                    'company_id': self.other_company.id,
                    'user_id': self.user_a.id,
                    'user_ids': self.user_b.ids,
                }
            )
        )
        with self.assertRaisesRegex(UserError, f"{self.other_company.name}.*field 'Company'"):
            wizard.action_apply()
        self.assertEqual(case.user_id, self.user_a)

    def test_cases_go_to_users_of_customer_care_only(self):
        """Nobody is made responsible for what he cannot see (000-36, 004-34)."""
        appointment = self._create_appointment(self.user_a)
        portal = new_test_user(self.env, 'taker_portal', groups='base.group_portal')
        left = new_test_user(
            self.env, 'taker_left', groups='pharma_care.group_care_user', active=False
        )
        for user in portal + left:
            wizard = (
                self.env['pharma.care.handover']
                .with_user(self.manager)
                .create({'user_id': self.user_a.id, 'user_ids': user.ids})
            )
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "'Give To'"):
                wizard.action_apply()
        self.assertEqual(appointment.user_id, self.user_a)
