from odoo import fields, models


class MailActivity(models.Model):
    """Which shortages a task asks to enter as losses (004-19, V8)."""

    _inherit = 'mail.activity'

    # read by the program alone: whoever sees the task need not see the register
    pharma_shortage_ids = fields.Many2many(
        'pharma.control.entry',
        'pharma_shortage_activity_rel',
        string="Shortages",
        copy=False,
        groups=fields.NO_ACCESS,
    )
