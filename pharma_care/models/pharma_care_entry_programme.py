from odoo import fields, models


class PharmaCareEntry(models.Model):
    """For which programme the customer is contacted, while the care is recorded (000-10)."""

    _inherit = 'pharma.care.entry'

    case_programme_notice = fields.Text(related='case_id.programme_notice', string="Programme Step")
