from odoo import models


class StockMove(models.Model):
    """A ticket about one line of a slip (000-22)."""

    _inherit = 'stock.move'

    def action_pharma_new_complaint(self):
        """Open the form of a new ticket about this medicine of the slip (000-22).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a slip that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.picking_id.action_pharma_new_complaint()
        lots = self.move_line_ids.lot_id
        action['context'] |= {
            'default_product_id': self.product_id.id,
            'default_lot_id': lots.id if len(lots) == 1 else False,
        }
        return action
