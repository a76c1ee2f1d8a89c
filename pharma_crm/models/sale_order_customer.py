from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _action_confirm(self):
        result = super()._action_confirm()
        prospects = self.partner_id.filtered(lambda p: p.pharma_customer_type == 'prospect')
        if prospects:
            # sudo: who may confirm an order need not have the right to edit customers
            prospects.sudo().write({'pharma_customer_type': 'retail'})
        return result
