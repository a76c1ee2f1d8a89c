from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LEADERS = 'pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager'


class PharmaComplaintAssign(models.TransientModel):
    """Giving tickets to somebody: those of nobody, of a leaver, of who has too many (000-22)."""

    _name = 'pharma.complaint.assign'
    _description = "Assign Tickets"

    ticket_ids = fields.Many2many('pharma.complaint', string="Tickets", required=True)
    ticket_count = fields.Integer(string="Tickets Chosen", compute='_compute_ticket_count')
    method = fields.Selection(
        [('team', "Each team by its own method"), ('user', "All to one person")],
        string="How",
        required=True,
        default='team',
    )
    team_id = fields.Many2one(
        'crm.team', string="Move to Team", help="Empty: each ticket stays with its team."
    )
    user_id = fields.Many2one('res.users', string="Person", domain=[('share', '=', False)])

    @api.depends('ticket_ids')
    def _compute_ticket_count(self):
        for wizard in self:
            wizard.ticket_count = len(wizard.ticket_ids)

    def action_apply(self):
        """Assign the tickets; those that no team can take are named (000-22).

        :return: notification of what happened, or action that closes the window
        :raise AccessError: for others than supervisors and managers, and for tickets of others
        :raise UserError: for closed tickets, and without a person
        """
        self.ensure_one()
        tickets = self.ticket_ids
        if not (self.env.su or self.env.user.has_groups(LEADERS)):
            raise AccessError(
                self.env._("Only supervisors and managers assign tickets. Press 'Take' instead.")
            )
        tickets.check_access('write')
        tickets._lock_rows()
        tickets._check_open()
        if self.team_id:
            tickets.write({'team_id': self.team_id.id})
        if self.method == 'user':
            if not self.user_id:
                raise UserError(self.env._("Choose somebody in the field 'Person'."))
            tickets.write({'user_id': self.user_id.id})
            return {'type': 'ir.actions.act_window_close'}
        left = tickets._reassign()
        if not left:
            return {'type': 'ir.actions.act_window_close'}
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'sticky': True,
                'message': self.env._(
                    "Not assigned: %(tickets)s. Their team has nobody who is here, or shares out by"
                    " hand. Choose a person, or set 'Sharing Out Tickets' of the team.",
                    tickets=', '.join(left.mapped('number')),
                ),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
