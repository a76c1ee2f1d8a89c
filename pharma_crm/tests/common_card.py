from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


class CardCommon(CustomersCommon):
    """Customers with orders, and what tests read from their cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.medicine = cls.env['product.product'].create(
            {'name': 'Metformin 500 mg', 'pharma_product_kind': 'medicine'}
        )

    @classmethod
    def _create_order(cls, partner, *medicines, days_ago=1, **vals):
        return cls.env['sale.order'].create(
            {
                'partner_id': partner.id,
                'user_id': False,
                'pharma_is_past_order': True,
                'date_order': fields.Datetime.now() - timedelta(days=days_ago),
                'order_line': [
                    Command.create({'product_id': medicine.id, 'product_uom_qty': 2})
                    for medicine in medicines or [cls.medicine]
                ],
                **vals,
            }
        )

    def _get_sections(self, partner, user=None):
        """Return the card's sections by key, as a user reads them."""
        card = partner.with_user(user or self.pharma_user).get_customer_card()
        return {section['key']: section for section in card['sections']}

    def _get_texts(self, section):
        """Return what a section says: list of lists of texts."""
        if section['kind'] == 'facts':
            return [[item['label'], item['value']] for item in section['items']]
        if section['kind'] == 'notices':
            return [[item['text']] for item in section['items']]
        return [[cell['text'] for cell in item['cells']] for item in section['items']]
