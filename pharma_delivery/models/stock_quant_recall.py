from odoo import models
from odoo.fields import Domain


class StockQuant(models.Model):
    """What a recall has blocked is reserved for nobody (004-60)."""

    _inherit = 'stock.quant'

    def _get_gather_domain(
        self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False
    ):
        """Leave blocked lots out when goods are looked for; moving a given lot (strict) works."""
        domain = super()._get_gather_domain(
            product_id, location_id, lot_id, package_id, owner_id, strict
        )
        if strict or product_id.tracking == 'none':
            return domain
        company = location_id.company_id or self.env.company
        # part of the same query: looking for goods costs no more of them
        blocked = self.env['stock.lot']._get_blocked_query(company)
        free = Domain('lot_id', '=', False) | Domain('lot_id', 'not in', blocked)
        return Domain(domain) & free

    def _pharma_item(self):
        """Return what is free of a quant as an item of
        :meth:`stock.warehouse._pharma_transfer`."""
        self.ensure_one()
        return {
            'product': self.product_id,
            'lot': self.lot_id,
            'quantity': self.quantity - self.reserved_quantity,
            'location': self.location_id,
            'package': self.package_id,
            'owner': self.owner_id,
        }
