from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import format_date

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestCareMerge(AssignCommon):
    """Two customers become one, and nobody's care is lost."""

    def _merge(self):
        wizard = self.env['base.partner.merge.automatic.wizard'].with_user(self.manager)
        customers = (self.customer + self.other_customer).with_user(self.manager)
        wizard._merge(customers.ids, customers[0])
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

    def _create_two_appointments(self):
        """Return an appointment of the kept customer and an earlier one of the other."""
        later = self._create_appointment(
            self.user_a, date_due=date(2026, 3, 20), note='Ask about the scales.'
        )
        earlier = self._create_appointment(
            self.user_b,
            partner_id=self.other_customer.id,
            date_due=date(2026, 3, 9),
            note='Ask about the diet.',
        )
        return later, earlier

    def test_one_appointment_stays(self):
        """One customer is called once: the earliest day stays, and tells what both were about
        (004-50, 004-55)."""
        self._set_mode('customer')
        later, earlier = self._create_two_appointments()
        later.record_entry({'content': 'Call me later.', 'date_next': '2026-03-20'})
        self._merge()
        self.assertRecordValues(
            later + earlier,
            [
                {'partner_id': self.customer.id, 'state': 'done', 'user_id': self.user_a.id},
                {'partner_id': self.customer.id, 'state': 'todo', 'user_id': self.user_b.id},
            ],
        )
        self.assertEqual(earlier.date_due, date(2026, 3, 9))
        self.assertEqual(later.close_reason_id, self.env.ref('pharma_care.close_reason_merged'))
        self.assertTrue(later.date_closed)
        self.assertIn('Ask about the diet.', earlier.note)
        self.assertIn('Ask about the scales.', earlier.note)
        self.assertIn(self.user_a.name, earlier.note)
        self.assertEqual(self.customer.care_entry_ids.mapped('content'), ['Call me later.'])
        self.assertTrue(self._sees(self.user_b, earlier))
        with self.assertRaisesRegex(UserError, 'merged'):
            later.with_user(self.manager).action_reopen()

    def test_an_appointment_in_hand_stays(self):
        """Whoever speaks with the customer while they are merged can save what was said
        (004-50, 004-55)."""
        later, earlier = self._create_two_appointments()
        later.with_user(self.user_a).action_open()
        agreed = format_date(self.env, later.date_due)
        self._merge()
        self.assertEqual(earlier.state, 'done')
        self.assertRecordValues(later, [{'state': 'todo', 'date_due': date(2026, 3, 9)}])
        self.assertIn('Ask about the diet.', later.note)
        self.assertIn(agreed, later.note, 'the later day that was agreed is not lost')
        entry = later.with_user(self.user_a).record_entry(
            {'content': 'Is well.', 'date_next': date(2026, 3, 20)}
        )
        self.assertEqual(entry.partner_id, self.customer)

    def test_two_appointments_in_hand_stay(self):
        """Neither of two colleagues on the telephone loses what was said (004-50, 004-55)."""
        later, earlier = self._create_two_appointments()
        later.with_user(self.user_a).action_open()
        earlier.with_user(self.user_b).action_open()
        self._merge()
        for case, user in ((later, self.user_a), (earlier, self.user_b)):
            case.with_user(user).record_entry(
                {'content': 'Is well.', 'date_next': date(2026, 3, 20)}
            )

    def test_appointments_of_companies_and_orders_stay_apart(self):
        """Each company has its own appointment, and cases of orders go on (004-50, 004-55)."""
        case = self._create_case((self.syrup, 1), partner_id=self.other_customer.id)
        own = self._create_appointment(self.user_a)
        foreign = self._create_appointment(
            self.outsider,
            partner_id=self.other_customer.id,
            company_id=self.other_company.id,
            date_due=fields.Date.today() + timedelta(days=1),
        )
        closed = self._create_appointment(self.user_a, partner_id=self.other_customer.id)
        closed.record_entry({'content': 'No.', 'is_final': True, 'close_reason_id': self.reason.id})
        self._merge()
        for record in (case, own, foreign):
            self.assertEqual(record.partner_id, self.customer)
            self.assertNotEqual(record.state, 'done')
        self.assertFalse(own.note)
        self.assertEqual(closed.close_reason_id, self.reason)
