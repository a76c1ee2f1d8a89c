from odoo import models

from .pharma_agent_hour import LONG_STATE


class PharmaAgentState(models.Model):
    _inherit = 'pharma.agent.state'

    # for the work time: long states are looked for in each hour
    _long = models.Index(f'(company_id, date_start) WHERE {LONG_STATE}')
