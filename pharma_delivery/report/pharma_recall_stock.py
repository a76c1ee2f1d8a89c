from odoo import fields, models
from odoo.tools import SQL


class PharmaRecallStock(models.Model):
    """Which branch still has how much of a recalled lot, and what is there on slips (004-60).

    Read from the stock as it is now, for whoever leads a recall without working in the stock.
    """

    _name = 'pharma.recall.stock'
    _description = "Stock of a Recalled Lot"
    _auto = False
    _order = 'stock desc, id'
    _rec_name = 'warehouse_id'

    _depends = {
        'pharma.recall.lot': ['recall_id', 'lot_id', 'company_id'],
        'stock.quant': ['lot_id', 'location_id', 'quantity', 'company_id'],
        'stock.move.line': ['lot_id', 'picking_id', 'quantity_product_uom', 'state', 'company_id'],
        'stock.picking': ['slip_number', 'picking_type_id'],
        'stock.warehouse': ['pharma_quarantine_location_id'],
    }

    recall_id = fields.Many2one('pharma.recall', readonly=True)
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
            SELECT (part.line_id::bigint << 20) | coalesce(part.warehouse_id, 0) AS id,
                part.recall_id, part.company_id, part.lot_id, lot.product_id, part.warehouse_id,
                sum(part.stock) AS stock, sum(part.quarantine) AS stock_quarantine,
                sum(part.transit) AS stock_transit
            FROM (%s UNION ALL %s) part
            JOIN stock_lot lot ON lot.id = part.lot_id
            GROUP BY part.line_id, part.recall_id, part.company_id, part.lot_id, lot.product_id,
                part.warehouse_id
            HAVING sum(part.stock) <> 0 OR sum(part.quarantine) <> 0 OR sum(part.transit) <> 0
            """,
            self._get_lying_query(),
            self._get_slips_query(),
        )

    def _get_lying_query(self):
        """Return the query of what lies in branches and in their quarantine."""
        return SQL(
            """
            SELECT line.id AS line_id, line.recall_id, line.company_id, line.lot_id,
                coalesce(w.id, place.warehouse_id) AS warehouse_id,
                CASE WHEN w.id IS NULL THEN q.quantity ELSE 0 END AS stock,
                CASE WHEN w.id IS NULL THEN 0 ELSE q.quantity END AS quarantine,
                0 AS transit
            FROM pharma_recall_lot line
            JOIN stock_quant q ON q.lot_id = line.lot_id AND q.company_id = line.company_id
            JOIN stock_location place
                ON place.id = q.location_id AND place.usage IN ('internal', 'transit')
            LEFT JOIN stock_warehouse w ON w.pharma_quarantine_location_id = q.location_id
            """
        )

    def _get_slips_query(self):
        """Return the query of what is on slips, which lies in the branch by the books."""
        return SQL(
            """
            SELECT line.id, line.recall_id, line.company_id, line.lot_id, kind.warehouse_id,
                - ml.quantity_product_uom, 0, ml.quantity_product_uom
            FROM pharma_recall_lot line
            JOIN stock_move_line ml ON ml.lot_id = line.lot_id
                AND ml.company_id = line.company_id
                AND ml.state NOT IN ('done', 'cancel', 'draft')
            JOIN stock_picking slip
                ON slip.id = ml.picking_id AND slip.slip_number IS NOT NULL
            JOIN stock_picking_type kind ON kind.id = slip.picking_type_id
            """
        )
