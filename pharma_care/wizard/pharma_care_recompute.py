from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..tools import check_single

# Days before and after these are none in another time zone.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 1, 1)


class PharmaCareRecompute(models.TransientModel):
    """Work out care cases of past orders: after an import, or when in doubt (000-34, 004-42)."""

    _name = 'pharma.care.recompute'
    _description = "Recompute Care Dates"
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company',
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    date_from = fields.Date(
        string="Orders Since",
        required=True,
        compute='_compute_date_from',
        store=True,
        readonly=False,
        precompute=True,
        help="In the time zone of the company.",
    )
    product_tmpl_ids = fields.Many2many(
        'product.template',
        string="Products",
        check_company=True,
        domain=[
            '|',
            '|',
            ('type', '=', 'consu'),
            ('pharma_product_kind', '!=', False),
            ('care_interval_days', '>', 0),
        ],
    )
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group', string="Therapeutic Groups", help="With their subgroups."
    )
    order_count = fields.Integer(string="Orders to Work On", compute='_compute_order_count')

    # === COMPUTE METHODS === #
    @api.depends('company_id')
    def _compute_date_from(self):
        for wizard in self:
            company = wizard.company_id or self.env.company
            days = company.care_history_days
            wizard.date_from = company._pharma_today() - timedelta(days=days)

    @api.depends('company_id', 'date_from', 'product_tmpl_ids', 'therapeutic_group_ids')
    def _compute_order_count(self):
        for wizard in self:
            wizard.order_count = 0
            if wizard.company_id in self.env.companies and wizard.date_from:
                query = SQL("SELECT count(*) FROM (%s) orders", wizard._get_orders_query())
                wizard.order_count = self.env.execute_query(query)[0][0]

    # === ACTIONS === #
    def action_apply(self):
        """Start the work; show its progress if it goes on in the background (004-42).

        :return: action: the job, or a notification if it is done already
        :raise UserError: if there are no such orders
        """
        check_single(self)
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "Company '%(company)s' is not among those you work in: tick it at the top"
                    " right, or choose another one in the field 'Company'.",
                    company=self.company_id.sudo().name,  # sudo: it is not ticked
                )
            )
        job = self.env['pharma.care.job']._enqueue(
            'orders', self.company_id, self._get_orders_query(), self._get_reason()
        )
        if not job:
            raise UserError(
                self.env._(
                    "No order was confirmed since %(date)s that holds such products. Choose an"
                    " earlier date in the field 'Orders Since', or other products.",
                    date=format_date(self.env, self.date_from),
                )
            )
        if job.state != 'done':
            return job._get_records_action(name=self.env._("Recompute Care Dates"))
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._(
                    "Orders whose care dates were recomputed: %(count)s", count=job.total
                ),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    # === BUSINESS METHODS === #
    def _get_reason(self):
        self.ensure_one()
        groups = self.therapeutic_group_ids.mapped('complete_name')
        names = groups + self.product_tmpl_ids.mapped('display_name')
        date = fields.Date.to_string(self.date_from)  # others read it as well
        if names:
            return self.env._(
                "Orders since %(date)s: %(names)s", date=date, names=', '.join(names[:5])
            )
        return self.env._("Orders since %(date)s", date=date)

    def _get_products_query(self):
        """Return the query of the variants that are chosen, or None for all."""
        self.ensure_one()
        if not self.product_tmpl_ids and not self.therapeutic_group_ids:
            return None
        Template = self.env['product.template'].with_context(active_test=False)
        templates = self.product_tmpl_ids._origin
        if self.therapeutic_group_ids:
            groups = self.therapeutic_group_ids._origin.ids
            templates |= Template.search([('therapeutic_group_id', 'child_of', groups)])
        return SQL("SELECT id FROM product_product WHERE product_tmpl_id = ANY(%s)", templates.ids)

    def _get_orders_query(self):
        """Return the query of the orders: confirmed ones, and others whose case is still open."""
        self.ensure_one()
        zone = pytz.timezone(self.company_id._pharma_tz())
        day = min(max(self.date_from, FIRST_DAY), LAST_DAY)
        start = zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc)
        products = self._get_products_query()
        self.env['sale.order'].flush_model(['company_id', 'date_order', 'state'])
        self.env['sale.order.line'].flush_model(['order_id', 'product_id'])
        return SQL(
            """
            SELECT o.id FROM sale_order o
            WHERE o.company_id = %(company)s AND o.date_order >= %(start)s
                AND (o.state = 'sale' OR EXISTS (
                    SELECT FROM pharma_care_case c WHERE c.order_id = o.id AND c.state <> 'done'))
                AND %(products)s
            ORDER BY o.date_order DESC, o.id DESC
            """,
            company=self.company_id.id,
            start=start.replace(tzinfo=None),
            products=SQL(
                "o.id IN (SELECT l.order_id FROM sale_order_line l WHERE l.product_id IN (%s))",
                products,
            )
            if products
            else SQL("TRUE"),
        )
