from odoo import models


class IrRule(models.Model):
    """Whoever opens a ticket that he may not read is told whom to ask (000-36)."""

    _inherit = 'ir.rule'

    def _make_access_error(self, operation, records):
        if records._name == 'pharma.complaint' and operation != 'create':
            refusal = records.with_env(self.env)._make_refusal(operation)
            if refusal:
                return refusal
        return super()._make_access_error(operation, records)
