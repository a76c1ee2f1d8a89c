from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Pace of sales: units of the last three full months and of what is over of this one.
PACE_MONTHS = 3
DAYS_OF_MONTH = 30.4


class PharmaProductReport(models.Model):
    """How fast each product sells beside what lies in stock and when it expires (004-58).

    One row per product and company with stock or sales. The pace is that of the last three full
    months; what cannot be sold at it before it expires is slow.
    """

    _name = 'pharma.product.report'
    _description = "Product Sales and Stock"
    _auto = False
    _order = 'amount_year desc, id'
    _rec_name = 'product_id'

    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    product_kind = fields.Selection('_selection_product_kind', readonly=True)
    therapeutic_group_id = fields.Many2one('pharma.therapeutic.group', readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    amount_month = fields.Monetary(string="Revenue This Month", readonly=True)
    amount_quarter = fields.Monetary(string="Revenue of 3 Months", readonly=True)
    amount_year = fields.Monetary(string="Revenue of 12 Months", readonly=True)
    quantity_quarter = fields.Float(
        string="Sold in 3 Months", digits='Product Unit', readonly=True, help="Full months."
    )
    date_last_month = fields.Date(
        string="Last Month with Sales", readonly=True, help="Within a year."
    )
    stock = fields.Float(digits='Product Unit', readonly=True, help="In internal locations.")
    stock_months = fields.Float(
        string="Months of Stock",
        readonly=True,
        aggregator=None,
        help="At the pace of the last 3 months; empty where nothing was sold.",
    )
    date_expiry = fields.Date(
        string="Nearest Expiry", readonly=True, help="Of the lots in stock.", aggregator='min'
    )
    stock_expiring = fields.Float(
        string="Expiring Soon",
        digits='Product Unit',
        readonly=True,
        help="Stock that expires within the days of the settings, or has expired.",
    )
    stock_unsold = fields.Float(
        string="Left at Expiry",
        digits='Product Unit',
        readonly=True,
        help="Of what expires soon, the part that will not be sold by then at the present pace.",
    )
    is_slow = fields.Boolean(string="Slow before Expiry", readonly=True)

    @api.model
    def _selection_product_kind(self):
        field = self.env['product.template']._fields['pharma_product_kind']
        return field._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH sold AS (%(sold)s),
            lots AS (%(lots)s),
            stock AS (
                SELECT l.company_id, l.product_id, sum(l.quantity) AS stock,
                    min(l.expiry) AS date_expiry,
                    sum(l.quantity) FILTER (WHERE l.is_near) AS stock_expiring,
                    max(l.so_far - coalesce(s.quantity_quarter, 0) / %(months)s
                        * greatest(0, l.days) / %(month)s) FILTER (WHERE l.is_near) AS unsold
                FROM lots l LEFT JOIN sold s USING (company_id, product_id)
                GROUP BY l.company_id, l.product_id
            )
            SELECT p.id * 4096::bigint + c.id AS id, c.id AS company_id, p.id AS product_id,
                t.pharma_product_kind AS product_kind, t.therapeutic_group_id, t.categ_id,
                coalesce(s.amount_month, 0) AS amount_month,
                coalesce(s.amount_quarter, 0) AS amount_quarter,
                coalesce(s.amount_year, 0) AS amount_year,
                coalesce(s.quantity_quarter, 0) AS quantity_quarter,
                s.date_last_month, coalesce(k.stock, 0) AS stock,
                k.stock / nullif(s.quantity_quarter / %(months)s, 0) AS stock_months,
                k.date_expiry, coalesce(k.stock_expiring, 0) AS stock_expiring,
                greatest(0, coalesce(k.unsold, 0)) AS stock_unsold,
                coalesce(k.unsold > 0, false) AS is_slow
            FROM sold s
            FULL JOIN stock k USING (company_id, product_id)
            JOIN res_company c ON c.id = company_id
            JOIN product_product p ON p.id = product_id
            JOIN product_template t ON t.id = p.product_tmpl_id
            """,
            months=PACE_MONTHS,
            month=SQL("%s::numeric", DAYS_OF_MONTH),
            sold=self._get_sold_query(),
            lots=self._get_lots_query(),
        )

    @api.model
    def _get_sold_query(self):
        """Return the query of what was sold, by company and product, from the monthly figures."""
        return SQL(
            """
            SELECT m.company_id, m.product_id,
                sum(m.amount) FILTER (WHERE m.date >= this_month) AS amount_month,
                sum(m.amount) FILTER (WHERE %(in_quarter)s) AS amount_quarter,
                sum(m.amount) FILTER (WHERE m.date < this_month) AS amount_year,
                sum(m.quantity) FILTER (WHERE %(in_quarter)s) AS quantity_quarter,
                max(m.date) AS date_last_month
            FROM pharma_product_month m
            JOIN (SELECT company_id, date_trunc('month', day)::date AS this_month FROM %(today)s)
                calendar ON calendar.company_id = m.company_id
            WHERE m.date >= this_month - interval '12 months'
            GROUP BY m.company_id, m.product_id
            """,
            in_quarter=SQL(
                "m.date >= this_month - make_interval(months => %s) AND m.date < this_month",
                PACE_MONTHS,
            ),
            today=self.env['res.company']._pharma_today_query(),
        )

    @api.model
    def _get_lots_query(self):
        """Return the query of the stock by company, product and expiry, the nearest first.

        `so_far` is what expires until then: with the first lots sold first, what is left over of
        them is the most by which it exceeds, on any of these days, what can be sold until then.
        """
        return SQL(
            """
            SELECT company_id, product_id, expiry, sum(quantity) AS quantity, expiry - day AS days,
                coalesce(expiry - day <= warning_days, false) AS is_near,
                sum(sum(quantity)) OVER (PARTITION BY company_id, product_id ORDER BY expiry)
                    AS so_far
            FROM (
                SELECT q.company_id, q.product_id, q.quantity, today.day,
                    c.pharma_expiry_warning_days AS warning_days, (lot.expiration_date
                        AT TIME ZONE 'UTC' AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))::date
                        AS expiry
                FROM stock_quant q
                JOIN stock_location place
                    ON place.id = q.location_id AND place.usage = 'internal'
                JOIN res_company c ON c.id = q.company_id
                JOIN %s ON today.company_id = c.id
                LEFT JOIN stock_lot lot ON lot.id = q.lot_id
                WHERE q.quantity > 0
            ) held
            GROUP BY company_id, product_id, expiry, day, warning_days
            """,
            self.env['res.company']._pharma_today_query(),
        )

    def action_view_customers(self):
        """Open who bought the product, e.g. for a promotion before it expires (004-58, 004-60).

        :return: window action of ``pharma.customer.product.report``
        """
        self.ensure_one()
        return self.product_id.action_pharma_view_customers()

    def action_view_lots(self):
        """Open the lots in stock, the nearest expiry first (004-58).

        :return: window action of ``stock.quant``
        """
        self.ensure_one()
        domain = Domain('product_id', '=', self.product_id.id)
        domain &= Domain('company_id', '=', self.company_id.id)
        return {
            'type': 'ir.actions.act_window',
            'name': self.product_id.display_name,
            'res_model': 'stock.quant',
            'views': [(False, 'list')],
            'domain': list(domain & Domain('location_id.usage', '=', 'internal')),
            'context': {'create': False, 'edit': False},
        }
