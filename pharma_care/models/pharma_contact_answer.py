from odoo import fields, models


class PharmaContactAnswer(models.Model):
    """Answers given while a care was recorded (004-08, 004-69)."""

    _inherit = 'pharma.contact.answer'

    entry_id = fields.Many2one(
        'pharma.care.entry',
        string="Care",
        readonly=True,
        index='btree_not_null',
        ondelete='cascade',
    )
