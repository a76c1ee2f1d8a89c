from odoo import fields, models


class PharmaCustomerGroup(models.Model):
    """Key customers are never left without care for the sake of a comparison (004-36)."""

    _inherit = 'pharma.customer.group'

    care_always = fields.Boolean(
        string="Always in Care",
        help="Customers of this group are cared for also when a share of customers, drawn at"
        " random, is only observed.",
    )
