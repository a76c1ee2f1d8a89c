from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

TICKET_READERS = (
    'pharma_callcenter.group_call_agent,pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager'
)
OPEN = ('todo', 'doing')
# What whoever asks decides; who does the work changes none of it.
ASKED = {'name', 'description', 'date_due', 'department_id', 'complaint_id', 'kind'}
ASKED |= {'company_id', 'ticket_number'}  # of the ticket


class PharmaComplaintTask(models.Model):
    """Work on a ticket that another department, or the expert on duty, does (002-15, 001-09).

    Its text is written for whoever does it, who need not read the ticket: the ticket tells of
    illnesses, so its name is hidden from him as well (decision 21).
    """

    _name = 'pharma.complaint.task'
    _inherit = ['pharma.complaint.work.mixin']
    _description = "Task of a Ticket"
    _order = 'date_due, id'
    _check_company_auto = True
    _button_fields = (
        'state',
        'asker_id',
        'date_started',
        'date_done',
        'done_user_id',
        'date_reminded',
    )

    name = fields.Char(string="Task", required=True, tracking=True)
    complaint_id = fields.Many2one(
        'pharma.complaint',
        string="Ticket",
        required=True,
        index=True,
        ondelete='cascade',
        groups=TICKET_READERS,
    )
    ticket_number = fields.Char(
        related='complaint_id.number', store=True, compute_sudo=True, related_sudo=True
    )
    company_id = fields.Many2one(
        related='complaint_id.company_id', store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        [('department', "Department"), ('duty', "Expert on Duty")],
        required=True,
        default='department',
        help="A late task of the expert on duty is told to the supervisors.",
    )
    description = fields.Text(
        string="What to Do",
        help="For somebody who does not read the ticket: nothing of an illness that he need not"
        " know.",
    )
    department_id = fields.Many2one(
        'hr.department', index='btree_not_null', ondelete='restrict', check_company=True
    )
    user_id = fields.Many2one(
        'res.users',
        string="Done By",
        compute='_compute_user_id',
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete='restrict',
        tracking=True,
        domain=[('share', '=', False)],
        help="The head of the department, until somebody else is chosen.",
    )
    asker_id = fields.Many2one(
        'res.users',
        string="Asked By",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete='restrict',
        default=lambda self: self.env.user,
    )
    date_due = fields.Datetime(
        string="Due", required=True, tracking=True, default=lambda self: self._default_date_due()
    )
    state = fields.Selection(
        [('todo', "To Do"), ('doing', "In Progress"), ('done', "Done"), ('refused', "Refused")],
        required=True,
        readonly=True,
        default='todo',
        copy=False,
        tracking=True,
    )
    feedback = fields.Text(copy=False, help="What was found and done; needed to end the task.")
    date_started = fields.Datetime(string="Started On", readonly=True, copy=False)
    date_done = fields.Datetime(string="Ended On", readonly=True, copy=False)
    done_user_id = fields.Many2one(
        'res.users', string="Ended By", readonly=True, copy=False, ondelete='restrict'
    )
    date_reminded = fields.Datetime(string="Reminded On", readonly=True, copy=False)
    can_ask = fields.Boolean(compute='_compute_can_ask')

    _open_due = models.Index("(date_due, id) WHERE state IN ('todo', 'doing')")

    @api.model
    def _default_date_due(self):
        hours = self.env.company.pharma_task_hours
        return fields.Datetime.add(fields.Datetime.now(), hours=hours)

    # === COMPUTE METHODS === #
    @api.depends('department_id')
    def _compute_user_id(self):
        for task in self:
            if task.kind != 'duty':
                task.user_id = task._get_head() or task._get_fallback_user()
            else:
                task.user_id = task.user_id

    @api.depends('asker_id')
    @api.depends_context('uid')
    def _compute_can_ask(self):
        # sudo: which ticket it is, to ask whether the user may read it
        tickets = self.sudo().complaint_id.sudo(False)
        readable = tickets._filtered_access('read')
        for task in self:
            # sudo: as above
            ticket = task.sudo().complaint_id.sudo(False)
            task.can_ask = task.asker_id == self.env.user or ticket in readable

    def _can_do(self, user):
        """Return whether a user can be given the task: he must be able to open it."""
        self.ensure_one()
        return (
            user.active
            and not user.share
            and self.company_id in user.company_ids
            and user.has_group('pharma_crm.group_pharma_user')
        )

    def _get_head(self):
        self.ensure_one()
        # sudo: who leads a department is written on his employee record
        user = self.sudo().department_id.manager_id.user_id
        return user if user and self._can_do(user) else user.browse()

    def _get_fallback_user(self):
        """Return who gets what has nobody: the ticket's responsible, else whoever asked."""
        self.ensure_one()
        # sudo: the responsible, not the ticket
        task = self.sudo()
        for user in (task.complaint_id.user_id, task.asker_id):
            if user and self._can_do(user):
                return user
        return task.env['res.users']

    # === CHECKS === #
    @api.constrains('user_id')
    def _check_user(self):
        for task in self:
            # sudo: the groups of another user
            user = task.sudo().user_id
            if user and not task._can_do(user):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot open tasks of %(company)s. Choose an active user of this"
                        " company who has the role 'User' of 'Customers and medicines'.",
                        user=user.name,
                        company=task.company_id.name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Create tasks of tickets that the user may read, and put them on people's lists (002-15).

        :param list vals_list: one dict per task; ``complaint_id`` and ``name`` are needed
        :return: the new ``pharma.complaint.task`` records
        :raise AccessError: for a ticket that the user may not read
        """
        if not self.env.su:
            self._check_tickets(vals_list)
        tasks = super().create(vals_list)
        tasks._check_ticket_read()
        for task in tasks:
            task._put_on_list()
        return tasks

    def write(self, vals):
        """Change a task: the request by whoever may read the ticket, the feedback while it is open.

        :param dict vals: values to write
        :return: True
        :raise UserError: for the request by others, or for the feedback of an ended task
        """
        if not self.env.su:
            self._check_tickets([vals])
            if ASKED & vals.keys() and not all(task.can_ask for task in self):
                raise UserError(
                    self.env._(
                        "What is asked and by when is changed by whoever asked. Write into the"
                        " feedback what stands in the way, or refuse the task."
                    )
                )
            if 'feedback' in vals and any(task.state not in OPEN for task in self):
                raise UserError(
                    self.env._(
                        "The task has ended, its feedback stays. Whoever asked can press 'Ask"
                        " Again'."
                    )
                )
        result = super().write(vals)
        if {'user_id', 'department_id', 'date_due', 'kind'} & vals.keys():
            for task in self:
                task._put_on_list()
            if 'date_due' in vals:
                # sudo: a button's field; another day means another reminder
                self.sudo().date_reminded = False
        return result

    @api.model
    def _check_tickets(self, vals_list):
        ids = {vals['complaint_id'] for vals in vals_list if vals.get('complaint_id')}
        self.env['pharma.complaint'].browse(ids).check_access('read')

    def _put_on_list(self):
        """Plan the activity of whoever has to do it, in place of the one before."""
        self.ensure_one()
        # sudo: people's to-do lists are theirs; the task puts itself on and off
        task = self.sudo().with_context(mail_activity_quick_update=True)  # told by _tell
        task.activity_unlink(['mail.mail_activity_data_todo'])
        if task.state not in OPEN:
            return
        users = task.user_id
        if not users and task.kind == 'duty':
            users = task.company_id._pharma_pharmacists()
        due = fields.Datetime.context_timestamp(
            task.with_context(tz=task.company_id._pharma_tz()), task.date_due
        ).date()
        for user in users:
            task.activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=due,
                summary=task.name,
                user_id=user.id,
            )
        if task.department_id and task.kind != 'duty' and not self._get_head():
            task.message_post(
                body=self.env._(
                    "%(department)s has no head who can open tasks: %(user)s has it.",
                    department=task.department_id.name,
                    user=task.user_id.name or self.env._("nobody"),
                )
            )
