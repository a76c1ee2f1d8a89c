from odoo import api, fields, models
from odoo.tools import SQL

DIMENSIONS = ('warehouse_id', 'product_id', 'therapeutic_group_id')
MEASURES = ('quantity', 'amount', 'order_count')


class PharmaProductMonth(models.Model):
    """Sales of each medicine by month and branch (002-20, 004-58)."""

    _name = 'pharma.product.month'
    _description = "Product Sales by Month"
    _log_access = False
    _order = 'date desc, amount desc, id'
    _rec_name = 'product_id'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(string="Month", required=True, readonly=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", readonly=True, ondelete='set null'
    )
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, index=True, ondelete='cascade'
    )
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', readonly=True, ondelete='set null'
    )
    quantity = fields.Float(
        digits='Product Unit', readonly=True, help="In the stock unit of the product."
    )
    amount = fields.Monetary(
        readonly=True, help="Untaxed, without what was returned, in the currency of the company."
    )
    order_count = fields.Integer(
        string="Orders", readonly=True, help="Orders with the product, by branch and month."
    )

    _month_idx = models.Index('(company_id, date)')

    @api.model
    def _write_products(self, values):
        """Bring the month's sales by product in line with the lines gathered for it.

        :param dict values: company, month and digits, see ``pharma.sales.month``
        """
        query = SQL(
            """
            SELECT o.warehouse_id, l.product_id,
                l.group_id AS therapeutic_group_id, round(sum(l.quantity)::numeric, 6) AS quantity,
                round(sum(l.amount)::numeric, %(digits)s) AS amount,
                count(DISTINCT l.order_id)::integer AS order_count
            FROM pharma_month_line l JOIN sale_order o ON o.id = l.order_id
            WHERE l.product_id IS NOT NULL AND (l.is_goods OR l.amount <> 0)
            GROUP BY 1, 2, 3
            """,
            digits=values['digits'],
        )
        self.env['pharma.sales.month']._write_month(
            self._table, DIMENSIONS, query, values, MEASURES
        )
        self.invalidate_model(flush=False)

    def action_view_orders(self):
        """Open the orders behind a row (002-20).

        :return: window action of ``sale.order``
        """
        self.ensure_one()
        Sales = self.env['pharma.sales.month']
        where = SQL(
            "%s AND o.warehouse_id IS NOT DISTINCT FROM %s AND l.product_id = %s",
            Sales._get_month_condition(self.company_id, self.date),
            self.warehouse_id.id or None,
            self.product_id.id,
        )
        return Sales._get_orders_action(self.company_id, where, SQL("is_goods OR amount <> 0"))
