from odoo.fields import Command
from odoo.tests import new_test_user

from .common import NOW, ComplaintCommon


class PhoneCommon(ComplaintCommon):
    """Two branches, three medicines with stock, an agent who sells and one who does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Warehouse = cls.env['stock.warehouse']
        cls.branch = Warehouse.search([('company_id', '=', cls.company.id)], limit=1)
        cls.other_branch = Warehouse.create(
            {'name': 'Second', 'code': 'ZZ2', 'company_id': cls.company.id}
        )
        cls.seller = new_test_user(
            cls.env,
            'phone_seller',
            groups='pharma_callcenter.group_call_agent,sales_team.group_sale_salesman',
        )
        cls.tax = cls.env['account.tax'].create(
            {'name': 'Five', 'amount': 5, 'price_include_override': 'tax_excluded'}
        )
        cls.box = cls.env['uom.uom'].create(
            {
                'name': 'Hộp 30',
                'relative_factor': 30,
                'relative_uom_id': cls.env.ref('uom.product_uom_unit').id,
            }
        )
        values = {'is_storable': True, 'tracking': 'none', 'taxes_id': [Command.set(cls.tax.ids)]}
        cls.fever, cls.fever_weak, cls.syrup = cls.env['product.product'].create(
            [
                {
                    **values,
                    'name': 'Thuốc hạ sốt Zyxfever 500',
                    'active_ingredient': 'Zyxcetamol',
                    'strength': '500 mg',
                    'list_price': 1000,
                    'uom_ids': [Command.set(cls.box.ids)],
                },
                {
                    **values,
                    'name': 'Zyxpara 250',
                    'active_ingredient': 'ZYXCETAMOL',
                    'strength': '250 mg',
                    'list_price': 600,
                },
                {
                    **values,
                    'name': 'Zyxcet Siro',
                    'active_ingredient': 'Zyxcetamol',
                    'strength': '500mg',
                    'list_price': 30000,
                    'control_class': 'precursor',
                },
            ]
        )
        for product, branch, quantity in (
            (cls.fever, cls.branch, 20),
            (cls.fever, cls.other_branch, 7),
            (cls.syrup, cls.other_branch, 3),
        ):
            cls.env['stock.quant']._update_available_quantity(
                product, branch.lot_stock_id, quantity
            )
        cls.call = cls.env['pharma.call'].create(
            {
                'date_start': NOW,
                'number': '0912345678',
                'partner_id': cls.customer.id,
                'user_id': cls.seller.id,
            }
        )
        cls.Order = cls.env['pharma.phone.order']

    @classmethod
    def _line(cls, product, quantity=1, uom=None, **values):
        uom = uom or product.uom_id
        return {'product_id': product.id, 'quantity': quantity, 'uom_id': uom.id, **values}

    def _place(self, *lines, user=None, **values):
        values = {
            'call_id': self.call.id,
            'partner_id': self.customer.id,
            'warehouse_id': self.branch.id,
            'lines': list(lines),
            'is_confirmed': True,
            **values,
        }
        return self.Order.with_user(user or self.seller).place_order(values)
