from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime
from odoo.tools.sql import column_exists, create_column

# Before pharmacies kept their sales in computers; an earlier year is a typing error.
EARLIEST_PAST = datetime(1990, 1, 1)

# Core's order form computes these from records which a reader of orders need not see.
INVOICE_FIELDS = ('invoice_count', 'invoice_ids', 'invoice_lines')
PICKING_FIELDS = ('json_popover', 'show_json_popover')


class SaleOrder(models.Model):
    """Who takes the medicine, why and how it was bought: dimensions of analysis (000-16, 000-17).

    The branch of an order is its ``warehouse_id``.
    """

    _inherit = 'sale.order'

    pharma_taken_by = fields.Selection(
        selection=[
            ('self', "Customer"),
            ('child', "Child"),
            ('elder', "Elderly Person"),
            ('other', "Somebody Else"),
        ],
        string="Taken By",
        help="Who uses what was bought.",
    )
    pharma_taker_name = fields.Char(
        string="Taker's Name",
        compute='_compute_pharma_taker_name',
        store=True,
        readonly=False,
        precompute=True,
        help="Name of the person who uses it, when it is not the customer.",
    )
    pharma_purchase_motive_id = fields.Many2one(
        'pharma.purchase.motive',
        string="Purchase Motive",
        index='btree_not_null',
        ondelete='restrict',
    )
    pharma_channel_id = fields.Many2one(
        'pharma.sales.channel',
        string="Sales Channel",
        compute='_compute_pharma_channel_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        ondelete='restrict',
        help="How the order reached us; proposed from the settings of the company.",
    )

    pharma_is_past_order = fields.Boolean(
        string="Past Order",
        copy=False,
        help="Order of an earlier time, entered for its history: confirmed with its own date as it"
        " is created, neither delivered nor invoiced again.",
    )

    def _auto_init(self):
        # Empty columns now spare computing all orders at install, which takes minutes: no order
        # tells who takes the medicine or how it reached us yet.
        for name, column_type in (('pharma_taker_name', 'varchar'), ('pharma_channel_id', 'int4')):
            if not column_exists(self.env.cr, 'sale_order', name):
                create_column(self.env.cr, 'sale_order', name, column_type)
        return super()._auto_init()

    # === COMPUTE METHODS === #
    @api.depends('pharma_taken_by')
    def _compute_pharma_taker_name(self):
        for order in self:
            order.pharma_taker_name = (
                False if order.pharma_taken_by in (False, 'self') else order.pharma_taker_name
            )

    @api.depends('company_id')
    def _compute_pharma_channel_id(self):
        for order in self:
            order.pharma_channel_id = (
                order.pharma_channel_id or order.company_id.pharma_order_channel_id
            )

    # === CONSTRAINT METHODS === #
    @api.constrains('pharma_is_past_order', 'date_order')
    def _check_past_date_order(self):
        now = fields.Datetime.now()
        for order in self.filtered('pharma_is_past_order'):
            if order.date_order > now:
                raise ValidationError(
                    self.env._(
                        "Past order '%(order)s': %(date)s in the field 'Order Date' lies in the"
                        " future. Correct the date, or enter the order without 'Past Order'.",
                        order=order.name,
                        date=order._pharma_format_date_order(),
                    )
                )
            if order.date_order < EARLIEST_PAST:
                raise ValidationError(
                    self.env._(
                        "Past order '%(order)s': %(date)s in the field 'Order Date' lies before"
                        " %(year)s. Correct the year.",
                        order=order.name,
                        date=order._pharma_format_date_order(),
                        year=EARLIEST_PAST.year,
                    )
                )

    def _pharma_format_date_order(self):
        """Return the order's date and time as the user reads them on the screen."""
        self.ensure_one()
        zone = self.company_id._pharma_screen_tz()
        return format_datetime(self.env, self.date_order, tz=zone)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Confirm past orders as they are created, which imports cannot do by the state.

        :param list vals_list: values, one dict per order
        :return: the new ``sale.order`` records
        """
        vals_list = [
            {**vals, 'state': 'sale'} if vals.get('pharma_is_past_order') else vals
            for vals in vals_list
        ]
        if not any(vals.get('pharma_is_past_order') for vals in vals_list):
            return super().create(vals_list)
        # lines that come with an order are not extra ones, which the chatter would tell one by one
        quiet = self.with_context(sale_no_log_for_new_lines=True)
        return super(SaleOrder, quiet).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Keep past orders past and others not: transfers and invoices follow from it (004-42).

        :param dict vals: values to write
        :return: True
        :raise UserError: if 'Past Order' of an existing order would change
        """
        if 'pharma_is_past_order' in vals:
            for order in self:
                if order.pharma_is_past_order != bool(vals['pharma_is_past_order']):
                    raise UserError(
                        self.env._(
                            "Order '%(order)s': the field 'Past Order' is decided when an order is"
                            " created. Cancel this one and enter a new order instead.",
                            order=order.name,
                        )
                    )
        return super().write(vals)

    # === VIEWS === #
    @api.model
    def _get_view_cache_key(self, view_id=None, view_type='form', **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        rights = self.browse().has_access('write'), self.env['stock.move'].has_access('read')
        return (*key, *rights, *self._get_unreadable_view_fields())

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Let those who only read orders open core's views (000-36).

        Buttons that would end in an access error go, and so do invoices and transfers.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ('form', 'list') and not self.browse().has_access('write'):
            for button in arch.xpath('//header//button'):
                button.getparent().remove(button)
        for name in self._get_unreadable_view_fields():
            _hide_view_field(arch, name)
        if not self.env['stock.move'].has_access('read'):
            # the client reads transfers and stock for it, though no view names them
            for widget in arch.xpath("//widget[@name='qty_at_date_widget']"):
                widget.getparent().remove(widget)
        return arch, view

    @api.model
    def _get_unreadable_view_fields(self):
        """Return the names of the fields in order views which the user's rights do not cover."""
        names = ()
        if not self.env['account.move.line'].has_access('read'):
            names += INVOICE_FIELDS
        if not self.env['stock.picking'].has_access('read'):
            names += PICKING_FIELDS
        return names

    # === BUSINESS METHODS === #
    @api.model
    def get_import_templates(self):
        """Offer the template for orders of the past (004-42, 000-16).

        :return: list of dicts with ``label`` and ``template`` (path of the file)
        """
        own = {
            'label': self.env._("Import Template for Past Orders"),
            'template': '/pharma_crm/static/xls/past_orders.xlsx',
        }
        return [own, *super().get_import_templates()]

    def action_confirm(self):
        """Confirm past orders with their own date, e.g. after a correction (004-42).

        :return: True
        """
        # split here, because the values of core's confirmation are the same for all its orders
        past = self.filtered('pharma_is_past_order')
        if past:
            super(SaleOrder, past.with_context(pharma_keep_date_order=True)).action_confirm()
            if past == self:
                return True
        return super(SaleOrder, self - past).action_confirm()

    def _prepare_confirmation_values(self):
        """Keep the order's own date when past orders are confirmed.

        The context key ``pharma_keep_date_order`` is set for past orders and by demo code only.
        """
        values = super()._prepare_confirmation_values()
        if self.env.context.get('pharma_keep_date_order'):
            values.pop('date_order', None)
        return values


def _hide_view_field(arch, name):
    """Take a field out of a view, together with what depends on it."""
    for node in arch.xpath('//field[@name=$name]', name=name):
        parent = node.getparent()
        if parent is None:
            continue
        if parent.tag == 'button':
            node, parent = parent, parent.getparent()
        parent.remove(node)
    for node in arch.xpath('//*[contains(@invisible, $name)]', name=name):
        node.getparent().remove(node)
    for node in arch.xpath('//*[contains(@readonly, $name)]', name=name):
        node.set('readonly', '1')
