from odoo import SUPERUSER_ID, api, fields, models

DIRECTIONS = [('inbound', "Incoming"), ('outbound', "Outgoing"), ('internal', "Internal")]
OPEN_STATES = ('ringing', 'queued', 'talking')
STATES = [
    ('ringing', "Ringing"),
    ('queued', "Waiting"),
    ('talking', "Talking"),
    ('answered', "Answered"),
    ('abandoned', "Abandoned"),
    ('missed', "Missed"),
    ('no_answer', "Not Reached"),
    ('busy', "Busy"),
    ('failed', "Failed"),
]


class PharmaCall(models.Model):
    """A telephone call with its times, who called and what it was about (000-45, 004-04).

    Calls come from a PBX, from files, or are typed by hand. What the PBX measured is written by
    the intake alone; the agent adds customer, purpose, result and note. A call passes through
    queues (``visit_ids``), and each rings agents (``attempt_ids``).
    """

    _name = 'pharma.call'
    _inherit = ['pharma.call.activity.mixin', 'pharma.call.visibility.mixin']
    _description = "Call"
    _order = 'date_start desc, id desc'
    _check_company_auto = True

    # === WHAT THE PBX SAYS === #
    external_id = fields.Char(
        string="ID in the PBX", readonly=True, copy=False, help="Unique in its PBX."
    )
    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", readonly=True, copy=False, ondelete='restrict'
    )
    source = fields.Selection(
        [('pbx', "PBX"), ('manual', "By Hand"), ('import', "File")],
        required=True,
        readonly=True,
        default='manual',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    direction = fields.Selection(DIRECTIONS, required=True, default='inbound')
    state = fields.Selection(STATES, required=True, default='answered', index=True)
    date_start = fields.Datetime(string="Start", required=True, default=fields.Datetime.now)
    date_answer = fields.Datetime(string="Answered At")
    date_end = fields.Datetime(string="End")
    wait_seconds = fields.Integer(
        string="Waited (s)", aggregator='avg', help="Until somebody answered or the caller hung up."
    )
    talk_seconds = fields.Integer(string="Talked (s)", aggregator='avg')
    hour = fields.Integer(
        string="Hour of the Day",
        aggregator=None,
        help="Of its start, in the company's time zone: 0 to 23.",
    )
    number = fields.Char(help="Of the customer, as the PBX or the agent wrote it.")
    number_e164 = fields.Char(string="International Number", index='btree_not_null')
    number_called = fields.Char(string="Called Number", help="Which of the centre's numbers.")
    queue_id = fields.Many2one(
        'pharma.call.queue',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        help="The last one it passed through.",
    )
    agent_id = fields.Many2one(
        'pharma.agent', index='btree_not_null', ondelete='restrict', check_company=True
    )
    user_id = fields.Many2one(
        'res.users', string="Employee", index='btree_not_null', ondelete='restrict'
    )
    team_id = fields.Many2one('crm.team', index='btree_not_null', ondelete='restrict')
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    visit_ids = fields.One2many('pharma.call.visit', 'call_id', string="Queues Passed Through")
    attempt_ids = fields.One2many('pharma.call.attempt', 'call_id', string="Agents Rung")

    # === WHAT THE AGENT SAYS === #
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        index='btree_not_null',
        ondelete='restrict',
        help="Found by the telephone number, in whatever writing, if it is one customer's alone.",
    )
    purpose_id = fields.Many2one(
        'pharma.call.purpose', index='btree_not_null', ondelete='restrict', copy=False
    )
    purpose = fields.Char(
        string="Code of the Purpose",
        compute='_compute_purpose',
        inverse='_inverse_purpose',
        store=True,
        help="For programs: the code instead of the record.",
    )
    disposition_id = fields.Many2one(
        'pharma.call.disposition', string="Result", ondelete='restrict', copy=False
    )
    note = fields.Text(copy=False, help="What was said; may tell of an illness.")
    order_id = fields.Many2one(
        'sale.order', index='btree_not_null', ondelete='restrict', check_company=True, copy=False
    )
    is_finished = fields.Boolean(
        string="Finished", copy=False, help="The agent has entered what it was about."
    )
    todo_id = fields.Many2one(
        'pharma.call.todo',
        string="Call to Make",
        index='btree_not_null',
        ondelete='set null',
        copy=False,
        help="Which this call answered.",
    )

    _pbx_external_unique = models.UniqueIndex(
        '(pbx_id, external_id)', "The PBX has reported this call already."
    )
    _company_start = models.Index('(company_id, date_start DESC, id DESC)')
    _partner_start = models.Index('(partner_id, date_start DESC) WHERE partner_id IS NOT NULL')
    _user_start = models.Index('(user_id, date_start DESC) WHERE user_id IS NOT NULL')
    _open = models.Index("(company_id, date_start) WHERE date_end IS NULL")

    # === COMPUTE METHODS === #
    @api.depends('purpose_id.code')
    def _compute_purpose(self):
        for call in self:
            call.purpose = call.purpose_id.code

    def _inverse_purpose(self):
        purposes = self.env['pharma.call.purpose'].search([('code', 'in', self.mapped('purpose'))])
        by_code = {purpose.code: purpose for purpose in purposes}
        for call in self:
            call.purpose_id = by_code.get(call.purpose)

    @api.depends('number', 'partner_id', 'date_start')
    @api.depends_context('uid')
    def _compute_display_name(self):
        """Name calls that the user may not read by their moment alone (000-36).

        Links show the name of a record with more rights than the user has.
        """
        hidden = self.browse()
        if self.env.su and self.env.uid != SUPERUSER_ID:
            # sudo: back to the rights of the user himself, to find what he may not read
            hidden = self._origin - self._origin.sudo(False)._filtered_access('read').sudo()
        for call in self:
            # sudo: the name of a customer the reader of the call may not open
            who = call.partner_id.sudo().name or call.number or self.env._("Unknown Number")
            if call._origin in hidden:
                who = self.env._("Call")
            moment = call.date_start and fields.Datetime.context_timestamp(call, call.date_start)
            call.display_name = f'{who}, {moment:%Y-%m-%d %H:%M}' if moment else who
