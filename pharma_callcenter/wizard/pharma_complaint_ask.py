from odoo import fields, models


class PharmaComplaintAsk(models.TransientModel):
    """A question that the agent hands to a pharmacist (003-05, 003-09)."""

    _name = 'pharma.complaint.ask'
    _description = "Ask a Pharmacist"

    ticket_id = fields.Many2one(
        'pharma.complaint', required=True, readonly=True, ondelete='cascade'
    )
    pharmacist_id = fields.Many2one(
        'res.users',
        domain=lambda self: [
            ('all_group_ids', 'in', self.env.ref('pharma_crm.group_pharmacist').ids),
            ('share', '=', False),
        ],
        help="Empty: any pharmacist; the first to answer.",
    )
    question = fields.Text(
        required=True,
        help="What the pharmacist is to answer, with what the customer said of other medicines and"
        " illnesses.",
    )

    def action_apply(self):
        """Hand the ticket over (003-05).

        :return: action that closes the window
        :raise AccessError: for a ticket the user may not write
        :raise UserError: for a closed ticket, and if there is no such pharmacist
        """
        self.ensure_one()
        self.ticket_id.check_access('write')
        self.ticket_id._ask_pharmacist(self.question, self.pharmacist_id)
        return {'type': 'ir.actions.act_window_close'}
