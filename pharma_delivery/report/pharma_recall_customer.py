from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaRecallCustomer(models.Model):
    """Who got a lot, how much of it came back, on which slips, and the number to call (004-60).

    Read from what was delivered, with an order or without, and fast for single lots: always ask
    with a lot. `id` is that of the first line.
    """

    _name = 'pharma.recall.customer'
    _inherit = ['pharma.analysis.mixin', 'pharma.customer.list.mixin']
    _description = "Customers of a Lot"
    _auto = False
    _order = 'date_last desc, id desc'
    _rec_name = 'partner_id'
    _depends = {
        'res.partner': ['phone', 'user_id', 'pharma_customer_type', 'commercial_partner_id'],
        'stock.move': ['partner_id', 'sale_line_id', 'picking_type_id'],
        'stock.move.line': [
            *('lot_id', 'product_id', 'location_id', 'location_dest_id', 'company_id'),
            *('state', 'date', 'quantity_product_uom', 'picking_id'),
        ],
        'stock.picking': ['slip_number', 'partner_id'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    lot_id = fields.Many2one('stock.lot', readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    phone = fields.Char(readonly=True)
    customer_type = fields.Selection('_selection_customer_type', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    date_last = fields.Datetime(string="Last Delivery", readonly=True)
    slip_count = fields.Integer(string="Deliveries", readonly=True)
    slips = fields.Char(readonly=True)
    quantity_delivered = fields.Float(string="Delivered", digits='Product Unit', readonly=True)
    quantity_returned = fields.Float(string="Returned", digits='Product Unit', readonly=True)
    quantity = fields.Float(
        string="Quantity with Customer",
        digits='Product Unit',
        readonly=True,
        help="Delivered less returned, in the stock unit of the product.",
    )

    @property
    def _table_query(self):
        return self._get_query(SQL("TRUE"))

    @api.model
    def _get_query(self, where):
        """Return the query of the rows.

        :param SQL where: condition on ``ml`` (stock_move_line)
        """
        return SQL(
            """
            SELECT b.*, b.quantity_delivered - b.quantity_returned AS quantity,
                p.user_id, p.pharma_customer_type AS customer_type,
                coalesce(p.phone, (
                    SELECT number FROM pharma_partner_phone number_of
                    WHERE number_of.partner_id = p.id ORDER BY is_main DESC, sequence, id LIMIT 1
                ), whole.phone) AS phone
            FROM (
                SELECT min(ml.id) AS id, ml.company_id, ml.lot_id, ml.product_id,
                    coalesce(o.partner_id, slip.partner_id, m.partner_id) AS partner_id,
                    max(ml.date) FILTER (WHERE target.usage = 'customer') AS date_last,
                    coalesce(sum(ml.quantity_product_uom) FILTER (
                        WHERE target.usage = 'customer'), 0) AS quantity_delivered,
                    coalesce(sum(ml.quantity_product_uom) FILTER (
                        WHERE source.usage = 'customer'), 0) AS quantity_returned,
                    count(DISTINCT ml.picking_id) FILTER (WHERE target.usage = 'customer')
                        AS slip_count,
                    string_agg(DISTINCT coalesce(slip.slip_number, slip.name), ', ')
                        FILTER (WHERE target.usage = 'customer') AS slips,
                    (array_agg(kind.warehouse_id ORDER BY ml.date DESC))[1] AS warehouse_id
                FROM stock_move_line ml
                JOIN stock_move m ON m.id = ml.move_id
                JOIN stock_location source ON source.id = ml.location_id
                JOIN stock_location target ON target.id = ml.location_dest_id
                LEFT JOIN stock_picking slip ON slip.id = ml.picking_id
                LEFT JOIN stock_picking_type kind ON kind.id = m.picking_type_id
                LEFT JOIN sale_order_line l ON l.id = m.sale_line_id
                LEFT JOIN sale_order o ON o.id = l.order_id
                WHERE ml.state = 'done' AND ml.lot_id IS NOT NULL
                    AND (source.usage = 'customer') <> (target.usage = 'customer') AND %s
                GROUP BY ml.company_id, ml.lot_id, ml.product_id,
                    coalesce(o.partner_id, slip.partner_id, m.partner_id)
            ) b
            LEFT JOIN res_partner p ON p.id = b.partner_id
            LEFT JOIN res_partner whole ON whole.id = p.commercial_partner_id
            """,
            where,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self._get_demanded_ids(domain)
        if ids is not None:
            # values, no sub-query: only those reach the lines below the groups
            rows = self.env.execute_query(
                SQL("SELECT DISTINCT lot_id FROM stock_move_line WHERE id = ANY(%s)", ids)
            )
            domain = Domain(domain) & Domain('lot_id', 'in', [row[0] for row in rows])
        return super()._search(domain, *args, **kwargs)
