from odoo import api, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """A refill order that comes to nothing leaves the customer without medicine (decision 4)."""

    _inherit = 'sale.order'

    def _action_cancel(self):
        result = super()._action_cancel()
        self._pharma_refill_lost()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_refill(self):
        self._pharma_refill_lost()

    def _pharma_refill_lost(self):
        """Have cases whose next date counted on these orders due when supply ends as it is."""
        self.env['pharma.care.case']._recall_refills(SQL("o.id = ANY(%s)", self.ids))
