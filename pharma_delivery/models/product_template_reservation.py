from odoo import api, fields, models


class ProductTemplate(models.Model):
    """Who waits for the variants of a product (000-26)."""

    _inherit = 'product.template'

    pharma_reservation_count = fields.Integer(
        string="Reservations", compute='_compute_pharma_reservation_count'
    )

    @api.depends('product_variant_ids.pharma_reservation_count')
    def _compute_pharma_reservation_count(self):
        for template in self:
            template.pharma_reservation_count = sum(
                template.product_variant_ids.mapped('pharma_reservation_count')
            )

    def action_pharma_reservations(self):
        """Open the reservations of the product's variants (000-26).

        :return: window action of ``pharma.reservation``
        """
        self.check_access('read')
        return self.product_variant_ids.action_pharma_reservations()
