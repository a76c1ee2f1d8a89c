from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaComplaintMerge(models.TransientModel):
    """Tickets of one customer that are one matter become one ticket (000-23)."""

    _name = 'pharma.complaint.merge'
    _description = "Join Tickets"

    ticket_ids = fields.Many2many('pharma.complaint', string="Tickets", required=True)
    target_id = fields.Many2one(
        'pharma.complaint',
        string="Stays",
        compute='_compute_target_id',
        store=True,
        readonly=False,
        domain="[('id', 'in', ticket_ids)]",
        ondelete='cascade',
        help="Takes over texts, messages, files and activities; the others are cancelled and point"
        " to it.",
    )

    other_contacts = fields.Char(compute='_compute_other_contacts')

    @api.depends('ticket_ids')
    def _compute_target_id(self):
        for wizard in self:
            # the oldest that is open: its promise is the earliest
            tickets = wizard.ticket_ids.filtered(lambda ticket: not ticket.date_closed)
            oldest = tickets.sorted(lambda ticket: (ticket.date_received, ticket.id))[:1]
            wizard.target_id = wizard.target_id or oldest

    @api.depends('ticket_ids', 'target_id')
    def _compute_other_contacts(self):
        for wizard in self:
            target = wizard.target_id._origin
            others = (wizard.ticket_ids._origin - target)._get_tickets_of_others(target)
            wizard.other_contacts = ', '.join(others.partner_id.mapped('name'))

    def action_apply(self):
        """Join the tickets (000-23).

        :return: window action of the ticket that stays
        :raise AccessError: for tickets the user may not write
        :raise UserError: for tickets of different customers or companies, and closed ones
        """
        self.ensure_one()
        target = self.target_id
        if not target:
            raise UserError(self.env._("Choose in the field 'Stays' an open ticket that goes on."))
        (self.ticket_ids - target)._merge_into(target)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.complaint',
            'res_id': target.id,
            'views': [(False, 'form')],
        }
