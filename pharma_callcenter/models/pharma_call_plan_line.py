from odoo import fields, models


class PharmaCallPlanLine(models.Model):
    """The agents that an hour of a plan needs (003-15)."""

    _name = 'pharma.call.plan.line'
    _description = "Hour of a Plan"
    _log_access = False
    _order = 'date_start, id'
    _rec_name = 'hour'

    plan_id = fields.Many2one(
        'pharma.call.plan', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company', related='plan_id.company_id', store=True, index=True
    )
    queue_id = fields.Many2one('pharma.call.queue', related='plan_id.queue_id', store=True)
    date = fields.Date(string="Day", required=True, readonly=True)
    hour = fields.Char(required=True, readonly=True)
    date_start = fields.Datetime(string="From", required=True, readonly=True)
    calls = fields.Float(readonly=True, digits=(16, 1))
    handle_seconds = fields.Float(
        string="Per Call (s)",
        readonly=True,
        aggregator='avg',
        digits=(16, 0),
        help="Talk and finishing.",
    )
    agents_busy = fields.Integer(
        string="Agents at Work", readonly=True, help="Who take calls, without those away."
    )
    agents = fields.Integer(string="Agents Needed", readonly=True)
    service_level = fields.Float(
        string="Service Level (%)", readonly=True, aggregator='avg', digits=(16, 1)
    )
    answer_speed = fields.Float(
        string="Speed of Answer (s)", readonly=True, aggregator='avg', digits=(16, 1)
    )
    occupancy = fields.Float(
        string="Occupancy (%)", readonly=True, aggregator='avg', digits=(16, 1)
    )
