from datetime import datetime

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

NOW = '2026-11-22 05:00:00'  # noon in Ho Chi Minh City
BOUGHT = datetime(2026, 11, 2, 3, 0)


class IntervalCommon(BaseCommon):
    """A company in Vietnam, three medicines of which one has no care interval, two customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.country_id = cls.env.ref('base.vn')
        cls.Case = cls.env['pharma.care.case']
        cls.Job = cls.env['pharma.care.job']
        cls.unit = cls.env.ref('uom.product_uom_unit')
        cls.box = cls.env['uom.uom'].create(
            {'name': 'Box of 30', 'relative_factor': 30, 'relative_uom_id': cls.unit.id}
        )
        cls.group_diabetes = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        cls.group_eye = cls.env.ref('pharma_crm.therapeutic_group_eye')
        cls.category = cls.env['product.category'].create({'name': 'Tablets'})
        cls.category_child = cls.env['product.category'].create(
            {'name': 'Coated', 'parent_id': cls.category.id}
        )
        cls.metformin, cls.drops, cls.vitamin = cls.env['product.template'].create(
            [
                {
                    'name': 'Glucophage',
                    'default_code': 'CIMET',
                    'pharma_product_kind': 'medicine',
                    'therapeutic_group_id': cls.group_diabetes.id,
                    'categ_id': cls.category_child.id,
                    'care_interval_days': 1,
                    'uom_ids': [Command.set(cls.box.ids)],
                },
                {
                    'name': 'Tears',
                    'default_code': 'CITEARS',
                    'pharma_product_kind': 'medicine',
                    'therapeutic_group_id': cls.group_eye.id,
                    'categ_id': cls.category.id,
                    'care_interval_days': 20,
                },
                {'name': 'Vitamin', 'default_code': 'CIVIT', 'categ_id': cls.category.id},
            ]
        )
        cls.customer, cls.pharmacy = cls.env['res.partner'].create(
            [
                {'name': 'Nguyen Van An'},
                {
                    'name': 'Hoa Binh Pharmacy',
                    'pharma_customer_type': 'level2',
                    'pharma_partner_kind': 'pharmacy',
                },
            ]
        )
        cls.user_manager = new_test_user(
            cls.env, 'ci_manager', groups='pharma_care.group_care_manager'
        )
        cls.user_care = new_test_user(cls.env, 'ci_care', groups='pharma_care.group_care_user')
        cls.user_buyer = new_test_user(
            cls.env, 'ci_buyer', groups='base.group_user,product.group_product_manager'
        )

    @classmethod
    def _get_buyer(cls):
        """Return the customer, for later orders somebody like him: nobody buys again by chance."""
        bought = cls.env['sale.order'].search_count([('partner_id', '=', cls.customer.id)], limit=1)
        return cls.customer.copy() if bought else cls.customer

    @classmethod
    def _create_order(cls, *lines, date=BOUGHT, is_confirmed=True, **values):
        """Create an order, by default of 30 metformin; lines are (product, quantity[, unit])."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls._get_buyer().id,
                'date_order': date,
                'order_line': [
                    Command.create(
                        {
                            'product_id': product.product_variant_id.id,
                            'product_uom_qty': quantity,
                            'product_uom_id': (unit[0] if unit else product.uom_id).id,
                        }
                    )
                    for product, quantity, *unit in (lines or [(cls.metformin, 30)])
                ],
                **values,
            }
        )
        if is_confirmed:
            order.with_context(pharma_keep_date_order=True).action_confirm()
        return order

    @classmethod
    def _confirm_by_sql(cls, orders):
        """Let orders stand as if another system had written them: confirmed, without hooks."""
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = ANY(%s)", [orders.ids])
        cls.env.cr.execute(
            "UPDATE sale_order_line SET state = 'sale' WHERE order_id = ANY(%s)", [orders.ids]
        )
        cls.env.invalidate_all()

    @classmethod
    def _get_cases(cls, orders):
        return cls.Case.search([('order_id', 'in', orders.ids)])

    def assertDue(self, order, date_due):
        """Compare the care date of the order's only case; None means that it has no case."""
        dates = [str(case.date_due) for case in self._get_cases(order)]
        self.assertEqual(dates, [date_due] if date_due else [])
