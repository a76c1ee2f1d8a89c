from odoo import fields, models


class PharmaPartnerPhone(models.Model):
    """Numbers at which the customer is not to be had."""

    _inherit = 'pharma.partner.phone'

    pharma_is_wrong = fields.Boolean(
        string="Wrong Number",
        help="An agent reached somebody else. Nobody is told to call it until the tick is removed.",
    )
