from odoo import fields, models


class PharmaComplaintClaimCorrect(models.TransientModel):
    """Why the answer to a supplier claim is corrected (002-19)."""

    _name = 'pharma.complaint.claim.correct'
    _description = "Correct Supplier Claim"

    claim_id = fields.Many2one(
        'pharma.complaint.claim', required=True, readonly=True, ondelete='cascade'
    )
    reason = fields.Text(required=True, help="What was wrong with what was entered.")

    def action_apply(self):
        """Let the claim wait for its answer again (002-19).

        :return: action that closes the window
        :raise AccessError: for a claim that the user may not write
        :raise UserError: for others than managers, or a claim without an answer
        """
        self.ensure_one()
        self.claim_id._correct(self.reason)
        return {'type': 'ir.actions.act_window_close'}
