from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CareCommon


@tagged('post_install', '-at_install')
class TestEntryChecks(CareCommon):
    """What a care must not do to its case, by whatever way it comes in."""

    def setUp(self):
        super().setUp()
        self.case = self._create_case()
        self.Entry = self.env['pharma.care.entry'].with_user(self.care_user)
        self.vals = {'case_id': self.case.id, 'content': 'Well', 'date_next': '2026-03-20'}
        self.final = {
            'case_id': self.case.id,
            'content': 'Cured',
            'is_final': True,
            'close_reason_id': self.reason.id,
        }

    def test_a_default_does_not_open_a_hidden_case(self):
        """A case that the user cannot read is not cared for by a default either (004-39)."""
        self.company.care_mode = 'product'
        del self.vals['case_id']
        with self.assertRaises(AccessError):
            self.Entry.with_context(default_case_id=self.case.id).create([self.vals])
        self.assertEqual(self.case.state, 'todo')

    def test_a_default_does_not_close_without_reason(self):
        """An end that comes as a default needs its reason, too (decision 4, 004-56)."""
        with self.assertRaisesRegex(UserError, "'Close Reason'"):
            self.Entry.with_context(default_is_final=True).create([self.vals])
        self.assertEqual(self.case.state, 'todo')

    def test_a_default_next_date_is_taken(self):
        """A date that a default brings counts like one that was entered (004-45)."""
        del self.vals['date_next']
        self.Entry.with_context(default_date_next='2026-03-25').create([self.vals])
        self.assertEqual(self.case.date_due.isoformat(), '2026-03-25')

    def test_a_reason_of_the_system_is_refused(self):
        """A case that a person ends must not come back by its order (decision 28, 004-56)."""
        self.final['close_reason_id'] = self.env.ref('pharma_care.close_reason_cancelled').id
        with self.assertRaisesRegex(UserError, "'Order cancelled' in the field 'Close Reason'"):
            self.Entry.create([self.final])
        self.assertEqual(self.case.state, 'todo')

    def test_nothing_follows_the_end_in_one_batch(self):
        """An import that ends a case and goes on with it is refused (004-56)."""
        with self.assertRaisesRegex(UserError, 'is closed .Treatment finished.'):
            self.Entry.create([self.final, self.vals])

    def test_a_care_that_goes_on_has_no_close_reason(self):
        """A reason that was chosen before 'No More Care' was unticked is not counted (004-56)."""
        entry = self.Entry.create([{**self.vals, 'close_reason_id': self.reason.id}])
        self.assertFalse(entry.close_reason_id)

    def test_what_was_said_is_never_blank(self):
        """Blank content is refused, when recording and when correcting (004-56)."""
        for content in ('', '  \n'):
            with self.subTest(content=content), self.assertRaisesRegex(ValidationError, 'Content'):
                self.Entry.create([{**self.vals, 'content': content}])
        entry = self.Entry.create([self.vals])
        with self.assertRaisesRegex(ValidationError, 'Content'):
            entry.content = ' '

    def test_a_date_that_nobody_lives_to_see_is_refused(self):
        """A slip in the year is no way to lose a case; the message names the limit (004-45)."""
        with self.assertRaisesRegex(UserError, "'Next Care Date'.*03/02/2026 to 02/28/2036"):
            self.Entry.create([{**self.vals, 'date_next': '2206-03-20'}])

    def test_messages_name_the_field_of_the_screen(self):
        """Who moves the care date reads of the field 'Care Date' (004-33)."""
        with self.assertRaisesRegex(UserError, "in the field 'Care Date'"):
            self.case.with_user(self.care_user).date_due = '2026-03-01'
