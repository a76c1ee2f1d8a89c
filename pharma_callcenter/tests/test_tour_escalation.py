from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.pharma_crm.tests.common_tour import TourUsers


@tagged('post_install', '-at_install')
class TestTourEscalation(TourUsers):
    """Promising and extending the date of a ticket, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls._create_tour_company()
        cls.agent = cls._create_tour_user('tour_agent', 'pharma_callcenter.group_call_agent')
        cls.supervisor = cls._create_tour_user(
            'tour_supervisor', 'pharma_callcenter.group_call_supervisor'
        )
        now = fields.Datetime.now()
        cls.late, cls.open = cls.env['pharma.complaint'].create(
            [
                {
                    'name': name,
                    'kind_id': cls.env.ref('pharma_callcenter.pharma_complaint_kind_complaint').id,
                    'company_id': company.id,
                    'user_id': cls.agent.id,
                    'date_received': now - timedelta(days=days),
                }
                for name, days in (('Tour Late', 60), ('Tour Open', 0))
            ]
        )
        # it was answered, only not solved: the extension is what makes it right
        cls.late.date_first_answer = now - timedelta(days=59)
        cls.env.ref('pharma_callcenter.ir_cron_pharma_escalation').active = False

    def test_a_supervisor_extends_a_late_ticket(self):
        """003-17: banner of the stopped job, late ticket, extension with a reason, log."""
        self.start_tour(
            '/odoo/action-pharma_callcenter.pharma_complaint_action_late',
            'pharma_complaint_extend_tour',
            login='tour_supervisor',
        )
        self.assertEqual(self.late.date_promised.year, 2037)
        self.assertEqual(self.late.escalation_log_ids.event, 'extension')

    def test_the_responsible_agent_promises(self):
        """003-17: an extension is refused with who may; the proposed date is promised."""
        due = self.open.date_target
        self.start_tour(
            '/odoo/action-pharma_callcenter.pharma_complaint_action_mine',
            'pharma_complaint_promise_tour',
            login='tour_agent',
        )
        self.assertEqual(self.open.date_promised, due)
        self.assertEqual(self.open.pledge_user_id, self.agent)
