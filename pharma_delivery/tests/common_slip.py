from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import DeliveryCase

# ten o'clock in Vietnam
NOW = '2026-11-23 03:00:00'


class SlipCase(DeliveryCase):
    """A branch in Vietnam on a fixed day, with a salesman and an outsider."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(NOW))
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref('base.vn')
        cls.report = cls.env['report.pharma_delivery.report_delivery_slip']
        cls.salesman = new_test_user(
            cls.env, 'lan', groups='sales_team.group_sale_salesman', name="Lê Lan"
        )
        cls.stranger = new_test_user(cls.env, 'khach', groups='base.group_user', name="Khách")
        cls.tax = cls.env['account.tax'].create({'name': 'VAT 5', 'amount': 5})

    @classmethod
    def _create_order(cls, lines, **vals):
        """Confirm an order; ``lines`` are dicts of values."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'warehouse_id': cls.warehouse.id,
                'order_line': [Command.create({'tax_ids': [], **line}) for line in lines],
                **vals,
            }
        )
        order.action_confirm()
        return order

    def _get_rows(self, slip):
        return slip._get_slip_rows()[slip]
