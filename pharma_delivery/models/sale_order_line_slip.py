from odoo import models


class SaleOrderLine(models.Model):
    """What a customer pays for a part of an order line (000-28)."""

    _inherit = 'sale.order.line'

    def _get_slip_total(self, quantity):
        """Return what the customer pays for a quantity: with discount and taxes.

        :param float quantity: in the unit of the order line
        :return: amount in the order's currency
        """
        self.ensure_one()
        if self.product_uom_id.compare(quantity, self.product_uom_qty) == 0:
            return self.price_total
        return self.tax_ids.compute_all(
            self.price_unit * (1 - (self.discount or 0.0) / 100),
            currency=self.currency_id,
            quantity=quantity,
            product=self.product_id,
            partner=self.order_id.partner_shipping_id,
        )['total_included']
