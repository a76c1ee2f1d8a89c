from odoo import api, models
from odoo.fields import Domain

from .pharma_reservation import OPEN


class PharmaReservation(models.Model):
    """Held goods are reserved in the stock by one move per medicine and branch (000-26).

    So no other order can be given them. The move is never done; it shrinks when the order of the
    customer takes its part, in the same transaction.
    """

    _inherit = 'pharma.reservation'

    @api.model
    def _sync_holds(self, pairs):
        """Let the stock hold as much as the reservations say.

        What cannot be held any more is taken from those who came last.

        :param pairs: set of (``product.product``, ``stock.warehouse``)
        """
        short = self.env['stock.move']._pharma_hold(self._get_held_quantities(pairs))
        for (product, warehouse), quantity in short.items():
            self._take_back(product, warehouse, quantity)

    @api.model
    def _repair_holds(self, pairs):
        """Bring reservations in line after goods that were held were lost, moved or expired."""
        held = {pair: q for pair, q in self._get_held_quantities(pairs).items() if q}
        if held:
            self._sync_holds(set(held))

    @api.model
    def _get_held_quantities(self, pairs):
        groups = self._read_group(
            [
                ('product_id', 'in', [product.id for product, _warehouse in pairs]),
                ('hold_warehouse_id', 'in', [warehouse.id for _product, warehouse in pairs]),
                ('state', 'in', OPEN),
                ('held_quantity', '>', 0),
            ],
            ['product_id', 'hold_warehouse_id'],
            ['held_quantity:sum'],
        )
        held = {(product, warehouse): quantity for product, warehouse, quantity in groups}
        return {pair: held.get(pair, 0.0) for pair in pairs}

    @api.model
    def _take_back(self, product, warehouse, quantity):
        """Take a quantity that is not there any more from the last who got some."""
        held = self.search(
            [
                ('product_id', '=', product.id),
                ('hold_warehouse_id', '=', warehouse.id),
                ('state', 'in', OPEN),
                ('held_quantity', '>', 0),
            ],
            order='date desc, id desc',
        )
        for reservation in held:
            if product.uom_id.compare(quantity, 0) <= 0:
                break
            taken = min(quantity, reservation.held_quantity)
            quantity -= taken
            reservation._set_held(reservation.held_quantity - taken)
            reservation.notice = 'taken'
        self.env.flush_all()
        self.env['stock.move']._pharma_hold(self._get_held_quantities({(product, warehouse)}))
        self._trigger_telling()

    def _set_held(self, quantity):
        """Write how much is held of an open reservation, and the state that follows."""
        self.ensure_one()
        compare = self.product_id.uom_id.compare
        rest = self.quantity_stock - self.ordered_quantity
        if compare(quantity, 0) <= 0:
            vals = {'held_quantity': 0, 'hold_warehouse_id': False, 'hold_until': False}
            self.write({**vals, 'state': 'waiting' if compare(rest, 0) > 0 else 'done'})
        else:
            state = 'held' if compare(quantity, rest) >= 0 else 'partly'
            self.write({'held_quantity': quantity, 'state': state})

    def _release(self, vals):
        """End reservations: what was held passes to the next who wait.

        :param dict vals: what to write, with the new ``state``
        """
        pairs = {
            (reservation.product_id, reservation.hold_warehouse_id)
            for reservation in self
            if reservation.held_quantity
        }
        self.write({'held_quantity': 0, **vals})
        if pairs:
            self._sync_holds(pairs)
            self._allocate(pairs)

    @api.model
    def _reload_holds(self, limit, after=0):
        """Reserve anew what is held: lots that have expired or are blocked do not count (004-11).

        :param int limit: so many medicines and branches at once
        :param int after: id of the last move that was looked at
        :return: the ``stock.move`` looked at
        """
        moves = self.env['stock.move'].search(
            Domain('pharma_is_hold', '=', True)
            & Domain('state', 'not in', ('done', 'cancel'))
            & Domain('id', '>', after),
            order='id',
            limit=limit,
        )
        self._reload(moves)
        return moves

    @api.model
    def _reload(self, moves):
        """Reserve holds anew: other lots, and if there are none the last ones wait again.

        :param moves: ``stock.move`` that hold goods
        """
        moves._do_unreserve()
        pairs = {(move.product_id, move.location_id.warehouse_id) for move in moves}
        if pairs:
            self._sync_holds(pairs)
            self._allocate(pairs)
