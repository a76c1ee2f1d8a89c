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


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _pharma_get_returning(self, asked):
        """Return how much of a delivered line came back or is asked for, in the stock unit.

        :param dict asked: what is being asked for now, see ``_pharma_create_return``
        """
        self.ensure_one()
        back = self.move_id.returned_move_ids.filtered(lambda move: move.state != 'cancel')
        lines = back.move_line_ids.filtered(lambda line: line.lot_id == self.lot_id)
        now = asked.get(self.move_id, {}).get(self.lot_id, 0)
        return sum(lines.mapped('quantity_product_uom')) + now


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _pharma_prepare_line(self, lot, quantity):
        return {
            'product_id': self.product_id.id,
            'product_uom_id': self.product_id.uom_id.id,
            'lot_id': lot.id,
            'quantity': quantity,
            'location_id': self.location_id.id,
            'location_dest_id': self.location_dest_id.id,
            'picking_id': self.picking_id.id,
            'company_id': self.company_id.id,
        }
