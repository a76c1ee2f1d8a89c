from odoo.tests import tagged

from .common_reservation import ReservationCase


@tagged('post_install', '-at_install')
class TestReservationTask(ReservationCase):
    """Agents are asked to call as long as there is something to tell."""

    def test_a_task_ends_with_what_it_asked_for(self):
        """000-26: once ordered or given up there is no call to make; news replaces old news."""
        first, second = self._reserve(5), self._reserve(5)
        self._receive(10)
        both = (first + second).sudo()  # sudo: the scheduled action
        both._tell_agents()
        self.assertEqual(len(both.activity_ids), 2)
        first.action_order_now()
        second.action_lose()
        self.assertFalse(both.activity_ids)
