from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    pharma_recall_tries = fields.Integer(
        string="Tries in a Recall",
        default=3,
        help="After so many failed tries a customer of a recall counts as settled.",
    )

    _pharma_recall_tries_positive = models.Constraint(
        'CHECK(pharma_recall_tries > 0)', "In a recall each customer is called at least once."
    )
