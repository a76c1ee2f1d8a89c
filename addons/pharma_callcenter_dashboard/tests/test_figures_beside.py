from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RECEIVED, FiguresCommon


@tagged('post_install', '-at_install')
class TestFiguresBeside(FiguresCommon):
    """The smaller tables of the team, and the appraisal, by golden values."""

    def test_escalations_by_level(self):
        """003-17: two to the manager, one to management; promised dates are no escalation."""
        self.env['pharma.complaint.escalation.log'].create(
            [
                {
                    'complaint_id': self.tickets[index].id,
                    'company_id': self.company.id,
                    'event': event,
                    'level': level,
                    'user_id': self.env.uid,
                    'date': RECEIVED,
                }
                for index, event, level in (
                    (0, 'solve', '2'),
                    (3, 'answer', '2'),
                    (1, 'solve', '3'),
                    (1, 'promise', '0'),
                )
            ]
        )
        figures = self._read(self.supervisor, 'ticket_team', 'Escalations')
        counts = {level: values['__count'] for level, values in figures.items()}
        self.assertEqual(counts, {'2': 2, '3': 1, None: 3})
        figures = self._read(self.supervisor, 'ticket_team', 'Escalations', employee=self.colleague)
        self.assertEqual(figures[None]['__count'], 1)

    def test_claims_claimed_and_accepted(self):
        """002-19: 700 accepted of 1500 claimed; a draft is not claimed yet."""
        supplier = self.env['res.partner'].create({'name': 'Supplier'})
        claims = self.env['pharma.complaint.claim'].create(
            [
                {
                    'partner_id': supplier.id,
                    'company_id': self.company.id,
                    'currency_id': self.company.currency_id.id,
                    'line_ids': [
                        Command.create(
                            {'product_id': self.metformin.id, 'amount': a, 'amount_accepted': b}
                        )
                    ],
                }
                for a, b in ((1000, 600), (500, 100), (9000, 0))
            ]
        )
        for claim, state in zip(claims, ('settled', 'partly'), strict=False):
            sent = {'state': state, 'date_sent': date(2026, 2, 12)}
            self._set('pharma_complaint_claim', claim.id, **sent)
            self._set('pharma_complaint_claim_line', claim.line_ids.id, **sent)
        figures = self._read(self.supervisor, 'ticket_team', 'Supplier Claims')
        self._assert_figures(
            figures[None], count=2, amount_company=1500, amount_accepted_company=700
        )
        self._assert_figures(figures['settled'], amount_company=1000, amount_accepted_company=600)

    def test_follow_ups_and_ratings(self):
        """000-43, 003-14: two outcomes; points are the average of what was asked, by meaning."""
        for rating, outcome in ((5, 'good'), (2, 'bad')):
            followup = self.env['pharma.followup'].create(
                {
                    'complaint_id': self.tickets[0].id,
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                    'user_id': self.agent.id,
                }
            )
            followup.write({'state': 'done', 'outcome': outcome, 'date_done': RECEIVED})
            self.env['pharma.followup.score'].create(
                {'followup_id': followup.id, 'meaning': 'satisfaction', 'score': rating}
            )
        figures = self._read(self.supervisor, 'ticket_team', 'Follow-Ups by Outcome')
        counts = {outcome: values['__count'] for outcome, values in figures.items()}
        self.assertEqual(counts, {'good': 1, 'bad': 1, None: 2})
        ratings = self._read(self.supervisor, 'ticket_team', 'Ratings of Customers')
        self._assert_figures(ratings['satisfaction'], count=2, score=3.5)

    def test_proposals_by_state(self):
        """000-43: as they stand now, whatever the period."""
        self.env['pharma.proposal'].create(
            [{'name': name, 'company_id': self.company.id} for name in ('Larger print', 'Sundays')]
        )
        figures = self._read(self.supervisor, 'ticket_team', 'Improvement Proposals Now')
        self.assertEqual(figures['new']['__count'], 2)

    def test_points_of_the_appraisal(self):
        """000-41, 002-17: an employee's points are the average of his indicators by their weights;
        pharmacists have no access to them."""
        pivot = self._get_pivot('appraisal', 'Points by Employee')
        chosen = {'pharma-period': (date(2026, 2, 1), date(2026, 3, 1))}
        Appraisal = self.env['pharma.appraisal']
        domain = self._get_domain(pivot, chosen)
        rows = Appraisal.with_user(self.supervisor).search(domain)
        self.assertEqual(rows.user_id, self.agent | self.colleague)
        for user, score in Appraisal.with_user(self.supervisor)._read_group(
            domain, ['user_id'], ['score:avg']
        ):
            own = rows.filtered(lambda row, user=user: row.user_id == user)
            points = sum(row.score * row.weight for row in own) / sum(own.mapped('weight'))
            self.assertAlmostEqual(score, points, places=4)
        with self.assertRaises(AccessError):
            Appraisal.with_user(self.pharmacist).search(domain)
