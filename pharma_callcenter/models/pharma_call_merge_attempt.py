from odoo import fields, models

from .pharma_call_merge import HIDDEN


class PharmaCallAttempt(models.Model):
    """What a PBX said about ringing an agent; the rest is derived from it (000-47)."""

    _inherit = 'pharma.call.attempt'

    fact_end = fields.Datetime(**HIDDEN)
    fact_result = fields.Char(**HIDDEN)
    is_live = fields.Boolean(
        **HIDDEN, help="Told at once; makes room for the lasting report of the same moment."
    )

    _agent_open = models.Index('(agent_id) WHERE date_end IS NULL')
