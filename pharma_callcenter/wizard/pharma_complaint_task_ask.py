from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaComplaintTaskAsk(models.TransientModel):
    """Ask another department, or the expert on duty, for something (002-15, 001-09)."""

    _name = 'pharma.complaint.task.ask'
    _description = "Ask a Department"

    complaint_id = fields.Many2one('pharma.complaint', string="Ticket", required=True)
    company_id = fields.Many2one(related='complaint_id.company_id')
    kind = fields.Selection(
        [('department', "Department"), ('duty', "Expert on Duty")],
        required=True,
        default='department',
    )
    department_id = fields.Many2one(
        'hr.department', domain="[('company_id', 'in', [company_id, False])]"
    )
    user_id = fields.Many2one(
        'res.users',
        string="Done By",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Empty: the head of the department; out of the rota every pharmacist.",
    )
    name = fields.Char(string="Task", required=True)
    description = fields.Text(
        string="What to Do",
        help="For somebody who does not read the ticket: nothing of an illness that he need not"
        " know.",
    )
    date_due = fields.Datetime(
        string="Due",
        required=True,
        default=lambda self: self.env['pharma.complaint.task']._default_date_due(),
    )

    receiver_warning = fields.Char(compute='_compute_receiver_warning')

    @api.depends('kind', 'department_id', 'user_id')
    def _compute_receiver_warning(self):
        for wizard in self:
            wizard.receiver_warning = False
            if wizard.kind == 'duty' or wizard.user_id or not wizard.department_id:
                continue
            task = self.env['pharma.complaint.task'].new(
                {
                    'complaint_id': wizard.complaint_id.id,
                    'department_id': wizard.department_id.id,
                    'company_id': wizard.company_id.id,
                    'asker_id': self.env.uid,
                }
            )
            if not task._get_head():
                # sudo: the name of a colleague
                user_sudo = task._get_fallback_user().sudo()
                wizard.receiver_warning = self.env._(
                    "%(department)s has no head who can open tasks: %(user)s gets it. Name somebody"
                    " in 'Done By'.",
                    department=wizard.department_id.name,
                    user=user_sudo.name or self.env._("nobody"),
                )

    @api.constrains('kind', 'department_id', 'user_id')
    def _check_receiver(self):
        for wizard in self:
            if wizard.kind == 'department' and not (wizard.department_id or wizard.user_id):
                raise UserError(self.env._("Choose the department that is asked, or a person."))

    def action_ask(self):
        """Create the task and put it on the list of whoever does it (002-15).

        :return: action that closes the form
        :raise AccessError: for a ticket that the user may not read
        :raise UserError: for nobody to do it, or no ticket
        """
        self.ensure_one()
        self.complaint_id.check_access('read')
        vals = {
            'complaint_id': self.complaint_id.id,
            'kind': self.kind,
            'department_id': self.department_id.id,
            'name': self.name,
            'description': self.description,
            'date_due': self.date_due,
            'asker_id': self.env.uid,
        }
        if self.user_id or self.kind == 'duty':
            vals['user_id'] = self.user_id.id
        # sudo: whoever reads the ticket may ask, also without a role in the call centre, whose
        # fields name the ticket; that he reads it was checked above
        Task = self.env['pharma.complaint.task'].sudo()
        task = Task.with_context(mail_auto_subscribe_no_notify=True).create(vals)  # told below
        receivers = task.user_id
        if not receivers and self.kind == 'duty':
            receivers = self.complaint_id.company_id._pharma_pharmacists()
        # sudo ends here
        task.sudo(False)._tell(
            receivers - self.env.user,
            self.env._("New task"),
            self.env._(
                "%(user)s asks you to do something for ticket %(number)s: open 'My Tasks'.",
                user=self.env.user.name,
                number=self.complaint_id.number,
            ),
        )
        return {'type': 'ir.actions.act_window_close'}
