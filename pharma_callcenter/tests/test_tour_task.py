from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers


@tagged('post_install', '-at_install')
class TestTourTask(TourUsers):
    """Journeys in the browser, each as the role whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls._create_tour_user('tour_agent', 'pharma_callcenter.group_call_agent')
        cls.supervisor = cls._create_tour_user(
            'tour_supervisor', 'pharma_callcenter.group_call_supervisor'
        )
        supplier = cls.env['res.partner'].create({'name': 'Tour Supplier'})
        medicine = cls.env['product.product'].create(
            {
                'name': 'Tour Medicine',
                'seller_ids': [Command.create({'partner_id': supplier.id})],
            }
        )
        cls.ticket = cls.env['pharma.complaint'].create(
            {
                'name': 'Box missing (Tour)',
                'user_id': cls.agent.id,
                'product_id': medicine.id,
                # the first of the list, whatever else there is
                'priority': '2',
            }
        )

    def test_an_agent_asks_and_the_department_answers(self):
        """002-15: asked from the ticket, answered by somebody who does not read the ticket."""
        head = self._create_tour_user('tour_head', 'pharma_crm.group_pharma_user')
        employee = self.env['hr.employee'].create({'name': 'Tour Head', 'user_id': head.id})
        self.env['hr.department'].create({'name': 'Tour Stock', 'manager_id': employee.id})
        url = '/odoo/action-pharma_callcenter.pharma_complaint_action_mine'
        self.start_tour(url, 'pharma_task_ask_tour', login='tour_agent')
        url = '/odoo/action-pharma_callcenter.pharma_complaint_task_action_mine'
        self.start_tour(url, 'pharma_task_answer_tour', login='tour_head')
        task = self.env['pharma.complaint.task'].search([('complaint_id', '=', self.ticket.id)])
        self.assertRecordValues(
            task,
            [
                {
                    'state': 'done',
                    'user_id': head.id,
                    'done_user_id': head.id,
                    'feedback': 'It stood behind the door',
                }
            ],
        )

    def test_a_member_takes_a_task_of_the_department(self):
        """002-15: from 'My Tasks', where open tasks of the own department stand."""
        member = self._create_tour_user('tour_member', 'pharma_crm.group_pharma_user')
        department = self.env['hr.department'].create({'name': 'Tour Stock'})
        self.env['hr.employee'].create(
            {'name': 'Tour Member', 'user_id': member.id, 'department_id': department.id}
        )
        task = self.env['pharma.complaint.task'].create(
            {
                'name': 'Look behind the door',
                'complaint_id': self.ticket.id,
                'department_id': department.id,
            }
        )
        url = '/odoo/action-pharma_callcenter.pharma_complaint_task_action_mine'
        self.start_tour(url, 'pharma_task_take_tour', login='tour_member')
        self.assertRecordValues(
            task, [{'state': 'done', 'user_id': member.id, 'feedback': 'It is here'}]
        )

    def test_a_pharmacist_answers_a_question(self):
        """001-12, 001-11: answered in the hand-over, and proposed as an approved answer."""
        self._create_tour_user('tour_expert', 'pharma_crm.group_pharmacist')
        question = self.env['pharma.complaint.question'].create({'name': 'With milk (Tour)?'})
        # no other day before it
        others = [('id', '!=', question.id), ('state', '=', 'open')]
        self.env['pharma.complaint.question'].search(others).action_cancel()
        url = '/odoo/action-pharma_callcenter.pharma_complaint_question_action_handover'
        self.start_tour(url, 'pharma_question_tour', login='tour_expert')
        self.assertEqual(question.state, 'answered')
        self.assertEqual(question.approved_answer_id.answer, 'Better with water')

    def test_a_supervisor_claims_on_the_supplier(self):
        """002-19: from the ticket, with the supplier that sells the medicine."""
        self.ticket.user_id = self.supervisor
        url = '/odoo/action-pharma_callcenter.pharma_complaint_action_mine'
        self.start_tour(url, 'pharma_claim_tour', login='tour_supervisor')
        claim = self.env['pharma.complaint.claim.line'].search(
            [('complaint_id', '=', self.ticket.id)]
        )
        self.assertEqual(claim.state, 'sent')
