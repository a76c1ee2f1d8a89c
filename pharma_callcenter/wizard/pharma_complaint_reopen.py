from odoo import fields, models
from odoo.exceptions import UserError


class PharmaComplaintReopen(models.TransientModel):
    """Why closed tickets are opened again (002-16)."""

    _name = 'pharma.complaint.reopen'
    _description = "Reopen Tickets"

    ticket_ids = fields.Many2many('pharma.complaint', string="Tickets", required=True)
    reason = fields.Text(required=True, help="What the customer says now, or what was wrong.")

    def action_apply(self):
        """Open the tickets again (002-16).

        :return: action that closes the window
        :raise AccessError: for tickets the user may not write
        :raise UserError: if they are open already, or joined with another
        """
        self.ensure_one()
        tickets = self.ticket_ids
        tickets.check_access('write')
        tickets._lock_rows()
        tickets._check_not_joined()
        if not tickets._action_reopen(self.reason):
            raise UserError(self.env._("Nothing to do: somebody has opened it again already."))
        return {'type': 'ir.actions.act_window_close'}
