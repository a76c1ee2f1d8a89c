from odoo import models


class SaleOrder(models.Model):
    """Tickets about an order, and a new one from it (000-22)."""

    _name = 'sale.order'
    _inherit = ['sale.order', 'pharma.complaint.origin.mixin']

    # those about the order, wherever they were opened
    _complaint_field = 'order_id'

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        return vals | {
            'partner_id': self.partner_id.id,
            'order_id': self.id,
            'company_id': self.company_id.id,
        }

    def action_pharma_view_complaints(self):
        """Open the tickets about the order, a new one if there is none (000-22).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for an order that the user may not read
        """
        if not self.pharma_complaint_count:
            return self.action_pharma_new_complaint()
        action = super().action_pharma_view_complaints()
        action['context'] = self._get_complaint_context()
        return action
