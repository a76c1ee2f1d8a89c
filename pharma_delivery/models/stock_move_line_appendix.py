from odoo import models


class StockMoveLine(models.Model):
    """How controlled goods are called on the papers (V5, V6)."""

    _inherit = 'stock.move.line'

    def _get_control_words(self):
        """Return name, form, strength, pack and registration number."""
        self.ensure_one()
        product = self.product_id
        pack, number = self.product_uom_id.name, product.pharma_registration_number
        words = product._get_pharma_words(), pack, number
        return ', '.join(word for word in words if word)

    def _get_maker_words(self):
        """Return manufacturer and country."""
        self.ensure_one()
        product = self.product_id
        words = product.pharma_manufacturer_id.name, product.pharma_origin_country_id.name
        return ', '.join(word for word in words if word)

    def _get_asked(self):
        """Return what was asked for of the line's medicine, in the unit of the line."""
        self.ensure_one()
        move = self.move_id
        return move.product_uom._compute_quantity(move.product_uom_qty, self.product_uom_id)
