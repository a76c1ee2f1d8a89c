from odoo.tests import tagged

from odoo.addons.pharma_care.tests.common_tour import TourCommon


@tagged('post_install', '-at_install')
class TestTourDashboard(TourCommon):
    """The dashboards in the browser, each as the role for which it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['pharma.care.target'].create(
            {'period': 'month', 'figure': 'care_count', 'value': 4, 'date_from': cls.today}
        )

    def test_manager_goes_from_the_dashboard_to_the_cares(self):
        """004-67: a figure of the table, the days behind it, the cares of a day."""
        self._record(self.lan)
        self._tour('pharma_care_target_action', 'dashboard_team', login='tour_chief')

    def test_employee_sees_the_own_dashboard(self):
        """004-67: cards, graphs, and the view behind a title."""
        self._record(self.lan)
        self._tour('pharma_care_case_action_orders', 'dashboard_mine')

    def _tour(self, action, tour, login='tour_care'):
        self.start_tour(f'/odoo/action-pharma_care.{action}', f'pharma_{tour}_tour', login=login)
