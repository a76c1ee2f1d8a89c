import pytz

from odoo import api, fields, models
from odoo.fields import Domain


class PharmaCallTodo(models.Model):
    """What the worklist shows: why to call, what is due, who is at it (000-04, 000-26)."""

    _inherit = 'pharma.call.todo'

    missed_count = fields.Integer(
        string="Called", readonly=True, copy=False, help="How often the customer called in vain."
    )
    missed_call_ids = fields.One2many('pharma.call', 'missed_todo_id', string="Missed Calls")
    date_tried = fields.Datetime(string="Last Try", readonly=True, copy=False)
    tried_user_id = fields.Many2one(
        'res.users', string="Called By", readonly=True, copy=False, ondelete='restrict'
    )
    is_reached = fields.Boolean(
        string="Reached", readonly=True, copy=False, help="In any of the attempts."
    )
    is_success = fields.Boolean(string="Success", readonly=True, copy=False)
    cancel_kind = fields.Selection(
        [
            ('called', "Spoken to Since"),
            ('permission', "No Permission"),
            ('quota', "Quota Met"),
            ('ended', "List Ended"),
            ('origin', "Not Needed Any More"),
            ('hand', "Cancelled by Hand"),
        ],
        string="Cancelled Because",
        readonly=True,
        copy=False,
    )
    cancel_reason = fields.Char(readonly=True, copy=False)
    why = fields.Char(
        string="Reason", compute='_compute_why', help="In one line, as the agent reads it."
    )
    is_due = fields.Boolean(
        string="Due Now",
        compute='_compute_is_due',
        search='_search_is_due',
        help="Can be made now.",
    )
    is_taken = fields.Boolean(
        string="With a Colleague", compute='_compute_is_taken', search='_search_is_taken'
    )
    is_mine_now = fields.Boolean(string="Mine Now", compute='_compute_is_taken')
    is_late = fields.Boolean(
        string="Late",
        compute='_compute_is_late',
        search='_search_is_late',
        help="The time by which the call should have been made has passed.",
    )
    day = fields.Date(
        compute='_compute_day', store=True, precompute=True, index=True, help="On which it is due."
    )

    _free_due = models.Index(
        "(company_id, priority DESC, date_due, id) WHERE state = 'todo' AND user_id IS NULL"
    )
    _missed_open = models.Index("(company_id, number) WHERE state = 'todo' AND kind = 'missed'")
    _late_open = models.Index(
        "(company_id, date_deadline) WHERE state = 'todo' AND date_deadline IS NOT NULL"
    )
    _list_state = models.Index("(list_id, state, is_reached) WHERE list_id IS NOT NULL")

    # === COMPUTE METHODS === #
    @api.depends('date_due', 'company_id')
    def _compute_day(self):
        for todo in self:
            # sudo: a setting
            zone = pytz.timezone(todo.company_id.sudo()._pharma_tz())
            due = todo.date_due or fields.Datetime.now()
            todo.day = pytz.utc.localize(due).astimezone(zone).date()

    @api.depends('name', 'kind', 'missed_count', 'list_id.name')
    def _compute_why(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for todo in self:
            why = todo.name or todo.list_id.name or kinds.get(todo.kind, '')
            if todo.kind == 'missed' and todo.missed_count > 1:
                why = self.env._("Called %(count)s times", count=todo.missed_count)
            elif todo.kind == 'missed':
                why = self.env._("Missed Call")
            todo.why = why

    @api.depends('partner_id', 'number', 'kind')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for todo in self:
            # sudo: the name of a customer whom the reader of the entry is to call
            who = todo.partner_id.sudo().name or todo.number
            todo.display_name = ', '.join(filter(None, (kinds.get(todo.kind), who)))

    def _compute_is_due(self):
        domain = Domain(self._get_due_domain(fields.Datetime.now()))
        due = self.filtered_domain(domain)
        for todo in self:
            todo.is_due = todo in due

    @api.model
    def _search_is_due(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        return Domain(self._get_due_domain(fields.Datetime.now()))

    @api.depends('claim_user_id', 'date_claim')
    @api.depends_context('uid')
    def _compute_is_taken(self):
        now = fields.Datetime.now()
        for todo in self:
            is_claimed = bool(todo.claim_user_id and todo.date_claim and todo.date_claim > now)
            todo.is_mine_now = is_claimed and todo.claim_user_id == self.env.user
            todo.is_taken = is_claimed and not todo.is_mine_now

    @api.model
    def _search_is_taken(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        return Domain('claim_user_id', 'not in', (False, self.env.uid)) & Domain(
            'date_claim', '>', fields.Datetime.now()
        )

    @api.depends('date_deadline', 'state')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for todo in self:
            todo.is_late = bool(
                todo.state == 'todo' and todo.date_deadline and todo.date_deadline < now
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        return Domain('state', '=', 'todo') & Domain('date_deadline', '<', fields.Datetime.now())

    # === WHAT CAN BE CALLED NOW === #
    @api.model
    def _get_due_domain(self, now):
        """Return the domain of open calls whose time has come; of lists, those that run.

        :param datetime now: naive, UTC
        """
        return (
            Domain('state', '=', 'todo')
            & Domain('date_due', '<=', now)
            & (Domain('list_id', '=', False) | Domain('list_id', 'any', self._get_list_domain()))
        )

    @api.model
    def _get_list_domain(self):
        """Return the domain of the lists that the user may call for at this moment."""
        return Domain('state', '=', 'running') & (
            Domain('agent_user_ids', '=', False) | Domain('agent_user_ids', 'in', self.env.uid)
        )


class PharmaCall(models.Model):
    """A call that nobody answered, and where it is to be called back."""

    _inherit = 'pharma.call'

    missed_todo_id = fields.Many2one(
        'pharma.call.todo',
        string="Call Back In",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )

    @api.model
    def _get_guarded(self):
        return (*super()._get_guarded(), 'missed_todo_id')
