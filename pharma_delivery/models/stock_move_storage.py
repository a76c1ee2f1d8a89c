from odoo import models


class StockMove(models.Model):
    """Held goods that leave their slip undecided go to quarantine, not back to the shelf
    (004-20)."""

    _inherit = 'stock.move'

    def _do_unreserve(self):
        held = self._get_held_items()
        result = super()._do_unreserve()
        for excursion, lines in held.items():
            gone = set(lines) - set(lines).intersection(self.move_line_ids)
            excursion._hold([lines[line] for line in lines if line in gone])
        return result

    def _get_held_items(self):
        """Return {open excursion: {line that holds its goods: item of
        :meth:`stock.warehouse._pharma_transfer`}}."""
        slips = self.picking_id.filtered(
            lambda slip: slip.slip_number and slip.state not in ('done', 'cancel')
        )
        held = {}
        for slip, excursion in slips._get_held_slips().items() if slips else ():
            goods = {(line.product_id, line.lot_id) for line in excursion.line_ids}
            lines = (self & slip.move_ids).move_line_ids.filtered(
                lambda line, goods=goods: (
                    line.quantity_product_uom > 0 and (line.product_id, line.lot_id) in goods
                )
            )
            # sudo: whoever gives a slip up is not asked for rights on quarantine
            held[excursion] = {line.sudo(): line.sudo()._pharma_item() for line in lines}
        return held
