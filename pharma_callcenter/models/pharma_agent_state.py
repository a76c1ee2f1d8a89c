from odoo import fields, models

from .pharma_agent import AGENT_STATES


class PharmaAgentState(models.Model):
    """From when until when an agent was in a state.

    A row is a change: it lasts until the agent's next one. What arrives late is put between, so
    that order and repetition of events do not matter. Signed out is a row as well. (000-39, 000-53)
    """

    _name = 'pharma.agent.state'
    _description = "State of an Agent"
    _order = 'date_start desc, id desc'
    _log_access = False

    agent_id = fields.Many2one('pharma.agent', required=True, index=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', readonly=True, index='btree_not_null')
    company_id = fields.Many2one('res.company', required=True, index=True)
    state = fields.Selection(AGENT_STATES, required=True)
    reason = fields.Char()
    date_start = fields.Datetime(string="From", required=True)
    date_end = fields.Datetime(string="Until", help="Empty: at this moment.")
    seconds = fields.Integer(help="Until 'Until'; 0 while it lasts.")

    _agent_start_unique = models.UniqueIndex('(agent_id, date_start)')
    _company_start = models.Index('(company_id, date_start)')
