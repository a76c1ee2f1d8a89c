from odoo import fields, models


class PharmaCallQueue(models.Model):
    """Where callers wait for an agent: phone orders, consultation, nights and holidays (001-07)."""

    _name = 'pharma.call.queue'
    _description = "Call Queue"
    _order = 'sequence, name, id'
    _check_company_auto = True
    _rec_names_search = ('name', 'code')

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Its name in the PBX, as events and files write it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", index=True, ondelete='restrict', check_company=True
    )
    team_id = fields.Many2one('crm.team', index='btree_not_null', ondelete='restrict')
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", ondelete='restrict', check_company=True
    )
    calendar_id = fields.Many2one(
        'resource.calendar',
        string="Business Hours",
        ondelete='restrict',
        check_company=True,
        help="Calls outside count apart; empty: around the clock.",
    )
    number_ids = fields.One2many('pharma.call.number', 'queue_id', string="Telephone Numbers")
    skill_ids = fields.Many2many('pharma.call.skill', string="Skills Asked For")
    agent_ids = fields.Many2many('pharma.agent', 'pharma_agent_queue_rel', 'queue_id', 'agent_id')
    service_seconds = fields.Integer(
        string="Answer Within (s)",
        default=20,
        required=True,
        help="Calls answered within so many seconds count for the service level.",
    )
    short_abandon_seconds = fields.Integer(
        string="Short Abandons (s)",
        default=5,
        required=True,
        help="Who hangs up within so many seconds had dialled wrong and counts apart.",
    )

    _code_unique = models.UniqueIndex(
        '(COALESCE(pbx_id, 0), company_id, code)', "This PBX has a queue of this code already."
    )
    _service_positive = models.Constraint(
        'CHECK (service_seconds > 0 AND short_abandon_seconds >= 0)',
        "'Answer Within' must be above 0, 'Short Abandons' 0 or above.",
    )
