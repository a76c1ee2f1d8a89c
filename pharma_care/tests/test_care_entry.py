from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import CareCommon


@tagged('post_install', '-at_install')
class TestCareEntry(CareCommon):
    """What was said moves the case on (004-44, 004-45, 004-56)."""

    def test_the_employee_s_date_rules_after_the_first_care(self):
        """The next date is what was agreed; a second entry overrules the first (004-45)."""
        case = self._create_case().with_user(self.care_user)
        entry = case.record_entry({'content': 'Feels well', 'date_next': '2026-03-20'})
        self.assertRecordValues(
            entry,
            [
                {
                    'partner_id': self.customer.id,
                    'order_id': case.order_id.id,
                    'company_id': self.company.id,
                    'user_id': self.care_user.id,
                    'date_next': date(2026, 3, 20),
                    'is_final': False,
                }
            ],
        )
        self.assertRecordValues(
            case,
            [
                {
                    'state': 'ongoing',
                    'date_due': date(2026, 3, 20),
                    'entry_count': 1,
                    'date_last_contact': date(2026, 3, 2),
                }
            ],
        )
        case.record_entry({'content': 'Will be away', 'date_next': '2026-04-02'})
        self.assertRecordValues(
            case, [{'state': 'ongoing', 'date_due': date(2026, 4, 2), 'entry_count': 2}]
        )

    def test_no_more_care_closes_with_a_reason(self):
        """Reason and moment of the end are kept, the next date goes (004-56)."""
        case = self._create_case().with_user(self.care_user)
        entry = case.record_entry(
            {
                'content': 'Cured',
                'is_final': True,
                'close_reason_id': self.reason.id,
                'date_next': '2026-03-20',
            }
        )
        self.assertFalse(entry.date_next)
        self.assertRecordValues(
            case,
            [
                {
                    'state': 'done',
                    'close_reason_id': self.reason.id,
                    'date_closed': datetime(2026, 3, 2, 3),
                }
            ],
        )

    def test_neither_next_date_nor_end_is_refused(self):
        """A case is never silently lost (decision 4, 004-56)."""
        case = self._create_case().with_user(self.care_user)
        for vals in ({}, {'date_next': False}, {'is_final': True}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, case.order_id.name):
                case.record_entry({'content': 'Well', **vals})
        self.assertRecordValues(case, [{'state': 'todo', 'entry_count': 0}])
        self.assertFalse(case.entry_ids)

    def test_a_past_date_is_refused(self):
        """Yesterday is no next care date, today in the company's zone is (004-56)."""
        case = self._create_case().with_user(self.care_user)
        with freeze_time(datetime(2026, 3, 2, 17, 30)):
            with self.assertRaisesRegex(UserError, '03/03/2026'):
                case.record_entry({'content': 'Well', 'date_next': '2026-03-02'})
            case.record_entry({'content': 'Well', 'date_next': '2026-03-03'})

    def test_a_closed_case_is_refused(self):
        """The message says that it is closed, why, and what to do (004-56)."""
        case = self._create_case().with_user(self.care_user)
        final = {'content': 'Cured', 'is_final': True, 'close_reason_id': self.reason.id}
        case.record_entry(final)
        with self.assertRaisesRegex(UserError, 'Treatment finished.*Reopen'):
            case.record_entry({'content': 'Again', 'date_next': '2026-03-20'})
        self.assertEqual(case.entry_count, 1)

    def test_two_entries_in_one_batch(self):
        """An import of entries moves the case as if they came one by one (004-45)."""
        case = self._create_case()
        self.env['pharma.care.entry'].create(
            [
                {'case_id': case.id, 'content': 'First', 'date_next': '2026-03-10'},
                {'case_id': case.id, 'content': 'Second', 'date_next': '2026-03-15'},
            ]
        )
        self.assertRecordValues(case, [{'entry_count': 2, 'date_due': date(2026, 3, 15)}])

    def test_an_earlier_contact_may_be_entered_later(self):
        """A call of yesterday is entered today; tomorrow's is not (004-56)."""
        case = self._create_case().with_user(self.care_user)
        vals = {'content': 'Called', 'date_next': '2026-03-20'}
        case.record_entry({**vals, 'date': '2026-03-01 08:00:00'})
        self.assertEqual(case.date_last_contact, date(2026, 3, 1))
        with self.assertRaisesRegex(UserError, 'future'):
            case.record_entry({**vals, 'date': '2026-03-03 08:00:00'})

    def test_the_next_run_out_is_proposed(self):
        """A 90-day medicine bought with a 12-day one is not forgotten; closing clears the date
        (decision 3, 004-45)."""
        case = self._create_case((self.syrup, 1), (self.metformin, 90))
        Entry = self.env['pharma.care.entry'].with_user(self.care_user)
        form = Form(Entry.with_context(default_case_id=case.id))
        self.assertEqual(form.date_next, date(2026, 5, 31))
        form.is_final = True
        self.assertFalse(form.date_next)
        form.is_final = False
        form.content = 'Well'
        form.response_type_id = self.env.ref('pharma_care.response_type_well')
        form.save()
        self.assertEqual(case.date_due, date(2026, 5, 31))

    def test_nothing_is_proposed_when_all_is_used_up(self):
        """The employee decides (decision 3)."""
        case = self._create_case((self.syrup, 1))
        Entry = self.env['pharma.care.entry'].with_user(self.care_user)
        self.assertFalse(Form(Entry.with_context(default_case_id=case.id)).date_next)

    def test_other_cases_of_the_customer_know(self):
        """One contact takes the customer off the list for the day, with all orders, for all
        (decision 8, 004-44); another customer stays."""
        first, second = self._create_case(), self._create_case((self.syrup, 1))
        stranger = self._create_case(partner_id=self.other_customer.id)
        (first | second).write(
            {'claim_user_id': self.care_user.id, 'claim_until': '2026-03-02 04:00:00'}
        )
        first.with_user(self.care_user).record_entry({'content': 'Well', 'date_next': '2026-03-20'})
        self.assertEqual(second.date_last_contact, date(2026, 3, 2))
        self.assertFalse(stranger.date_last_contact)
        self.assertFalse((first | second).claim_user_id)
        # an order of the same day does not bring the customer back on the list
        self.assertEqual(self._create_case((self.syrup, 2)).date_last_contact, date(2026, 3, 2))

    def test_whoever_speaks_first_becomes_responsible(self):
        """Without an assignment it is who had the last contact (decision 27)."""
        case = self._create_case()
        self.assertFalse(case.user_id)
        case.with_user(self.care_user).record_entry({'content': 'Well', 'date_next': '2026-03-20'})
        self.assertEqual(case.user_id, self.care_user)

    def test_nobody_writes_in_another_s_name(self):
        """The author is who is logged in, whatever the request says (000-36)."""
        case = self._create_case().with_user(self.care_user)
        entry = case.record_entry(
            {'content': 'Well', 'date_next': '2026-03-20', 'user_id': self.colleague.id}
        )
        self.assertEqual(entry.user_id, self.care_user)

    def test_history_is_corrected_by_its_author_alone_and_never_deleted(self):
        """The text may be put right, the outcome not; nobody deletes (004-34, 004-57)."""
        case = self._create_case()
        entry = case.with_user(self.care_user).record_entry(
            {'content': 'Wel', 'date_next': '2026-03-20'}
        )
        entry.content = 'Well'
        with self.assertRaisesRegex(UserError, 'Next Care Date'):
            entry.date_next = '2026-03-21'
        for user in (self.colleague, self.manager):
            with self.assertRaisesRegex(UserError, 'care_user'):
                entry.with_user(user).content = 'Other'
        with self.assertRaises(AccessError):
            entry.unlink()
        with self.assertRaises(AccessError):
            entry.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, 'cannot be deleted'):
            entry.sudo().unlink()

    def test_cases_are_not_written_by_hand(self):
        """Only the care date moves, forward from today, while the case is open (004-45, 000-36)."""
        case = self._create_case().with_user(self.care_user)
        case.date_due = date(2026, 3, 5)
        self.assertTrue(case.is_date_manual)
        for vals in (
            {'state': 'done'},
            {'user_ids': [Command.link(self.care_user.id)]},
            {'claim_user_id': self.care_user.id},
            {'date_due': '2026-03-01'},
            {'date_due': False},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                case.write(vals)
        with self.assertRaises(AccessError):
            self.env['pharma.care.case'].with_user(self.manager).create(
                {'partner_id': self.customer.id}
            )

    def test_strangers_record_nothing(self):
        """Users without the role neither read nor write care (000-36)."""
        case = self._create_case()
        for groups in ('base.group_user', 'pharma_crm.group_pharma_user', 'base.group_portal'):
            user = new_test_user(self.env, f'stranger_{groups[-6:]}', groups=groups)
            with self.subTest(groups=groups), self.assertRaises(AccessError):
                case.with_user(user).record_entry({'content': 'x', 'date_next': '2026-03-20'})

    def test_recording_is_cheap(self):
        """A call centre records all day: few queries per entry (scale)."""
        case = self._create_case().with_user(self.care_user)
        case.record_entry({'content': 'Warm', 'date_next': '2026-03-20'})
        self.env.flush_all()
        self.env.invalidate_all()
        case.mapped('company_id.name')  # read with the screen before
        with self.assertQueryCount(12):
            case.record_entry({'content': 'Well', 'date_next': '2026-03-21'})
            self.env.flush_all()
