from odoo import fields, models


class ResCompany(models.Model):
    """Who may be offered what ends soon (004-58)."""

    _inherit = 'res.company'

    pharma_offer_days = fields.Integer(
        string="Buyers of the Last (days)",
        default=365,
        help="An offer looks for customers who bought within these days.",
    )
    pharma_offer_prescription_trade = fields.Boolean(
        string="Offer Prescription Medicines to the Trade",
        help="Level 1 and level 2 partners may be told of prescription medicines; patients never"
        " are. Medicines under special control are offered to nobody.",
    )

    _pharma_offer_days_positive = models.Constraint(
        'CHECK(pharma_offer_days > 0)', "Offers look back at least one day."
    )
