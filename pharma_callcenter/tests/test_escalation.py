from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_promise import PromiseCommon


@tagged('post_install', '-at_install')
class TestEscalation(MailCase, PromiseCommon):
    """Reminder, manager, management. A ticket of Monday 10:00 is due on Tuesday 10:00 (3:00 UTC);
    the rules remind 4 hours before and tell the management 8 hours after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_id = cls.supervisor
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, team_id=cls.team.id, owner_department_id=cls.department.id
        )

    # === STEPS === #
    def test_every_level_at_its_time(self):
        """003-17: reminder on Monday 15:00, manager on Tuesday 10:00, management on Wednesday
        10:00, each logged with who was told; the management in copy to the former."""
        self.assertEqual(self.ticket.date_next_escalation, datetime(2026, 3, 2, 8, 0))
        with self._at(3, 2, 7, 59), self.mock_mail_gateway():
            self._run()
        self.assertFalse(self._steps(self.ticket))
        reminder = ('solve', '1', {'call_agent'})
        manager = ('solve', '2', {'pharma_clerk', 'call_supervisor'})
        management = (
            'solve',
            '3',
            {'ticket_manager', 'call_agent', 'pharma_clerk', 'call_supervisor'},
        )
        for moment, level, steps in (
            ((3, 2, 8, 0), '1', [reminder]),
            ((3, 2, 9, 0), '1', [reminder]),
            ((3, 3, 3, 0), '2', [reminder, manager]),
            ((3, 4, 2, 59), '2', [reminder, manager]),
            ((3, 4, 3, 0), '3', [reminder, manager, management]),
            ((3, 9, 3, 0), '3', [reminder, manager, management]),
        ):
            with self.subTest(moment=moment), self._at(*moment), self.mock_mail_gateway():
                self._run()
                self._run()
                self.assertEqual(self._steps(self.ticket), steps)
                self.assertEqual(self.ticket.escalation_level, level)
        self.assertFalse(self.ticket.date_next_escalation)

    def test_a_job_that_stood_still_catches_up(self):
        """003-17: after a week without the job all three levels are told in one run."""
        with self._at(3, 9, 3, 0), self.mock_mail_gateway():
            self._run()
        self.assertEqual([step[1] for step in self._steps(self.ticket)], ['1', '2', '3'])
        self.assertEqual(self.ticket.escalation_level, '3')

    def test_in_the_client_and_by_e_mail(self):
        """003-17: whoever reads in Odoo gets an e-mail too; the texts carry number, subject, kind
        and date, nothing of what the customer said."""
        self.agent.notification_type = 'inbox'
        Users = self.registry['res.users']
        with (
            self._at(3, 2, 8, 0),
            self.mock_mail_gateway(),
            patch.object(Users, '_bus_send') as bus,
        ):
            self._run()
        inbox = self.env['mail.notification'].search(
            [
                ('res_partner_id', '=', self.agent.partner_id.id),
                ('notification_type', '=', 'inbox'),
                ('mail_message_id.subject', 'ilike', self.ticket.number),
            ]
        )
        self.assertEqual(len(inbox), 1)
        mail = self._new_mails.filtered(lambda m: 'call_agent@example.com' in (m.email_to or ''))
        self.assertEqual(len(mail), 1)
        self.assertIn(self.ticket.number, mail.body_html)
        self.assertIn(self.kind.name, mail.body_html)
        self.assertNotIn('broken', mail.body_html)
        self.assertIn('simple_notification', [call.args[0] for call in bus.call_args_list])

    def test_the_customer_gets_nothing(self):
        """003-17: a customer who follows his ticket is not told of reminders."""
        self.ticket.message_subscribe(self.customer.ids)
        with self._at(3, 9, 3, 0), self.mock_mail_gateway():
            self._run()
        self.assertTrue(self._new_mails)
        Notification = self.env['mail.notification']
        self.assertFalse(Notification.search([('res_partner_id', '=', self.customer.id)]))
        self.assertFalse(self._new_mails.filtered(lambda m: 'khach' in (m.email_to or '')))

    def test_the_first_answer_escalates_by_itself(self):
        """003-17: a late first answer is told although the solution has time."""
        self.target.answer_hours = 2
        ticket = self._create_ticket(partner_id=self.other_customer.id, user_id=self.agent.id)
        # due at 12:00, reminded one hour before
        self.assertEqual(ticket.date_next_escalation, datetime(2026, 3, 2, 4, 0))
        with self._at(3, 2, 5, 0), self.mock_mail_gateway():
            self._run()
        self.assertEqual(
            [step[:2] for step in self._steps(ticket)], [('answer', '1'), ('answer', '2')]
        )
        Ticket = self.registry['pharma.complaint']
        with patch.object(Ticket, '_is_answered', return_value=True):
            self.env.add_to_compute(Ticket.date_next_escalation, ticket)
            # the solution has its own steps, from the reminder on
            self.assertEqual(ticket.date_next_escalation, datetime(2026, 3, 2, 8, 0))

    def test_a_reminder_longer_than_the_target_comes_at_half_of_it(self):
        """003-17: due within two hours and reminded four hours before: after one hour."""
        self.target.solve_hours = 2
        ticket = self._create_ticket(partner_id=self.other_customer.id)
        self.assertEqual(ticket.date_next_escalation, datetime(2026, 3, 2, 4, 0))

    def test_the_most_specific_rule_wins(self):
        """003-17: a rule for the kind before one for the priority before the general one; it holds
        for open tickets at once."""
        Rule = self.env['pharma.complaint.escalation']
        Rule.create({'priority': '0', 'level': '1', 'hours': 3})
        self.assertEqual(self.ticket.date_next_escalation, datetime(2026, 3, 2, 9, 0))
        rule = Rule.create({'kind_id': self.kind.id, 'level': '1', 'hours': 2})
        self.assertEqual(self.ticket.date_next_escalation, datetime(2026, 3, 3, 1, 0))
        rule.active = False
        self.assertEqual(self.ticket.date_next_escalation, datetime(2026, 3, 2, 9, 0))

    def test_closed_and_waiting_tickets_are_left_alone(self):
        """003-17: a solved ticket does not escalate; one that waits stands still for a week, then
        the responsible person is told and the clock runs."""
        waiting = self._create_ticket(
            partner_id=self.other_customer.id,
            user_id=self.agent.id,
            stage_id=self.env.ref('pharma_callcenter.pharma_complaint_stage_waiting').id,
        )
        self.ticket.stage_id = self.stage_solved
        with self._at(3, 9, 2, 59), self.mock_mail_gateway():
            self._run()
        self.assertFalse(self._steps(self.ticket) + self._steps(waiting))
        with self._at(3, 9, 3, 0), self.mock_mail_gateway():
            self._run()
            self.assertEqual(self._steps(waiting), [('resume', '1', {'call_agent'})])
            self.assertFalse(waiting.date_waiting)
            # a whole week of work was waited: from Monday 10:00 the eight hours begin
            self.assertEqual(waiting.date_promised, datetime(2026, 3, 10, 3, 0))

    # === WHO === #
    def test_who_has_left_is_replaced_by_the_next_level(self):
        """003-17: archived, of another company, or nobody: the next level up, and the log says
        why; without anybody supervisors, then administrators."""
        self.agent.active = False
        users, notes = self.ticket._find_escalation_users(1)
        self.assertEqual(users, self.clerk | self.supervisor)
        self.assertIn('archived', notes[0])
        self.clerk.active = False
        self.team.user_id = False
        self.assertEqual(self.ticket._get_escalation_users('1'), self.manager)
        self.manager.active = False
        supervisors = self.ticket._get_supervisors()
        self.assertIn(self.supervisor, supervisors)
        self.assertEqual(self.ticket._get_escalation_users(3), supervisors)
        with self._at(3, 2, 8, 0), self.mock_mail_gateway():
            self._run()
        log = self.ticket.escalation_log_ids
        self.assertEqual(log.told_user_ids, supervisors)
        self.assertIn('is archived', log.told)
        self.env.ref('pharma_callcenter.group_call_supervisor').all_user_ids.active = False
        admin = new_test_user(self.env, 'the_admin', groups='base.group_system')
        self.assertIn(admin, self.ticket._get_escalation_users(2))

    def test_users_of_another_company_are_not_told(self):
        """000-36, 003-17: a responsible person who has left the company for another is passed
        over."""
        other = self.env['res.company'].create({'name': 'Other chain'})
        self.manager.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        users, notes = self.ticket._find_escalation_users(3)
        self.assertNotIn(self.manager, users)
        self.assertIn('company', notes[0])

    def test_who_is_on_leave_is_replaced(self):
        """003-17: absent as core's time off says: the next level up, and the log says why."""
        Ticket = self.registry['pharma.complaint']
        with patch.object(Ticket, '_is_absent', lambda model, user: user == self.agent):
            users, notes = self.ticket._find_escalation_users(1)
        self.assertEqual(users, self.clerk | self.supervisor)
        self.assertIn('absent', notes[0])

    def test_a_ticket_of_nobody_is_not_forgotten(self):
        """003-17: without responsible person, team and department the management is told."""
        ticket = self._create_ticket(partner_id=False)
        self.assertEqual(ticket._get_escalation_users(1), self.manager)

    def test_blocking_problems_reach_the_head_at_once(self):
        """003-17: urgent and given to a department: its head is told without waiting."""
        with self.mock_mail_gateway():
            ticket = self._create_ticket(
                partner_id=self.other_customer.id,
                priority='2',
                owner_department_id=self.department.id,
            )
            self.assertEqual(self._steps(ticket), [('blocking', '2', {'pharma_clerk'})])
            ticket.name = 'Something else'
            self.assertEqual(len(self._steps(ticket)), 1)
            self.ticket.priority = '2'
        self.assertEqual(
            self._steps(self.ticket), [('blocking', '2', {'pharma_clerk', 'call_supervisor'})]
        )
