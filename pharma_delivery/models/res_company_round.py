from odoo import api, fields, models


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
        self._pharma_check_ranges({'pharma_delivery_tries': (0, 99)})
