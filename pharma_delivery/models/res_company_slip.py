from odoo import api, fields, models

# smallest and greatest value of each number
RANGES = {'pharma_short_dated_days': (0, 3650), 'pharma_slip_reminder_days': (0, 3650)}


class ResCompany(models.Model):
    """What stands on slips, which lots go first, when slips are missed (000-28, 000-31)."""

    _inherit = 'res.company'

    pharma_consultant_phone = fields.Char(
        string="Consultant's Phone",
        help="Printed on delivery slips: whom customers ask about their medicine.",
    )
    pharma_slip_licence_id = fields.Many2one(
        'pharma.licence',
        string="Licence on Slips",
        help="Number and date of this licence are printed on delivery slips, as parcels of a"
        " wholesaler need them. Enter the licence with your own company as its holder.",
    )
    pharma_home_delivery = fields.Selection(
        [
            ('ask', "Ask each customer"),
            ('loyal', "Proposed to loyal customers"),
            ('all', "Proposed to all"),
        ],
        string="Home Delivery",
        default='loyal',
        required=True,
        help="Whose new orders have 'Home Delivery' ticked; it may be changed on the order. Loyal"
        " and VIP customers are those of the purchase figures.",
    )
    pharma_fefo = fields.Boolean(
        string="First Expired, First Out",
        default=True,
        help="Reserve the lot that ends first where neither the product category nor the location"
        " says otherwise; for products with expiration dates.",
    )
    pharma_short_dated_days = fields.Integer(
        string="Short-Dated Within (days)",
        default=90,
        help="Lots that end within so many days are marked on orders and slips. 0: no marks.",
    )
    pharma_slip_return_all = fields.Boolean(
        string="Every Slip Must Come Back",
        help="Also slips without a courier, such as goods taken along at the counter.",
    )
    pharma_slip_reminder_days = fields.Integer(
        string="Missing Slips After (days)",
        default=3,
        help="So many days after the delivery, somebody is reminded of the signed copy that has"
        " not come back. 0: nobody is.",
    )
    pharma_slip_reminder_user_id = fields.Many2one(
        'res.users',
        string="Looks for Missing Slips",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Is reminded if a slip has no responsible of its own.",
    )

    @api.constrains(*RANGES)
    def _check_pharma_slip_days(self):
        self._pharma_check_ranges(RANGES)
