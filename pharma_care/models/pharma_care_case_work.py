from odoo import models


class PharmaCareCase(models.Model):
    """Taking turns: what is due, who has it, whom to contact next (decisions 8 and 9)."""

    _inherit = 'pharma.care.case'
