from odoo import models
from odoo.tools import format_date


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _get_courier_amount(self):
        """Return what is collected less if the line comes back, in the company's currency."""
        picking, move = self.picking_id, self.move_id
        if not picking.pharma_cash_due:
            return 0.0
        asked = move.quantity if move.state == 'done' else move.product_uom_qty
        if move.product_uom.is_zero(asked):
            return 0.0
        share = self.product_uom_id._compute_quantity(self.quantity, move.product_uom) / asked
        order, company = picking.sale_id, picking.company_id
        return order.currency_id._convert(
            move._pharma_get_slip_value() * share,
            company.currency_id,
            company,
            order.date_order,
        )

    def _prepare_courier_line(self, condition):
        """Return what the telephone shows of a line; called with sudo, see the slip's.

        :param condition: ``pharma.storage.condition`` of the medicine
        """
        self.ensure_one()
        product, lot = self.product_id, self.lot_id
        low, high = condition._get_limits()
        return {
            'id': self.id,
            'product_id': product.id,
            'name': product._get_pharma_words(),
            'lot_id': lot.id,
            'lot': lot.name or '',
            'expiry': lot.expiration_date and format_date(self.env, lot.expiration_date) or '',
            'quantity': self.quantity,
            'unit': self.product_uom_id.name,
            'amount': self._get_courier_amount(),
            'condition_id': condition.id,
            'low': low,
            'high': high,
        }
