from odoo import models
from odoo.fields import Command


class StockPicking(models.Model):
    """Bring lots back from a customer by core's return, into quarantine (000-24, 004-20)."""

    _inherit = 'stock.picking'

    def _pharma_return_lots(self, quantities):
        """Make core's returns of delivered lots, the newest slip first.

        :param dict quantities: {(product, lot): quantity in the stock unit}
        :return: ``stock.picking`` of the returns, ready to be received; what is asked for already
            by an open return, and what came back, is not asked for again
        """
        wanted = dict(quantities)
        returns = self.browse()
        done = self.filtered(lambda picking: picking.state == 'done')
        pending = done.move_ids.returned_move_ids.move_line_ids
        for line in pending.filtered(lambda line: line.state not in ('done', 'cancel')):
            key = (line.product_id, line.lot_id)
            wanted[key] = wanted.get(key, 0) - line.quantity_product_uom
        for slip in done.sorted(lambda picking: (picking.date_done, picking.id), reverse=True):
            asked = {}
            for line in slip.move_line_ids:
                key = (line.product_id, line.lot_id)
                left = line.quantity_product_uom - line._pharma_get_returning(asked)
                quantity = min(left, wanted.get(key, 0))
                if line.product_id.uom_id.compare(quantity, 0) <= 0:
                    continue
                wanted[key] -= quantity
                asked.setdefault(line.move_id, {}).setdefault(line.lot_id, 0)
                asked[line.move_id][line.lot_id] += quantity
            if asked:
                returns += slip._pharma_create_return(asked)
        return returns

    def _pharma_create_return(self, asked):
        """Make one return of a slip.

        :param dict asked: {move: {lot: quantity in the stock unit}}
        :return: the assigned ``stock.picking``
        """
        self.ensure_one()
        place = self.picking_type_id.warehouse_id._pharma_get_quarantine()
        lines = []
        for move, lots in asked.items():
            unit = move.product_id.uom_id
            quantity = unit._compute_quantity(sum(lots.values()), move.product_uom, round=False)
            vals = {'product_id': move.product_id.id, 'move_id': move.id, 'quantity': quantity}
            lines.append(Command.create(vals))
        wizard = self.env['stock.return.picking'].create(
            {'picking_id': self.id, 'product_return_moves': [Command.clear(), *lines]}
        )
        returned = wizard._create_return()
        returned.location_dest_id = place
        for back in returned.move_ids:
            back.location_dest_id = place
            lots = asked[back.origin_returned_move_id]
            back.move_line_ids.unlink()  # without lots
            back.move_line_ids = [
                Command.create(back._pharma_prepare_line(lot, quantity))
                for lot, quantity in lots.items()
            ]
        return returned
