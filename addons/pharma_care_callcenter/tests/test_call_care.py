from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.pharma_care.tests.common import NOW, CareCommon


@tagged('post_install', '-at_install')
class TestCallBecomesCare(CareCommon):
    """What was said in a call is a care; who called in vain is due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case((cls.metformin, 30))
        cls.company.care_mode = "unrestricted"
        cls.response = cls.env['pharma.care.response.type'].search(
            [('is_attempt', '=', False)], limit=1
        )
        cls.agent = new_test_user(
            cls.env,
            'call_care_agent',
            groups='pharma_callcenter.group_call_agent,pharma_care.group_care_user',
        )

    def _call(self, minutes=10, **values):
        vals = {
            'source': 'import',
            'state': 'answered',
            'direction': 'inbound',
            'partner_id': self.customer.id,
            'user_id': self.agent.id,
            'date_start': NOW - timedelta(minutes=minutes),
            'date_end': NOW,
            'note': 'Takes two a day now',
        }
        return self.env['pharma.call'].create({**vals, **values})

    def _record(self, call, **values):
        action = call.with_user(self.agent).action_desk_record_care()
        Entry = self.env['pharma.care.entry'].with_user(self.agent)
        form = Form(
            Entry.with_context(**action['context']), 'pharma_care.pharma_care_entry_view_form'
        )
        form.response_type_id = self.response
        form.date_next = '2026-03-20'
        return form.save()

    def test_the_note_is_the_care(self):
        """004-04, 004-56: the form proposes what was noted, and the care knows its call."""
        call = self._call()
        self.assertTrue(call.with_user(self.agent).has_open_care)
        entry = self._record(call)
        self.assertRecordValues(
            entry,
            [{'call_id': call.id, 'content': 'Takes two a day now', 'case_id': self.case.id}],
        )
        action = call.with_user(self.agent).action_desk_record_care()
        self.assertEqual(action['res_id'], entry.id, 'it is recorded once')

    def test_one_care_for_a_call(self):
        """004-56: figures count a conversation once."""
        call = self._call()
        self._record(call)
        vals = {'content': 'Again', 'date_next': '2026-03-21', 'call_id': call.id}
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError):
            self.case.with_user(self.agent).record_entry(vals)

    def test_calls_of_others_are_not_linked(self):
        """000-36: neither another customer's nor one that the user may not read, not as a default
        either."""
        other = self._call(partner_id=self.other_customer.id)
        vals = {'content': 'x', 'date_next': '2026-03-21'}
        case = self.case.with_user(self.agent)
        with self.assertRaises(UserError):
            case.record_entry({**vals, 'call_id': other.id})
        with self.assertRaises(UserError):
            case.with_context(default_call_id=other.id).record_entry(vals)
        hidden = self._call(user_id=self.manager.id)
        hidden.queue_id = self.env['pharma.call.queue'].create({'name': 'Q', 'code': 'q'})
        self.assertFalse(hidden.with_user(self.agent).has_access('read'))
        with self.assertRaises(AccessError):
            case.record_entry({**vals, 'call_id': hidden.id})

    def test_who_called_in_vain_is_due(self):
        """000-26: the next case of the customer is due today and says why, until somebody has
        spoken with him."""
        Case = self.env['pharma.care.case']
        self.assertFalse(self.case.is_due)
        call = self._call(state='abandoned')
        self.env['pharma.call']._after_intake(call, call)
        self.assertTrue(self.case.is_due)
        self.assertEqual(self.case.date_missed_call, call.date_start)
        self.assertIn(self.case, Case.search([('is_missed_call', '=', True)]))
        self.assertNotIn(self.case, Case.search([('is_missed_call', '=', False)]))
        answered = self._call(minutes=5)
        self.case.invalidate_recordset()
        self.assertFalse(self.case.is_missed_call)
        self.assertNotIn(self.case, Case.search([('is_missed_call', '=', True)]))
        answered.state = 'no_answer'
        self.case.invalidate_recordset()
        self.assertTrue(self.case.is_missed_call)
        self._record(self._call(minutes=1, state='no_answer'))
        self.case.invalidate_recordset()
        self.assertFalse(self.case.is_missed_call)

    def test_other_calls_leave_cases_alone(self):
        """000-26: neither an answered one nor one of somebody else."""
        due = self.case.date_due
        calls = self._call() | self._call(state='missed', partner_id=self.other_customer.id)
        calls |= self._call(state='no_answer', direction='outbound')
        self.env['pharma.call']._after_intake(calls, calls)
        self.assertEqual(self.case.date_due, due)
