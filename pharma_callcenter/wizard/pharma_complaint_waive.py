from odoo import fields, models
from odoo.exceptions import UserError


class PharmaComplaintWaive(models.TransientModel):
    """Do without the proof of purchase, with a reason (002-14)."""

    _name = 'pharma.complaint.waive'
    _description = "Waive Proof of Purchase"

    complaint_id = fields.Many2one('pharma.complaint', string="Ticket", required=True)
    reason = fields.Char(required=True, help="Why no proof is needed; it stays on the ticket.")

    def action_waive(self):
        """Waive the proof of purchase of the ticket (002-14).

        :return: action that closes the form
        :raise AccessError: for others than supervisors and managers
        :raise UserError: without a reason
        """
        self.ensure_one()
        if not (self.reason or '').strip():
            raise UserError(self.env._("Say why no proof of purchase is needed."))
        self.complaint_id._waive_proof(self.reason.strip())
        return {'type': 'ir.actions.act_window_close'}
