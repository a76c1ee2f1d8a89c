from odoo.fields import Command
from odoo.tests import tagged, warmup

from .common_work import WorkCommon, at

COUNTS = (
    'task_count',
    'open_task_count',
    'child_count',
    'claim_count',
    'return_count',
    'refund_count',
    'duty_contact',
)


@tagged('post_install', '-at_install')
class TestWorkPerformance(WorkCommon):
    """What the work around tickets costs."""

    @warmup
    def test_counts_cost_the_same_for_many(self):
        """002-15: the counts of twelve tickets with orders and tasks cost what those of one do."""
        self._create_shift(self.pharmacist, at(2, 0), at(2, 12))
        tickets = self.env['pharma.complaint']
        for _number in range(12):
            order = self.env['sale.order'].create(
                {
                    'partner_id': self.customer.id,
                    'order_line': [Command.create({'product_id': self.metformin.id})],
                }
            )
            tickets += self._create_ticket(order_id=order.id, user_id=self.agent.id)
        self.env['pharma.complaint.task'].create(
            [
                {'complaint_id': ticket.id, 'name': 'Find', 'department_id': self.department.id}
                for ticket in tickets
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(11):
            rows = tickets.read(COUNTS)
        self.assertEqual({row['task_count'] for row in rows}, {1})
