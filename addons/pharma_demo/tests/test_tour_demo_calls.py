import itertools
from datetime import timedelta

from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_demo.generators.stock import demo_records, named_records


@tagged('post_install', '-at_install')
class TestTourDemoCalls(TransactionCase):
    """The demo's call centre has worked for two months; runs on a full database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pbx = cls.env.ref('pharma_demo.pbx_demo')
        cls.calls = cls.env['pharma.call'].search([('pbx_id', '=', cls.pbx.id)], order='date_start')
        cls.visits = cls.calls.visit_ids
        cls.attempts = cls.calls.attempt_ids
        # when the demo was made
        cls.made = max(cls.calls.mapped('create_date'))

    def test_sizes(self):
        """000-01, 001-08: two months of calls, four queues, five numbers, eight seats."""
        self.assertTrue(5000 <= len(self.calls) <= 7500, len(self.calls))
        self.assertEqual(len(demo_records(self.env, 'pharma.call.queue')), 4)
        self.assertEqual(len(demo_records(self.env, 'pharma.call.number')), 5)
        self.assertEqual(len(demo_records(self.env, 'pharma.agent')), 8)
        self.assertEqual(len(set(self.calls.mapped('external_id'))), len(self.calls))
        dates = self.calls.mapped('date_start')
        self.assertLess(dates[0], self.made - timedelta(days=58))
        self.assertTrue(all(call.date_end <= self.made for call in self.calls))

    def test_calls_are_of_all_kinds(self):
        """000-45..51: in and out, answered and not; a part hung up, overflowed, was handed on."""
        inbound = self.calls.filtered(lambda c: c.direction == 'inbound')
        lost = len(inbound.filtered(lambda c: c.state == 'abandoned')) / len(inbound)
        self.assertTrue(0.03 < lost < 0.2, lost)
        self.assertLessEqual(
            {'answered', 'abandoned', 'no_answer', 'busy', 'failed'},
            set(self.calls.mapped('state')),
        )
        results = self.visits.mapped('result')
        self.assertEqual(set(results), {'answered', 'abandoned', 'timeout'})
        self.assertGreater(results.count('timeout'), 20)
        self.assertGreater(self.attempts.mapped('result').count('no_answer'), 50)
        handed = inbound.filtered(lambda c: c.visit_ids.mapped('result').count('answered') > 1)
        self.assertGreater(len(handed), 10)
        used = self.calls.purpose_id
        self.assertFalse((self.env['pharma.call.purpose'].search([]) - used).mapped('name'))

    def test_hours_have_peaks(self):
        """000-46: the busiest hour lies in the morning, the night is quiet."""
        groups = dict(
            self.env['pharma.call']._read_group(
                [('id', 'in', self.calls.ids), ('direction', '=', 'inbound')], ['hour'], ['__count']
            )
        )
        self.assertIn(max(groups, key=groups.get), (9, 10, 11))
        self.assertLess(groups.get(3, 0) + groups.get(4, 0), groups[10] / 3)

    def test_times_agree(self):
        """000-45, 000-52: nobody is in two calls at once, and every length is the difference of its
        times."""
        for call in self.calls:
            self.assertLessEqual(call.date_start, call.date_answer or call.date_end)
            if call.date_answer:
                talked = int((call.date_end - call.date_answer).total_seconds())
                self.assertEqual(call.talk_seconds, talked)
        answered = self.attempts.filtered('date_answer').sorted('date_answer')
        for agent, attempts in answered.grouped('agent_id').items():
            for before, after in itertools.pairwise(attempts):
                self.assertLessEqual(before.date_end, after.date_answer, agent.name)

    def test_states_have_no_gaps(self):
        """000-39, 000-53: each state lasts until the next one; the present one is the agent's."""
        for agent in demo_records(self.env, 'pharma.agent'):
            states = agent.state_ids.sorted('date_start')
            self.assertGreater(len(states), 50)
            for before, after in itertools.pairwise(states):
                self.assertEqual(before.date_end, after.date_start)
            self.assertFalse(states[-1].date_end)
            self.assertEqual(agent.state, states[-1].state)
        self.assertEqual(len(set(self.env['pharma.agent.state'].search([]).mapped('state'))), 4)

    def test_orders_were_taken_in_calls(self):
        """000-05, 003-12: orders by telephone have their call, and not every wish became one."""
        sold = self.calls.filtered('order_id')
        self.assertGreater(len(sold), 20)
        for call in sold:
            self.assertEqual(call.order_id.pharma_call_id, call)
            self.assertEqual(call.partner_id, call.order_id.partner_id)
            self.assertLess(call.date_start, call.order_id.date_order)
        asked = self.calls.filtered(lambda c: c.purpose_id.code == 'order')
        share = len(sold.filtered(lambda c: c.order_id.state == 'sale')) / len(asked)
        self.assertTrue(0.4 < share < 0.75, share)

    def test_there_are_calls_to_make(self):
        """000-18, 000-26, 004-22: of every kind, some due, some done, two lists."""
        todos = self.env['pharma.call.todo'].search([])
        self.assertEqual(
            set(todos.mapped('kind')),
            {'missed', 'callback', 'list', 'other'} | set(todos.mapped('kind')),
        )
        for state in ('todo', 'done', 'unreached'):
            self.assertTrue(todos.filtered(lambda t, s=state: t.state == s), state)
        self.assertTrue(todos.filtered(lambda t: t.state == 'todo' and t.date_due < self.made))
        lists = todos.list_id
        self.assertLessEqual({'running', 'done'}, set(lists.mapped('state')))

    def test_every_role_sees_its_part(self):
        """000-36: agents see the calls of their queues, supervisors all, couriers none."""
        users = named_records(self.env, 'res.users', 'user_')
        Calls = self.env['pharma.call']
        domain = [('id', 'in', self.calls.ids)]
        everything = len(self.calls)
        agents = Calls.with_user(users['night1_demo']).search_count(domain)
        self.assertTrue(0 < agents <= everything)
        for name in ('supervisor_demo', 'manager_demo'):
            self.assertEqual(Calls.with_user(users[name]).search_count(domain), everything)
        self.assertFalse(Calls.with_user(users['courier_demo']).has_access('read'))
