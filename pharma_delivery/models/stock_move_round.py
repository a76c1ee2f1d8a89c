from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _pharma_get_slip_value(self):
        """Return what the customer pays for the goods of a move, in the order's currency."""
        self.ensure_one()
        line = self.sale_line_id
        if self.state == 'cancel' or not line.product_uom_qty:
            return 0.0
        if line.product_id != self.product_id:  # a part of a kit: the kit has the price
            parts = line.move_ids.filtered(lambda move: move.state != 'cancel')
            return line.price_total / len(parts)
        quantity = self.quantity if self.state == 'done' else self.product_uom_qty
        quantity = self.product_uom._compute_quantity(quantity, line.product_uom_id, round=False)
        return line.price_total * quantity / line.product_uom_qty

    def _pharma_hand_over(self, amounts, handed, again):
        """Pick what was handed over, and let go of the rest that is not to be brought again.

        What had not been on board stays asked for.

        :param dict amounts: {``stock.move.line``: quantity handed over, in its unit}
        :param float handed: all of it, in the unit of the move
        :param float again: what is brought again, in the unit of the move
        """
        self.ensure_one()
        unit, asked = self.product_uom, self.product_uom_qty
        keep = handed + again + max(asked - self.quantity, 0.0)
        is_less = unit.compare(keep, asked) < 0
        if unit.is_zero(handed):
            if unit.is_zero(keep):
                self._action_cancel()
            elif is_less:
                self._do_unreserve()
                self.product_uom_qty = keep
            return
        for line, quantity in amounts.items():
            if line.product_uom_id.is_zero(quantity):
                line.picked = False
            else:
                line.write({'quantity': quantity, 'picked': True})
        if is_less:
            self.product_uom_qty = keep
