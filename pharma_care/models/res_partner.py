from odoo import fields, models


class ResPartner(models.Model):
    """What care knows of a customer (004-54, 004-55)."""

    _inherit = 'res.partner'

    care_case_ids = fields.One2many(
        'pharma.care.case', 'partner_id', string="Care Cases", groups='pharma_care.group_care_user'
    )
    care_entry_ids = fields.One2many(
        'pharma.care.entry',
        'partner_id',
        string="Care History",
        groups='pharma_care.group_care_user',
    )
