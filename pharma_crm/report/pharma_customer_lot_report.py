from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaCustomerLotReport(models.Model):
    """Who has goods of a lot: delivered less returned, with the number to call (004-60).

    Read from the delivered goods as they are now, and fast for one product or lot: it is opened
    from there. `id` is that of the first delivered line.
    """

    _name = 'pharma.customer.lot.report'
    _inherit = ['pharma.analysis.mixin', 'pharma.customer.list.mixin']
    _description = "Customers by Lot"
    _auto = False
    _order = 'date_last desc, id desc'
    _rec_name = 'partner_id'

    company_id = fields.Many2one('res.company', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    ref = fields.Char(string="Code", readonly=True)
    phone = fields.Char(readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    lot_id = fields.Many2one('stock.lot', readonly=True)
    date_first = fields.Datetime(string="First Delivery", readonly=True)
    date_last = fields.Datetime(string="Last Delivery", readonly=True)
    quantity = fields.Float(
        string="Quantity with Customer",
        digits='Product Unit',
        readonly=True,
        help="Delivered less returned, in the stock unit of the product.",
    )
    quantity_returned = fields.Float(string="Returned", digits='Product Unit', readonly=True)
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    team_id = fields.Many2one('crm.team', string="Last Team", readonly=True)
    customer_type = fields.Selection('_selection_customer_type', readonly=True)
    region_id = fields.Many2one('pharma.region', readonly=True)

    @property
    def _table_query(self):
        person = self._get_person_columns()
        names = ('ref', 'phone', 'user_id', 'team_id', 'customer_type', 'region_id')
        return SQL(
            """
            SELECT b.*, %s
            FROM (
                SELECT min(ml.id) AS id, ml.company_id, o.partner_id, ml.product_id, ml.lot_id,
                    min(ml.date) AS date_first, max(ml.date) AS date_last,
                    sum(CASE WHEN target.usage = 'customer' THEN ml.quantity_product_uom
                        ELSE -ml.quantity_product_uom END) AS quantity,
                    sum(ml.quantity_product_uom) FILTER (WHERE source.usage = 'customer')
                        AS quantity_returned
                FROM stock_move_line ml
                JOIN stock_move m ON m.id = ml.move_id
                JOIN sale_order_line l ON l.id = m.sale_line_id
                JOIN sale_order o ON o.id = l.order_id
                JOIN stock_location source ON source.id = ml.location_id
                JOIN stock_location target ON target.id = ml.location_dest_id
                WHERE ml.state = 'done'
                    AND (source.usage = 'customer') <> (target.usage = 'customer')
                GROUP BY ml.company_id, o.partner_id, ml.product_id, ml.lot_id
            ) b
            LEFT JOIN res_partner p ON p.id = b.partner_id
            LEFT JOIN pharma_customer_figure f
                ON f.company_id = b.company_id AND f.partner_id = b.partner_id
            """,
            SQL(", ").join(SQL("%s AS %s", person[name], SQL.identifier(name)) for name in names),
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self._get_demanded_ids(domain)
        if ids is not None:
            # values, no sub-query: only those reach the lines below the groups
            rows = self.env.execute_query(
                SQL("SELECT DISTINCT product_id FROM stock_move_line WHERE id = ANY(%s)", ids)
            )
            domain = Domain(domain) & Domain('product_id', 'in', [row[0] for row in rows])
        return super()._search(domain, *args, **kwargs)
