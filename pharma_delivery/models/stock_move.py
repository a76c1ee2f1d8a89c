from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        """Give the slips of confirmed moves their number, whichever way they were confirmed."""
        moves = super()._action_confirm(merge=merge, merge_into=merge_into, create_proc=create_proc)
        moves.picking_id._set_slip_number()
        return moves
