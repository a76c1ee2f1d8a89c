from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common_call import NOW, CallCommon

VIEW = 'pharma_callcenter.pharma_call_view_form_hand'


@tagged('post_install', '-at_install')
class TestCallHand(CallCommon):
    """A call is typed where no PBX reports it."""

    def _form(self, user=None, **context):
        Call = self.env['pharma.call'].with_user(user or self.agent_user)
        return Form(Call.with_context(**context), view=VIEW)

    def _log(self, user=None, **values):
        Call = self.env['pharma.call'].with_user(user or self.agent_user)
        return Call.create({'number': '0912345678', 'purpose_id': self.purpose.id, **values})

    def test_a_number_in_any_writing_finds_the_customer(self):
        """000-21, 001-04: the customer appears while the number is typed."""
        for number in ('0912 345 678', '+84 912-345-678', '0084912345678', '84912345678'):
            with self.subTest(number=number):
                form = self._form()
                form.number = number
                self.assertEqual(form.partner_id, self.customer)
                self.assertFalse(form.purpose_id, 'nothing is proposed')
                form.purpose_id = self.purpose
                self.assertEqual(form.save().number_e164, '+84912345678')

    def test_a_shared_number_asks_who_is_speaking(self):
        """001-04: a family on one number: none is chosen, both are named."""
        form = self._form()
        form.number = '02838221111'
        self.assertFalse(form.partner_id)
        self.assertEqual(form.partner_choice_ids[:], self.mother | self.daughter)
        form.partner_id = self.daughter
        form.purpose_id = self.purpose
        self.assertEqual(form.save().partner_id, self.daughter)
        self.assertFalse(self._log(number='02838221111').partner_id)

    def test_the_purpose_is_chosen(self):
        """000-21, 002-28: without purpose nothing is kept, and the message says what to do."""
        with self.assertRaisesRegex(UserError, "the field 'Purpose'"):
            self.env['pharma.call'].with_user(self.agent_user).create({'number': '0912345678'})
        call = self._log(purpose_id=False, purpose='order')
        self.assertEqual(call.purpose_id, self.purpose_order)
        with self.assertRaisesRegex(ValidationError, 'finished call has a purpose'):
            call.purpose_id = False

    def test_who_and_when_follow_by_themselves(self):
        """000-21: the writer is the employee; a call of two minutes that is over began two minutes
        ago; 10:00 in Ho Chi Minh City is hour 9 then."""
        call = self._log(talk_seconds=120, note='Metformin and milk')
        self.assertRecordValues(
            call,
            [
                {
                    'source': 'manual',
                    'user_id': self.agent_user.id,
                    'agent_id': self.agent.id,
                    'company_id': self.company.id,
                    'partner_id': self.customer.id,
                    'direction': 'inbound',
                    'state': 'answered',
                    'date_start': NOW - timedelta(minutes=2),
                    'date_answer': NOW - timedelta(minutes=2),
                    'date_end': NOW,
                    'talk_seconds': 120,
                    'hour': 9,
                    'is_finished': True,
                }
            ],
        )

    def test_a_customer_nobody_reached(self):
        """002-28: the state of an outgoing call follows from its result."""
        results = {'no_answer': 'no_answer', 'busy': 'busy', 'solved': 'answered'}
        for code, state in results.items():
            result = self.env.ref(f'pharma_callcenter.pharma_call_disposition_{code}')
            call = self._log(direction='outbound', disposition_id=result.id, talk_seconds=5)
            self.assertEqual(call.state, state)
            self.assertEqual(call.talk_seconds, 5 if state == 'answered' else 0)
        call.disposition_id = self.env.ref('pharma_callcenter.pharma_call_disposition_busy')
        self.assertEqual(call.state, 'busy')

    def test_impossible_times_are_refused(self):
        """000-21: no call of tomorrow, of less than no time, of two days."""
        for values, words in (
            ({'date_start': NOW + timedelta(days=1)}, 'lies in the future'),
            ({'talk_seconds': -1}, 'enter seconds'),
            ({'talk_seconds': 172800}, 'enter seconds'),
            ({'number': False}, 'Enter the telephone number'),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self._log(**values)

    def test_nothing_measured_is_smuggled_in(self):
        """000-36: what only a PBX says, and whose call it is, is not taken from people."""
        hostile = {
            'source': 'pbx',
            'state': 'abandoned',
            'user_id': self.colleague_user.id,
            'agent_id': self.colleague.id,
            'pbx_id': self.pbx.id,
            'external_id': 'forged',
            'wait_seconds': 9999,
            'queue_id': self.queue.id,
            'date_end': '2020-01-01 00:00:00',
            'is_finished': False,
        }
        context = {f'default_{name}': value for name, value in hostile.items()}
        Call = self.env['pharma.call'].with_user(self.agent_user).with_context(**context)
        call = Call.create({'number': '0912345678', 'purpose_id': self.purpose.id})
        for name, value in hostile.items():
            stored = call[name].id if name.endswith('_id') and name != 'external_id' else call[name]
            self.assertNotEqual(stored, value, name)
        self.assertEqual(call.user_id, self.agent_user)
        for name, value in hostile.items():
            with self.subTest(name=name), self.assertRaises(UserError):
                call.with_context(clean=True).write({name: value})

    def test_a_customer_of_another_company_is_not_linked(self):
        """000-36: a number that somebody guessed tells no name."""
        foreign = self.env['res.partner'].create(
            {'name': 'Foreign', 'phone': '0977111222', 'company_id': self.other_company.id}
        )
        call = self._log(number='0977111222')
        self.assertFalse(call.partner_id)
        with self.assertRaises(AccessError):
            call.partner_id = foreign
        with self.assertRaises(AccessError):
            self._log(partner_id=foreign.id)

    def test_a_typed_call_is_put_right_by_its_writer_or_a_supervisor(self):
        """000-34: facts by whoever typed them; a colleague adds what he knows."""
        call = self._log(talk_seconds=10)
        call.talk_seconds = 60
        self.assertEqual(call.date_end, call.date_start + timedelta(seconds=60))
        call.with_user(self.supervisor_user).direction = 'outbound'
        call.sudo().queue_id = self.queue  # of the colleague's queue: he may write it
        call.with_user(self.colleague_user).note = 'He called again'
        with self.assertRaisesRegex(UserError, 'was typed by cc_agent'):
            call.with_user(self.colleague_user).talk_seconds = 3600

    def test_finishing_needs_a_purpose(self):
        """000-02, 002-28: one click; what is missing is named."""
        call = self._create_call(self.agent).with_user(self.agent_user)
        with self.assertRaisesRegex(UserError, "the field 'Purpose', then finish it"):
            call.action_finish()
        call.purpose_id = self.purpose
        call.action_finish()
        self.assertTrue(call.is_finished)
        waiting = self._create_call(state='queued', purpose_id=self.purpose.id)
        with self.assertRaisesRegex(UserError, 'not answered yet'):
            waiting.with_user(self.agent_user).action_finish()
        with self.assertRaises(AccessError):
            call.with_user(self.stranger_user).action_finish()

    def test_what_was_measured_is_never_deleted(self):
        """000-45: figures stay; a call typed by mistake is deleted by a supervisor within a day."""
        measured = self._create_call(self.agent)
        typed, old = self._log(), self._log()
        self.env.cr.execute(
            "UPDATE pharma_call SET create_date = %s WHERE id = %s",
            (NOW - timedelta(hours=25), old.id),
        )
        old.invalidate_recordset(['create_date'])
        with self.assertRaises(AccessError):
            typed.unlink()
        for call, words in ((measured, 'was measured'), (old, 'more than 24 hours ago')):
            with self.assertRaisesRegex(UserError, words):
                call.with_user(self.supervisor_user).unlink()
        typed.with_user(self.supervisor_user).unlink()
        self.assertFalse(typed.exists())
