from datetime import datetime

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.base.tests.common import BaseCommon

# 10:00 in Ho Chi Minh City, where the company of these tests is.
NOW = datetime(2026, 3, 2, 3, 0)


class CareCommon(BaseCommon):
    """Medicines with care intervals, customers and one user per role; today is 2026-03-02."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company = cls.env.company
        cls.company.partner_id.country_id = cls.env.ref('base.vn')
        cls.unit = cls.env.ref('uom.product_uom_unit')
        cls.box = cls.env['uom.uom'].create(
            {'name': 'Box of 30', 'relative_factor': 30, 'relative_uom_id': cls.unit.id}
        )
        cls.group_chronic = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        cls.group_acute = cls.env.ref('pharma_crm.therapeutic_group_pain')
        # a tablet a day; four a day; a bottle that lasts 12 days; nothing to care for
        cls.metformin = cls._create_product('Metformin', 1, cls.group_chronic, uom_ids=cls.box.ids)
        cls.paracetamol = cls._create_product('Paracetamol', 0.25, cls.group_acute)
        cls.syrup = cls._create_product('Syrup', 12, cls.group_acute)
        cls.plaster = cls._create_product('Plaster', 0, False)
        cls.customer, cls.other_customer = cls.env['res.partner'].create(
            [
                {'name': 'Nguyễn Văn An', 'country_id': cls.env.ref('base.vn').id},
                {'name': 'Trần Thị Bình', 'country_id': cls.env.ref('base.vn').id},
            ]
        )
        cls.care_user = new_test_user(cls.env, 'care_user', groups='pharma_care.group_care_user')
        cls.colleague = new_test_user(
            cls.env, 'care_colleague', groups='pharma_care.group_care_user'
        )
        cls.manager = new_test_user(
            cls.env, 'care_manager', groups='pharma_care.group_care_manager'
        )
        cls.reason = cls.env.ref('pharma_care.close_reason_finished')

    @classmethod
    def _create_product(cls, name, interval, group, **values):
        return cls.env['product.product'].create(
            {
                'name': name,
                'is_storable': True,
                'care_interval_days': interval,
                'therapeutic_group_id': group and group.id,
                **values,
            }
        )

    @classmethod
    def _create_order(cls, *lines, **values):
        """Create a quotation; a line is (product, quantity) or (product, quantity, unit)."""
        return cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'order_line': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_uom_qty': quantity,
                            **({'product_uom_id': unit[0].id} if unit else {}),
                        }
                    )
                    for product, quantity, *unit in lines
                ],
                **values,
            }
        )

    @classmethod
    def _confirm(cls, *lines, **values):
        """Create and confirm an order; return it."""
        order = cls._create_order(*lines, **values)
        order.action_confirm()
        return order

    @classmethod
    def _create_case(cls, *lines, **values):
        return cls._confirm(*(lines or [(cls.metformin, 10)]), **values).care_case_ids
