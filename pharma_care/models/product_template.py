from odoo import fields, models


class ProductTemplate(models.Model):
    """How long a medicine lasts and how often its buyer is cared for (004-41, 004-46)."""

    _inherit = 'product.template'

    care_interval_days = fields.Float(
        string="Care Interval",
        digits=(16, 4),
        help="Days that one unit of the product lasts; 0 means that the product needs no care.",
    )
    care_count_min = fields.Integer(
        string="Minimum Cares", help="Suggested minimum number of cares of an order."
    )
    care_count_max = fields.Integer(
        string="Maximum Cares", help="Suggested maximum number of cares of an order; 0: no maximum."
    )
