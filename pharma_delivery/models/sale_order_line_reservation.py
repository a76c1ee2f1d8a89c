from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrderLine(models.Model):
    """Lines made of reservations, and reservations made of lines (000-26)."""

    _inherit = 'sale.order.line'

    pharma_reservation_id = fields.Many2one(
        'pharma.reservation',
        string="Reservation",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )

    def _pharma_take_held(self):
        """Let the goods of reservations out of the hold, as many as the lines order."""
        quantities = {}
        # sudo: agents sell for each other; the hold is kept by the stock
        for line in self.sudo():
            reservation = line.pharma_reservation_id
            is_same = (
                line.product_id == reservation.product_id
                and line.order_id.partner_id.commercial_partner_id
                == reservation.partner_id.commercial_partner_id
            )
            if not is_same or reservation.state not in ('held', 'partly'):
                continue  # changed by hand, or ended meanwhile: an order like any other
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id
            )
            quantities[reservation] = quantities.get(reservation, 0.0) + quantity
        if quantities:
            # sudo: as above
            reservations = self.env['pharma.reservation'].sudo().union(*quantities)
            reservations._on_ordered(quantities)

    def action_pharma_reserve(self):
        """Ask how much of a missing medicine is reserved for the customer (000-26).

        :return: window action of ``pharma.reservation.line``
        :raise UserError: for what is not kept in stock
        """
        self.ensure_one()
        self.check_access('read')
        if not self.product_id.is_storable:
            raise UserError(
                self.env._("Choose a line with a product that is kept in stock; others never lack.")
            )
        return {
            'name': self.env._("Reserve"),
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.reservation.line',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_line_id': self.id},
        }
