from odoo import fields, models


class PharmaCallAttempt(models.Model):
    """A call that rang at an agent, answered or not (000-39, 000-47)."""

    _name = 'pharma.call.attempt'
    _description = "Call at an Agent"
    _order = 'date_ring desc, id desc'
    _log_access = False

    call_id = fields.Many2one('pharma.call', required=True, index=True, ondelete='cascade')
    visit_id = fields.Many2one('pharma.call.visit', index='btree_not_null', ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, index=True)
    agent_id = fields.Many2one('pharma.agent', required=True, index=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', index='btree_not_null', ondelete='restrict')
    queue_id = fields.Many2one('pharma.call.queue', index='btree_not_null', ondelete='restrict')
    date_ring = fields.Datetime(string="Rang", required=True)
    date_answer = fields.Datetime(string="Answered At")
    date_end = fields.Datetime(string="End")
    result = fields.Selection(
        [
            ('ringing', "Ringing"),
            ('answered', "Answered"),
            ('no_answer', "Not Answered"),
            ('busy', "Busy"),
            ('rejected', "Rejected"),
        ],
        required=True,
        default='ringing',
    )
    ring_seconds = fields.Integer(string="Rang (s)", aggregator='avg')
    talk_seconds = fields.Integer(string="Talked (s)", aggregator='avg')

    _call_agent_ring_unique = models.UniqueIndex('(call_id, agent_id, date_ring)')
    _agent_ring = models.Index('(agent_id, date_ring)')
    _company_ring = models.Index('(company_id, date_ring)')
