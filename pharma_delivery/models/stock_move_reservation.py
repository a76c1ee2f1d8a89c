from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError


class StockMove(models.Model):
    """Goods held for customers, and goods that arrive for them (000-26)."""

    _inherit = 'stock.move'

    pharma_is_hold = fields.Boolean(
        string="Held for Customers",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="Keeps goods of reservations in the branch; it is never done.",
    )

    _pharma_hold_unique = models.UniqueIndex(
        "(product_id, location_id) WHERE pharma_is_hold AND state NOT IN ('done', 'cancel')",
        "This medicine is being held by somebody else at this moment. Try again.",
    )

    # === EVENTS === #
    def write(self, vals):
        """Tell the agents whose customers waited for what is not asked for any more (000-26).

        :param dict vals: values to write
        :return: True
        """
        # core splits with this key: the rest is asked for on a move of its own
        is_split = self.env.context.get('do_not_unreserve')
        if is_split or not {'product_uom_qty', 'product_uom'} & vals.keys():
            return super().write(vals)
        before = {
            move: move.product_qty
            for move in self
            if move.picking_code == 'incoming' and move.state not in ('draft', 'done', 'cancel')
        }
        result = super().write(vals)
        self.env['pharma.reservation']._on_receipt_reduced(
            {
                move: quantity
                for move, quantity in before.items()
                if move.product_id.uom_id.compare(move.product_qty, quantity) < 0
            }
        )
        return result

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        """Say when goods come that customers wait for."""
        moves = super()._action_confirm(merge=merge, merge_into=merge_into, create_proc=create_proc)
        incoming = moves.filtered(lambda move: move.picking_code == 'incoming')
        self.env['pharma.reservation']._on_receipt_planned(incoming)
        return moves

    def _action_done(self, cancel_backorder=False):
        """Give goods that arrive to those who wait, before core gives them to later orders."""
        incoming = self.filtered(lambda move: move.picking_code == 'incoming')
        # the rest of them is not asked for any more
        missing = incoming.filtered(
            lambda move: (
                cancel_backorder
                and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
        )
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        Reservation = self.env['pharma.reservation']
        Reservation._on_stock_moved(moves)
        Reservation._on_receipt_ended(incoming.exists(), missing)
        return moves

    def _action_cancel(self):
        """Tell the agents of customers who waited for these goods; give what becomes free on."""
        moves = self.filtered(lambda move: move.state not in ('done', 'cancel'))
        incoming = moves.filtered(lambda move: move.picking_code == 'incoming')
        held = moves - incoming
        result = super()._action_cancel()
        Reservation = self.env['pharma.reservation']
        Reservation._on_receipt_ended(incoming, incoming)
        Reservation._on_stock_moved(held.filtered(lambda move: not move.pharma_is_hold))
        return result

    # === HOLDING === #
    @api.model
    def _pharma_hold(self, quantities):
        """Let one move per medicine and branch reserve what is held for customers.

        :param dict quantities: {(``product.product``, ``stock.warehouse``): stock units}
        :return: {pair: quantity that could not be reserved}, only what is short
        """
        holds = {
            (move.product_id, move.location_id): move
            for move in self.search(
                [
                    ('pharma_is_hold', '=', True),
                    ('state', 'not in', ('done', 'cancel')),
                    ('product_id', 'in', [product.id for product, _warehouse in quantities]),
                    ('location_id', 'in', [w.lot_stock_id.id for _product, w in quantities]),
                ]
            )
        }
        vals_list, short = [], {}
        ended = self.browse()
        for (product, warehouse), quantity in quantities.items():
            move = holds.get((product, warehouse.lot_stock_id))
            is_none = product.uom_id.is_zero(quantity)
            if move and is_none:
                ended |= move
            elif move and product.uom_id.compare(move.product_uom_qty, quantity):
                move.product_uom_qty = quantity
            elif not move and not is_none:
                vals_list.append(self._pharma_prepare_hold(product, warehouse, quantity))
        ended._pharma_end_hold()
        created = self._pharma_create_holds(vals_list)
        holds |= {(move.product_id, move.location_id): move for move in created}
        moves = self.browse([move.id for move in holds.values()]) - ended
        # lots that have expired by now are not taken
        moves.filtered(lambda move: move.state != 'assigned').date = fields.Datetime.now()
        moves._action_assign()
        for product, warehouse in quantities:
            move = holds.get((product, warehouse.lot_stock_id), self.browse()) - ended
            if move and product.uom_id.compare(move.quantity, move.product_uom_qty) < 0:
                short[product, warehouse] = move.product_uom_qty - move.quantity
        return short

    @api.model
    def _pharma_create_holds(self, vals_list):
        try:
            created = self.create(vals_list)
            self.env.flush_all()
        except UniqueViolation as error:
            if '_pharma_hold_unique' not in (error.diag.constraint_name or ''):
                raise
            # somebody else began to hold the same medicine in this moment: the server repeats the
            # request, and then sees what is left
            raise ConcurrencyError("a hold was made at the same time") from error
        created._action_confirm(merge=False)
        return created

    @api.model
    def _pharma_prepare_hold(self, product, warehouse, quantity):
        company = warehouse.company_id
        return {
            'pharma_is_hold': True,
            'origin': self.env._("Reservations"),
            'company_id': company.id,
            'product_id': product.id,
            'product_uom': product.uom_id.id,
            'product_uom_qty': quantity,
            'location_id': warehouse.lot_stock_id.id,
            'location_dest_id': company._pharma_get_hold_location().id,
            'warehouse_id': warehouse.id,
            'procure_method': 'make_to_stock',
        }

    def _pharma_end_hold(self):
        """Delete holds that hold nothing any more."""
        self._do_unreserve()
        self.state = 'cancel'
        self.unlink()
