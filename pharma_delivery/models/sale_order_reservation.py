from odoo import fields, models


class SaleOrder(models.Model):
    """An order takes the goods that were held for its customer (000-26)."""

    _inherit = 'sale.order'

    pharma_reservation_ids = fields.One2many(
        'pharma.reservation', 'order_id', string="Reservations", readonly=True
    )

    def _action_confirm(self):
        """Let held goods out of the hold and reserve them for the order, all at once."""
        lines = self.order_line.filtered('pharma_reservation_id')
        if not lines:
            return super()._action_confirm()
        lines._pharma_take_held()
        result = super()._action_confirm()
        # sudo: salespeople do not work in the stock; reserved even where branches reserve by hand
        moves = lines.sudo().move_ids
        moves = (moves | moves.browse(moves._rollup_move_origs())).filtered(
            lambda move: move.state in ('confirmed', 'partially_available')
        )
        moves._action_assign()
        return result
