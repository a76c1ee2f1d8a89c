from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Ids are made of those of lot and branch.
BITS = 20


class PharmaRecallStock(models.Model):
    """Which branch still has how much of a lot, and what is there on slips (004-60).

    Read from the stock as it is now, for whoever leads a recall without working in the stock, and
    fast for single lots: always ask with a lot.
    """

    _name = 'pharma.recall.stock'
    _description = "Stock of a Recalled Lot"
    _auto = False
    _order = 'stock desc, id'
    _rec_name = 'warehouse_id'

    _depends = {
        'stock.quant': ['lot_id', 'location_id', 'quantity', 'company_id'],
        'stock.move.line': ['lot_id', 'picking_id', 'quantity_product_uom', 'state', 'company_id'],
        'stock.picking': ['slip_number', 'picking_type_id'],
        'stock.warehouse': ['pharma_quarantine_location_id'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    lot_id = fields.Many2one('stock.lot', readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", readonly=True, help="Empty: between two branches."
    )
    phone = fields.Char(related='warehouse_id.pharma_phone', string="Branch Phone")
    stock = fields.Float(
        string="In the Branch",
        digits='Product Unit',
        readonly=True,
        help="Without quarantine and what is on slips.",
    )
    stock_quarantine = fields.Float(string="In Quarantine", digits='Product Unit', readonly=True)
    stock_transit = fields.Float(
        string="On Slips",
        digits='Product Unit',
        readonly=True,
        help="On slips that are not delivered yet, in the branch or with a courier.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (part.lot_id::bigint << %s) | coalesce(part.warehouse_id, 0) AS id,
                part.company_id, part.lot_id, lot.product_id, part.warehouse_id,
                sum(part.stock) AS stock, sum(part.quarantine) AS stock_quarantine,
                sum(part.transit) AS stock_transit
            FROM (%s UNION ALL %s) part
            JOIN stock_lot lot ON lot.id = part.lot_id
            GROUP BY part.company_id, part.lot_id, lot.product_id, part.warehouse_id
            HAVING sum(part.stock) <> 0 OR sum(part.quarantine) <> 0 OR sum(part.transit) <> 0
            """,
            BITS,
            self._get_lying_query(),
            self._get_slips_query(),
        )

    def _get_lying_query(self):
        """Return the query of what lies in branches and in their quarantine."""
        return SQL(
            """
            SELECT q.company_id, q.lot_id, coalesce(w.id, place.warehouse_id) AS warehouse_id,
                CASE WHEN w.id IS NULL THEN q.quantity ELSE 0 END AS stock,
                CASE WHEN w.id IS NULL THEN 0 ELSE q.quantity END AS quarantine,
                0 AS transit
            FROM stock_quant q
            JOIN stock_location place
                ON place.id = q.location_id AND place.usage IN ('internal', 'transit')
            LEFT JOIN stock_warehouse w ON w.pharma_quarantine_location_id = q.location_id
            WHERE q.lot_id IS NOT NULL AND q.company_id IS NOT NULL
            """
        )

    def _get_slips_query(self):
        """Return the query of what is on slips, which lies in the branch by the books."""
        return SQL(
            """
            SELECT ml.company_id, ml.lot_id, kind.warehouse_id, - ml.quantity_product_uom, 0,
                ml.quantity_product_uom
            FROM stock_move_line ml
            JOIN stock_picking slip
                ON slip.id = ml.picking_id AND slip.slip_number IS NOT NULL
            JOIN stock_picking_type kind ON kind.id = slip.picking_type_id
            WHERE ml.lot_id IS NOT NULL AND ml.state NOT IN ('done', 'cancel', 'draft')
            """
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self.env['pharma.analysis.mixin']._get_demanded_ids(domain)
        if ids:  # the lot reaches the rows below the groups, the id would come after them
            domain = Domain(domain) & Domain('lot_id', 'in', list({id_ >> BITS for id_ in ids}))
        return super()._search(domain, *args, **kwargs)
