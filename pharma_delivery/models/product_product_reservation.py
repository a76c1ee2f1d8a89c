from odoo import fields, models


class ProductProduct(models.Model):
    """Who waits for a product (000-26)."""

    _inherit = 'product.product'

    pharma_reservation_count = fields.Integer(
        string="Reservations", compute='_compute_pharma_reservation_count'
    )

    def _compute_pharma_reservation_count(self):
        Reservation = self.env['pharma.reservation']
        counts = {}
        if Reservation.has_access('read'):
            groups = Reservation._read_group(
                [
                    ('product_id', 'in', self.ids),
                    ('state', 'in', ('waiting', 'partly', 'held')),
                ],
                ['product_id'],
                ['__count'],
            )
            counts = {product.id: count for product, count in groups}
        for product in self:
            product.pharma_reservation_count = counts.get(product._origin.id, 0)

    def action_pharma_reservations(self):
        """Open the reservations of the product (000-26).

        :return: window action of ``pharma.reservation``
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_reservation_action'
        )
        return action | {
            'domain': [('product_id', 'in', self.ids)],
            'context': {'search_default_open': 1, 'default_product_id': self[:1].id},
        }
