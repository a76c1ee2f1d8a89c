from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.pharma_crm.report.pharma_product_report import DAYS_OF_MONTH, PACE_MONTHS


class PharmaExpiryReport(models.Model):
    """Lots of each branch by their expiry, beside how fast the branch sells them (004-58).

    What is first to expire is taken to be sold first: of each lot, what the branch cannot sell by
    its expiry, at the pace of the last three full months, is left over. Quarantine and recalled
    lots are not in it: nobody may sell them. `id` is that of a quant.
    """

    _name = 'pharma.expiry.report'
    _description = "Lots Near Expiry"
    _auto = False
    _order = 'date_expiry, id'
    _rec_name = 'lot_id'

    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    warehouse_id = fields.Many2one('stock.warehouse', string="Branch", readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    therapeutic_group_id = fields.Many2one('pharma.therapeutic.group', readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    lot_id = fields.Many2one('stock.lot', readonly=True)
    date_expiry = fields.Date(string="Expiry", readonly=True)
    days_left = fields.Integer(readonly=True, aggregator='min', help="Below zero: has expired.")
    band = fields.Selection(
        [
            ('expired', "Expired"),
            ('month', "Within 30 Days"),
            ('quarter', "Within 90 Days"),
            ('half', "Within 180 Days"),
            ('later', "Later"),
        ],
        string="Time Left",
        readonly=True,
    )
    is_near = fields.Boolean(
        string="Expiring Soon", readonly=True, help="Within the days of the settings."
    )
    quantity = fields.Float(digits='Product Unit', readonly=True, help="In the branch.")
    quantity_free = fields.Float(string="Not Reserved", digits='Product Unit', readonly=True)
    value = fields.Monetary(readonly=True, help="At the cost of the product.")
    sold_month = fields.Float(
        string="Sold a Month",
        digits='Product Unit',
        readonly=True,
        aggregator=None,
        help="By the branch, on average of the last three full months.",
    )
    cover_months = fields.Float(
        string="Months of Stock",
        readonly=True,
        aggregator=None,
        help="Until this lot is sold, the lots before it first; empty where nothing was sold.",
    )
    quantity_left = fields.Float(
        string="Left at Expiry",
        digits='Product Unit',
        readonly=True,
        help="What the branch will not sell by the expiry at the present pace.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT b.id, b.company_id, b.warehouse_id, b.product_id, b.lot_id, b.date_expiry,
                b.quantity, b.quantity_free, b.days_left, t.therapeutic_group_id, t.categ_id,
                b.days_left <= c.pharma_expiry_warning_days AS is_near,
                CASE WHEN b.days_left < 0 THEN 'expired' WHEN b.days_left <= 30 THEN 'month'
                    WHEN b.days_left <= 90 THEN 'quarter' WHEN b.days_left <= 180 THEN 'half'
                    ELSE 'later' END AS band,
                b.quantity * coalesce((p.standard_price ->> b.company_id::text)::numeric, 0)
                    AS value,
                coalesce(s.sold, 0) / %(months)s AS sold_month,
                b.so_far / nullif(s.sold / %(months)s, 0) AS cover_months,
                greatest(0, least(b.quantity, b.so_far
                    - greatest(0, coalesce(s.sold, 0)) / %(months)s * greatest(0, b.days_left)
                    / %(month)s)) AS quantity_left
            FROM (%(lots)s) b
            JOIN product_product p ON p.id = b.product_id
            JOIN product_template t ON t.id = p.product_tmpl_id
            JOIN res_company c ON c.id = b.company_id
            LEFT JOIN (%(sold)s) s ON s.product_id = b.product_id
                AND s.warehouse_id = b.warehouse_id
            """,
            months=PACE_MONTHS,
            month=SQL("%s::numeric", DAYS_OF_MONTH),
            lots=self._get_lots_query(),
            sold=self._get_sold_query(),
        )

    @api.model
    def _get_lots_query(self):
        """Return the query of the lots in stock by branch; `so_far` is what expires until then."""
        return SQL(
            """
            SELECT min(q.id) AS id, q.company_id, place.warehouse_id, q.product_id, q.lot_id,
                %(expiry)s AS date_expiry, %(expiry)s - today.day AS days_left,
                sum(q.quantity) AS quantity, sum(q.quantity - q.reserved_quantity) AS quantity_free,
                sum(sum(q.quantity)) OVER (
                    PARTITION BY place.warehouse_id, q.product_id ORDER BY %(expiry)s, q.lot_id
                ) AS so_far
            FROM stock_quant q
            JOIN stock_location place ON place.id = q.location_id AND place.usage = 'internal'
                AND place.warehouse_id IS NOT NULL
            JOIN stock_lot lot ON lot.id = q.lot_id AND lot.expiration_date IS NOT NULL
            JOIN res_company c ON c.id = q.company_id
            JOIN %(today)s ON today.company_id = c.id
            WHERE q.quantity > 0 AND NOT EXISTS (
                SELECT FROM pharma_recall_lot line
                JOIN pharma_recall recall ON recall.id = line.recall_id
                WHERE line.lot_id = q.lot_id AND recall.company_id = q.company_id
                    AND recall.is_blocking)
            GROUP BY q.company_id, place.warehouse_id, q.product_id, q.lot_id, %(expiry)s, today.day
            """,
            expiry=SQL(
                "(lot.expiration_date AT TIME ZONE 'UTC'"
                " AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))::date"
            ),
            today=self.env['res.company']._pharma_today_query(),
        )

    @api.model
    def _get_sold_query(self):
        """Return the query of what each branch sold in the months that count."""
        return SQL(
            """
            SELECT m.warehouse_id, m.product_id, sum(m.quantity) AS sold
            FROM pharma_product_month m
            JOIN (SELECT company_id, date_trunc('month', day)::date AS this_month FROM %s)
                calendar ON calendar.company_id = m.company_id
            WHERE m.date >= this_month - make_interval(months => %s) AND m.date < this_month
            GROUP BY m.warehouse_id, m.product_id
            """,
            self.env['res.company']._pharma_today_query(),
            PACE_MONTHS,
        )

    # === ACTION METHODS === #
    def action_offer(self):
        """Prepare an offer of a lot to those who buy the medicine (004-58).

        :return: window action of a new ``pharma.offer``
        :raise AccessError: for others than managers
        :raise UserError: for what may not be advertised
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env['pharma.offer'].has_access('create'):
            raise AccessError(self.env._("Only managers make offers."))
        # before anything is filled in
        words = self.env['pharma.offer']._get_product_refusal(self.product_id, self.company_id)
        if words:
            raise UserError(words)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("New Offer"),
            'res_model': 'pharma.offer',
            'views': [(False, 'form')],
            'context': {
                'default_lot_id': self.lot_id.id,
                'default_warehouse_id': self.warehouse_id.id,
                'default_company_id': self.company_id.id,
                # what is held for others is not offered
                'default_quantity': min(
                    self.quantity_left or self.quantity_free, self.quantity_free
                ),
            },
        }
