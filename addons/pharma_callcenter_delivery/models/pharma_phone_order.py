from odoo import api, models


class PharmaPhoneOrder(models.AbstractModel):
    """What is missing in a telephone order is reserved (000-26)."""

    _inherit = 'pharma.phone.order'

    @api.model
    def _may_reserve(self):
        return self.env['pharma.reservation'].has_access('create')

    def _phone_order_reserve(self, call, partner, warehouse, lines, values):
        names = super()._phone_order_reserve(call, partner, warehouse, lines, values) or []
        is_delivery = values.get('is_delivery') is True
        reservations = self.env['pharma.reservation'].create(
            [
                {
                    'partner_id': partner.id,
                    'product_id': product.id,
                    'quantity': quantity,
                    'uom_id': uom.id,
                    'warehouse_id': warehouse.id,
                    'company_id': self.env.company.id,
                    'origin': 'call',
                    'is_delivery_wanted': is_delivery,
                }
                for product, quantity, uom in lines
            ]
        )
        # sudo: protected; the call was checked by whoever calls
        reservations.sudo().call_id = call
        return names + reservations.mapped('name')
