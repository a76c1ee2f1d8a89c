from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import NOW, ComplaintCommon


@tagged('post_install', '-at_install')
class TestFigures(ComplaintCommon):
    """Figures of tickets and the appraisal of employees, by golden values."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.pharma_tz = 'Asia/Ho_Chi_Minh'
        # four complaints of the agent: solved within 10 h, solved after 30 h and late, open since
        # 5 h, cancelled; and one of a colleague, open
        cls.quick = cls._ticket(cls.agent, 48, 38, 'solved', promised=24)
        cls.slow = cls._ticket(cls.agent, 48, 18, 'solved', promised=20, product=cls.metformin)
        # promised in ten years: the database's clock is not frozen
        cls.open = cls._ticket(cls.agent, 5, None, 'open', promised=-87600, product=cls.metformin)
        cls.gone = cls._ticket(cls.agent, 5, 4, 'cancelled')
        cls.other = cls._ticket(cls.colleague, 7, None, 'open')
        cls.tickets = cls.quick + cls.slow + cls.open + cls.gone + cls.other

    @classmethod
    def _ticket(cls, user, received, closed, state, promised=None, product=None):
        """A ticket as it would be after work: hours before now, written past the rules of work."""
        ticket = cls._create_ticket(
            user_id=user.id,
            product_id=product.id if product else False,
            relation='new',
            team_id=cls.team.id,
        )
        cls.env.flush_all()
        stage = cls.env['pharma.complaint.stage'].search([('state', '=', state)], limit=1)
        moment = {
            'date_received': NOW - timedelta(hours=received),
            'date_closed': closed and NOW - timedelta(hours=closed),
            'date_promised': promised and NOW - timedelta(hours=promised),
        }
        cls.env.cr.execute(
            """
            UPDATE pharma_complaint SET stage_id = %s, state = %s, date_received = %s,
                date_closed = %s, date_promised = %s, original_id = NULL, relation = 'new'
             WHERE id = %s
            """,
            [stage.id, state, *(value or None for value in moment.values()), ticket.id],
        )
        ticket.invalidate_recordset()
        return ticket

    def _read(self, *measures, domain=(), groupby=()):
        rows = self.env['pharma.complaint.report']._read_group(
            [('id', 'in', self.tickets.ids), *domain], groupby, measures
        )
        return rows

    def test_solving_rate(self):
        """000-44: two of the four tickets that were not cancelled are solved: 50 %; of the agent's
        three, two: 66.67 %."""
        [(rate, count)] = self._read('solved_rate:avg', '__count')
        self.assertAlmostEqual(rate, 50)
        self.assertEqual(count, 5)
        by_user = dict(self._read('solved_rate:avg', groupby=['user_id']))
        self.assertAlmostEqual(by_user[self.agent], 200 / 3)
        self.assertAlmostEqual(by_user[self.colleague], 0)

    def test_reply_speed(self):
        """000-44: solved after 10 and 30 hours: 20 on average; late is one of the two promises that
        were due, the third is still open within its time."""
        [(solve, late)] = self._read('solve_hours:avg', 'late_rate:avg')
        self.assertAlmostEqual(solve, 20)
        self.assertAlmostEqual(late, 100 / 3)

    def test_outstanding_hours(self):
        """000-44: the two open tickets have waited 5 and 7 hours for their first answer."""
        self.env.cr.execute(
            "SELECT extract(epoch FROM (now() AT TIME ZONE 'UTC') - %s) / 3600", [NOW]
        )
        drift = float(self.env.cr.fetchone()[0])  # the database's clock is not frozen
        [(hours,)] = self._read('outstanding_hours:avg')
        self.assertAlmostEqual(hours - drift, 6, places=2)

    def test_repeated_and_second_rates_by_medicine(self):
        """000-23, 000-44: of two tickets about Metformin one is made a second one: 50 %."""
        self.env.cr.execute(
            "UPDATE pharma_complaint SET relation = 'second' WHERE id = %s", [self.open.id]
        )
        rates = dict(self._read('second_rate:avg', groupby=['product_id']))
        self.assertAlmostEqual(rates[self.metformin], 50)
        [(repeated,)] = self._read('repeated_rate:avg')
        self.assertAlmostEqual(repeated, 0)

    def test_satisfaction_and_grievance(self):
        """000-43, 003-10, 003-14: 5 and 1 of 5 points: half are satisfied, half have a grievance;
        a ticket without rating does not count."""
        self._rate(self.quick, 5)
        self._rate(self.slow, 1)
        [(satisfied, grieved, rating)] = self._read(
            'satisfied_rate:avg', 'grieved_rate:avg', 'rating:avg'
        )
        self.assertAlmostEqual(satisfied, 50)
        self.assertAlmostEqual(grieved, 50)
        self.assertAlmostEqual(rating, 3)

    def _rate(self, ticket, points):
        followup = self.env['pharma.followup'].create(
            {'complaint_id': ticket.id, 'partner_id': self.customer.id}
        )
        followup.write({'rating': points, 'state': 'done', 'date_done': NOW})
        self.env.flush_all()

    def test_a_figure_opens_its_ticket(self):
        """000-44: a row drills down to the ticket behind it."""
        row = self.env['pharma.complaint.report'].browse(self.quick.id).with_user(self.agent)
        action = row.action_view_ticket()
        self.assertEqual((action['res_model'], action['res_id']), ('pharma.complaint', row.id))

    def test_the_appraisal_has_golden_values(self):
        """000-41, 002-17, 004-38: 2 of 3 tickets solved (66.7 % of 95: 70.2 points), one of two
        on time (50 % of 90: 55.6 points), 2 tickets of 40: 5 points."""
        self.env.flush_all()
        rows = self.env['pharma.appraisal'].search(
            [('user_id', '=', self.agent.id), ('company_id', '=', self.company.id)]
        )
        points = {}
        for row in rows:
            points.setdefault(row.indicator_id.code, []).append(row)
        solved = sum(row.value * row.counted for row in points['solved']) / 3
        self.assertAlmostEqual(solved, 200 / 3)
        self.assertEqual(sum(row.counted for row in points['on_time']), 2)
        tickets = points['tickets']
        self.assertEqual(sum(row.value for row in tickets), 2)
        self.assertAlmostEqual(sum(row.score for row in tickets), 5)

    def test_weights_make_the_score(self):
        """000-41: 100 points with weight 30 and 50 points with weight 10 give 87.5 points."""
        Indicator = self.env['pharma.appraisal.indicator']
        own = Indicator.search([('company_id', '=', self.company.id)])
        own.weight = 0
        own.filtered(lambda i: i.code == 'tickets').write({'weight': 30, 'target': 1})
        own.filtered(lambda i: i.code == 'on_time').write({'weight': 10, 'target': 100})
        self.env.cr.execute(
            "UPDATE pharma_complaint SET date_closed = %s, date_promised = %s WHERE id = %s",
            [NOW, NOW, self.quick.id],
        )
        self.env.cr.execute(
            "UPDATE pharma_complaint SET date_closed = %s, date_promised = %s WHERE id = %s",
            [NOW, NOW - timedelta(hours=1), self.slow.id],
        )
        self.env.invalidate_all()
        [(score,)] = self.env['pharma.appraisal']._read_group(
            [('user_id', '=', self.agent.id), ('month', '=', '2026-03-01')], [], ['score:avg']
        )
        self.assertAlmostEqual(score, 87.5)

    def test_an_appraisal_opens_its_records(self):
        """000-41: the row of solved tickets opens the tickets it was counted from."""
        self.env.flush_all()
        rows = self.env['pharma.appraisal'].search(
            [('user_id', '=', self.agent.id), ('indicator_id.code', '=', 'tickets')]
        )
        found = self.env['pharma.complaint']
        for row in rows.with_user(self.agent):
            action = row.action_view_records()
            self.assertEqual(action['res_model'], 'pharma.complaint')
            found += self.env['pharma.complaint'].search(action['domain'])
        self.assertEqual(found, self.quick + self.slow)

    def test_figures_have_names_to_read(self):
        """000-41: columns of the appraisal are headed by words, not by codes."""
        indicator = self.env['pharma.appraisal.indicator'].search(
            [('company_id', '=', self.company.id), ('code', '=', 'on_time')]
        )
        self.assertEqual(indicator.display_name, "Solved by the promised date (%)")

    def test_every_figure_opens_as_many_records_as_it_counted(self):
        """000-41: at the border of two months in the company's zone, each indicator's row and the
        list behind it count the same."""
        self._rate(self.quick, 5)
        # 1 March, half past midnight in Viet Nam, is still February in UTC; and 28 February
        for ticket, closed in (
            (self.quick, '2026-02-28 17:30:00'),
            (self.slow, '2026-02-28 16:30:00'),
        ):
            self.env.cr.execute(
                "UPDATE pharma_complaint SET date_closed = %s WHERE id = %s", [closed, ticket.id]
            )
        self.env.invalidate_all()
        rows = self.env['pharma.appraisal'].search([('user_id', '=', self.agent.id)])
        months = {str(row.month): row.counted for row in rows if row.indicator_id.code == 'tickets'}
        self.assertEqual(months, {'2026-03-01': 1, '2026-02-01': 1})
        self.assertEqual(
            set(rows.indicator_id.mapped('code')),
            {'tickets', 'solved', 'on_time', 'rating', 'again'},
        )
        for row in rows.with_user(self.supervisor):
            with self.subTest(indicator=row.indicator_id.code, month=row.month):
                action = row.action_view_records()
                found = self.env[action['res_model']].search_count(action['domain'])
                self.assertEqual(found, row.counted)

    def test_agents_read_their_own_figures(self):
        """000-36: figures of employees are personnel data: own, team leaders none, supervisors all
        of their companies."""
        Report = self.env['pharma.complaint.report']
        domain = [('id', 'in', self.tickets.ids)]
        seen = {
            user.login: len(Report.with_user(user).search(domain))
            for user in (self.agent, self.colleague, self.supervisor, self.pharmacist)
        }
        self.assertEqual(
            seen,
            {'call_agent': 4, 'call_colleague': 1, 'call_supervisor': 5, 'call_pharmacist': 5},
        )
        Appraisal = self.env['pharma.appraisal']
        self.assertEqual(Appraisal.with_user(self.agent).search([]).user_id, self.agent)
        with self.assertRaises(AccessError):
            Appraisal.with_user(self.pharmacist).search([])
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'other_supervisor',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(Report.with_user(outsider).search(domain))
        indicators = self.env['pharma.appraisal.indicator'].with_user(outsider).search([])
        self.assertGreaterEqual(
            set(indicators.mapped('code')),
            {'tickets', 'solved', 'on_time', 'rating', 'again', 'orders'},
            'a new company has its indicators',
        )
        with self.assertRaises(AccessError):
            indicators.with_user(self.agent).write({'weight': 1})
