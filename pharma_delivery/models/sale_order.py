from odoo import fields, models


class SaleOrder(models.Model):
    """What the customer asks for with an order: delivery, and an electronic invoice (000-25)."""

    _inherit = 'sale.order'

    pharma_delivery_wanted = fields.Boolean(
        string="Home Delivery",
        help="The customer wants the goods brought; 'Delivery Date' says until when.",
    )
    pharma_invoice_wanted = fields.Boolean(
        string="E-Invoice Wanted", help="The customer asked for an electronic invoice."
    )
