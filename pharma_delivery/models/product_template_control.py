from odoo import models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def write(self, vals):
        """Open the registers of a medicine that comes under special control (V5)."""
        new = self.browse()
        if vals.get('control_class'):
            new = self.filtered(lambda product: not product.control_class)
        result = super().write(vals)
        if new:
            self.env['pharma.control.register']._open_missing(new.product_variant_ids)
        return result
