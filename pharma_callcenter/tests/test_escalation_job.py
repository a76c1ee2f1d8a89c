from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.mail.tests.common import MailCase

from .common_promise import PromiseCommon

STEP = 'odoo.addons.pharma_callcenter.models.pharma_complaint_escalation_step'


@tagged('post_install', '-at_install')
class TestEscalationJob(MailCase, PromiseCommon):
    """The job that escalates: failures, its log, its speed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_id = cls.supervisor
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, team_id=cls.team.id, owner_department_id=cls.department.id
        )

    def test_one_failing_ticket_does_not_stop_the_others(self):
        """003-17: the ticket that fails is logged and tried again, the others escalate."""
        other = self._create_ticket(partner_id=self.other_customer.id, user_id=self.agent.id)
        Ticket = self.registry['pharma.complaint']
        find = Ticket._find_escalation_users

        def fail(ticket, level):
            if ticket == self.ticket:
                raise ValueError
            return find(ticket, level)

        with self._at(3, 2, 8, 0), self.mock_mail_gateway():
            with (
                patch.object(Ticket, '_find_escalation_users', fail),
                self.assertLogs(STEP, 'ERROR'),
            ):
                self._run()
            self.assertFalse(self._steps(self.ticket))
            self.assertEqual(self.ticket.escalation_level, '0')
            self.assertEqual(len(self._steps(other)), 1)
            self._run()
            self.assertEqual(len(self._steps(self.ticket)), 1)
            self.assertEqual(len(self._steps(other)), 1)

    def test_the_log_is_only_added_to(self):
        """003-17: nobody changes or deletes the log, not even the suite; only code adds to it."""
        with self._at(3, 2, 8, 0), self.mock_mail_gateway():
            self._run()
        log = self.ticket.escalation_log_ids
        for values in ({'told': 'nobody'}, {'level': '0'}):
            with self.assertRaises(UserError):
                log.write(values)
        with self.assertRaises(UserError):
            log.unlink()
        for user in (self.agent, self.supervisor, self.manager):
            model = self.Log.with_user(user)
            for operation in ('write', 'create', 'unlink'):
                self.assertFalse(model.has_access(operation))

    def test_who_reads_the_log(self):
        """000-36: the log is read with its ticket: a colleague of another team does not."""
        with self._at(3, 2, 8, 0), self.mock_mail_gateway():
            self._run()
        log = self.ticket.escalation_log_ids
        for user in (self.agent, self.colleague, self.supervisor, self.clerk, self.manager):
            self.assertTrue(log.with_user(user).has_access('read'), user.login)
        self.assertFalse(log.with_user(self.stranger).has_access('read'))
        portal = new_test_user(self.env, 'late_portal', groups='base.group_portal')
        with self.assertRaises(AccessError):
            log.with_user(portal).read(['told'])

    # === SPEED === #
    def test_a_hundred_tickets_in_few_queries(self):
        """003-17: one message per person, one update, one log: the number of queries does not grow
        with the tickets."""

        def cost(count):
            tickets = self.Ticket.create(
                [
                    {
                        'partner_id': self.customer.id,
                        'user_id': self.agent.id,
                        'kind_id': self.kind.id,
                        'name': f'Ticket {number}',
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            with self._at(3, 2, 8, 0), self.mock_mail_gateway():
                before = self.env.cr.sql_log_count
                tickets._escalate()
                queries = self.env.cr.sql_log_count - before
            self.assertEqual(set(tickets.mapped('escalation_level')), {'1'})
            return queries

        cost(1)
        one, hundred = cost(2), cost(100)
        self.assertLess(hundred, one + 15)
        self.assertLess(hundred, 150)

    def test_the_search_uses_its_index(self):
        """003-17: among 20,000 tickets those that are due are found by the partial index."""
        self.env.flush_all()
        columns = [
            name
            for name, field in self.Ticket._fields.items()
            if field.store and field.column_type and name not in ('id', 'date_next_escalation')
        ]
        listed = SQL(", ").join(SQL.identifier(name) for name in columns)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_complaint (%s, date_next_escalation)
                SELECT %s, CASE WHEN n / 10 * 10 = n THEN %s + n * interval '1 minute' END
                FROM pharma_complaint, generate_series(1, 20000) n
                WHERE id = %s
                """,
                listed,
                listed,
                datetime(2026, 3, 4),
                self.ticket.id,
            )
        )
        self.env.cr.execute('ANALYZE pharma_complaint')
        query = self.Ticket._search(
            [('date_next_escalation', '<=', datetime(2026, 3, 3, 3, 0)), ('id', 'not in', [])],
            order='date_next_escalation, id',
            limit=100,
        )
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        plan = '\n'.join(row[0] for row in rows)
        self.assertIn('pharma_complaint_next_escalation', plan)
