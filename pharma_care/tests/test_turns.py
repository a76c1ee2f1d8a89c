from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_work import CareWorkCommon


@tagged('post_install', '-at_install')
class TestTurns(CareWorkCommon):
    """Claims, and who is next."""

    def _next(self, user):
        """Return the case that a user gets by 'Next Customer', None for a notification."""
        action = self.Case.with_user(user).action_next()
        if action['type'] == 'ir.actions.client':
            return None
        self.assertEqual(action['res_model'], 'pharma.care.case')
        return self.Case.browse(action['res_id'])

    # === CLAIMS === #
    def test_opening_claims_all_cases_of_the_customer(self):
        """004-50: who opens a case has the customer, with all of his open cases."""
        first, second = self._create_case(), self._create_case(days=20)
        closed = self._create_case(state='done')
        with freeze_time('2026-05-04 03:00:00'):
            action = first.with_user(self.care_user).action_open()
        self.assertEqual(action['context'], {'default_case_id': first.id})
        self.assertEqual((first | second).claim_user_id, self.care_user)
        until = fields.Datetime.to_datetime('2026-05-04 03:15:00')
        self.assertEqual((first | second).mapped('claim_until'), [until, until])
        self.assertFalse(closed.claim_user_id)

    def test_opening_does_not_steal_a_claim(self):
        """004-50: the colleague keeps the customer, also in a case that came later."""
        first = self._create_case()
        first.with_user(self.colleague).action_open()
        later = self._create_case()
        later.with_user(self.care_user).action_open()
        self.assertEqual(first.claim_user_id, self.colleague)
        self.assertFalse(later.claim_user_id)
        self.assertTrue(first.with_user(self.care_user).is_claimed_by_other)
        self.assertEqual(
            first.with_user(self.care_user).claim_holder, self.colleague.with_user(1).name
        )
        self.assertTrue(first.with_user(self.colleague).is_claimed_by_me)

    def test_claim_ends_after_the_minutes_of_the_company(self):
        """004-50: a case that was opened and forgotten becomes free again."""
        self.company.care_claim_minutes = 10
        case = self._create_case()
        case.with_user(self.colleague).action_open()
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(minutes=9)):
            self.assertIsNone(self._next(self.care_user))
            found = self._search(self.care_user, ('is_claimed_by_other', '=', True))
            self.assertEqual(found, case)
        with freeze_time(now + timedelta(minutes=11)):
            self.assertEqual(self._next(self.care_user), case)

    def test_saved_care_ends_the_claim(self):
        """004-50: with the entry the customer's cases are free."""
        first, second = self._create_case(), self._create_case()
        first.with_user(self.care_user).action_open()
        self._record(first, self.care_user)
        self.assertFalse((first | second).claim_user_id)

    def test_give_back(self):
        """004-50: a customer who is given back is free for colleagues at once."""
        first, second = self._create_case(), self._create_case()
        first.with_user(self.care_user).action_open()
        first.with_user(self.care_user).action_release()
        self.assertFalse((first | second).claim_user_id)
        self.assertEqual(self._next(self.colleague), first)

    def test_claim_of_a_colleague_is_for_managers_to_release(self):
        """004-50: a colleague cannot be robbed of the customer, a manager can step in."""
        case = self._create_case()
        case.with_user(self.colleague).action_open()
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*care_colleague'):
            case.with_user(self.care_user).action_release()
        case.with_user(self.manager).action_release()
        self.assertFalse(case.claim_user_id)

    def test_a_later_case_does_not_give_a_colleagues_customer_back(self):
        """004-50: a case that came after the claim is no way round it."""
        case = self._create_case()
        case.with_user(self.colleague).action_open()
        later = self._create_case()
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*care_colleague'):
            later.with_user(self.care_user).action_release()
        self.assertEqual(case.claim_user_id, self.colleague)

    def test_manager_sees_who_is_with_whom(self):
        """004-35: at any moment a manager sees which customer each employee has."""
        mine, other = self._create_case(), self._create_case(self._create_customer('Nam'))
        mine.with_user(self.care_user).action_open()
        other.with_user(self.colleague).action_open()
        found = self._search(self.manager, ('is_claimed_by_other', '=', True))
        self.assertEqual(found, mine | other)
        holders = found.with_user(self.manager).mapped('claim_holder')
        self.assertEqual(holders, [self.care_user.name, self.colleague.name])

    def test_closed_case_opens_itself(self):
        """004-51: a click on a closed case shows it and claims nothing."""
        case = self._create_case(state='done')
        action = case.with_user(self.care_user).action_open()
        self.assertEqual((action['res_model'], action['res_id']), ('pharma.care.case', case.id))

    def test_reader_opens_the_case_without_claim(self):
        """004-51: a pharmacist, who records no care, sees the case and blocks nobody."""
        case = self._create_case()
        action = case.with_user(self.pharmacist).action_open()
        self.assertEqual(action['res_model'], 'pharma.care.case')
        self.assertFalse(case.claim_user_id)

    def test_unreadable_case_does_not_open(self):
        """004-50: a case that the care mode hides cannot be claimed by its number."""
        self.company.care_mode = 'customer'
        case = self._create_case(visibility_mode='customer')
        for method in ('action_open', 'action_release', 'action_reopen'):
            with self.assertRaises(AccessError):
                getattr(case.with_user(self.care_user), method)()

    # === NEXT === #
    def test_next_is_chronic_first_then_the_oldest(self):
        """004-50: the most urgent case comes first: chronic, then the earliest care date."""
        cases = [
            self._create_case(self._create_customer(f'Customer {number}'), days, is_chronic=chronic)
            for number, (days, chronic) in enumerate([(-9, False), (-1, True), (-5, True)])
        ]
        order = []
        for _number in range(3):
            case = self._next(self.care_user)
            order.append(case)
            self._record(case, self.care_user)
        self.assertEqual(order, [cases[2], cases[1], cases[0]])

    def test_next_gives_colleagues_different_customers(self):
        """004-50: while one has the first customer, the other gets the second."""
        first = self._create_case(days=-3)
        self._create_case(days=-2)
        other = self._create_case(self._create_customer('Tran Van Nam'))
        self.assertEqual(self._next(self.care_user), first)
        self.assertEqual(self._next(self.colleague), other)
        self.assertIsNone(self._next(self.manager))

    def test_next_pressed_again_goes_on(self):
        """004-50: whoever cannot reach a customer goes on to another; what is still claimed comes
        back when there is nothing else."""
        first = self._create_case(days=-3)
        other = self._create_case(self._create_customer('Tran Van Nam'))
        self.assertEqual(self._next(self.care_user), first)
        self.assertEqual(self._next(self.care_user), other)
        self.assertEqual((first | other).claim_user_id, self.care_user)
        self.assertEqual(self._next(self.care_user), first)
        self.assertIsNone(self._next(self.colleague))

    def test_the_button_opens_the_form_at_once(self):
        """004-50, 004-56: 'Next Customer' leads straight to the form to record a care."""
        case = self._create_case()
        action = self.Case.with_user(self.care_user).action_next_care()
        self.assertEqual(action['res_model'], 'pharma.care.entry')
        self.assertEqual(action['context'], {'default_case_id': case.id})
        self.assertEqual(case.claim_user_id, self.care_user)

    def test_next_leaves_a_new_case_of_a_claimed_customer(self):
        """004-50: a case that came while a colleague has the customer is not given away."""
        self._create_case(days=-3).with_user(self.colleague).action_open()
        self._create_case(days=-9)
        self.assertIsNone(self._next(self.care_user))

    def test_next_gives_only_what_the_user_may_read(self):
        """004-50: in mode 'by customer' everybody goes through the own customers."""
        self.company.care_mode = 'customer'
        self._create_case(days=-5, visibility_mode='customer')
        own = self._create_case(
            self._create_customer('Tran Van Nam'),
            visibility_mode='customer',
            user_ids=[Command.link(self.care_user.id)],
        )
        self.assertEqual(self._next(self.care_user), own)

    def test_nothing_due_is_told(self):
        """004-50: with nothing left there is a friendly notification, no error."""
        self._create_case(days=1)
        action = self.Case.with_user(self.care_user).action_next()
        self.assertEqual(action['tag'], 'display_notification')
        self.assertIn("Orders to Care For", action['params']['message'])

    def test_reader_gets_no_next(self):
        """004-50: who may not record care takes no customer."""
        self._create_case()
        with self.assertRaises(AccessError):
            self.Case.with_user(self.pharmacist).action_next()
