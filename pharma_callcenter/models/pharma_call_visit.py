from odoo import fields, models


class PharmaCallVisit(models.Model):
    """A call's wait in a queue; a call that overflows visits two (000-49, 000-51)."""

    _name = 'pharma.call.visit'
    _description = "Visit of a Queue"
    _order = 'date_enter desc, id desc'
    _log_access = False

    call_id = fields.Many2one('pharma.call', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, index=True)
    queue_id = fields.Many2one('pharma.call.queue', required=True, index=True, ondelete='restrict')
    pbx_id = fields.Many2one('pharma.pbx', string="PBX")
    external_id = fields.Char(string="ID in the PBX", help="Of the queued channel.")
    date_enter = fields.Datetime(string="Entered", required=True)
    date_answer = fields.Datetime(string="Answered At")
    date_leave = fields.Datetime(string="Left", help="When it stopped waiting.")
    result = fields.Selection(
        [
            ('waiting', "Waiting"),
            ('answered', "Answered"),
            ('abandoned', "Abandoned"),
            ('timeout', "Waited Too Long"),
            ('full', "Queue Full"),
            ('no_agents', "No Agents"),
            ('moved', "To Another Queue"),
            ('failed', "Cut Off"),
        ],
        required=True,
        default='waiting',
    )
    wait_seconds = fields.Integer(string="Waited (s)", aggregator='avg')
    talk_seconds = fields.Integer(string="Talked (s)", aggregator='avg')
    position_enter = fields.Integer(string="Place at Entering", aggregator='max')
    position_leave = fields.Integer(string="Place at Leaving", aggregator='max')
    agent_id = fields.Many2one('pharma.agent', index='btree_not_null', ondelete='restrict')
    user_id = fields.Many2one('res.users', index='btree_not_null', ondelete='restrict')
    attempt_ids = fields.One2many('pharma.call.attempt', 'visit_id', string="Agents Rung")

    _call_queue_enter_unique = models.UniqueIndex('(call_id, queue_id, date_enter)')
    _queue_enter = models.Index('(queue_id, date_enter)')
    _company_enter = models.Index('(company_id, date_enter)')
