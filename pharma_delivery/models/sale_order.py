from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

LOYAL = ('loyal', 'vip')  # segments of customers, as the nightly figures tell them


class SaleOrder(models.Model):
    """What the customer asks for with an order: delivery, and an electronic invoice (000-25)."""

    _inherit = 'sale.order'

    pharma_delivery_wanted = fields.Boolean(
        string="Home Delivery",
        compute='_compute_pharma_delivery_wanted',
        store=True,
        readonly=False,
        precompute=True,
        help="The customer wants the goods brought; 'Delivery Date' says until when.",
    )
    pharma_invoice_wanted = fields.Boolean(
        string="E-Invoice Wanted", help="The customer asked for an electronic invoice."
    )

    def _auto_init(self):
        # An empty column now spares computing all orders at install: what was agreed before holds.
        if not column_exists(self.env.cr, 'sale_order', 'pharma_delivery_wanted'):
            create_column(self.env.cr, 'sale_order', 'pharma_delivery_wanted', 'bool')
        return super()._auto_init()

    # === COMPUTE METHODS === #
    @api.depends('partner_id', 'company_id')
    def _compute_pharma_delivery_wanted(self):
        """Offer delivery to whom the company brings goods as a service (000-15)."""
        loyal = self._get_loyal_customers()
        for order in self:
            if order.state in ('sale', 'cancel'):
                continue  # what has been agreed with the customer holds
            # sudo: a setting, told to whoever takes an order
            offered = order.company_id.sudo().pharma_home_delivery
            order.pharma_delivery_wanted = bool(order.partner_id) and (
                offered == 'all'
                or (offered == 'loyal' and (order.company_id.id, order.partner_id.id) in loyal)
            )

    def _get_loyal_customers(self):
        """Return the {(id of the company, id of the customer)} who buy often, of these orders."""
        # sudo: a proposal only; whoever takes the order need not see figures of customers
        rows = (
            self.env['pharma.customer.figure']
            .sudo()
            ._read_group(
                [
                    ('partner_id', 'in', self.partner_id.ids),
                    ('company_id', 'in', self.company_id.ids),
                    ('segment', 'in', LOYAL),
                ],
                ['company_id', 'partner_id'],
            )
        )
        return {(company.id, partner.id) for company, partner in rows}
