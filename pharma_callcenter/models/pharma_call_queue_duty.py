from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PharmaCallQueue(models.Model):
    """Which queues are open now, and who takes their calls: day and night (001-07)."""

    _inherit = 'pharma.call.queue'

    night_queue_id = fields.Many2one(
        'pharma.call.queue',
        string="Nights and Holidays",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        help="Takes the calls outside the business hours.",
    )
    day_queue_ids = fields.One2many(
        'pharma.call.queue', 'night_queue_id', string="Stands In For", readonly=True
    )
    is_open_now = fields.Boolean(string="Open", compute='_compute_is_open_now', compute_sudo=True)
    available_count = fields.Integer(
        string="Agents Free", compute='_compute_agents_now', compute_sudo=True
    )
    signed_in_names = fields.Char(
        string="Signed In", compute='_compute_agents_now', compute_sudo=True
    )
    expert_now = fields.Char(string="Expert on Duty", compute='_compute_expert_now')

    @api.depends('calendar_id', 'day_queue_ids.calendar_id')
    def _compute_is_open_now(self):
        now = fields.Datetime.now()
        for queue in self:
            if queue.calendar_id:
                queue.is_open_now = queue.calendar_id._pharma_is_open(now, queue.company_id)
                continue
            days = queue.day_queue_ids.filtered('calendar_id')
            # one that stands in for others is open while one of them is closed
            queue.is_open_now = not days or not all(
                day.calendar_id._pharma_is_open(now, day.company_id) for day in days
            )

    @api.depends('agent_ids.state')
    def _compute_agents_now(self):
        for queue in self:
            here = queue.agent_ids.filtered(lambda agent: agent.state != 'offline')
            queue.signed_in_names = ', '.join(here.mapped('name'))
            free = here.filtered(lambda agent: agent.state == 'available' and not agent.call_id)
            queue.available_count = len(free)

    @api.depends('company_id', 'team_id', 'warehouse_id')
    def _compute_expert_now(self):
        known = {}
        for queue in self:
            key = (queue.company_id, queue.team_id, queue.warehouse_id)
            if key not in known:
                known[key] = queue.company_id._pharma_duty_contact(*key[1:])
            queue.expert_now = known[key]

    @api.constrains('night_queue_id')
    def _check_night_queue(self):
        for queue in self:
            if queue.night_queue_id == queue or queue.night_queue_id.night_queue_id:
                raise ValidationError(
                    self.env._(
                        "Queue '%(queue)s': 'Nights and Holidays' must be another queue, which"
                        " hands its calls to none.",
                        queue=queue.name,
                    )
                )
