from odoo import models
from odoo.exceptions import UserError


class StockPickingBatch(models.Model):
    """The slips of a round are printed together (000-29, 000-30)."""

    _inherit = 'stock.picking.batch'

    def action_print_slips(self):
        """Print the slips of the rounds, in the order in which they are brought.

        :raise UserError: there is no slip
        :return: report action
        """
        self.check_access('read')
        slips = self.picking_ids.filtered(lambda slip: slip.slip_number and slip.state != 'cancel')
        if not slips:
            raise UserError(self.env._("Put slips into the round first."))
        place = {batch: number for number, batch in enumerate(self)}
        slips = slips.sorted(lambda slip: (place[slip.batch_id], slip.batch_sequence, slip.id))
        return slips.action_print_slip()
