from datetime import datetime, timedelta

from lxml import etree

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, CareCommon


@tagged('post_install', '-at_install')
class TestAttempt(CareCommon):
    """Customers whom a call did not reach; today is 2026-03-02, 10:00 in Ho Chi Minh City."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.busy = cls.env.ref('pharma_care.response_type_busy')
        cls.no_answer = cls.env.ref('pharma_care.response_type_no_answer')
        cls.well = cls.env.ref('pharma_care.response_type_well')
        cls.case = cls._create_due()
        cls.Entry = cls.env['pharma.care.entry']

    @classmethod
    def _create_due(cls, *lines, **values):
        values = {
            'date_order': '2026-02-10 03:00:00',
            'pharma_is_past_order': True,
            **values,
        }
        return cls._create_order(*(lines or [(cls.metformin, 10)]), **values).care_case_ids

    def _try(self, response, case=None, user=None, **vals):
        """Record an attempt; return its entry."""
        case = (case or self.case).with_user(user or self.care_user)
        return case.record_entry({'response_type_id': response.id, **vals})

    def _is_due(self, case=None):
        self.env.flush_all()
        self.env.invalidate_all()
        case = (case or self.case).with_user(self.care_user)
        found = bool(case.search([('id', '=', case.id), ('is_due', '=', True)]))
        self.assertEqual(case.is_due, found)
        return found

    def test_two_clicks_record_an_attempt(self):
        """004-56: nothing to type and no date to choose; it is no care, and nothing is lost."""
        due = self.case.date_due
        entry = self._try(self.busy)
        self.assertRecordValues(
            entry,
            [{'content': 'Line is busy', 'is_attempt': True, 'date_next': False}],
        )
        self.assertRecordValues(
            self.case,
            [
                {
                    'state': 'todo',
                    'date_due': due,
                    'is_date_manual': False,
                    'entry_count': 0,
                    'date_last_contact': False,
                    'date_last_entry': NOW,
                    'attempt_count': 1,
                    'user_id': False,
                }
            ],
        )
        self.assertTrue(self.case.is_contacted_today)

    def test_who_was_not_reached_is_due_again_after_a_while(self):
        """004-50: 30 minutes after a busy line, three hours after no answer."""
        self.assertTrue(self._is_due())
        for response, minutes in ((self.busy, 30), (self.no_answer, 180)):
            with self.subTest(response=response.name):
                buyer = self.customer.copy({'name': response.name})
                case = self._create_due(partner_id=buyer.id)
                self._try(response, case)
                self.assertEqual(case.date_retry, NOW + timedelta(minutes=minutes))
                with freeze_time(NOW + timedelta(minutes=minutes - 1)):
                    self.assertFalse(self._is_due(case))
                    self.assertTrue(case.is_waiting)
                with freeze_time(NOW + timedelta(minutes=minutes)):
                    self.assertTrue(self._is_due(case))
                    self.assertFalse(case.is_waiting)

    def test_all_cases_of_the_customer_wait(self):
        """004-50: nobody is called twice, for whatever order; other customers do not wait."""
        other = self._create_due((self.syrup, 1))
        stranger = self._create_due(partner_id=self.other_customer.id)
        self._try(self.busy)
        self.assertFalse(self._is_due(other))
        self.assertEqual(other.attempt_count, 1)
        self.assertTrue(self._is_due(stranger))
        self.assertFalse(stranger.attempt_count)

    def test_as_often_a_day_as_the_company_says(self):
        """004-30: the third attempt of a day is the last, the next day begins at midnight of the
        company, 17:00 UTC."""
        for minutes in (0, 30, 60):
            with freeze_time(NOW + timedelta(minutes=minutes)):
                self._try(self.busy)
        self.assertEqual(self.case.attempt_count, 3)
        self.assertEqual(self.case.date_retry, datetime(2026, 3, 2, 17, 0))

    def test_as_often_in_a_row_as_the_company_says(self):
        """004-30: then the customer rests, stands apart, and is not lost."""
        self.company.care_attempts_max = 2
        self.company.care_unreached_days = 10
        self._try(self.busy)
        self.assertFalse(self.case.is_unreached)
        self._try(self.busy)
        self.assertTrue(self.case.is_unreached)
        self.assertEqual(self.case.date_retry, datetime(2026, 3, 11, 17, 0))
        hard = self.env['pharma.care.case'].search([('is_unreached', '=', True)])
        self.assertEqual(hard, self.case)
        with freeze_time('2026-03-12 02:00:00'):
            self.assertTrue(self._is_due())
        # whoever is reached in another way is no longer apart
        self.case.record_entry({'content': 'Wrote.', 'channel': 'zalo', 'date_next': '2026-03-20'})
        self.assertRecordValues(
            self.case,
            [{'is_unreached': False, 'attempt_count': 0, 'date_retry': False, 'entry_count': 1}],
        )

    def test_reached_in_between_counts_from_the_beginning(self):
        """004-30: attempts count in a row, for all cases of the customer."""
        other = self._create_due((self.syrup, 1))
        self._try(self.busy)
        self.case.record_entry({'content': 'Called back.', 'date_next': '2026-03-02'})
        self.assertEqual((self.case + other).mapped('attempt_count'), [0, 0])
        self.assertEqual((self.case + other).mapped('date_retry'), [False, False])

    def test_attempts_of_before_change_nothing(self):
        """000-34, 004-56: recorded late, or imported, they are history."""
        self.case.record_entry({'content': 'Is well.', 'date_next': '2026-03-02'})
        self._try(self.busy, date=NOW - timedelta(days=5))
        self.assertRecordValues(
            self.case, [{'attempt_count': 0, 'date_retry': False, 'entry_count': 1}]
        )
        other = self._create_due(partner_id=self.other_customer.id)
        self._try(self.busy, other)
        self._try(self.busy, other, date=NOW - timedelta(days=15))
        self.assertEqual(other.date_retry, NOW + timedelta(minutes=30))

    def test_new_cases_and_merged_customers_wait_together(self):
        """004-50, 004-55: an appointment made meanwhile waits, too, and counts on."""
        self.company.care_attempts_max = 3
        self._try(self.busy)
        appointment = self.env['pharma.care.case']._book_appointment(
            self.customer, self.company._pharma_today(), self.care_user
        )
        self.assertRecordValues(
            appointment, [{'attempt_count': 1, 'date_retry': NOW + timedelta(minutes=30)}]
        )
        self._try(self.no_answer, appointment)
        other = self._create_due(partner_id=self.other_customer.id)
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((self.customer + self.other_customer).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(other.attempt_count, 2)
        self._try(self.busy, other)
        self.assertTrue(appointment.is_unreached)

    def test_giving_up_is_no_contact(self):
        """004-50: other cases of the customer stay due, and the next who is reached answers."""
        other = self._create_due((self.syrup, 1))
        reason = self.env.ref('pharma_care.close_reason_wrong_number')
        self._try(self.no_answer, is_final=True, close_reason_id=reason.id)
        self.assertFalse(other.date_last_contact)
        self.assertTrue(self._is_due(other))
        other._refresh_visibility()
        self.assertFalse((self.case + other).user_id)
        with self.assertRaisesRegex(UserError, 'care history'):
            self.case.order_id._action_cancel()
            self.case.order_id.unlink()

    def test_a_day_that_was_named_is_kept(self):
        """004-45: somebody else answers and says when: tried on that day, the care date stays."""
        due = self.case.date_due
        self._try(self.no_answer, date_next='2026-03-05')
        self.assertEqual(self.case.date_retry, datetime(2026, 3, 4, 17, 0))
        self.assertEqual(self.case.date_due, due)

    def test_giving_up_needs_a_reason(self):
        """004-56: the case ends as any other does, and no care is counted."""
        with self.assertRaisesRegex(UserError, 'Close Reason'):
            self._try(self.no_answer, is_final=True)
        reason = self.env.ref('pharma_care.close_reason_wrong_number')
        self._try(self.no_answer, is_final=True, close_reason_id=reason.id)
        self.assertRecordValues(
            self.case, [{'state': 'done', 'close_reason_id': reason.id, 'entry_count': 0}]
        )

    def test_an_attempt_does_not_become_a_care(self):
        """004-56: the case has moved on; the words can still be put right."""
        entry = self._try(self.busy)
        with self.assertRaisesRegex(UserError, 'whether the customer was reached'):
            entry.write({'response_type_id': self.well.id})
        entry.write({'response_type_id': self.no_answer.id, 'content': 'Rang for a minute.'})
        self.assertEqual(entry.content, 'Rang for a minute.')

    def test_words_of_the_employee_stay(self):
        """004-56: whoever writes more than the response says so."""
        entry = self._try(self.busy, content='The wife answered, call in the evening.')
        self.assertEqual(entry.content, 'The wife answered, call in the evening.')

    def test_the_form_asks_nothing_while_the_employee_types(self):
        """004-56: an answer of the server would come in between and take words away."""
        view = self.env.ref('pharma_care.pharma_care_entry_view_form')
        arch = self.Entry.with_user(self.care_user).get_view(view.id, 'form')['arch']
        for name in ('response_type_id', 'content', 'date_next'):
            [field] = etree.fromstring(arch).xpath(f"//field[@name='{name}'][not(ancestor::list)]")
            self.assertFalse(field.get('on_change'), name)

    def test_without_a_response_a_date_is_needed(self):
        """004-56: only an attempt does without the next date, also by default of the context."""
        with self.assertRaisesRegex(UserError, 'would be lost'):
            self._try(self.well, content='Is well.')
        Entry = self.Entry.with_user(self.care_user).with_context(
            default_response_type_id=self.busy.id
        )
        entry = Entry.create({'case_id': self.case.id})
        self.assertTrue(entry.is_attempt)

    def test_who_calls_back_is_due_at_once(self):
        """004-50: whatever notices the call brings the customer back."""
        self._try(self.no_answer)
        self.assertFalse(self._is_due())
        self.case._come_back()
        self.assertTrue(self._is_due())
        self.assertFalse(self.case.attempt_count)

    def test_an_attempt_is_no_contact_before_supply_ends(self):
        """004-62: the alert goes on until somebody speaks with the customer."""
        case = self._create_due((self.metformin, 25), partner_id=self.other_customer.id)
        self.env.execute_query(case._get_alert_query(self.company, 'date_alerted'))
        case.invalidate_recordset()
        self.assertTrue(case.is_alert)
        self._try(self.no_answer, case)
        self.assertTrue(case.is_alert)
        case.record_entry({'content': 'Has enough.', 'date_next': '2026-03-06'})
        self.assertFalse(case.is_alert)

    def test_customers_without_a_number_stand_apart(self):
        """000-18: neither a number of the customer nor one of the list of numbers."""
        Case = self.env['pharma.care.case']
        self.other_customer.phone = '0912345678'
        other = self._create_due(partner_id=self.other_customer.id)
        both = [('id', 'in', (self.case + other).ids)]
        without = Case.search([*both, ('is_without_phone', '=', True)])
        self.assertEqual(without, self.case)
        self.assertEqual((self.case + other).mapped('is_without_phone'), [True, False])
        self.customer.write(
            {'pharma_phone_ids': [Command.create({'number': '0987654321', 'kind': 'mobile'})]}
        )
        self.assertFalse(Case.search([*both, ('is_without_phone', '=', True)]))

    def test_absurd_numbers_are_refused_by_name(self):
        """000-36: with the field and what is possible."""
        with self.assertRaisesRegex(ValidationError, 'Try Again After.*from 0 to 10080'):
            self.busy.retry_minutes = -1
        with self.assertRaisesRegex(ValidationError, 'Attempts per Day.*from 1 to 20'):
            self.company.care_attempts_day = 0

    def test_few_queries(self):
        """004-56: an attempt is as quick as a care (scale.md: at most 8 queries)."""
        self._try(self.busy)
        self.env.flush_all()
        self.env.invalidate_all()
        case = self.case.with_user(self.care_user)
        case.fetch(['partner_id', 'company_id', 'state'])
        before = self.env.cr.sql_log_count
        case.record_entry({'response_type_id': self.busy.id})
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 8)
