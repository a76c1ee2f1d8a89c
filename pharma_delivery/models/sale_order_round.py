from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class SaleOrder(models.Model):
    """What the courier collects at the door, and what he brought back signed (000-29, 000-31)."""

    _inherit = 'sale.order'

    pharma_cash_on_delivery = fields.Boolean(
        string="Cash on Delivery",
        compute='_compute_pharma_cash_on_delivery',
        store=True,
        readonly=False,
        precompute=True,
        help="The courier collects what is unpaid when he hands over the goods.",
    )
    pharma_attempt_count = fields.Integer(string="Visits", compute='_compute_pharma_attempt_count')

    def _auto_init(self):
        # An empty column now spares computing all orders at install: what was agreed before holds.
        if not column_exists(self.env.cr, 'sale_order', 'pharma_cash_on_delivery'):
            create_column(self.env.cr, 'sale_order', 'pharma_cash_on_delivery', 'bool')
        return super()._auto_init()

    # === COMPUTE METHODS === #
    @api.depends('payment_term_id', 'company_id')
    def _compute_pharma_cash_on_delivery(self):
        immediate = self.env.ref('account.account_payment_term_immediate', raise_if_not_found=False)
        for order in self:
            if order.state in ('sale', 'cancel'):
                continue  # what has been agreed with the customer holds
            at_once = not order.payment_term_id or order.payment_term_id == immediate
            # sudo: a setting, told to whoever takes an order
            order.pharma_cash_on_delivery = at_once and order.company_id.sudo().pharma_collect_cash

    @api.depends('picking_ids.attempt_ids')
    def _compute_pharma_attempt_count(self):
        # sudo: how often a courier was there is told to whoever may read the order
        counts = dict(
            self.env['pharma.delivery.attempt']
            .sudo()
            ._read_group([('sale_id', 'in', self.ids)], ['sale_id'], ['__count'])
        )
        counts = {order.id: count for order, count in counts.items()}
        for order in self:
            order.pharma_attempt_count = counts.get(order._origin.id, 0)

    # === ACTION METHODS === #
    def action_pharma_view_attempts(self):
        """Open the visits with the slips of the order, with what was signed (000-31).

        :return: window action of ``pharma.delivery.attempt``
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_delivery_attempt_action'
        )
        return {**action, 'domain': [('sale_id', 'in', self.ids)], 'context': {}}

    # === MONEY === #
    def _pharma_get_unpaid(self):
        """Return what is unpaid of one order, in the order's currency."""
        self.ensure_one()
        # sudo: invoices and payments are not the courier's, the sum to collect is
        order_sudo = self.sudo()
        invoices = order_sudo.invoice_ids.filtered(lambda invoice: invoice.state == 'posted')
        invoiced = sum(
            invoice.currency_id._convert(
                invoice.amount_total - invoice.amount_residual,
                order_sudo.currency_id,
                order_sudo.company_id,
                invoice.invoice_date or order_sudo.date_order,
            )
            for invoice in invoices
            if invoice.move_type == 'out_invoice'
        )
        paid = max(order_sudo.amount_paid, invoiced)
        return max(order_sudo.amount_total - paid, 0.0)
