from odoo.fields import Command
from odoo.tests import tagged

from .common_tour import TourCommon


@tagged('post_install', '-at_install')
class TestTourRefill(TourCommon):
    """The next refill ordered while the care is recorded."""

    def test_employee_orders_the_refill(self):
        """Next customer, what was said, refill order, saved and back (000-10, 004-45, 004-56)."""
        sales = self.env.ref('sales_team.group_sale_salesman')
        self.employee.write({'group_ids': [Command.link(sales.id)]})
        self._tour('pharma_care_case_action_orders', 'refill')
        [entry] = self.lan.care_entry_ids
        order = entry.refill_order_id
        self.assertEqual(entry.content, 'Needs both again.')
        self.assertRecordValues(
            order, [{'state': 'sale', 'partner_id': self.lan.id, 'user_id': self.employee.id}]
        )
        self.assertEqual(
            {line.product_id.name: line.product_uom_qty for line in order.order_line},
            {'Metformin Tour': 20, 'Paracetamol Tour': 58},
        )
        # both cases ended as bought again; the order's own one goes on
        states = {case.order_id == order: case.state for case in self.lan.care_case_ids}
        self.assertEqual(states, {True: 'todo', False: 'done'})
