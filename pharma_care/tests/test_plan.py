from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common_work import USER, CareWorkCommon


@tagged('post_install', '-at_install')
class TestPlan(CareWorkCommon):
    """Reopening, rescheduling and appointments."""

    def _reschedule(self, cases, user, **vals):
        Wizard = self.env['pharma.care.reschedule'].with_user(user)
        return Wizard.with_context(active_ids=cases.ids).create(vals).action_apply()

    def _book(self, user, partner=None, days=1, **vals):
        Wizard = self.env['pharma.care.appointment'].with_user(user)
        wizard = Wizard.create(
            {
                'partner_id': (partner or self.customer).id,
                'date_due': self.today + timedelta(days=days),
                'user_id': user.id,
                **vals,
            }
        )
        wizard.action_apply()
        return self.Case.search([('partner_id', '=', wizard.partner_id.id), ('note', '!=', False)])

    # === REOPEN === #
    def test_reopened_case_is_due_today(self):
        """004-56: a case that was ended by mistake comes back, due today, with its history."""
        case = self._create_case(days=-3)
        self._record(case, self.care_user, is_final=True, close_reason_id=self.reason.id)
        case.with_user(self.care_user).action_reopen()
        self.assertRecordValues(
            case,
            [
                {
                    'state': 'ongoing',
                    'date_due': self.today,
                    'is_date_manual': True,
                    'close_reason_id': False,
                    'date_closed': False,
                    'entry_count': 1,
                }
            ],
        )

    def test_case_of_a_cancelled_order_stays_closed(self):
        """004-56: what an order closed follows the order; the message says what to do instead."""
        order = self._create_order(self.customer, (self._create_medicine('Metformin'), 5))
        order._action_cancel()
        case = order.care_case_ids
        self.assertEqual(case.state, 'done')
        with self.assertRaisesRegex(UserError, 'Order cancelled.*appointment'):
            case.with_user(self.care_user).action_reopen()

    def test_open_case_is_not_reopened(self):
        """004-56: reopening an open case is refused by name."""
        case = self._create_case()
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*open already'):
            case.with_user(self.care_user).action_reopen()

    def test_case_of_a_cancelled_order_is_not_reopened(self):
        """004-56: nobody is called about an order that was cancelled after the case was ended."""
        case = self._create_order(self.customer, (self._create_medicine('A'), 9)).care_case_ids
        self._record(case, self.care_user, is_final=True, close_reason_id=self.reason.id)
        case.order_id._action_cancel()
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*not confirmed'):
            case.with_user(self.care_user).action_reopen()
        self.assertEqual(case.state, 'done')

    def test_reopened_case_knows_of_contacts_since(self):
        """004-50: a customer who was contacted today for another case does not become due."""
        case = self._create_order(self.customer, (self._create_medicine('A'), 9)).care_case_ids
        other = self._create_case()
        self._record(case, self.care_user, is_final=True, close_reason_id=self.reason.id)
        case.date_last_contact = self.today - timedelta(days=9)
        self._record(other, self.care_user)
        case.with_user(self.care_user).action_reopen()
        self.assertEqual(case.date_last_contact, self.today)
        self.assertFalse(case.is_due)

    # === RESCHEDULE === #
    def test_absurd_number_of_days_is_refused(self):
        """004-33: the message names the field and the limit."""
        case = self._create_case()
        for days in (10**9, -(10**9)):
            with self.subTest(days=days), self.assertRaisesRegex(UserError, "'Days'.*3650"):
                self._reschedule(case, self.care_user, operation='days', days=days)

    def test_ticked_cases_move_to_a_date(self):
        """004-33: ticked cases get another date at once; closed ones are skipped and counted."""
        cases = self._create_case(days=-3) | self._create_case(days=5)
        closed = self._create_case(days=-3, state='done')
        day = self.today + timedelta(days=4)
        action = self._reschedule(cases | closed, self.care_user, operation='date', date_due=day)
        self.assertEqual(cases.mapped('date_due'), [day, day])
        self.assertEqual(cases.mapped('is_date_manual'), [True, True])
        self.assertNotEqual(closed.date_due, day)
        self.assertIn('2 care case(s) moved. 1 were closed', action['params']['message'])

    def test_ticked_cases_move_by_days(self):
        """004-33: overdue cases move from today, others from their care date."""
        cases = self._create_case(days=-3) | self._create_case(days=5)
        self._reschedule(cases, self.care_user, operation='days', days=7)
        expected = [self.today + timedelta(days=7), self.today + timedelta(days=12)]
        self.assertEqual(cases.mapped('date_due'), expected)

    def test_past_date_moves_nothing(self):
        """004-33: if one of the ticked cases cannot move, none does, and it is named."""
        cases = self._create_case(days=9) | self._create_case(
            self._create_customer('Tran Van Nam'), days=1
        )
        before = cases.mapped('date_due')
        error = "Tran Van Nam.*'Care Date'"
        with self.assertRaisesRegex(UserError, error), self.env.cr.savepoint():
            self._reschedule(cases, self.care_user, operation='days', days=-5)
        cases.invalidate_recordset()
        self.assertEqual(cases.mapped('date_due'), before)

    def test_manager_closes_many(self):
        """004-56: a manager ends ticked cases with a reason; their claims end, too."""
        cases = self._create_case(days=-300) | self._create_case(days=-200)
        cases[0].with_user(self.care_user).action_open()
        reason = self.env.ref('pharma_care.close_reason_old')
        self._reschedule(cases, self.manager, operation='close', close_reason_id=reason.id)
        self.assertEqual(cases.mapped('state'), ['done', 'done'])
        self.assertEqual(cases.close_reason_id, reason)
        self.assertFalse(cases.claim_user_id)

    def test_employee_closes_by_a_care_only(self):
        """004-56: closing without a contact is not offered to employees, and refused."""
        case = self._create_case()
        offered = self.env['pharma.care.reschedule'].with_user(self.care_user)
        offered = offered.fields_get(['operation'])['operation']['selection']
        self.assertEqual([key for key, _label in offered], ['date', 'days'])
        with self.assertRaises(AccessError):
            case.with_user(self.care_user)._close(self.reason)

    def test_reason_of_the_system_is_not_for_people(self):
        """004-56: nobody closes by hand as if the order had been cancelled."""
        reason = self.env.ref('pharma_care.close_reason_cancelled')
        with self.assertRaisesRegex(UserError, 'Close Reason'):
            self._create_case().with_user(self.manager)._close(reason)

    # === APPOINTMENTS === #
    def test_prospect_gets_an_appointment(self):
        """004-55: somebody who never bought is booked and stands in the list when the day comes."""
        prospect = self._create_customer('Le Thi Hoa', pharma_customer_type='prospect')
        case = self._book(self.care_user, prospect, days=0, note='Asked for a price')
        self.assertRecordValues(
            case,
            [
                {
                    'state': 'todo',
                    'order_id': False,
                    'date_due': self.today,
                    'user_id': self.care_user.id,
                    'note': 'Asked for a price',
                    'visibility_mode': 'unrestricted',
                }
            ],
        )
        found = self._search(self.care_user, ('is_customer_next', '=', True), ('is_due', '=', True))
        self.assertEqual(found, case)

    def test_second_booking_moves_the_appointment(self):
        """004-55: a customer has one open appointment; booking again moves it and says so."""
        case = self._book(self.care_user, note='First')
        with Form(
            self.env['pharma.care.appointment']
            .with_user(self.colleague)
            .with_context(default_partner_id=self.customer.id)
        ) as form:
            self.assertIn('care_user', form.existing_notice)
            form.date_due = self.today + timedelta(days=9)
            form.note = 'Second'
        form.record.action_apply()
        self.assertEqual(self.customer.care_case_ids, case)
        self.assertEqual(case.date_due, self.today + timedelta(days=9))
        self.assertEqual(case.user_id, self.colleague)

    def test_moving_an_appointment_keeps_its_purpose(self):
        """004-55: what was noted is not lost by whoever only moves the day."""
        case = self._book(self.care_user, note='Asks about insulin')
        self._book(self.colleague, days=9)
        self.assertEqual(case.note, 'Asks about insulin')
        self.assertEqual(case.date_due, self.today + timedelta(days=9))

    def test_a_second_appointment_is_not_reopened(self):
        """004-55: a customer has one open appointment, also after a mistake."""
        case = self._book(self.care_user, note='First')
        self._record(case, self.care_user, is_final=True, close_reason_id=self.reason.id)
        self._book(self.care_user, note='Second')
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*another appointment'):
            case.with_user(self.care_user).action_reopen()

    def test_appointment_needs_a_day_to_come(self):
        """004-55: a past day is refused with the customer's name and the first possible day."""
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*Care Date'):
            self._book(self.care_user, days=-1, note='x')

    def test_responsible_must_do_care(self):
        """004-55: somebody without customer care, or who left, cannot be made responsible."""
        leaver = new_test_user(self.env, login='care_leaver', groups=USER)
        leaver.active = False
        for user in (self.pharmacist, leaver):
            with self.assertRaisesRegex(UserError, 'Responsible'):
                self._book(self.care_user, user_id=user.id, note='x')

    def test_appointment_belongs_to_care_users(self):
        """004-55: who does no customer care books nothing."""
        with self.assertRaises(AccessError):
            self.Case.with_user(self.pharmacist)._book_appointment(
                self.customer, self.today, self.pharmacist
            )

    def test_customer_of_another_company_is_not_booked(self):
        """004-55: nobody is made responsible for a customer of a company that is not his."""
        other = self.env['res.company'].create({'name': 'Elsewhere'})
        partner = self._create_customer('Hidden', company_id=other.id)
        with self.assertRaisesRegex(UserError, 'Hidden.*Elsewhere'):
            self.Case.with_user(self.care_user)._book_appointment(
                partner, self.today, self.care_user
            )

    def test_customer_contacted_today_waits_until_tomorrow(self):
        """004-50: an appointment does not bring back a customer who was contacted today."""
        self._record(self._create_case(), self.care_user)
        case = self._book(self.care_user, days=0, note='x')
        self.assertFalse(case.is_due)

    # === CUSTOMER === #
    def test_customer_tells_the_next_care(self):
        """004-55: the customer list shows the nearest care date and how many cases are open."""
        self._create_case(days=9)
        self._create_case(days=4)
        self._create_case(days=1, state='done')
        customer = self.customer.with_user(self.care_user)
        self.assertEqual(customer.care_date_next, self.today + timedelta(days=4))
        self.assertEqual(customer.care_open_count, 2)

    def test_customer_counts_only_readable_cases(self):
        """004-55: cases that the care mode hides are neither counted nor dated."""
        self.company.care_mode = 'customer'
        self._create_case(visibility_mode='customer')
        own = self._create_case(
            days=3, visibility_mode='customer', user_ids=[Command.link(self.care_user.id)]
        )
        customer = self.customer.with_user(self.care_user)
        self.assertEqual(customer.care_open_count, 1)
        self.assertEqual(customer.care_date_next, own.date_due)

    def test_ways_from_customer_and_order(self):
        """001-06: customer and order lead to their care, the customer to all of it."""
        order = self._create_order(self.customer, (self._create_medicine('Metformin'), 5))
        action = order.with_user(self.care_user).action_pharma_view_care()
        self.assertEqual(action['res_id'], order.care_case_ids.id)
        self.assertEqual(order.care_date_due, self.today + timedelta(days=5))
        action = self.customer.with_user(self.care_user).action_pharma_view_care()
        self.assertEqual(self.Case.search(action['domain']), order.care_case_ids)
        action = self.customer.with_user(self.care_user).action_pharma_book_care()
        self.assertEqual(action['context'], {'default_partner_id': self.customer.id})
