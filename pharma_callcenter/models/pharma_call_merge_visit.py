from odoo import fields, models

from .pharma_call_merge import HIDDEN


class PharmaCallVisit(models.Model):
    """What a PBX said about a wait in a queue; the rest is derived from it (000-49)."""

    _inherit = 'pharma.call.visit'

    date_end = fields.Datetime(
        string="Talked Until", help="Of the agent of this queue: hung up or passed on."
    )
    fact_answer = fields.Datetime(**HIDDEN)
    fact_leave = fields.Datetime(**HIDDEN)
    fact_end = fields.Datetime(**HIDDEN)
    fact_result = fields.Char(**HIDDEN)
    fact_agent_id = fields.Many2one('pharma.agent', ondelete='set null', **HIDDEN)

    _waiting = models.Index("(queue_id, date_enter) WHERE result = 'waiting'")
