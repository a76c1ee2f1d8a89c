from odoo import fields, models


class PharmaComplaintProfessional(models.TransientModel):
    """What a pharmacist lets the agent tell the customer (003-05, 004-68)."""

    _name = 'pharma.complaint.professional'
    _description = "Professional Answer"

    ticket_id = fields.Many2one(
        'pharma.complaint', required=True, readonly=True, ondelete='cascade'
    )
    # with the user's own rights: whoever names another ticket reads nothing of it
    pharmacist_question = fields.Text(related='ticket_id.pharmacist_question', related_sudo=False)
    description = fields.Text(related='ticket_id.description', related_sudo=False)
    answer = fields.Text(required=True, help="In words that the agent can pass on.")

    def action_apply(self):
        """Give the ticket back to the agent, with the answer (003-05).

        :return: action that closes the window
        :raise AccessError: for others than pharmacists and supervisors
        :raise UserError: for a closed ticket
        """
        self.ensure_one()
        self.ticket_id.check_access('write')
        self.ticket_id._answer_professionally(self.answer)
        return {'type': 'ir.actions.act_window_close'}
