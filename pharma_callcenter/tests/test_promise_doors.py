from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common_promise import PromiseCommon

# A ticket of Monday 10:00 with eight hours is due on Tuesday 10:00, in UTC:
DUE = datetime(2026, 3, 3, 3, 0)
EARLIER = datetime(2026, 3, 3, 1, 0)
LATER = datetime(2026, 3, 6, 3, 0)


@tagged('post_install', '-at_install')
class TestPromiseDoors(MailCase, PromiseCommon):
    """Nobody silences a ticket by hand: every door that was thought of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiting = cls.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, team_id=cls.team.id, owner_department_id=cls.department.id
        )

    def test_no_write_moves_the_date_or_the_level(self):
        """003-17: every field that dates and escalation rest on is refused by name, for every
        role: by hand, by RPC and by import."""
        values = {
            'date_promised': LATER,
            'date_target': LATER,
            'date_pledged': LATER,
            'date_answer_due': False,
            'date_clock_start': LATER,
            'calendar_id': False,
            'solve_hours': 900,
            'answer_hours': 900,
            'is_always': False,
            'date_waiting': LATER,
            'date_waiting_end': False,
            'waited_hours': 900,
            'pledge_waited_hours': -900,
            'pledge_user_id': False,
            'is_extended': True,
            'escalation_level': '0',
            'escalation_answer_step': 3,
            'escalation_solve_step': 3,
            'date_next_escalation': False,
            'date_closed': LATER,
            'state': 'solved',
        }
        for user in (self.agent, self.supervisor, self.manager):
            for name, value in values.items():
                with self.subTest(user=user.login, field=name):
                    ticket = self.ticket.with_user(user)
                    with self.assertRaisesRegex(UserError, "cannot be written"):
                        ticket.write({name: value})
                    if name != 'date_promised':
                        with self.assertRaisesRegex(UserError, "cannot be written"):
                            ticket.create({'partner_id': self.customer.id, name: value})
        result = self.Ticket.with_user(self.supervisor).load(
            ['.id', 'date_promised'], [[str(self.ticket.id), '2026-03-09 00:00:00']]
        )
        self.assertIn('cannot be written', result['messages'][0]['message'])
        self.assertEqual(self.ticket.date_promised, DUE)

    def test_no_late_date_at_the_intake(self):
        """003-17: a new ticket takes an earlier date, not one later than its target, and is not
        received in the future; the receipt only moves back."""
        Ticket = self.Ticket.with_user(self.agent)
        values = {'partner_id': self.other_customer.id, 'description': 'Broken'}
        ticket = Ticket.create({**values, 'date_promised': EARLIER})
        self.assertEqual(ticket.date_promised, EARLIER)
        with self.assertRaisesRegex(UserError, "has to be solved by"):
            Ticket.create({**values, 'date_promised': LATER})
        with self.assertRaisesRegex(UserError, "received in the future"):
            Ticket.create({**values, 'date_received': LATER})
        with self.assertRaisesRegex(UserError, "cannot be moved to a later"):
            ticket.date_received = datetime(2026, 3, 2, 3, 4)
        ticket.date_received = datetime(2026, 3, 2, 2, 0)

    def test_no_default_moves_the_date_or_the_level(self):
        """003-17: defaults of a context, and those a user sets for himself, are two more doors."""
        values = {'partner_id': self.other_customer.id, 'description': 'Broken'}
        context = {
            'default_date_pledged': LATER,
            'default_date_promised': LATER,
            'default_date_closed': LATER,
            'default_escalation_solve_step': 3,
            'default_escalation_level': '3',
            'default_solve_hours': 900,
            'default_date_next_escalation': False,
        }
        Ticket = self.Ticket.with_user(self.agent)
        first = Ticket.with_context(**context).create(values)
        self.env['ir.default'].with_user(self.agent).set(
            'pharma.complaint', 'escalation_solve_step', 3, user_id=True
        )
        for ticket in (first, Ticket.create(values)):
            self.assertEqual(ticket.date_promised, DUE)
            self.assertEqual(ticket.escalation_level, '0')
            self.assertEqual(ticket.escalation_solve_step, 0)
            self.assertEqual(ticket.date_next_escalation, datetime(2026, 3, 2, 8, 0))
            self.assertFalse(ticket.date_closed)
        with self.assertRaisesRegex(UserError, "received in the future"):
            Ticket.with_context(default_date_received='2027-01-01 00:00:00').create(values)

    def test_a_late_ticket_is_not_moved_by_its_set_up(self):
        """003-17: lower priority, a kind with more time, another team or a team's other calendar
        bring nothing once a ticket has escalated or is late; more urgent still brings forward."""
        self.target.copy({'priority': '2', 'solve_hours': 4})
        slow = self._create_calendar('Slow', 'Asia/Ho_Chi_Minh', '0', ((8, 12),))
        slow_team = self.env['crm.team'].create(
            {'name': 'Slow', 'company_id': self.company.id, 'pharma_calendar_id': slow.id}
        )
        suggestion = self.env.ref('pharma_callcenter.pharma_complaint_kind_suggestion')
        urgent = datetime(2026, 3, 2, 8, 0)  # Monday 15:00
        self.ticket.priority = '2'
        self.assertEqual(self.ticket.date_promised, urgent)
        self.ticket.escalation_level = '1'
        ticket = self.ticket.with_user(self.supervisor)
        for values in (
            {'priority': '0'},
            {'kind_id': suggestion.id},
            {'kind_id': self.kind.copy({'target_ids': []}).id},
            {'team_id': slow_team.id},
        ):
            with self.subTest(values=values):
                ticket.write(values)
                self.assertEqual(self.ticket.date_promised, urgent)
        slow_team.pharma_calendar_id = False
        self.assertEqual(self.ticket.date_promised, urgent)
        late = self._create_ticket(partner_id=self.other_customer.id)
        with self._at(3, 4, 3, 0):
            late.with_user(self.supervisor).write({'kind_id': suggestion.id})
            self.assertEqual(late.date_promised, DUE)

    def test_nobody_responsible_does_not_silence(self):
        """003-17: archived or removed responsible person, no department, no team: it escalates."""
        self.agent.active = False
        self.ticket.with_user(self.supervisor).write(
            {'user_id': False, 'team_id': False, 'owner_department_id': False}
        )
        with self._at(3, 9, 3, 0), self.mock_mail_gateway():
            self._run()
        self.assertEqual(self.ticket.escalation_level, '3')
        self.assertTrue(all(logins for _event, _level, logins in self._steps(self.ticket)))

    def test_waiting_needs_a_question_to_the_customer(self):
        """003-17: the clock stops for a customer who was asked something, and once per question."""
        ticket = self.ticket.with_user(self.agent)
        with self.assertRaisesRegex(UserError, "nobody has asked him"):
            ticket.stage_id = self.waiting
        self._ask(ticket)
        ticket.stage_id = self.waiting
        self.assertTrue(ticket.date_waiting)
        with self._at(3, 2, 4, 0):
            ticket.stage_id = self.stage_open
            self.env.flush_all()
            self.assertTrue(ticket._get_stage_obstacles(self.waiting))
            with self.assertRaisesRegex(UserError, "nobody has asked him"):
                ticket.stage_id = self.waiting

    def _ask(self, ticket):
        """Ask the customer something, the way that is installed."""
        if 'date_last_answer' in self.Ticket._fields:
            ticket.sudo().date_last_answer = datetime(2026, 3, 2, 3, 0)
        else:
            ticket.message_post(body="Which colour?", subtype_xmlid='mail.mt_comment')

    def test_a_late_ticket_is_cancelled_by_the_next_level_up(self):
        """003-17: cancelling would silence it: its agent may not, nor with the reason of joining;
        the supervisor may."""
        reason = self.env.ref('pharma_callcenter.pharma_complaint_cancel_reason_mistake')
        joined = self.env.ref('pharma_callcenter.pharma_complaint_cancel_reason_joined')
        self.ticket.user_id = self.agent
        self.ticket.date_promised = '2026-03-01 00:00:00'
        self.assertTrue(self.ticket.is_late)

        def cancel(user, why):
            Cancel = self.env['pharma.complaint.cancel'].with_user(user)
            Cancel.create({'ticket_ids': self.ticket.ids, 'reason_id': why.id}).action_apply()

        for why, error in ((reason, AccessError), (joined, UserError)):
            with self.subTest(why=why.name), self.assertRaises(error), self.cr.savepoint():
                cancel(self.agent, why)
        self.assertEqual(self.ticket.state, 'new')
        cancel(self.supervisor, reason)
        self.assertEqual(self.ticket.state, 'cancelled')

    def test_cancelled_and_back_does_not_start_anew(self):
        """003-17: only an answered ticket gets a new clock when it is reopened."""
        self.ticket.escalation_level = '2'
        self.ticket.stage_id = self.stage_cancelled
        with self._at(3, 4, 3, 0):
            self.ticket.stage_id = self.stage_open
            self.assertEqual(self.ticket.date_promised, DUE)
        self.assertEqual(self.ticket.escalation_level, '2')

    def test_copies_begin_anew(self):
        """003-17: a copy has its own clock, not the level or the promise of the first."""
        self.ticket.with_user(self.agent)._promise(EARLIER)
        self.ticket.escalation_level = '2'
        with self._at(3, 4, 1, 0):
            copy = self.ticket.copy()
            self.assertEqual(copy.date_promised, datetime(2026, 3, 4, 10, 0))
        self.assertEqual(copy.escalation_level, '0')
