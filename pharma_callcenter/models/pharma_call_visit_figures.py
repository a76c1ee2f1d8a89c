from odoo import models

from .pharma_call_hour import LONG_VISIT


class PharmaCallVisit(models.Model):
    _inherit = 'pharma.call.visit'

    # for the lengths of queues: long waits are looked for in each hour
    _long = models.Index(f'(company_id, date_enter) WHERE {LONG_VISIT}')
