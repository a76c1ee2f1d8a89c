from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common_promise import PromiseCommon


@tagged('post_install', '-at_install')
class TestComplaintSilence(PromiseCommon):
    """Where handling and escalation meet: none of it silences a ticket, nobody is told twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiting = cls.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')

    def _ask(self, ticket):
        """Ask the customer something by telephone and wait for him."""
        ticket = ticket.with_user(self.agent)
        ticket._post_answer('Which box was it?', 'call')
        ticket.stage_id = self.waiting
        self.env.flush_all()

    def _join(self, target, *others):
        others = target.union(*others)
        others.with_user(self.agent)._merge_into(target.with_user(self.agent))
        self.env.flush_all()

    def test_a_new_ticket_does_not_wait_for_the_customer(self):
        """003-17: nobody has asked him anything yet, so that the clock does not stand still."""
        values = {'partner_id': self.customer.id, 'description': 'Late'}
        Ticket = self.env['pharma.complaint'].with_user(self.agent)
        for door in (
            lambda: Ticket.create({**values, 'stage_id': self.waiting.id}),
            lambda: Ticket.with_context(default_stage_id=self.waiting.id).create(values),
        ):
            with self.assertRaisesRegex(UserError, 'nobody has asked him'):
                door()

    def test_the_meaning_of_a_used_stage_stays(self):
        """003-17: 'In Progress' does not become 'waiting' or 'solved' below open tickets."""
        ticket = self._create_ticket()
        ticket.stage_id = self.stage_open
        for state in ('waiting', 'solved', 'cancelled'):
            with self.assertRaisesRegex(UserError, 'make a new stage'):
                self.stage_open.with_user(self.supervisor).state = state
        self.assertEqual(ticket.state, 'open')
        unused = self.stage_open.with_user(self.supervisor).copy({'name': 'Later'})
        unused.state = 'waiting'
        self.assertEqual(unused.state, 'waiting')
        self.stage_open.with_user(self.supervisor).write({'state': 'open', 'name': 'At Work'})

    def test_the_head_is_told_once_of_an_urgent_ticket(self):
        """003-17: also if the department follows from the category."""
        self.category.owner_department_id = self.department
        ticket = self._create_ticket(category_id=self.category.id, priority='2')
        self.assertEqual(ticket.owner_department_id, self.department)
        self.assertEqual(self._steps(ticket), [('blocking', '2', {'pharma_clerk'})])

    def test_joining_with_a_waiting_ticket_goes_on(self):
        """000-23, 003-17: what ran does not stand still by being joined."""
        waits = self._create_ticket(user_id=self.agent.id)
        self._ask(waits)
        runs = self._create_ticket(user_id=self.agent.id, relation='new')
        self._join(waits, runs)
        self.assertEqual(waits.state, 'open')
        self.assertFalse(waits.date_waiting)

    def test_joining_tickets_that_all_wait(self):
        """000-23: both wait, and so does the one that remains."""
        first = self._create_ticket(user_id=self.agent.id)
        second = self._create_ticket(user_id=self.agent.id, relation='new')
        self._ask(first)
        self._ask(second)
        self._join(first, second)
        self.assertEqual(first.state, 'waiting')

    def test_the_earliest_date_stays_by_joining(self):
        """000-23: hours that the remaining ticket waited before are not added to it."""
        first = self._create_ticket(user_id=self.agent.id)
        self._ask(first)
        with self._at(3, 3, 2, 0):
            first.with_user(self.agent).stage_id = self.stage_open
            self.env.flush_all()
        # six hours of Monday and one of Tuesday are added to Tuesday 10:00: Wednesday 9:00
        self.assertEqual(first.date_promised, datetime(2026, 3, 4, 2, 0))
        second = self._create_ticket(user_id=self.agent.id, relation='new')
        with self._at(3, 3, 2, 0):
            self._join(first, second)
        self.assertEqual(first.date_promised, datetime(2026, 3, 3, 3, 0))

    def test_what_a_joined_ticket_asked_has_to_be_answered(self):
        """000-24: an answer from before does not answer what came later in another ticket."""
        first = self._create_ticket(user_id=self.agent.id)
        first.with_user(self.agent)._post_answer('It comes today', 'call')
        with self._at(3, 2, 6, 0):
            second = self._create_ticket(user_id=self.agent.id, relation='new')
            self._join(first, second)
        self.assertFalse(first._is_answered())

    def test_an_answered_ticket_that_is_joined_asks_nothing(self):
        """000-24: the later one was answered too."""
        first = self._create_ticket(user_id=self.agent.id)
        first.with_user(self.agent)._post_answer('It comes today', 'call')
        with self._at(3, 2, 6, 0):
            second = self._create_ticket(user_id=self.agent.id, relation='new')
            second.with_user(self.agent)._post_answer('It comes today', 'call')
            self._join(first, second)
        self.assertTrue(first._is_answered())

    def test_a_customer_who_writes_in_the_portal_opens_it_again(self):
        """003-17: as by e-mail; a colleague who writes in his name does not."""
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        values = {
            'body': 'Nothing came',
            'message_type': 'comment',
            'subtype_xmlid': 'mail.mt_comment',
        }
        ticket.with_user(self.agent).message_post(**values, author_id=self.customer.id)
        self.assertEqual(ticket.state, 'solved')
        user = mail_new_test_user(
            self.env, 'an_portal', groups='base.group_portal', partner_id=self.customer.id
        )
        ticket.with_user(user).message_post(**values)
        self.assertEqual(ticket.state, 'open')
        self.assertEqual(ticket.reopen_count, 1)
