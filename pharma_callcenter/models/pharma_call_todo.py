from odoo import api, fields, models


class PharmaCallTodo(models.Model):
    """A call that somebody has to make: a missed caller, a list, an arrival, a recall.

    One worklist for all of them: of one employee (``user_id``) or of anyone who may see it.
    (000-26, 000-32, 004-22, 004-23)
    """

    _name = 'pharma.call.todo'
    _inherit = ['pharma.call.activity.mixin', 'pharma.call.visibility.mixin']
    _description = "Call to Make"
    _order = 'priority desc, date_due, id'
    _check_company_auto = True

    name = fields.Char(string="Why", help="In one line, as the agent reads it.")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ('missed', "Missed Call"),
            ('callback', "Call Back"),
            ('list', "Call List"),
            ('other', "Other"),
        ],
        required=True,
        default='other',
        index=True,
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', ondelete='restrict'
    )
    number = fields.Char(
        compute='_compute_number', store=True, readonly=False, precompute=True, string="Telephone"
    )
    user_id = fields.Many2one(
        'res.users',
        string="Employee",
        index='btree_not_null',
        ondelete='restrict',
        help="Empty: whoever takes it first.",
    )
    team_id = fields.Many2one('crm.team', index='btree_not_null', ondelete='restrict')
    queue_id = fields.Many2one(
        'pharma.call.queue', index='btree_not_null', ondelete='restrict', check_company=True
    )
    list_id = fields.Many2one(
        'pharma.call.list', index='btree_not_null', ondelete='cascade', check_company=True
    )
    purpose_id = fields.Many2one('pharma.call.purpose', ondelete='restrict')
    missed_call_id = fields.Many2one(
        'pharma.call', index='btree_not_null', ondelete='set null', check_company=True
    )
    origin_model = fields.Char(readonly=True)
    origin_res_id = fields.Many2oneReference(
        string="Made From", model_field='origin_model', readonly=True
    )
    priority = fields.Selection([('0', "Normal"), ('1', "Urgent")], default='0', required=True)
    date_due = fields.Datetime(string="Due", required=True, default=fields.Datetime.now)
    date_deadline = fields.Datetime(string="At the Latest")
    state = fields.Selection(
        [
            ('todo', "To Do"),
            ('done', "Done"),
            ('unreached', "Not Reached"),
            ('cancelled', "Cancelled"),
        ],
        required=True,
        readonly=True,
        default='todo',
        copy=False,
    )
    claim_user_id = fields.Many2one(
        'res.users', string="Taken By", readonly=True, copy=False, ondelete='set null'
    )
    date_claim = fields.Datetime(string="Taken Until", readonly=True, copy=False)
    attempt_count = fields.Integer(string="Attempts", readonly=True, copy=False)
    disposition_id = fields.Many2one(
        'pharma.call.disposition', string="Result", readonly=True, copy=False, ondelete='restrict'
    )
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)
    note = fields.Text()
    call_ids = fields.One2many('pharma.call', 'todo_id', string="Calls Made")

    _due = models.Index("(company_id, date_due, id) WHERE state = 'todo'")
    _user_due = models.Index("(user_id, date_due, id) WHERE state = 'todo'")
    _list_due = models.Index("(list_id, date_due, id) WHERE state = 'todo'")
    _made_from = models.Index('(origin_model, origin_res_id) WHERE origin_res_id IS NOT NULL')

    @api.depends('partner_id')
    def _compute_number(self):
        for todo in self:
            todo.number = todo.partner_id.phone or todo.number
