from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCallExpert(models.TransientModel):
    """The second line: who is on duty, a third on the line, and the question (001-09, 003-09)."""

    _name = 'pharma.call.expert'
    _inherit = ['pharma.call.window.mixin']
    _description = "Ask the Expert"

    call_id = fields.Many2one('pharma.call', readonly=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    duty_now = fields.Char(
        string="On Duty Now", compute='_compute_duty_now', help="Name and telephone number."
    )
    shift_id = fields.Many2one(
        'pharma.duty.shift',
        string="Expert",
        ondelete='cascade',
        compute='_compute_shift_id',
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('date_start', '<=', 'now'),"
        " ('date_end', '>', 'now')]",
        help="Empty: whichever pharmacist answers first.",
    )
    phone = fields.Char(string="Telephone", related='shift_id.phone')
    may_conference = fields.Boolean(compute='_compute_may_conference')
    name = fields.Char(string="Question")
    description = fields.Text(
        string="Details", help="Age, other medicines, illnesses, what was said so far."
    )
    is_important = fields.Boolean(
        string="The Customer Waits",
        default=True,
        help="The expert on duty is told at once. Else it waits for the next hand-over.",
    )

    # === COMPUTE METHODS === #
    @api.depends('call_id')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.call_id.company_id or self.env.company

    @api.depends('call_id')
    def _compute_duty_now(self):
        for wizard in self:
            call = wizard.call_id
            contact = wizard.company_id._pharma_duty_contact(call.team_id, call.warehouse_id)
            if not contact:
                users = wizard.company_id._pharma_pharmacists()
                contact = self.env._(
                    "Nobody by the rota. Pharmacists: %(names)s",
                    # sudo: the names of colleagues
                    names=', '.join(users.sudo().mapped('name')) or '-',
                )
            wizard.duty_now = contact

    @api.depends('call_id')
    def _compute_shift_id(self):
        for wizard in self:
            call = wizard.call_id
            shifts = wizard.company_id._pharma_find_shifts(
                team=call.team_id, warehouse=call.warehouse_id
            )
            wizard.shift_id = shifts[:1].sudo(False)  # sudo ends here

    @api.depends('call_id', 'shift_id')
    def _compute_may_conference(self):
        for wizard in self:
            agent = wizard._get_agent()
            wizard.may_conference = bool(
                agent.pbx_id and wizard.phone and wizard.call_id and not wizard.call_id.date_end
            )

    def _get_agent(self):
        """Return the seat of the user in the company of the call."""
        return self.env['pharma.agent'].search(
            [('user_id', '=', self.env.uid), ('company_id', '=', self.company_id.id)], limit=1
        )

    # === ACTIONS === #
    def action_conference(self):
        """Let the PBX call the expert into the running call (003-09).

        :return: the window again, so that the question can be noted
        :raise AccessError: for a call that the user may not change
        :raise UserError: without a seat at a PBX, a running call, or a number of the expert
        """
        self.ensure_one()
        self.call_id.check_access('write')
        if not self.may_conference:
            raise UserError(
                self.env._(
                    "A three-way call needs a running call, your seat at a PBX and the expert's"
                    " number. Without it call %(phone)s by hand.",
                    phone=self.phone or self.duty_now,
                )
            )
        self.env['pharma.call.command']._ask(
            'conference', self._get_agent(), number=self.phone, call=self.call_id
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Ask the Expert"),
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'target': 'new',
        }

    def action_ask(self):
        """Leave the question for the expert, linked to the call (001-09, 001-12).

        :return: action that closes the window
        :raise AccessError: for a call that the user may not read
        :raise UserError: without a question
        """
        self.ensure_one()
        self.call_id.check_access('read')
        if not (self.name or '').strip():
            raise UserError(self.env._("Write the question in one line."))
        self.env['pharma.complaint.question'].create(self._prepare_question_vals())
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("The expert is told.")
                if self.is_important
                else self.env._("It waits for the next hand-over."),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def _prepare_question_vals(self):
        Question = self.env['pharma.complaint.question']
        vals = {
            'name': self.name,
            'description': self.description,
            'importance': '1' if self.is_important else '0',
            'company_id': self.company_id.id,
            'expert_id': self.shift_id.user_id.id,
        }
        if Question._has_field_access(Question._fields['call_id'], 'write'):
            vals['call_id'] = self.call_id.id
        return vals
