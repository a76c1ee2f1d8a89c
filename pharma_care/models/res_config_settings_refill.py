from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The setting of refill orders (000-10)."""

    _inherit = 'res.config.settings'

    care_refill_days = fields.Integer(related='company_id.care_refill_days', readonly=False)
