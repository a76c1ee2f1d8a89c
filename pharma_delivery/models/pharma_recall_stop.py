from odoo import models
from odoo.exceptions import UserError


class PharmaRecall(models.Model):
    """Stop what is left of recalled lots: out of slips, transfers and holds, into quarantine
    (004-60)."""

    _inherit = 'pharma.recall'

    def _get_open_lines(self, lots):
        """Return the reserved ``stock.move.line`` of slips with these lots."""
        self.ensure_one()
        # sudo: a pharmacist stops goods without working in the stock
        return (
            self.env['stock.move.line']
            .sudo()
            .search(
                [
                    ('lot_id', 'in', lots.ids),
                    ('company_id', '=', self.company_id.id),
                    ('state', 'not in', ('done', 'cancel', 'draft')),
                    ('picking_id.slip_number', '!=', False),
                ]
            )
        )

    def _unreserve(self, lots):
        """Take the lots out of slips that are still in the branch; other lots take their place.

        What is with a courier stays on its slip, where it is an obstacle to the handover, so that
        it is seen where the goods are.
        """
        lines = self._get_reserved_lines(lots)
        holds = lines.move_id.filtered('pharma_is_hold')
        moves = lines.move_id - holds
        lines.unlink()
        moves._action_assign()
        for transfer in moves.picking_id:
            transfer.message_post(
                body=self.env._("Lots were taken out: %(recall)s", recall=self.display_name)
            )
        pairs = {(move.product_id, move.location_id.warehouse_id) for move in holds}
        if pairs:  # what customers asked for is held of other lots, or not any more
            # sudo: reservations of all employees
            Reservation = self.env['pharma.reservation'].sudo()
            Reservation._sync_holds(pairs)
            Reservation._allocate(pairs)

    def _get_reserved_lines(self, lots):
        """Return what is reserved of the lots and still lies in a branch: for slips, for transfers
        to other branches, and for customers who asked for the medicine."""
        self.ensure_one()
        # sudo: a pharmacist stops goods without working in the stock
        lines = (
            self.env['stock.move.line']
            .sudo()
            .search(
                [
                    ('lot_id', 'in', lots.ids),
                    ('company_id', '=', self.company_id.id),
                    ('state', 'not in', ('done', 'cancel', 'draft')),
                    ('location_id.usage', '=', 'internal'),
                    ('location_id.warehouse_id', '!=', False),
                ]
            )
        )
        places = lines.location_id.warehouse_id.pharma_quarantine_location_id
        return lines.filtered(
            lambda line: (
                not line.picking_id.batch_id.date_departed and line.location_dest_id not in places
            )
        )

    def action_quarantine(self):
        """Move what lies free in the branches to their quarantine (004-60).

        :return: True
        :raise AccessError: for others than pharmacists and managers
        :raise UserError: for an exercise, or before the start
        """
        self._check_leader()
        for recall in self:
            if not recall.is_blocking:
                raise UserError(
                    self.env._("Only what a running recall has blocked is moved to quarantine.")
                )
            # sudo: pharmacists and managers decide this without working in the stock
            quants = (
                recall.env['stock.quant']
                .sudo()
                .search(
                    [
                        ('lot_id', 'in', recall.lot_ids.ids),
                        ('company_id', '=', recall.company_id.id),
                        ('location_id.usage', '=', 'internal'),
                        ('location_id.warehouse_id', '!=', False),
                    ]
                )
            )
            for warehouse, its in quants.grouped(lambda q: q.location_id.warehouse_id).items():
                items = [
                    quant._pharma_item()
                    for quant in its
                    if quant.quantity > quant.reserved_quantity
                ]
                place = warehouse._pharma_get_quarantine()
                warehouse._pharma_transfer(items, place, recall.name)
            recall.lot_line_ids.invalidate_recordset()
            recall.invalidate_recordset()
        self.env['pharma.recall.stock'].invalidate_model(flush=False)
        return True
