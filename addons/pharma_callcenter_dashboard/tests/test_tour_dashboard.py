from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

START = '/odoo/action-pharma_callcenter.pharma_complaint_action'


@tagged('post_install', '-at_install')
class TestTourDashboard(HttpCase):
    """The dashboards of tickets in the browser, each as a role for which it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a company of its own: the figures are of what is created here, whatever else there is
        cls.company = cls.env['res.company'].create(
            {'name': 'Tour Chain', 'country_id': cls.env.ref('base.vn').id}
        )
        cls.env.user.write(
            {'company_ids': [Command.link(cls.company.id)], 'company_id': cls.company.id}
        )
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        agent = cls._add_user('agent', 'pharma_callcenter.group_call_agent')
        cls._add_user('supervisor', 'pharma_callcenter.group_call_supervisor')
        cls._add_user('pharmacist', 'pharma_crm.group_pharmacist')
        empty = cls.env['res.company'].create({'name': 'Tour Chain Without Tickets'})
        newcomer = cls._add_user('newcomer', 'pharma_crm.group_pharmacist')
        newcomer.write({'company_ids': [Command.set(empty.ids)], 'company_id': empty.id})
        lan, nam = cls.env['res.partner'].create([{'name': 'Tour Lan'}, {'name': 'Tour Nam'}])
        solved, _open = cls.env['pharma.complaint'].create(
            [
                {'partner_id': customer.id, 'user_id': agent.id, 'description': 'It is broken'}
                for customer in (lan, nam)
            ]
        )
        solved.stage_id = cls.env.ref('pharma_callcenter.pharma_complaint_stage_solved')

    @classmethod
    def _add_user(cls, role, group):
        return new_test_user(
            cls.env,
            f'tour_{role}',
            name=f'Tour {role.capitalize()}',
            groups=group,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def test_supervisor_goes_from_a_figure_to_the_ticket(self):
        """000-44: the count of a table, the tickets behind it, one of them; a card."""
        self._tour('team', 'supervisor')

    def test_agent_sees_the_own_dashboard(self):
        """000-44: the view behind a title, a card, the list of the oldest tickets."""
        self._tour('mine', 'agent')

    def test_supervisor_sees_the_points(self):
        """000-41: the appraisal, and the indicators behind an employee's points."""
        self._tour('appraisal', 'supervisor')

    def test_pharmacist_sees_no_appraisal(self):
        """000-36: the team's tickets, without who achieves how much."""
        self._tour('pharmacist', 'pharmacist')

    def test_dashboards_of_a_new_company(self):
        """000-44: without any ticket they are drawn, too, and no figure is an error."""
        self._tour('pharmacist', 'newcomer')

    def _tour(self, name, role):
        self.start_tour(START, f'pharma_callcenter_dashboard_{name}_tour', login=f'tour_{role}')
