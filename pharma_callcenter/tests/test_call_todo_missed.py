from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged, warmup

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestCallTodoMissed(CallCommon):
    """Who calls in vain is called back, once and by the right employee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Todo = cls.env['pharma.call.todo']

    def _miss(self, seconds_ago=600, **values):
        vals = {
            'state': 'abandoned',
            'date_answer': False,
            'wait': 40,
            'talk': 0,
            'number': '0977 123 456',
            'number_e164': '+84977123456',
        }
        return self._create_call(seconds_ago=seconds_ago, **{**vals, **values})

    def _of(self, calls):
        return calls.missed_todo_id

    def test_one_entry_for_each_caller(self):
        """000-04: three calls of one number are one entry that says so, told twice or once."""
        calls = self._miss(900) | self._miss(600) | self._miss(300, state='missed')
        calls[0]._after_intake(calls, calls)
        calls[0]._after_intake(calls, calls)
        self.assertRecordValues(
            self._of(calls),
            [
                {
                    'kind': 'missed',
                    'state': 'todo',
                    'number': '+84977123456',
                    'partner_id': False,
                    'queue_id': self.queue.id,
                    'user_id': False,
                    'missed_count': 3,
                    'missed_call_id': calls[2].id,
                    'date_due': NOW,
                    'date_deadline': NOW + timedelta(hours=2),
                    'why': 'Called 3 times',
                }
            ],
        )
        again = self._miss(60)
        again._settle_missed()
        self.assertEqual(self._of(again), self._of(calls))
        self.assertEqual(self._of(calls).missed_count, 4)

    def test_who_is_left_out(self):
        """000-04: who hangs up at once, hides the number, or is unknown where only known count."""
        short = self._miss(wait=5)
        hidden = self._miss(number=False, number_e164=False)
        outgoing = self._miss(direction='outbound', state='no_answer')
        answered = self._create_call(self.agent)
        nowhere = self._miss(state='failed', queue_id=False)
        calls = short | hidden | outgoing | answered | nowhere
        calls._settle_missed()
        self.assertFalse(self._of(calls))
        self.company.pharma_missed_scope = 'known'
        unknown = self._miss()
        known = self._miss(partner_id=self.customer.id, number_e164='+84912345678')
        failed = self._miss(partner_id=self.mother.id, state='failed', number_e164='+842838221111')
        (unknown | known | failed)._settle_missed()
        self.assertFalse(self._of(unknown))
        self.assertEqual(self._of(known).partner_id, self.customer)
        self.assertEqual(self._of(failed).partner_id, self.mother)
        self.company.pharma_missed_scope = 'none'
        nobody = self._miss(partner_id=self.other_customer.id)
        nobody._settle_missed()
        self.assertFalse(self._of(nobody))

    def test_who_calls_back(self):
        """000-04: the responsible, else who talked with the customer last, else the team."""
        team = self.env['crm.team'].create({'name': 'Centre'})
        self.queue.team_id = team
        self.customer.user_id = self.colleague_user
        one = self._miss(partner_id=self.customer.id, number_e164='+84912345678')
        self._create_call(self.agent, 86400, partner_id=self.other_customer.id)
        other = self._miss(partner_id=self.other_customer.id, number_e164='+84987654321')
        self._create_call(self.agent, 40 * 86400, partner_id=self.mother.id)
        third = self._miss(partner_id=self.mother.id, number_e164='+842838221111')
        (one | other | third)._settle_missed()
        self.assertEqual(self._of(one).user_id, self.colleague_user)
        self.assertEqual(self._of(other).user_id, self.agent_user)
        self.assertFalse(self._of(third).user_id)
        self.assertEqual(self._of(third).team_id, team)
        # who has left, or works elsewhere, calls nobody
        self.daughter.user_id = self.outsider_user
        last = self._miss(partner_id=self.daughter.id, number_e164='+842838221112')
        last._settle_missed()
        self.assertFalse(self._of(last).user_id)

    def test_at_night_it_is_due_in_the_morning(self):
        """000-04: at the next opening of the queue, the deadline in its hours."""
        hours = [
            {'dayofweek': '0', 'hour_from': 13, 'hour_to': 17, 'name': 'Mon'},
            {'dayofweek': '1', 'hour_from': 8, 'hour_to': 12, 'name': 'Tue'},
        ]
        self.queue.calendar_id = self.env['resource.calendar'].create(
            {
                'name': 'Afternoon',
                'tz': 'Asia/Ho_Chi_Minh',
                'company_id': self.company.id,
                'attendance_ids': [Command.clear(), *(Command.create(vals) for vals in hours)],
            }
        )
        self.company.pharma_missed_deadline_hours = 5
        call = self._miss()
        call._settle_missed()
        self.assertRecordValues(
            self._of(call),
            [
                {
                    # 13:00 there; four hours on Monday, the fifth on Tuesday from 8:00
                    'date_due': NOW + timedelta(hours=3),
                    'date_deadline': NOW + timedelta(hours=23),
                }
            ],
        )

    def test_spoken_to_since(self):
        """000-04: an answered call of either side ends the entry, in whatever order they come."""
        call = self._miss(600)
        call._settle_missed()
        todo = self._of(call)
        later = self._create_call(self.agent, 300, number='x', number_e164='+84977123456')
        later._settle_missed()
        self.assertRecordValues(
            todo, [{'state': 'done', 'cancel_kind': 'called', 'tried_user_id': self.agent_user.id}]
        )
        self.assertEqual(later.todo_id, todo)
        late = self._miss(500)
        late._settle_missed()
        self.assertFalse(self._of(late))
        self.assertTrue(self._miss(100)._settle_missed() is None)
        # a call that was answered before does not end what came after
        new = self._miss(90)
        new._settle_missed()
        later._settle_missed()
        self.assertEqual(self._of(new).state, 'todo')
        back = self._create_call(
            self.colleague, 30, direction='outbound', number_e164='+84977123456'
        )
        back._settle_missed()
        self.assertRecordValues(self._of(new), [{'state': 'done', 'attempt_count': 1}])

    def test_a_call_from_the_entry_is_ended_at_the_desk(self):
        """001-14: a voice mail is answered, too; the result that the agent enters decides."""
        call = self._miss()
        call._settle_missed()
        todo = self._of(call)
        back = self._create_call(
            self.agent, 30, direction='outbound', number_e164='+84977123456', todo_id=todo.id
        )
        back._settle_missed()
        self.assertEqual(todo.state, 'todo')

    def test_answered_after_all(self):
        """000-04: what first seemed missed takes its entry back."""
        first, second = self._miss(900), self._miss(600)
        (first | second)._settle_missed()
        todo = self._of(first)
        answer = {'state': 'answered', 'date_answer': NOW - timedelta(seconds=890)}
        first.write(answer)
        first._settle_missed()
        self.assertFalse(first.missed_todo_id)
        self.assertRecordValues(todo, [{'state': 'todo', 'missed_count': 1}])
        second.write({'state': 'answered', 'date_answer': NOW - timedelta(seconds=590)})
        second._settle_missed()
        self.assertRecordValues(todo, [{'state': 'cancelled', 'missed_count': 0}])

    def test_calls_from_files(self):
        """000-04: missed calls that no PBX reported go the same way."""
        call = self._miss(source='import', pbx_id=False, external_id=False)
        self.assertEqual(self._of(call).missed_count, 1)
        self._create_call(
            self.agent,
            60,
            source='import',
            pbx_id=False,
            external_id=False,
            number_e164='+84977123456',
        )
        self.assertEqual(self._of(call).state, 'done')

    @warmup
    def test_two_hundred_calls_ask_little(self):
        """000-04: 200 missed calls cost a fixed number of queries."""
        calls = self.env['pharma.call'].browse()
        for i in range(200):
            calls |= self._miss(number=f'0977{i:06}', number_e164=f'+84977{i:06}')
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.Todo._create_from_missed(calls)
            self.env.flush_all()
        self.assertEqual(len(self._of(calls)), 200)
