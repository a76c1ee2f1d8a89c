from odoo import api, fields, models


class PharmaComplaintSplit(models.TransientModel):
    """A part of what the customer said becomes a ticket of its own (002-13)."""

    _name = 'pharma.complaint.split'
    _description = "Split Ticket"

    ticket_id = fields.Many2one(
        'pharma.complaint', required=True, readonly=True, ondelete='cascade'
    )
    remaining = fields.Text(
        string="Stays Here",
        compute='_compute_from_ticket',
        compute_sudo=False,  # whoever names another ticket reads nothing of it
        store=True,
        readonly=False,
        precompute=True,
        help="What the customer says in this ticket; cut out what goes to the new one.",
    )
    description = fields.Text(string="Goes to the New Ticket", required=True)
    name = fields.Char(string="Subject", help="Left empty, it is made of kind and medicine.")
    company_id = fields.Many2one(related='ticket_id.company_id')
    kind_id = fields.Many2one(
        'pharma.complaint.kind',
        compute='_compute_from_ticket',
        compute_sudo=False,  # whoever names another ticket reads nothing of it
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain="[('company_id', 'in', [company_id, False])]",
    )
    category_id = fields.Many2one('pharma.complaint.category')

    @api.depends('ticket_id')
    def _compute_from_ticket(self):
        for wizard in self:
            wizard.remaining = wizard.ticket_id.description
            wizard.kind_id = wizard.ticket_id.kind_id

    def action_apply(self):
        """Make the second ticket (002-13).

        :return: window action of the new ticket
        :raise AccessError: for a ticket the user may not write
        :raise UserError: for a closed ticket
        """
        self.ensure_one()
        vals = {
            'description': self.description,
            'kind_id': self.kind_id.id,
            'category_id': self.category_id.id,
        }
        if self.name:
            vals['name'] = self.name
        ticket = self.ticket_id._split(vals, self.remaining)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.complaint',
            'res_id': ticket.id,
            'views': [(False, 'form')],
        }
