from odoo import api, models
from odoo.tools import SQL

from .pharma_reservation import WAITING


class PharmaReservation(models.Model):
    """When goods may come that customers wait for, and that they do not come (000-26)."""

    _inherit = 'pharma.reservation'

    @api.model
    def _refresh_expected(self, products=None):
        """Say of which receipt goods may come: the next one planned for the branch.

        :param products: ``product.product``, by default all that somebody waits for
        """
        self.flush_model()
        self.env['stock.move'].flush_model(
            ['product_id', 'product_qty', 'state', 'date', 'picking_type_id']
        )
        some = SQL("AND r.product_id = ANY(%s)", products.ids) if products is not None else SQL()
        self.env.cr.execute(
            SQL(
                """
                WITH next AS (
                    SELECT r.id, (
                        SELECT m.id FROM stock_move m
                        JOIN stock_picking_type t ON t.id = m.picking_type_id
                        WHERE m.product_id = r.product_id AND m.company_id = r.company_id
                            AND m.state IN ('confirmed', 'waiting', 'assigned',
                                'partially_available')
                            AND m.product_qty > 0
                            AND t.code = 'incoming'
                            AND t.warehouse_id = COALESCE(r.warehouse_id, t.warehouse_id)
                        ORDER BY m.date, m.id LIMIT 1) AS move_id
                    FROM pharma_reservation r
                    WHERE r.state IN ('waiting', 'partly') %s)
                UPDATE pharma_reservation r SET expected_move_id = next.move_id
                FROM next
                WHERE next.id = r.id AND r.expected_move_id IS DISTINCT FROM next.move_id
                """,
                some,
            )
        )
        self.invalidate_model(['expected_move_id', 'date_expected'], flush=False)

    @api.model
    def _on_receipt_planned(self, moves):
        """Say when goods come of which a receipt is planned now.

        :param moves: confirmed ``stock.move``
        """
        # sudo: whoever plans a receipt need not see who waits for it
        Reservation = self.sudo()
        if products := Reservation._filter_reserved(moves.product_id):
            Reservation._refresh_expected(products)

    @api.model
    def _on_receipt_ended(self, moves, missing):
        """Have the agents told whose customers waited for goods that do not come now.

        :param moves: incoming ``stock.move`` that were done or cancelled
        :param missing: those of them of which something does not come any more
        """
        if not moves:
            return
        # sudo: whoever cancels a purchase need not see who waits for it
        waiting = self.sudo().search(
            [('expected_move_id', 'in', moves.ids), ('state', 'in', WAITING)]
        )
        if waiting:
            # whoever is still to hear that a part has arrived is not told less
            told = waiting.filtered(
                lambda r: r.expected_move_id in missing and r.notice in (False, 'delayed')
            )
            told.write({'notice': 'delayed', 'expected_before': 0, 'expected_now': 0})
            waiting._refresh_expected(waiting.product_id)
            told._trigger_telling()

    @api.model
    def _on_receipt_reduced(self, quantities):
        """Have the agents told whose customers get less of a receipt than was planned.

        :param dict quantities: {incoming ``stock.move``: what was asked for before, in the stock
            unit}; less is asked for now
        """
        if not quantities:
            return
        # sudo: whoever changes a purchase need not see who waits for it
        waiting = self.sudo().search(
            [
                ('expected_move_id', 'in', [move.id for move in quantities]),
                ('state', 'in', WAITING),
            ],
            order='date, id',
        )
        told = self._filter_shortened(waiting, quantities)
        if waiting:
            for move, own in waiting.grouped('expected_move_id').items():
                own._note_reduced(own & told, quantities[move], move.product_qty)
            waiting._refresh_expected(waiting.product_id)
        if told:
            told._trigger_telling()

    def _note_reduced(self, told, before, now):
        """Keep what is said to the agents of those who expect a receipt that became smaller.

        :param told: those of them whose agents hear of it
        :param float before: what was asked for before, in the stock unit
        :param float now: what is asked for now
        """
        told.write({'notice': 'delayed', 'expected_before': before, 'expected_now': now})
        # who has not heard of the last time yet hears of both at once
        unit = self.product_id.uom_id
        again = (self - told).filtered(
            lambda r: r.notice == 'delayed' and not unit.compare(r.expected_now, before)
        )
        again.expected_now = now

    @api.model
    def _filter_shortened(self, waiting, quantities):
        """Return those of the waiting, in their order, whose share of a receipt got smaller."""
        told = []
        for move, own in waiting.grouped('expected_move_id').items():
            unit, before, now = move.product_id.uom_id, quantities[move], move.product_qty
            for reservation in own:
                had = min(reservation.missing_quantity, before)
                has = min(reservation.missing_quantity, now)
                before, now = before - had, now - has
                # whoever is still to hear that a part has arrived is not told less
                if unit.compare(has, had) < 0 and not reservation.notice:
                    told.append(reservation.id)
        return waiting.browse(told)
