from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date


class SaleOrderLine(models.Model):
    """A lot that ends soon is told while the customer can still say no (000-28, 004-58)."""

    _inherit = 'sale.order.line'

    pharma_expiry_warning = fields.Char(
        string="Ends Soon",
        compute='_compute_pharma_expiry_warning',
        help="The lot the customer would get, or is reserved for him, ends soon.",
    )

    @api.depends('product_id', 'product_uom_qty', 'state', 'order_id.warehouse_id', 'move_ids')
    def _compute_pharma_expiry_warning(self):
        self.pharma_expiry_warning = False
        lines = self.filtered(
            lambda line: line.product_id.use_expiration_date and line.state != 'cancel'
        )
        for line in lines.filtered(lambda line: line.state == 'sale'):
            # sudo: which lots are reserved for the order, for whoever reads the order
            reserved = line.sudo().move_ids.filtered(
                lambda move: move.state in ('assigned', 'partially_available')
            )
            line._warn_of_lots(reserved.move_line_ids.lot_id)
        quotations = lines.filtered(lambda line: line.state in ('draft', 'sent'))
        free = quotations._get_free_lots()
        for line in quotations:
            line._warn_of_lots(line._choose_lots(free))

    def _get_free_lots(self):
        """Return the free lots of the lines' products in all their branches; one query.

        :return: {product: list of (path of the location, lot, free quantity)}, first to end first
        """
        free = defaultdict(list)
        if not self:
            return free
        # sudo: salespeople are told when a lot ends, nothing else of the stock
        groups = (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                Domain('product_id', 'in', self.product_id.ids)
                & Domain(
                    'location_id', 'child_of', self.order_id.warehouse_id.sudo().lot_stock_id.ids
                )
                & Domain(
                    'lot_id', 'not in', self.env['stock.lot']._get_blocked_query(self.company_id)
                )
                & Domain('expiration_date', '!=', False),
                ['product_id', 'location_id', 'lot_id'],
                ['quantity:sum', 'reserved_quantity:sum', 'expiration_date:min'],
                order='expiration_date:min',
            )
        )
        for product, location, lot, quantity, reserved, _moment in groups:
            if product.uom_id.compare(quantity, reserved) > 0:
                free[product].append((location.parent_path, lot, quantity - reserved))
        return free

    def _choose_lots(self, free):
        """Return the lots this line would get: those that end first, expired ones left out."""
        self.ensure_one()
        order = self.order_id
        # sudo: only the path of the branch's stock is compared
        place = order.warehouse_id.sudo().lot_stock_id.parent_path
        # sudo: salespeople are told when a lot ends, nothing else of it
        chosen = self.env['stock.lot'].sudo()
        wanted = self.product_uom_id._compute_quantity(self.product_uom_qty, self.product_id.uom_id)
        for path, lot, quantity in free[self.product_id] if place else ():
            if wanted <= 0:
                break
            if path.startswith(place) and not lot._is_pharma_expired(order.company_id):
                chosen += lot
                wanted -= quantity
        return chosen

    def _warn_of_lots(self, lots):
        company = self.order_id.company_id
        lots = lots.filtered(lambda lot: lot._is_pharma_short_dated(company))
        self.pharma_expiry_warning = (
            ', '.join(
                self.env._(
                    "lot %(lot)s ends on %(date)s",
                    lot=lot.name,
                    date=format_date(self.env, lot._get_pharma_expiry(company)),
                )
                for lot in lots
            )
            or False
        )
