from odoo import models


class StockMove(models.Model):
    """Deliveries and returns move care dates (decisions 2 and 28)."""

    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # sudo: the order is told of its goods, whoever moves them
        orders = moves.sudo().filtered(lambda move: move._moves_care()).sale_line_id.order_id
        self.env['pharma.care.case']._sync_orders(orders)
        return moves

    def _moves_care(self):
        """Return whether the done move changes when its order's supply starts or ends."""
        self.ensure_one()
        if self.state != 'done' or not self.sale_line_id:
            return False
        if self.location_id.usage == 'customer':
            return self.to_refund
        is_delivery = self.location_dest_id.usage == 'customer'
        return is_delivery and self.company_id.care_date_base == 'delivery'
