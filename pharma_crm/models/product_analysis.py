from odoo import models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def action_pharma_view_customers(self):
        """Open who bought the products (004-60).

        :return: window action of ``pharma.customer.product.report``
        """
        variants = self.with_context(active_test=False).product_variant_ids
        return variants.action_pharma_view_customers()


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def action_pharma_view_customers(self):
        """Open who bought the products (004-60).

        :return: window action of ``pharma.customer.product.report``
        """
        names = ', '.join(self[:3].mapped('display_name'))
        return self.env['pharma.customer.product.report']._get_action(
            Domain('product_id', 'in', self.ids),
            self.env._("Customers of %(product)s", product=names),
        )


class StockLot(models.Model):
    _inherit = 'stock.lot'

    def action_pharma_view_customers(self):
        """Open who has goods of the lots: for a recall (004-60).

        :return: window action of ``pharma.customer.lot.report``
        """
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_customer_lot_report_action'
        )
        return {**action, 'domain': [('lot_id', 'in', self.ids)]}
