from odoo import models


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    # a recall asks for the lots it names, out of all that was ever delivered
    _pharma_lot_done_idx = models.Index("(lot_id) WHERE state = 'done' AND lot_id IS NOT NULL")

    def _pharma_item(self):
        """Return the goods of a line as an item of :meth:`stock.warehouse._pharma_transfer`."""
        self.ensure_one()
        return {
            'product': self.product_id,
            'lot': self.lot_id,
            'quantity': self.quantity_product_uom,
            'location': self.location_id,
            'package': self.package_id,
            'owner': self.owner_id,
        }

    def _pharma_get_returning(self, asked):
        """Return how much of a delivered line came back or is asked for, in the stock unit.

        :param dict asked: what is being asked for now, see ``_pharma_create_return``
        """
        self.ensure_one()
        back = self.move_id.returned_move_ids.filtered(lambda move: move.state != 'cancel')
        lines = back.move_line_ids.filtered(lambda line: line.lot_id == self.lot_id)
        now = asked.get(self.move_id, {}).get(self.lot_id, 0)
        return sum(lines.mapped('quantity_product_uom')) + now
