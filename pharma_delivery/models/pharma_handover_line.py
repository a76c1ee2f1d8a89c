from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaHandoverLine(models.Model):
    """One lot of a medicine on a handover record, as it was on that day (004-19, V3)."""

    _name = 'pharma.handover.line'
    _description = "Goods on a Handover Record"
    _order = 'handover_id, id'

    handover_id = fields.Many2one('pharma.handover', required=True, index=True, ondelete='restrict')
    move_line_id = fields.Many2one('stock.move.line', index='btree_not_null', ondelete='set null')
    product_id = fields.Many2one('product.product', required=True, ondelete='restrict', index=True)
    name = fields.Char(
        string="Medicine", required=True, help="Name, dosage form, strength and pack."
    )
    active_ingredient = fields.Char()
    uom_id = fields.Many2one('uom.uom', string="Unit", required=True, ondelete='restrict')
    quantity_asked = fields.Float(string="On the Slip", digits='Product Unit', readonly=True)
    quantity = fields.Float(string="Handed Over", digits='Product Unit')
    lot_name = fields.Char(string="Lot")
    date_expiry = fields.Date(string="Expiry")
    document = fields.Char(string="Invoice or Slip No.")
    registration_number = fields.Char()
    appearance = fields.Selection(
        [('good', "As It Should Be"), ('bad', "Not as It Should Be")],
        help="Package, label and medicine looked at by both.",
    )
    remark = fields.Char()

    _quantity_positive = models.Constraint(
        'CHECK (quantity >= 0)', "A quantity cannot be negative."
    )

    @api.model
    def _prepare_vals(self, move_line):
        """Return what the record says of a line of a slip."""
        product, lot = move_line.product_id, move_line.lot_id
        slip = move_line.picking_id
        # variants and packs differ in the name, which may say form and strength as well
        pack = move_line.product_uom_id.name
        parts = [product._get_pharma_words(), pack]
        zone = slip.company_id._pharma_tz()
        expiry = lot.expiration_date
        return {
            'move_line_id': move_line.id,
            'product_id': product.id,
            'name': ', '.join(part for part in parts if part),
            'active_ingredient': product.active_ingredient,
            'uom_id': move_line.product_uom_id.id,
            'quantity_asked': move_line.quantity,
            'quantity': move_line.quantity,
            'lot_name': lot.name or move_line.lot_name,
            'date_expiry': expiry
            and fields.Datetime.context_timestamp(self.with_context(tz=zone), expiry).date(),
            'document': slip.slip_number,
            'registration_number': product.pharma_registration_number,
        }

    def _check_draft(self):
        if any(line.handover_id.state != 'draft' for line in self):
            raise UserError(self.env._("The goods on a signed handover record are never changed."))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()  # nor moved to a record that is signed
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_draft()
