from odoo.tests import tagged

from odoo.addons.pharma_delivery.tests.common_recall import RecallCase


@tagged('post_install', '-at_install')
class TestRecallCalls(RecallCase):
    """Customers of a recall are on the list of calls to make."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        refs = 'pharma_callcenter.pharma_call_disposition_'
        cls.informed = cls.env.ref(f'{refs}informed')
        cls.no_answer = cls.env.ref(f'{refs}no_answer')
        cls.call_again = cls.env.ref(f'{refs}call_again')
        cls._start()
        todos = cls.recall.call_todo_ids
        cls.todo_an = todos.filtered(lambda todo: todo.partner_id == cls.an)
        cls.todo_binh = todos - cls.todo_an
        cls.line_an = cls.recall.line_ids.filtered(lambda line: line.partner_id == cls.an)
        cls.line_binh = cls.recall.line_ids - cls.line_an

    def test_the_start_enters_the_calls(self):
        """004-60: one for each customer, urgent, for his own employee, once."""
        self.assertRecordValues(
            self.todo_an | self.todo_binh,
            [
                {
                    'kind': 'recall',
                    'partner_id': partner.id,
                    'number': partner.phone,
                    'user_id': user.id,
                    'priority': '1',
                    'state': 'todo',
                    'date_deadline': self.recall.date_deadline,
                }
                for partner, user in ((self.an, self.agent), (self.binh, self.binh.user_id))
            ],
        )
        self.recall.with_user(self.pharmacist).action_refresh()
        self.assertEqual(len(self.recall.call_todo_ids), 2)

    def test_an_exercise_calls_nobody(self):
        """004-60: a trial of the tracing alone."""
        trial = self.env['pharma.recall'].create({**self._get_vals(), 'is_exercise': True})
        trial.with_user(self.pharmacist).action_start()
        self.assertTrue(trial.line_ids)
        self.assertFalse(trial.call_todo_ids)

    def test_reached_is_written_back(self):
        """004-60: into the lines of the recall, in the name of who called."""
        todo = self.todo_an.with_user(self.agent)
        todo.action_done(self.call_again.id)
        self.assertEqual(self.line_an.answer, 'waiting')
        todo.action_done(self.informed.id)
        self.assertRecordValues(
            self.line_an, [{'answer': 'reached', 'answer_user_id': self.agent.id, 'tries': 1}]
        )
        self.assertEqual(self.todo_an.state, 'done')

    def test_not_reached_after_the_attempts(self):
        """004-60: as many as the company's recalls ask for; then the customer is settled."""
        self.company.pharma_recall_tries = 2
        for tries, state, settled in ((1, 'todo', False), (2, 'unreached', True)):
            self.todo_an.with_user(self.agent).action_done(self.no_answer.id)
            self.assertEqual(self.todo_an.state, state)
            self.assertRecordValues(
                self.line_an, [{'answer': 'unreachable', 'tries': tries, 'is_settled': settled}]
            )

    def test_an_answer_at_the_counter_ends_the_call(self):
        """004-60: whoever was told elsewhere is not called."""
        self.line_an.with_user(self.agent)._take_answer('reached', {self.line_an: 2})
        self.assertEqual(self.todo_an.state, 'done')
        self.assertEqual(self.todo_binh.state, 'todo')

    def test_an_answer_during_the_call_counts_once(self):
        """004-60: what was entered in the window is not overwritten by the result of the call."""
        todo = self.todo_an.with_user(self.agent)
        todo.action_take()
        self.line_an.with_user(self.agent)._take_answer('refused')
        self.assertEqual(self.todo_an.state, 'todo')
        todo.action_done(self.informed.id)
        self.assertRecordValues(self.line_an, [{'answer': 'refused', 'tries': 1}])

    def test_what_came_back_and_the_end(self):
        """004-60: who brought everything back is not called; nor anybody after the end."""
        back = self.slip_an._pharma_return_lots({(self.medicine, self.lot): 7})
        self._receive(back)
        self.assertRecordValues(self.todo_an, [{'state': 'cancelled', 'cancel_kind': 'origin'}])
        self.assertEqual(self.todo_binh.state, 'todo')
        self.recall.closing_note = "The rest is used up."
        self.recall.with_user(self.pharmacist).action_close()
        self.assertEqual(self.todo_binh.state, 'cancelled')

    def test_the_desk_shows_the_recall(self):
        """004-04, 004-60: with the window for the answer."""
        call = self.env['pharma.call'].create(
            {
                'partner_id': self.an.id,
                'direction': 'inbound',
                'user_id': self.agent.id,
                'number': self.an.phone,
            }
        )
        call = call.with_user(self.agent)
        [section] = [s for s in call._get_desk_sections() if s['key'] == 'recall']
        self.assertEqual(section['rows'][0]['res_id'], self.recall.id)
        self.assertEqual(call.action_desk_recall()['res_model'], 'pharma.recall.answer')
