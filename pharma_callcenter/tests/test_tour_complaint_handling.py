from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers

ACTION = '/odoo/action-pharma_callcenter.'


@tagged('post_install', '-at_install')
class TestTourComplaintHandling(TourUsers):
    """Handling of tickets in the browser, each as the role whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_tour_company()
        cls.agent = cls._create_tour_user('tour_agent', 'pharma_callcenter.group_call_agent')
        cls.pharmacist = cls._create_tour_user('tour_pharmacist', 'pharma_crm.group_pharmacist')
        cls.customer = cls.env['res.partner'].create({'name': 'Tour Lan'})

    def _create_ticket(self, **values):
        return self.env['pharma.complaint'].create({'partner_id': self.customer.id, **values})

    def test_an_agent_takes_and_solves(self):
        """000-22, 000-24: from 'Unassigned' to 'Solved' in one sitting."""
        ticket = self._create_ticket(name='Tour Broken Box')
        self.start_tour(
            f'{ACTION}pharma_complaint_action_unassigned',
            'pharma_complaint_take_and_solve',
            login='tour_agent',
        )
        self.assertRecordValues(
            ticket,
            [
                {
                    'user_id': self.agent.id,
                    'state': 'solved',
                    'solution': 'Exchanged at the counter.',
                    'answer_count': 1,
                }
            ],
        )

    def test_a_question_goes_to_the_pharmacist_and_back(self):
        """003-05, 003-09: the agent asks, the pharmacist answers from 'Questions for Me'."""
        ticket = self._create_ticket(
            name='Tour Question',
            kind_id=self.env.ref('pharma_callcenter.pharma_complaint_kind_professional').id,
            user_id=self.agent.id,
        )
        self.start_tour(
            f'{ACTION}pharma_complaint_action_mine/{ticket.id}',
            'pharma_complaint_ask_pharmacist',
            login='tour_agent',
        )
        self.start_tour(
            f'{ACTION}pharma_complaint_action_questions',
            'pharma_complaint_pharmacist_answers',
            login='tour_pharmacist',
        )
        self.assertEqual(ticket.pharmacist_answer, 'Never with grapefruit.')
        self.assertEqual(ticket.user_id, self.agent)
        self.assertEqual(ticket.pharmacist_answer_user_id, self.pharmacist)
