from odoo import fields, models


class PharmaRecallAnswerLine(models.TransientModel):
    """How much of a lot a customer has used."""

    _name = 'pharma.recall.answer.line'
    _description = "Lot of an Answer to a Recall"

    wizard_id = fields.Many2one('pharma.recall.answer', required=True, ondelete='cascade')
    recall_line_id = fields.Many2one('pharma.recall.line', required=True, readonly=True)
    product_id = fields.Many2one(related='recall_line_id.product_id')
    lot_id = fields.Many2one(related='recall_line_id.lot_id')
    quantity = fields.Float(related='recall_line_id.quantity')
    quantity_returned = fields.Float(related='recall_line_id.quantity_returned')
    quantity_used = fields.Float(string="Used", digits='Product Unit')
    uom_id = fields.Many2one(related='recall_line_id.uom_id')
