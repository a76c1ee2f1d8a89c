from odoo.tests import tagged
from odoo.tools import SQL

from .common_tour import TourCommon


@tagged('post_install', '-at_install')
class TestTourFigures(TourCommon):
    """Figures and targets in the browser, each as the role that reads them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.env['pharma.care.target'].search([]).unlink()  # those of the demo chain
        cls.env['pharma.care.target'].create(
            {'period': 'day', 'figure': 'care_count', 'value': 4, 'date_from': cls.today}
        )

    def test_employee_opens_my_figures(self):
        """004-67: one click in the menu Care; today against the target, and the care behind it."""
        self._record(self.lan)
        self._tour('pharma_care_case_action_orders', 'my_figures')

    def test_manager_sees_the_team(self):
        """000-18, 004-36, 004-67: from the team to what is overdue, to an employee's figures, and
        to the cares behind them."""
        self._record(self.lan)
        self._tour('pharma_care_case_action_analysis', 'team', login='tour_chief')

    def test_manager_sets_a_target(self):
        """004-67: for everybody, in the list of targets; the report shows it at once."""
        self._record(self.lan)
        self._tour('pharma_care_target_action', 'target', login='tour_chief')
        target = self.env['pharma.care.target'].search(
            [('company_id', '=', self.company.id), ('period', '=', 'month')]
        )
        self.assertRecordValues(target, [{'user_id': False, 'value': 10, 'figure': 'care_count'}])


@tagged('post_install', '-at_install')
class TestTourDrillDown(TourCommon):
    """A manager goes from each report to the records behind a figure (product decision 22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.care_history_days = 3650
        medicine = cls.env['product.product'].search([('name', '=', 'Metformin Tour')])
        for days_ago in (300, 200):
            cls._order(cls.lan, medicine, 30, days_ago=days_ago)
        cls.env['pharma.care.effect']._update(cls.company, 0, 2**31 - 1)
        cls.env['pharma.adherence']._update(cls.company, cls.lan.id, cls.lan.id)
        Figure = cls.env['pharma.customer.figure']
        Figure._refresh_customers(cls.company, SQL("partner_id > 0"), cls.today)
        Figure._refresh_ranks(cls.company, cls.today)

    def test_from_the_effect_of_care_to_the_case(self):
        """004-36, 004-38: Reporting, a cell of the pivot, a row, its case."""
        rows = self.env['pharma.care.effect'].search([('company_id', '=', self.company.id)])
        self.assertIn(self.lan, rows.partner_id)
        self._tour('pharma_care_case_action_analysis', 'drill_effect', login='tour_chief')

    def test_from_adherence_to_the_purchases(self):
        """000-13, 004-36: Reporting, a customer who is not adherent, the purchases."""
        self._tour('pharma_care_case_action_analysis', 'drill_adherence', login='tour_chief')

    def test_from_segments_to_the_orders(self):
        """000-16, 004-36: Reporting, a customer, the orders."""
        self._tour('pharma_care_case_action_analysis', 'drill_segments', login='tour_chief')
