from odoo import fields, models


class ResCompany(models.Model):
    """Settings of care, one set per company (004-39, 004-42, 004-50)."""

    _inherit = 'res.company'

    care_mode = fields.Selection(
        [('product', "By Product"), ('customer', "By Customer"), ('unrestricted', "Unrestricted")],
        default='unrestricted',
        required=True,
        help="Who sees which care cases: users assigned to the products, users assigned to the"
        " customers, or everybody.",
    )
    care_date_base = fields.Selection(
        [('order', "Date of the Order"), ('delivery', "Date of Delivery")],
        string="Care Dates Count From",
        default='order',
        required=True,
    )
    care_wholesale_cap_days = fields.Integer(
        string="Wholesale Care Limit (days)",
        default=90,
        help="Partners of level 1 and 2 are contacted after this many days at the latest, whatever"
        " they bought; 0 means no limit.",
    )
    care_claim_minutes = fields.Integer(
        string="Claim (minutes)",
        default=15,
        help="How long a case belongs to the employee who opened it.",
    )
    care_history_days = fields.Integer(
        string="Look Back (days)",
        default=365,
        help="Orders that come in already confirmed, such as past ones, and orders whose products"
        " get a care interval later, have a care case only if they are not older than this.",
    )
