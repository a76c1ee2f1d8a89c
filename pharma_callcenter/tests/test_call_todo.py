from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.sql_db import Cursor
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestCallTodo(CallCommon):
    """The worklist: who takes which call, and what follows from its result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        refs = 'pharma_callcenter.pharma_call_disposition_'
        cls.no_answer = cls.env.ref(f'{refs}no_answer')
        cls.wrong_number = cls.env.ref(f'{refs}wrong_number')
        cls.call_again = cls.env.ref(f'{refs}call_again')
        cls.mine = cls._create_todo(partner_id=cls.customer.id, user_id=cls.agent_user.id)
        cls.ours = cls._create_todo(partner_id=cls.mother.id, queue_id=cls.queue.id)
        cls.anyones = cls._create_todo(partner_id=cls.other_customer.id)

    @classmethod
    def _create_todo(cls, **values):
        vals = {
            'name': 'Ask',
            'kind': 'callback',
            'purpose_id': cls.purpose.id,
            'date_due': NOW - timedelta(hours=1),
        }
        return cls.env['pharma.call.todo'].create({**vals, **values})

    def _next(self, user):
        taken = self.env['pharma.call.todo'].with_user(user).take_next()
        return self.env['pharma.call.todo'].browse(taken and taken['todo_id'])

    def test_in_turns(self):
        """000-04: mine, my queue's, anyone's; urgent ones before; no colleague gets mine."""
        far = self._create_todo(partner_id=self.daughter.id, queue_id=self.night_queue.id)
        later = self._create_todo(
            partner_id=self.daughter.id, user_id=self.agent_user.id, date_due=NOW + timedelta(1)
        )
        self.assertEqual(self._next(self.colleague_user), self.ours)
        self.assertEqual(self._next(self.agent_user), self.mine)
        self.assertEqual(self._next(self.agent_user), self.anyones)
        self.assertFalse(self._next(self.agent_user))
        self.assertFalse(self._next(self.outsider_user))
        self.assertEqual(self._next(self.stranger_user), far)
        later.date_due = NOW
        # the customer is with the colleague
        self.assertFalse(self._next(self.agent_user))
        self.assertRecordValues(
            self.mine,
            [{'claim_user_id': self.agent_user.id, 'date_claim': NOW + timedelta(minutes=30)}],
        )
        self.mine.date_claim = NOW
        self.mine.partner_id = self.daughter
        far.date_claim = NOW - timedelta(minutes=1)
        self.assertEqual(self._next(self.agent_user), self.mine)

    def test_a_late_call_of_a_colleague(self):
        """000-04: once the deadline has passed, the team makes it."""
        late = self._create_todo(
            partner_id=self.daughter.id,
            user_id=self.colleague_user.id,
            queue_id=self.queue.id,
            date_deadline=NOW - timedelta(minutes=1),
        )
        (self.mine | self.ours | self.anyones).write({'state': 'done'})
        self.assertTrue(late.is_late)
        self.assertFalse(self._next(self.stranger_user))
        self.assertEqual(self._next(self.agent_user), late)

    def test_who_is_just_taken_is_skipped(self):
        """000-04: two at the same moment get different calls: what is locked is passed over."""
        self.env.flush_all()
        with self._profile() as queries:
            self._next(self.agent_user)
        locking = [query for query in queries if 'SKIP LOCKED' in query]
        self.assertEqual(len(locking), 1)
        self.assertEqual(locking[0].count('FOR NO KEY UPDATE SKIP LOCKED'), 2)

    @contextmanager
    def _profile(self):
        queries = []
        execute = Cursor.execute

        def note(cursor, query, *args, **kwargs):
            queries.append(str(getattr(query, 'code', query)))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, 'execute', note):
            yield queries

    def test_who_may_not_be_called_is_passed_over(self):
        """004-30, 000-04: struck off a list with the reason; of the rest it stays where it is."""
        purpose = self.env.ref('pharma_callcenter.pharma_call_purpose_survey')
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': self.daughter.id,
                'purpose': 'survey',
                'channel': 'call',
                'state': 'declined',
            }
        )
        list_ = self.env['pharma.call.list'].create(
            {'name': 'Survey', 'purpose_id': purpose.id, 'state': 'running'}
        )
        values = {'partner_id': self.daughter.id, 'priority': '1', 'purpose_id': purpose.id}
        listed = self._create_todo(kind='list', list_id=list_.id, **values)
        typed = self._create_todo(kind='other', user_id=self.agent_user.id, **values)
        self.assertEqual(self._next(self.agent_user), self.mine)
        self.assertRecordValues(listed, [{'state': 'cancelled', 'cancel_kind': 'permission'}])
        self.assertIn('declined', listed.cancel_reason)
        self.assertRecordValues(typed, [{'state': 'todo', 'claim_user_id': False}])

    def test_a_list_that_does_not_run(self):
        """001-14: nobody is called for a paused list; agents of another list neither."""
        list_ = self.env['pharma.call.list'].create(
            {'name': 'List', 'purpose_id': self.purpose.id, 'state': 'paused'}
        )
        (self.mine | self.ours | self.anyones).write({'state': 'done'})
        todo = self._create_todo(kind='list', list_id=list_.id, partner_id=self.mother.id)
        self.assertFalse(self._next(self.agent_user))
        list_.state = 'running'
        list_.agent_user_ids = self.colleague_user
        self.assertFalse(self._next(self.agent_user))
        self.assertEqual(self._next(self.colleague_user), todo)

    def test_after_the_attempts_it_is_over(self):
        """001-14: again after the minutes of the result, until the attempts of the company."""
        self.company.pharma_todo_max_attempts = 2
        self.mine.with_user(self.agent_user).action_done(self.no_answer.id)
        self.assertRecordValues(
            self.mine,
            [
                {
                    'state': 'todo',
                    'attempt_count': 1,
                    'date_due': NOW + timedelta(minutes=240),
                    'tried_user_id': self.agent_user.id,
                }
            ],
        )
        self.assertRecordValues(
            self.mine.call_ids,
            [{'state': 'no_answer', 'direction': 'outbound', 'user_id': self.agent_user.id}],
        )
        self.mine.with_user(self.agent_user).action_done(self.no_answer.id)
        self.assertRecordValues(
            self.mine, [{'state': 'unreached', 'attempt_count': 2, 'is_reached': False}]
        )

    def test_who_wants_to_be_called_again(self):
        """004-22: at the time that was agreed; then it is done."""
        moment = NOW + timedelta(days=2)
        todo = self.mine.with_user(self.agent_user)
        with self.assertRaisesRegex(UserError, "past"):
            todo.action_done(self.call_again.id, date_next=NOW - timedelta(hours=1))
        todo.action_done(self.call_again.id, date_next=str(moment))
        self.assertRecordValues(self.mine, [{'state': 'todo', 'date_due': moment}])
        todo.action_done(self.solved.id)
        self.assertRecordValues(
            self.mine, [{'state': 'done', 'is_reached': True, 'is_success': True}]
        )
        with self.assertRaisesRegex(UserError, "made already"):
            todo.action_done(self.solved.id)

    def test_a_wrong_number_is_never_called_again(self):
        """001-14: the customer's next number is called, or nobody."""
        self.customer.pharma_phone_ids = [(0, 0, {'number': '0913 000 111'})]
        self.mine.with_user(self.agent_user).action_done(self.wrong_number.id)
        self.assertEqual(self.mine.state, 'todo')
        self.assertNotIn('345', self.mine.number)
        self.mine.with_user(self.agent_user).action_done(self.wrong_number.id)
        self.assertEqual(self.mine.state, 'unreached')

    @users('cc_agent')
    def test_the_window_of_the_result(self):
        """001-14: one choice and a note; the call counts in the reports."""
        action = self.mine.with_env(self.env).action_result()
        Window = self.env['pharma.call.todo.done'].with_context(**action['context'])
        with Form(Window) as form:
            form.disposition_id = self.solved
            form.note = 'Takes it at noon'
        form.record.action_apply()
        self.assertRecordValues(
            self.mine.call_ids, [{'note': 'Takes it at noon', 'purpose_id': self.purpose.id}]
        )

    def test_taking_by_hand(self):
        """000-04: what a colleague has taken, he or a supervisor gives back."""
        todo = self.anyones
        todo.with_user(self.agent_user).action_take()
        with self.assertRaises(UserError):
            todo.with_user(self.colleague_user).action_take()
        with self.assertRaises(AccessError):
            todo.with_user(self.colleague_user).action_release()
        todo.with_user(self.supervisor_user).action_release()
        todo.with_user(self.colleague_user).action_take()
        with self.assertRaises(UserError):
            todo.with_user(self.agent_user).action_cancel()
        self.assertTrue(todo.with_user(self.agent_user).is_taken)

    @mute_logger('odoo.http')
    def test_stamps_are_written_by_buttons(self):
        """000-36: neither by values nor by defaults; nor what calls and lists entered."""
        Todo = self.env['pharma.call.todo'].with_user(self.agent_user)
        stamps = {'state': 'done', 'attempt_count': 9, 'claim_user_id': self.stranger_user.id}
        defaults = {f'default_{name}': value for name, value in stamps.items()}
        for values, context in ((stamps, {}), ({}, defaults)):
            todo = Todo.with_context(**context).create(
                {'partner_id': self.mother.id, 'kind': 'other', **values}
            )
            self.assertRecordValues(
                todo.sudo(), [{'state': 'todo', 'attempt_count': 0, 'claim_user_id': False}]
            )
        for name, value in stamps.items():
            with self.assertRaises(UserError):
                todo.write({name: value})
        with self.assertRaises(UserError):
            Todo.create({'partner_id': self.mother.id, 'kind': 'missed'})
        with self.assertRaises(UserError):
            Todo.create({'kind': 'other'})
        missed = self._create_todo(kind='missed', number='1', user_id=self.agent_user.id)
        with self.assertRaises(UserError):
            missed.with_user(self.agent_user).number = '2'
        missed.with_user(self.agent_user).note = 'Rings at eight'
