from datetime import timedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.pharma_demo.generators.stock import demo_branches, demo_records
from odoo.addons.pharma_demo.generators.tickets_setup import ALIASES


@tagged('post_install', '-at_install')
class TestTourDemoTickets(TransactionCase):
    """Half a year of tickets of the demo chain, with work for today; runs on a full database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = demo_records(cls.env, 'res.partner')
        cls.tickets = cls.env['pharma.complaint'].search([('partner_id', 'in', cls.customers.ids)])
        # the day from which all dates were counted
        cls.installed = min(cls.tickets.mapped('create_date'))
        cls.open = cls.tickets.filtered(lambda ticket: not ticket.date_closed)
        cls.users = {
            user.login: user
            for user in cls.env['res.users'].search(
                [('id', 'in', demo_records(cls.env, 'res.users').ids)]
            )
        }

    def test_every_kind_and_state_is_there(self):
        """000-22, 001-13, 002-13: each kind, state, origin, relation and department has tickets."""
        self.assertTrue(220 <= len(self.tickets) <= 300, len(self.tickets))
        for name, missing in (
            ('nature', set()),
            ('state', set()),
            ('relation', set()),
            ('escalation_level', set()),
            ('priority', set()),
        ):
            keys = {key for key, _label in self.tickets._fields[name].selection}
            self.assertEqual(keys - set(self.tickets.mapped(name)), missing, name)
        self.assertLessEqual(
            {'hand', 'email', 'call', 'care', 'followup'},
            set(self.tickets.origin_id.mapped('code')),
        )
        self.assertEqual(self.tickets.warehouse_id, demo_branches(self.env))
        self.assertGreaterEqual(len(self.tickets.owner_department_id), 4)
        self.assertGreaterEqual(len(self.tickets.category_id), 14)

    def test_there_is_work_for_today(self):
        """003-17: open tickets are neither few nor endless; some are late, some are nobody's, some
        wait for the customer or the pharmacist."""
        self.assertTrue(20 <= len(self.open) <= 60, len(self.open))
        self.assertEqual(set(self.open.mapped('state')), {'new', 'open', 'waiting'})
        self.assertTrue(self.open.filtered(lambda ticket: not ticket.user_id))
        late = self.open.filtered(lambda t: t.date_promised < self.installed and not t.date_waiting)
        self.assertTrue(2 <= len(late) <= len(self.open) / 2, len(late))
        self.assertIn('asked', self.open.mapped('pharmacist_state'))
        soon = self.installed + timedelta(days=4)
        self.assertTrue(self.open.filtered(lambda t: self.installed < t.date_promised < soon))

    def test_most_customers_were_answered_in_time(self):
        """000-36: the first answer to what is solved came late in some tickets, not in most."""
        solved = self.tickets.filtered(lambda ticket: ticket.state == 'solved')
        late = solved.filtered(lambda t: t.date_first_answer > t.date_answer_due)
        self.assertTrue(0 < len(late) < len(solved) / 4, len(late))

    def test_dates_are_in_order(self):
        """000-22: nothing was answered before it was told, closed before it was answered, or done
        in the future; what was bought was bought before."""
        now = fields.Datetime.now()
        for ticket in self.tickets:
            chain = [
                ticket.date_received,
                ticket.date_first_answer,
                ticket.date_last_answer,
                ticket.date_closed,
            ]
            chain = [moment for moment in chain if moment]
            self.assertEqual(chain, sorted(chain), ticket.number)
            self.assertLessEqual(chain[-1], now, ticket.number)
            if ticket.order_id:
                self.assertLess(ticket.order_id.date_order, ticket.date_received, ticket.number)
            asked = ticket.date_pharmacist_asked
            if asked:
                self.assertGreaterEqual(asked, ticket.date_received, ticket.number)
        messages = self.env['mail.message'].search(
            [('model', '=', 'pharma.complaint'), ('res_id', 'in', self.tickets.ids)]
        )
        received = {ticket.id: ticket.date_received for ticket in self.tickets}
        self.assertFalse(messages.filtered(lambda m: not received[m.res_id] <= m.date <= now))
        months = {(t.date_received.year, t.date_received.month) for t in self.tickets}
        self.assertGreaterEqual(len(months), 5)

    def test_solved_tickets_are_complete(self):
        """000-24, 003-05: who was told what stands in each solved ticket; a few have a reason why
        they were cancelled; pharmacists advised to see a doctor."""
        for ticket in self.tickets.filtered(lambda t: t.state == 'solved'):
            self.assertTrue(ticket.solution and ticket.date_last_answer, ticket.number)
            self.assertTrue(ticket.user_id, ticket.number)
        cancelled = self.tickets.filtered(lambda t: t.state == 'cancelled')
        self.assertTrue(all(ticket.cancel_reason_id for ticket in cancelled))
        self.assertTrue(3 <= len(cancelled) <= 30, len(cancelled))
        self.assertTrue(self.tickets.filtered('is_see_doctor'))
        self.assertIn('answered', self.tickets.mapped('pharmacist_state'))
        self.assertTrue(self.tickets.filtered('merged_into_id'))
        self.assertTrue(self.tickets.filtered('split_from_id'))
        self.assertTrue(self.tickets.filtered('reopen_count'))
        self.assertTrue(self.tickets.filtered(lambda t: t.parent_id and t.nature == 'service'))

    def test_relations_point_to_the_first_ticket(self):
        """000-23: who came again did so after his first ticket, at the second time after its
        end."""
        again = self.tickets.filtered('original_id')
        self.assertEqual(set(again.mapped('relation')), {'repeated', 'second'})
        for ticket in again:
            first = ticket.original_id
            self.assertEqual(first.commercial_partner_id, ticket.commercial_partner_id)
            self.assertGreater(ticket.date_received, first.date_received, ticket.number)
            if ticket.relation == 'second':
                ended = first.date_reopened or first.date_closed
                self.assertGreater(ticket.date_received, min(ended, first.date_closed or ended))

    def test_the_log_agrees_with_the_level(self):
        """003-17: the level of a ticket is the highest in its log, but for what was extended or
        opened again, and each step has its moment before now and after the receipt."""
        logs = self.tickets.escalation_log_ids
        steps = logs.filtered(lambda log: log.event in ('answer', 'solve'))
        self.assertEqual(set(steps.mapped('level')), {'1', '2', '3'})
        for ticket in self.tickets.filtered(lambda t: not t.is_extended and not t.reopen_count):
            mine = steps.filtered(lambda log, t=ticket: log.complaint_id == t)
            self.assertEqual(
                ticket.escalation_level, max(mine.mapped('level'), default='0'), ticket.number
            )
        for log in steps:
            self.assertTrue(log.told_user_ids, log.complaint_id.number)
            self.assertTrue(
                log.complaint_id.date_received <= log.date <= fields.Datetime.now(),
                log.complaint_id.number,
            )
        reopened = logs.filtered(lambda log: log.event == 'reopen')
        self.assertTrue(reopened)
        for log in reopened:
            self.assertEqual(log.date, log.complaint_id.date_reopened, log.complaint_id.number)
            self.assertGreaterEqual(log.date_after, log.date, log.complaint_id.number)
        extended = logs.filtered(lambda log: log.event == 'extension')
        self.assertTrue(extended and all(log.reason for log in extended))
        self.assertIn('promise', logs.mapped('event'))

    def test_departments_do_tasks(self):
        """002-15: tasks are in every state, ended ones have feedback, one is late; heads work
        here."""
        tasks = self.env['pharma.complaint.task'].search([('complaint_id', 'in', self.tickets.ids)])
        self.assertEqual(set(tasks.mapped('state')), {'todo', 'doing', 'done', 'refused'})
        for task in tasks.filtered('date_done'):
            self.assertTrue(task.feedback)
            self.assertLessEqual(task.complaint_id.date_received, task.date_done)
        departments = demo_records(self.env, 'hr.department')
        self.assertEqual(len(departments), 5)
        for department in departments:
            head = department.manager_id.user_id
            self.assertTrue(head.has_group('pharma_crm.group_pharma_user'), department.name)

    def test_goods_lead_to_alarms_and_claims(self):
        """000-22, 002-19: one lot waits for the pharmacist, one was decided; claims are in every
        state, one in dollars."""
        alarms = self.env['pharma.complaint.alarm'].search(
            [('lot_id', 'in', self.tickets.lot_id.ids)]
        )
        self.assertEqual(sorted(alarms.mapped('state')), ['decided', 'open'])
        limit = self.env.company.pharma_alarm_customers
        for alarm in alarms:
            self.assertGreaterEqual(alarm.customer_count, limit)
        claims = self.env['pharma.complaint.claim'].search(
            [('line_ids.complaint_id', 'in', self.tickets.ids)]
        )
        states = {key for key, _label in claims._fields['state'].selection}
        self.assertEqual(set(claims.mapped('state')), states)
        self.assertEqual(set(claims.currency_id.mapped('name')), {'VND', 'USD'})

    def test_customers_were_asked(self):
        """000-32, 000-43, 001-15: many follow-ups were answered, some are due, bad ones led to
        tickets, proposals are in every state."""
        followups = self.env['pharma.followup'].search([('partner_id', 'in', self.customers.ids)])
        done = followups.filtered(lambda f: f.state == 'done')
        self.assertTrue(120 <= len(done) <= 260, len(done))
        self.assertLessEqual({'good', 'neutral', 'bad'}, set(done.mapped('outcome')))
        waiting = followups.filtered(lambda f: f.state == 'planned')
        self.assertTrue(5 <= len(waiting) <= 50, len(waiting))
        self.assertTrue(all(f.date_done <= fields.Datetime.now() for f in done))
        bad = done.filtered(lambda f: f.outcome == 'bad')
        self.assertTrue(bad.bad_complaint_ids)
        self.assertTrue(bad.complaint_id.filtered('reopen_count'))
        self.assertTrue(done.order_id and done.complaint_id and done.survey_input_id)
        proposals = self.env['pharma.proposal'].search([])
        states = {key for key, _label in proposals._fields['state'].selection}
        self.assertLessEqual(states, set(proposals.mapped('state')))
        self.assertTrue(any(proposal.feedback_count > 3 for proposal in proposals))

    def test_figures_tell_people_apart(self):
        """000-41, 002-17: several employees have points in several months, and differ."""
        names = [self.users[login].id for login in ('care', 'agent', 'supervisor', 'manager')]
        rows = self.env['pharma.appraisal'].search([('user_id', 'in', names)])
        self.assertEqual(sorted(rows.user_id.ids), sorted(names))
        self.assertGreaterEqual(len(set(rows.mapped('month'))), 4)
        ratings = self.env['pharma.complaint.report']._read_group(
            [('user_id', 'in', names)], ['user_id'], ['rating:avg']
        )
        self.assertEqual(len({round(rating, 2) for _user, rating in ratings}), len(names))
        for name in ('warehouse_id', 'product_id', 'lot_id', 'owner_department_id'):
            groups = self.env['pharma.complaint.report']._read_group(
                [(name, '!=', False)], [name], ['__count']
            )
            self.assertGreater(len(groups), 1, name)

    def test_every_role_sees_its_part(self):
        """000-36: supervisor, manager and pharmacist see all tickets, agents those of their team,
        others their own, couriers none; the inspector has tasks and reads no other ticket."""
        Tickets = self.env['pharma.complaint']
        seen = {
            login: Tickets.with_user(user).search([('id', 'in', self.tickets.ids)])
            for login, user in self.users.items()
            if Tickets.with_user(user).has_access('read')
        }
        for login in ('supervisor', 'manager', 'pharmacist'):
            self.assertEqual(len(seen[login]), len(self.tickets), login)
        team = self.env.ref('pharma_demo.team_hcm')
        others = self.tickets.filtered(
            lambda t: t.team_id and t.team_id != team and t.user_id != self.users['agent']
        )
        self.assertTrue(0 < len(seen['agent']) < len(self.tickets))
        self.assertFalse(seen['agent'] & others.filtered(lambda t: t.user_id))
        self.assertNotIn('courier', seen)
        tasks = self.env['pharma.complaint.task'].with_user(self.users['quality'])
        self.assertTrue(tasks.search_count([]))
        self.assertFalse(
            self.env['pharma.care.case'].with_user(self.users['quality']).has_access('read')
        )

    def test_experts_are_on_duty(self):
        """001-09, 001-12: every day of two weeks has its shifts, questions are open and
        answered."""
        shifts = self.env['pharma.duty.shift'].search(
            [('user_id', 'in', [user.id for user in self.users.values()])]
        )
        self.assertEqual(len(shifts), 28)
        questions = self.env['pharma.complaint.question'].search([])
        self.assertLessEqual({'open', 'answered', 'cancelled'}, set(questions.mapped('state')))
        self.assertEqual(set(questions.mapped('importance')), {'0', '1'})

    def test_nothing_was_sent(self):
        """000-22: addresses of the kinds are there, and no e-mail waits to be sent."""
        for nature, alias in ALIASES.items():
            kind = self.env.ref(f'pharma_callcenter.pharma_complaint_kind_{nature}')
            self.assertEqual(kind.alias_name, alias)
        mails = self.env['mail.mail'].search(
            [('model', '=', 'pharma.complaint'), ('create_date', '<=', self.installed)]
        )
        self.assertFalse(mails)
