from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import NOW
from .common_assign import AssignCommon

SALES = 'sales_team.group_sale_salesman'


class RefillCommon(AssignCommon):
    """Long-term medicines, and an employee who also sells; today is 2026-03-02."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metformin.therapeutic_group_id = cls.group_chronic
        # two a day; a pen that lasts ten days
        cls.gliclazide = cls._create_product('Gliclazide', 0.5, cls.group_chronic)
        cls.insulin = cls._create_product('Insulin', 10, cls.group_chronic)
        cls.seller = new_test_user(
            cls.env, 'care_seller', groups=f'pharma_care.group_care_user,{SALES}'
        )
        cls.Agreement = cls.env['pharma.care.synchronisation']
        cls.well = cls.env.ref('pharma_care.response_type_well')

    @classmethod
    def _buy(cls, days_ago, *lines, **values):
        """Enter a purchase of some days ago, of (product, quantity[, unit]); return its case."""
        order = cls._create_order(
            *lines,
            date_order=NOW - timedelta(days=days_ago),
            pharma_is_past_order=True,
            **values,
        )
        return order.care_case_ids

    @classmethod
    def _agree(cls, user=None, **values):
        Agreement = cls.Agreement.with_user(user or cls.manager)
        return Agreement.create({'partner_id': cls.customer.id, **values}).with_env(cls.env)

    def _press(self, case, user=None):
        """Press 'Refill Order' in the care of a case; return (order, answer)."""
        answer = case.with_user(user or self.seller).action_refill_order()
        self.env.invalidate_all()
        return self.env['sale.order'].browse(answer['order_id']), answer

    def _record(self, case, user=None, **values):
        values = {'content': 'Is well.', 'response_type_id': self.well.id, **values}
        entry = case.with_user(user or self.seller).record_entry(values)
        self.env.invalidate_all()
        return entry.with_env(self.env)

    def _get_quantities(self, order):
        return {
            line.product_id.name: (line.product_uom_qty, line.product_uom_id.name)
            for line in order.order_line
        }

    @staticmethod
    def _day(text):
        return fields.Date.to_date(text)

    def _allow(self, user, group):
        user.write({'group_ids': [Command.link(self.env.ref(group).id)]})
