from datetime import datetime

from lxml import etree

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

PAST = datetime(2026, 3, 2, 9, 30)


class MedicineCommon(BaseCommon):
    """Medicines, a customer and one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group_diabetes = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        cls.metformin, cls.diazepam = cls.env['product.template'].create(
            [
                {
                    'name': 'Glucophage',
                    'default_code': 'PHMET500',
                    'list_price': 1200,
                    'is_storable': True,
                    'pharma_product_kind': 'medicine',
                    'therapeutic_group_id': cls.group_diabetes.id,
                    'active_ingredient': 'Metformin',
                    'strength': '500 mg',
                },
                {
                    'name': 'Seduxen',
                    'default_code': 'PHDIA5',
                    'list_price': 900,
                    'is_storable': True,
                    'pharma_product_kind': 'medicine',
                    'therapeutic_group_id': cls.env.ref(
                        'pharma_crm.therapeutic_group_nervous_system'
                    ).id,
                    'active_ingredient': 'Diazepam',
                    'strength': '5 mg',
                },
            ]
        )
        cls.customer = cls.env['res.partner'].create({'name': 'Nguyen Van An', 'ref': 'PH0001'})
        cls.user_base = new_test_user(cls.env, 'ph_base', groups='base.group_user')
        cls.user_pharma = new_test_user(cls.env, 'ph_user', groups='pharma_crm.group_pharma_user')
        cls.user_colleague = new_test_user(
            cls.env, 'ph_colleague', groups='pharma_crm.group_pharma_user'
        )
        cls.user_manager = new_test_user(
            cls.env, 'ph_manager', groups='pharma_crm.group_pharma_manager'
        )
        cls.user_pharmacist = new_test_user(
            cls.env, 'ph_pharmacist', groups='pharma_crm.group_pharmacist'
        )
        cls.user_buyer = new_test_user(
            cls.env,
            'ph_buyer',
            groups='pharma_crm.group_pharma_manager,product.group_product_manager',
        )
        cls.user_sales = new_test_user(
            cls.env,
            'ph_sales',
            groups='pharma_crm.group_pharma_user,sales_team.group_sale_salesman',
        )
        cls.user_system = new_test_user(cls.env, 'ph_system', groups='base.group_system')
        cls.user_portal = new_test_user(cls.env, 'ph_portal', groups='base.group_portal')

    @classmethod
    def _create_order(cls, **values):
        """Create an order of 30 units of metformin for the customer."""
        return cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'user_id': False,
                'team_id': False,
                'order_line': [
                    Command.create(
                        {
                            'product_id': cls.metformin.product_variant_id.id,
                            'product_uom_qty': 30,
                        }
                    )
                ],
                **values,
            }
        )

    def assertViewsReadable(self, record, user, views):
        """Read every field of the views as the client does, with the rights of the user."""
        self.env.flush_all()
        self.env.invalidate_all()
        record = record.with_user(user)
        for kind, view in record.get_views(views)['views'].items():
            if kind == 'search':
                continue
            with self.subTest(model=record._name, kind=kind, user=user.login):
                specification = self._view_specification(record, etree.fromstring(view['arch']))
                self.assertTrue(specification)
                self.assertEqual(len(record.web_read(specification)), 1)

    def _view_specification(self, model, arch):
        specification = {}
        for node in arch.iterdescendants('field'):
            if any(parent is not arch for parent in node.iterancestors('field')):
                continue
            field = model._fields[node.get('name')]
            if not field.relational:
                specification[field.name] = {}
                continue
            nested = {'display_name': {}}
            for view in node:
                if view.tag in ('list', 'form', 'kanban'):
                    nested |= self._view_specification(model.env[field.comodel_name], view)
            specification[field.name] = {'fields': nested}
        return specification
