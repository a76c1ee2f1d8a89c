from odoo import fields, models


class PharmaControlReportLine(models.Model):
    """A medicine on the report of controlled goods, in its stock unit (V8, Form 06)."""

    _name = 'pharma.control.report.line'
    _description = "Medicine on a Report of Controlled Goods"
    _order = 'report_id desc, product_id'

    report_id = fields.Many2one(
        'pharma.control.report', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='report_id.company_id', store=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Medicine", required=True, ondelete='restrict', index=True
    )
    active_ingredient = fields.Char(related='product_id.active_ingredient')
    strength = fields.Char(related='product_id.strength')
    control_class = fields.Selection(related='product_id.control_class')
    uom_id = fields.Many2one(related='product_id.uom_id')
    opening = fields.Float(digits='Product Unit', string="Opening Stock")
    quantity_in = fields.Float(digits='Product Unit', string="In")
    quantity_out = fields.Float(digits='Product Unit', string="Out")
    loss = fields.Float(digits='Product Unit', help="Shortages found by counting.")
    closing = fields.Float(digits='Product Unit', string="Closing Stock")

    def _get_words(self):
        """Return name, form, active ingredient, strength and registration number."""
        self.ensure_one()
        return self.product_id._get_pharma_words(
            *('dosage_form', 'active_ingredient', 'strength', 'pharma_registration_number')
        )
