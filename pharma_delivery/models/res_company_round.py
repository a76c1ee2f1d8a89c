from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """What a company has decided about rounds and visits (000-29, 000-31)."""

    _inherit = 'res.company'

    pharma_delivery_tries = fields.Integer(
        string="Tries of a Delivery",
        default=3,
        help="After this many visits without success the office gets an activity. 0: never.",
    )
    pharma_collect_cash = fields.Boolean(
        string="Couriers Collect Cash",
        default=True,
        help="Of new orders that are payable at once, what is unpaid is collected at the door; it"
        " can be changed on each order.",
    )
    pharma_is_papers_ticked = fields.Boolean(
        string="Papers Ticked Off before Departure",
        help="A round departs only when each paper of its list has been ticked off.",
    )

    @api.constrains('pharma_delivery_tries')
    def _check_pharma_delivery_tries(self):
        for company in self:
            if not 0 <= company.pharma_delivery_tries <= 99:
                raise ValidationError(
                    self.env._("Enter 0 to 99 tries of a delivery; 0 means that nobody is told.")
                )
