from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaCustomerProductReport(models.Model):
    """What each customer bought, and who bought a product: for promotions, care and notices
    (004-59, 004-60).

    Read from the order lines as they are now, and fast for one customer or one product: it is
    opened from there. `id` is that of the first line.
    """

    _name = 'pharma.customer.product.report'
    _inherit = ['pharma.analysis.mixin', 'pharma.customer.list.mixin']
    _description = "Products by Customer"
    _auto = False
    _order = 'date_last desc, id desc'
    _rec_name = 'partner_id'

    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    ref = fields.Char(string="Code", readonly=True)
    phone = fields.Char(readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    therapeutic_group_id = fields.Many2one('pharma.therapeutic.group', readonly=True)
    date_first = fields.Date(string="First Purchase", readonly=True)
    date_last = fields.Date(string="Last Purchase", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    quantity = fields.Float(
        digits='Product Unit',
        readonly=True,
        help="In the stock unit of the product, without what was returned.",
    )
    amount = fields.Monetary(readonly=True, help="Untaxed, without what was returned.")
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    team_id = fields.Many2one('crm.team', string="Last Team", readonly=True)
    customer_type = fields.Selection('_selection_customer_type', readonly=True)
    region_id = fields.Many2one('pharma.region', readonly=True)

    @property
    def _table_query(self):
        lines = self.env['sale.order.line']._pharma_net_query(
            SQL("l.product_id IS NOT NULL"),
            SQL(
                "(SELECT coalesce(c.pharma_tz, 'UTC') FROM res_company c WHERE c.id = o.company_id)"
            ),
        )
        person = self._get_person_columns()
        names = ('ref', 'phone', 'user_id', 'team_id', 'customer_type', 'region_id')
        return SQL(
            """
            SELECT b.*, %s
            FROM (
                SELECT min(id) AS id, company_id, partner_id, product_id,
                    max(group_id) AS therapeutic_group_id,
                    min(day) AS date_first, max(day) AS date_last,
                    count(DISTINCT order_id) AS order_count, sum(quantity) AS quantity,
                    sum(amount) AS amount
                FROM (%s) net WHERE is_goods
                GROUP BY company_id, partner_id, product_id
            ) b
            LEFT JOIN res_partner p ON p.id = b.partner_id
            LEFT JOIN pharma_customer_figure f
                ON f.company_id = b.company_id AND f.partner_id = b.partner_id
            """,
            SQL(", ").join(SQL("%s AS %s", person[name], SQL.identifier(name)) for name in names),
            lines,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        ids = self._get_demanded_ids(domain)
        if ids is not None:
            # values, no sub-query: only those reach the lines below the groups
            rows = self.env.execute_query(
                SQL(
                    "SELECT product_id, order_partner_id FROM sale_order_line WHERE id = ANY(%s)",
                    ids,
                )
            )
            domain = Domain(domain) & Domain('product_id', 'in', {row[0] for row in rows})
            domain &= Domain('partner_id', 'in', {row[1] for row in rows})
        return super()._search(domain, *args, **kwargs)

    def action_view_orders(self):
        """Open the orders behind a row (000-16).

        :return: window action of ``sale.order``
        """
        self.ensure_one()
        partner, product = self.partner_id.id, self.product_id.id
        where = SQL("o.partner_id = %s AND l.product_id = %s", partner, product)
        return self._get_orders_action(self.company_id, where, SQL("is_goods"))

    @api.model
    def _get_action(self, domain, name):
        """Return the window action of the rows of a domain that users cannot take away.

        :param Domain domain: names a customer or products
        :param str name: title of the window
        """
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_customer_product_report_action'
        )
        return {**action, 'name': name, 'domain': list(domain)}
