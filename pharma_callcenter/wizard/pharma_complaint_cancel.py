from odoo import fields, models
from odoo.exceptions import UserError


class PharmaComplaintCancel(models.TransientModel):
    """Why tickets are cancelled (000-24)."""

    _name = 'pharma.complaint.cancel'
    _description = "Cancel Tickets"

    ticket_ids = fields.Many2many('pharma.complaint', required=True)
    reason_id = fields.Many2one(
        'pharma.complaint.cancel.reason',
        required=True,
        # joining has a window of its own, which takes everything along
        domain=lambda self: [
            (
                'id',
                '!=',
                self.env.ref('pharma_callcenter.pharma_complaint_cancel_reason_joined').id,
            )
        ],
    )
    note = fields.Text(help="For colleagues, if the reason does not say it all.")

    def action_apply(self):
        """Cancel the tickets (000-24).

        :return: action that closes the window
        :raise AccessError: for tickets the user may not write, and for late ones that the next
            level up has to cancel
        :raise UserError: for the reason that joining gives
        """
        self.ensure_one()
        if self.reason_id == self.env.ref(
            'pharma_callcenter.pharma_complaint_cancel_reason_joined'
        ):
            raise UserError(
                self.env._("Joining has a window of its own: tick the tickets and press 'Join'.")
            )
        self.ticket_ids._check_may_cancel()
        self.ticket_ids._cancel(self.reason_id, self.note)
        return {'type': 'ir.actions.act_window_close'}
