from datetime import timedelta

from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged

from odoo.addons.pharma_callcenter.tests.common import NOW

from .common import FEBRUARY, FiguresCommon

REPORT = 'pharma.complaint.report'


@tagged('post_install', '-at_install')
class TestFigures(FiguresCommon):
    """What the dashboards show of seven tickets, worked out by hand (000-44, 003-14)."""

    def test_cards_of_the_team(self):
        """000-44, 000-23, 003-14: of six tickets received in February one was cancelled; 4 of 5 are
        solved, 1 of 4 late, 2 of 3 who rated are satisfied, 1 has a grievance, 1 of 5 is repeated,
        1 of 5 a second one; answers after 2, 6, 3 and 1 hours."""
        [figures] = self._read(self.supervisor, 'ticket_team', 'Current').values()
        self._assert_figures(
            figures,
            count=6,
            solved_rate=80,
            late_rate=25,
            repeated_rate=20,
            second_rate=20,
            satisfied_rate=200 / 3,
            grieved_rate=100 / 3,
            answer_hours=3,
        )

    def test_totals_are_weighted(self):
        """000-44: the agent solved 3 of 3, the colleague 1 of 2: together 4 of 5 (80 %), not the
        middle of 100 % and 50 %; the same with what is late and with hours."""
        figures = self._read(self.supervisor, 'ticket_team', 'Tickets by Employee')
        self._assert_figures(
            figures[self.agent],
            count=4,
            solved_rate=100,
            late_rate=100 / 3,
            answer_hours=11 / 3,
            solve_hours=26,
            satisfied_rate=50,
        )
        self._assert_figures(
            figures[self.colleague],
            count=2,
            solved_rate=50,
            late_rate=0,
            answer_hours=1,
            solve_hours=2,
            satisfied_rate=100,
        )
        self._assert_figures(
            figures[None], count=6, solved_rate=80, late_rate=25, answer_hours=3, solve_hours=20
        )

    def test_tables_count_every_ticket_once(self):
        """000-44: by kind, branch, department and medicine, as many as the card says."""
        for name in ('Tickets by Kind', 'Tickets by Branch', 'Tickets by Department'):
            figures = self._read(self.supervisor, 'ticket_team', name)
            total = figures.pop(None)['__count']
            self.assertEqual((total, sum(f['__count'] for f in figures.values())), (6, 6), name)
        branches = self._read(self.supervisor, 'ticket_team', 'Tickets by Branch')
        self._assert_figures(branches[self.branch], count=5, solved_rate=75)
        medicines = self._read(self.supervisor, 'ticket_team', 'Top Medicines')
        self.assertEqual(medicines[self.metformin]['__count'], 5)
        self.assertEqual(medicines[self.aspirin]['__count'], 1)

    def test_filters_narrow_all_figures(self):
        """000-44: branch, kind and employee; what is open now does not depend on the period."""
        args = (self.supervisor, 'ticket_team', 'Current')
        for chosen, count in (
            ({'branch': self.other_branch}, 1),
            ({'employee': self.colleague}, 2),
            ({'kind': self.kind_service}, 0),
            ({'branch': self.branch, 'employee': self.agent}, 3),
        ):
            [figures] = self._read(*args, **chosen).values()
            self.assertEqual(figures['__count'], count, chosen)
        [figures] = self._read(self.supervisor, 'ticket_team', 'Open').values()
        self.assertEqual(figures['__count'], 2)

    def test_what_an_agent_solved(self):
        """000-44: of the agent three were solved in February: one of them late, one of two content;
        one is open since January."""
        mine = {'employee': self.agent}
        [figures] = self._read(self.agent, 'my_tickets', 'Current', **mine).values()
        self._assert_figures(
            figures,
            count=3,
            late_rate=100 / 3,
            satisfied_rate=50,
            answer_hours=11 / 3,
            solve_hours=26,
        )
        [figures] = self._read(self.agent, 'my_tickets', 'Open', **mine).values()
        self.assertEqual(figures['__count'], 1)

    def test_late_and_due_today(self):
        """003-17: the cards name the tickets of the lists 'Late' and 'Due Today'."""
        late, today = (self._make(self.agent) for _count in range(2))
        for ticket, hours in ((late, -1), (today, 1)):
            promised = NOW + timedelta(hours=hours)
            self._set(
                'pharma_complaint', ticket.id, date_promised=promised, date_answer_due=promised
            )
        for name, tickets in (('Late', late), ('Due Today', late | today)):
            pivot = self._get_pivot('my_tickets', name)
            domain = self._get_domain(pivot, {'pharma-employee': self.agent})
            found = self.env['pharma.complaint'].with_user(self.agent).search(domain)
            self.assertEqual(found & (late | today), tickets, name)

    def test_a_figure_leads_to_its_tickets(self):
        """000-44: behind each row of a table are as many tickets as it counts, which open."""
        pivot = self._get_pivot('ticket_team', 'Tickets by Employee')
        domain = self._get_domain(pivot, FEBRUARY)
        for user, figures in self._read(
            self.supervisor, 'ticket_team', 'Tickets by Employee'
        ).items():
            own = Domain('user_id', '=', user.id) if user else Domain.TRUE
            rows = self.env[REPORT].with_user(self.supervisor).search(domain & own)
            self.assertEqual(len(rows), figures['__count'])
            self.assertLessEqual(rows.ticket_id, self.tickets)
            self.assertEqual(rows[0].action_view_ticket()['res_model'], 'pharma.complaint')

    def test_record_rules_limit_the_figures(self):
        """000-36: an agent who clears the filter still sees his own only; pharmacists see the
        tickets of their company, supervisors of another company none."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'figures_outsider',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for user, count in ((self.agent, 4), (self.supervisor, 6), (self.pharmacist, 6)):
            [figures] = self._read(user, 'ticket_team', 'Current').values()
            self.assertEqual(figures['__count'], count, user.login)
        self.env = self.env(context={**self.env.context, 'allowed_company_ids': company.ids})
        for pivot in self.documents['ticket_team']['pivots'].values():
            for figures in self._read(outsider, 'ticket_team', pivot['name']).values():
                self.assertFalse(any(figures.values()), pivot['name'])
