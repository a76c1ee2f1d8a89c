from odoo import api, models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    @api.model_create_multi
    def create(self, vals_list):
        """Know buyers also by orders which come in confirmed, such as past ones (004-29, 004-42).

        :param list vals_list: values, one dict per order
        :return: the new ``sale.order`` records
        """
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == 'sale')._pharma_promote_prospects()
        return orders

    def _action_confirm(self):
        result = super()._action_confirm()
        self._pharma_promote_prospects()
        return result

    def _pharma_promote_prospects(self):
        """Make retail customers of the prospects who bought."""
        prospects = self.partner_id.filtered(lambda p: p.pharma_customer_type == 'prospect')
        if prospects:
            # sudo: who may confirm an order need not have the right to edit customers
            prospects.sudo().write({'pharma_customer_type': 'retail'})
