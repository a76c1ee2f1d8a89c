from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

DIMENSIONS = (
    'warehouse_id',
    'channel_id',
    'motive_id',
    'taken_by',
    'user_id',
    'team_id',
    'region_id',
    'customer_group_id',
    'customer_type',
    'product_kind',
    'therapeutic_group_id',
)


class PharmaSalesMonth(models.Model):
    """Sales by month and all dimensions of analysis together (000-16, 002-20, 004-58).

    One row per combination that occurs; medicines stand in :class:`PharmaProductMonth`, as all
    dimensions by medicine would be as many rows as there are order lines.
    """

    _name = 'pharma.sales.month'
    _inherit = 'pharma.analysis.mixin'
    _description = "Sales by Month"
    _log_access = False
    _order = 'date desc, amount desc, id'
    _rec_name = 'date'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(string="Month", required=True, readonly=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", readonly=True, ondelete='set null'
    )
    channel_id = fields.Many2one('pharma.sales.channel', readonly=True, ondelete='set null')
    motive_id = fields.Many2one(
        'pharma.purchase.motive', string="Purchase Motive", readonly=True, ondelete='set null'
    )
    taken_by = fields.Selection('_selection_taken_by', readonly=True)
    user_id = fields.Many2one('res.users', string="Salesperson", readonly=True, ondelete='set null')
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True, ondelete='set null')
    region_id = fields.Many2one(
        'pharma.region', string="Region of Customer", readonly=True, ondelete='set null'
    )
    customer_group_id = fields.Many2one('pharma.customer.group', readonly=True, ondelete='set null')
    customer_type = fields.Selection('_selection_customer_type', readonly=True)
    product_kind = fields.Selection('_selection_product_kind', readonly=True)
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', readonly=True, ondelete='set null'
    )
    amount = fields.Monetary(
        readonly=True, help="Untaxed, without what was returned, in the currency of the company."
    )
    order_count = fields.Integer(
        string="Orders",
        readonly=True,
        help="Each order counts once: with its most valuable line.",
    )
    line_count = fields.Integer(string="Order Lines", readonly=True)

    _month_idx = models.Index('(company_id, date)')

    @api.model
    def _selection_product_kind(self):
        return self._get_selection('product.template', 'pharma_product_kind')

    @api.model
    def _get_months(self, company):
        """Return the first days of the months with sales, or with figures of former ones.

        :param company: ``res.company``
        :return: list of dates
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(day), max(day) FROM (
                    (SELECT (date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day
                       FROM sale_order WHERE company_id = %(company)s AND state = 'sale'
                      ORDER BY date_order LIMIT 1)
                    UNION ALL
                    (SELECT min(date) FROM pharma_sales_month WHERE company_id = %(company)s)
                    UNION ALL
                    (SELECT min(date) FROM pharma_product_month WHERE company_id = %(company)s)
                    UNION ALL
                    SELECT %(today)s
                ) days
                """,
                tz=company._pharma_tz(),
                company=company.id,
                today=company._pharma_today(),
            )
        )
        first, last = rows[0]
        numbers = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
        return [date((n - 1) // 12, (n - 1) % 12 + 1, 1) for n in numbers]

    @api.model
    def _get_changed_months(self, company, since):
        """Return the first days of the months whose orders changed, and of the last two months.

        :param company: ``res.company``
        :param datetime since: UTC
        :return: list of dates
        """
        this_month = company._pharma_today().replace(day=1)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT date_trunc('month', o.date_order AT TIME ZONE 'UTC'
                    AT TIME ZONE %(tz)s)::date
                FROM sale_order o
                WHERE o.company_id = %(company)s AND (o.write_date >= %(since)s OR o.id IN (
                    SELECT order_id FROM sale_order_line
                     WHERE company_id = %(company)s AND write_date >= %(since)s))
                """,
                tz=company._pharma_tz(),
                company=company.id,
                since=since,
            )
        )
        recent = {this_month, fields.Date.subtract(this_month, months=1)}
        return sorted(recent | {row[0] for row in rows})

    @api.model
    def _refresh_month(self, company, month):
        """Bring the sales of a month in line with its orders; rows that are right stay.

        :param company: ``res.company``
        :param date month: first day of the month
        """
        self.env.flush_all()
        values = {
            'company': company.id,
            'month': month,
            'tz': company._pharma_tz(),
            'digits': company.currency_id.decimal_places,
            'today': company._pharma_today(),
        }
        lines = self.env['sale.order.line']._pharma_net_query(
            SQL("o.company_id = %s AND %s", company.id, self._get_month_condition(company, month)),
            SQL("%s", values['tz']),
        )
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE pharma_month_line ON COMMIT DROP AS"
                " SELECT l.* FROM (%s) l WHERE day <= %s",
                lines,
                values['today'],
            )
        )
        self.env.cr.execute(SQL("ANALYZE pharma_month_line"))
        self._write_month(self._table, DIMENSIONS, self._get_month_query(values), values)
        self.env['pharma.product.month']._write_products(values)
        self.env.cr.execute(SQL("DROP TABLE pharma_month_line"))
        self.invalidate_model(flush=False)

    @api.model
    def _get_month_query(self, values):
        return SQL(
            """
            SELECT o.warehouse_id, o.pharma_channel_id AS channel_id,
                o.pharma_purchase_motive_id AS motive_id, o.pharma_taken_by AS taken_by,
                o.user_id, o.team_id, c.pharma_region_id AS region_id,
                c.pharma_customer_group_id AS customer_group_id,
                c.pharma_customer_type AS customer_type, l.kind AS product_kind,
                l.group_id AS therapeutic_group_id,
                round(sum(l.amount)::numeric, %(digits)s) AS amount,
                count(*) FILTER (WHERE l.is_first)::integer AS order_count,
                count(*)::integer AS line_count
            FROM (
                SELECT order_id, partner_id, kind, group_id, amount, row_number() OVER (
                    PARTITION BY order_id ORDER BY amount DESC, id) = 1 AS is_first
                FROM pharma_month_line WHERE is_goods OR amount <> 0
            ) l
            JOIN sale_order o ON o.id = l.order_id
            JOIN res_partner c ON c.id = l.partner_id
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            """,
            digits=values['digits'],
        )

    @api.model
    def _write_month(self, table, dimensions, query, values, measures=()):
        """Replace those rows of a company's month that are not as the query says.

        Rows are compared as texts: dimensions may be empty, for which there is no unique key.

        :param str table: name of the table
        :param dimensions: names of columns
        :param SQL query: the rows as they should be, dimensions and measures in their order
        :param dict values: company and month
        :param measures: names of columns, default those of this model
        """
        names = (*dimensions, *(measures or ('amount', 'order_count', 'line_count')))
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        self.env.cr.execute(
            SQL(
                """
                WITH fresh AS MATERIALIZED (
                    SELECT *, ROW(%(columns)s)::text AS key FROM (%(query)s) q
                ),
                known AS MATERIALIZED (
                    SELECT id, ROW(%(columns)s)::text AS key FROM %(table)s
                    WHERE company_id = %(company)s AND date = %(month)s
                ),
                gone AS (
                    DELETE FROM %(table)s WHERE id IN (
                        -- hashed whatever the planner knows
                        SELECT id FROM known WHERE key NOT IN (SELECT key FROM fresh))
                )
                INSERT INTO %(table)s (company_id, date, %(columns)s)
                SELECT %(company)s, %(month)s, %(columns)s FROM fresh
                WHERE key NOT IN (SELECT key FROM known)
                """,
                columns=columns,
                query=query,
                table=SQL.identifier(table),
                company=values['company'],
                month=values['month'],
            )
        )

    # === ACTIONS === #
    def action_view_lines(self):
        """Open the order lines behind a row, as many as it counts (000-16, 002-20).

        Customers are those who have the region, group and type today.

        :return: window action of ``sale.order.line``
        """
        self.ensure_one()
        order = {
            'warehouse_id': self.warehouse_id.id,
            'pharma_channel_id': self.channel_id.id,
            'pharma_purchase_motive_id': self.motive_id.id,
            'pharma_taken_by': self.taken_by,
            'user_id': self.user_id.id,
            'team_id': self.team_id.id,
        }
        customer = {
            'pharma_region_id': self.region_id.id,
            'pharma_customer_group_id': self.customer_group_id.id,
            'pharma_customer_type': self.customer_type,
        }
        line = {'group_id': self.therapeutic_group_id.id, 'kind': self.product_kind}
        rows = self._get_net_lines(
            self.company_id,
            SQL(
                "%s AND %s AND o.partner_id IN (SELECT c.id FROM res_partner c WHERE %s)",
                self._get_month_condition(self.company_id, self.date),
                _equals('o', order),
                _equals('c', customer),
            ),
            SQL("(is_goods OR amount <> 0) AND %s", _equals('net', line)),
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Order Lines"),
            'res_model': 'sale.order.line',
            'views': [(self.env.ref('sale.view_order_line_tree').id, 'list'), (False, 'form')],
            'domain': [('id', 'in', [row[1] for row in rows])],
            'context': {'create': False, 'edit': False},
        }

    @api.model
    def _get_month_condition(self, company, month):
        """Return the SQL condition that an order ``o`` is of a month of the company.

        :param company: ``res.company``
        :param date month: its first day
        """
        return SQL(
            """
            o.date_order >= (%(first)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
            AND o.date_order < (%(end)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
            """,
            first=month,
            end=fields.Date.add(month, months=1),
            tz=company._pharma_tz(),
        )


def _equals(alias, values):
    """Return the SQL condition that columns have values; no value is one like any other."""
    return SQL(" AND ").join(
        SQL("%s IS NOT DISTINCT FROM %s", SQL.identifier(alias, name), value or None)
        for name, value in values.items()
    )
