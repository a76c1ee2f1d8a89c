from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaDeliveryAttemptLine(models.Model):
    """How much of a medicine and lot was handed over at a visit, in the unit of the slip."""

    _name = 'pharma.delivery.attempt.line'
    _description = "Goods at a Visit"
    _order = 'attempt_id, id'

    attempt_id = fields.Many2one(
        'pharma.delivery.attempt', required=True, index=True, ondelete='cascade'
    )
    move_line_id = fields.Many2one('stock.move.line', index='btree_not_null', ondelete='set null')
    product_id = fields.Many2one('product.product', required=True, ondelete='restrict')
    lot_id = fields.Many2one('stock.lot', index='btree_not_null', ondelete='restrict')
    uom_id = fields.Many2one('uom.uom', required=True, ondelete='restrict')
    quantity_asked = fields.Float(string="On the Slip", digits='Product Unit')
    quantity = fields.Float(string="Handed Over", digits='Product Unit')
    reason_id = fields.Many2one('pharma.delivery.reason', ondelete='restrict')

    # === CRUD METHODS === #
    def write(self, vals):  # pylint: disable=method-required-super  # writes nothing
        raise UserError(self.env._("A visit stays as it was recorded."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Visits are kept: they are the proof of delivery."))
