from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.pharma_delivery.tests.common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservationCalls(ReservationCase):
    """Customers whose goods have arrived are on the list of calls to make."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = '0912 000 111'
        cls.caller = new_test_user(
            cls.env, 'arrived_caller', groups='pharma_callcenter.group_call_agent'
        )
        cls.first = cls._reserve(2)
        cls.second = cls._reserve(3)
        cls.third = cls._reserve(4, partner=cls.other_customer)

    def _tell(self):
        # as the job does
        self.env['pharma.reservation'].search([('notice', '!=', False)])._tell_agents()

    def _arrive(self, quantity=5):
        self._receive(quantity)
        self._tell()
        return (self.first | self.second | self.third).call_todo_id

    def test_one_call_for_each_customer(self):
        """000-26: both reservations of a customer are one call, of the agent, until the hold ends;
        who still waits is not called."""
        todo = self._arrive()
        self.assertEqual(todo.reservation_ids, self.first | self.second)
        self.assertRecordValues(
            todo,
            [
                {
                    'kind': 'reservation',
                    'state': 'todo',
                    'partner_id': self.customer.id,
                    'user_id': self.agent.id,
                    'number': self.customer.phone,
                }
            ],
        )
        self.assertIn('2 Units', todo.name)
        self.assertIn('3 Units', todo.name)
        self.assertTrue(todo.date_deadline)
        self._receive(1, lot='L2')
        self._tell()
        self.assertEqual(len(self.third.call_todo_id), 1)
        self.assertNotEqual(self.third.call_todo_id, todo)

    def test_it_ends_with_the_reservation(self):
        """000-26: a customer who wants it no more is not called; nor whose goods are gone."""
        todo = self._arrive()
        self.first.with_user(self.agent).action_cancel()
        self.assertEqual(todo.reservation_ids, self.second)
        self.assertEqual(todo.state, 'todo')
        self.second.with_user(self.agent).action_lose()
        self.assertRecordValues(todo, [{'state': 'cancelled', 'cancel_kind': 'origin'}])

    def test_what_the_call_brought_is_on_the_reservation(self):
        """000-26: in its history, and the task to call is done with it."""
        todo = self._arrive()
        self.assertTrue(self.first.activity_ids)
        informed = self.env.ref('pharma_callcenter.pharma_call_disposition_informed')
        todo.with_user(self.agent).action_done(informed.id)
        self.assertEqual(todo.state, 'done')
        for reservation in self.first | self.second:
            self.assertIn('Informed', reservation.message_ids[0].body)
            self.assertFalse(reservation.activity_ids)

    def test_nobody_writes_the_call_of_a_reservation(self):
        """000-36: it is made by the arrival."""
        todo = self._arrive()
        with self.assertRaises(AccessError):
            self.third.with_user(self.agent).call_todo_id = todo
        made = self._reserve(1, call_todo_id=todo.id)
        self.assertFalse(made.call_todo_id)

    def test_the_desk_shows_what_has_arrived(self):
        """004-04: reservations of whoever calls, as far as the user may read them."""
        self._arrive()
        call = self.env['pharma.call'].create(
            {
                'partner_id': self.customer.id,
                'direction': 'inbound',
                'user_id': self.agent.id,
                'number': '0912000111',
            }
        )
        sections = {
            section['key']: section for section in call.with_user(self.agent)._get_desk_sections()
        }
        rows = sections['reservation']['rows']
        self.assertEqual({row['res_id'] for row in rows}, set((self.first | self.second).ids))
        self.assertEqual({row['tone'] for row in rows}, {'success'})
