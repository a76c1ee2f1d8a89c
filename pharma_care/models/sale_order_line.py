from odoo import api, models

# What a care line takes from its order line.
CARE_FIELDS = {'product_id', 'product_uom_qty', 'product_uom_id'}


class SaleOrderLine(models.Model):
    """Lines that change after an order was confirmed move its care case (004-42)."""

    _inherit = 'sale.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        """Let lines that are added to a confirmed order count.

        :param list vals_list: values, one dict per line
        :return: the new ``sale.order.line`` records
        """
        lines = super().create(vals_list)
        if not self.env.context.get('pharma_skip_care'):
            lines._sync_care()
        return lines

    def write(self, vals):
        """Let a changed product or quantity of a confirmed order count.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if CARE_FIELDS & vals.keys():
            self._sync_care()
        return result

    def unlink(self):
        """Let a line that is taken off a confirmed order no longer count.

        :return: True
        """
        orders = self.order_id.filtered(lambda order: order.state == 'sale')
        result = super().unlink()
        self.env['pharma.care.case']._sync_orders(orders)
        return result

    def _sync_care(self):
        self.order_id.filtered(lambda order: order.state == 'sale')._sync_recent_care()
