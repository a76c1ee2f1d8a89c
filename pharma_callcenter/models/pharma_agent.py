from odoo import fields, models

COLLEAGUES = 'pharma_callcenter.group_call_agent,pharma_crm.group_pharma_manager'
AGENT_STATES = [
    ('offline', "Signed Out"),
    ('available', "Available"),
    ('paused', "Paused"),
    ('wrapup', "Finishing a Call"),
]


class PharmaAgent(models.Model):
    """A seat of the call centre: the user who takes calls under an id of the PBX (000-39)."""

    _name = 'pharma.agent'
    _description = "Call Agent"
    _order = 'code, id'
    _check_company_auto = True
    _rec_names_search = ('name', 'code')

    user_id = fields.Many2one('res.users', required=True, index=True, ondelete='restrict')
    name = fields.Char(related='user_id.name', store=True, related_sudo=True)
    code = fields.Char(string="Agent ID", required=True, help="As events and files write it: 101.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", index=True, ondelete='restrict', check_company=True
    )
    interface = fields.Char(help="How the PBX rings the seat, e.g. PJSIP/101.")
    team_id = fields.Many2one('crm.team', index='btree_not_null', ondelete='restrict')
    queue_ids = fields.Many2many(
        'pharma.call.queue',
        'pharma_agent_queue_rel',
        'agent_id',
        'queue_id',
        string="Queues",
        check_company=True,
    )
    skill_ids = fields.Many2many('pharma.call.skill', string="Skills")
    # === AT THIS MOMENT, written by the intake === #
    state = fields.Selection(AGENT_STATES, default='offline', required=True, readonly=True)
    date_state = fields.Datetime(string="Since", readonly=True)
    # who is on the telephone, and why somebody pauses, is for those who work with him
    pause_reason = fields.Char(readonly=True, groups=COLLEAGUES)
    call_id = fields.Many2one(
        'pharma.call',
        string="Current Call",
        readonly=True,
        ondelete='set null',
        copy=False,
        groups=COLLEAGUES,
    )
    state_ids = fields.One2many('pharma.agent.state', 'agent_id', string="States")

    _code_unique = models.UniqueIndex(
        '(COALESCE(pbx_id, 0), company_id, code)', "This PBX has an agent of this id already."
    )
    _user_unique = models.UniqueIndex(
        '(user_id, company_id) WHERE active', "This user has a seat in this company already."
    )
