from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

WAITING = ('waiting', 'partly')
OPEN = ('waiting', 'partly', 'held')
# Written by arrivals, orders and the buttons, never by hand.
PROTECTED = {
    'name',
    'state',
    'held_quantity',
    'ordered_quantity',
    'hold_warehouse_id',
    'date_held',
    'date_closed',
    'days_waited',
    'order_id',
    'expected_move_id',
    'expected_before',
    'expected_now',
    'notice',
}
# Fixed once goods are held or ordered: the place in the queue was given for them.
FIXED = {'partner_id', 'product_id', 'quantity', 'uom_id', 'warehouse_id', 'company_id', 'date'}


class PharmaReservation(models.Model):
    """A customer waits for a medicine that is not there; first come, first served (000-26).

    Goods are given in `pharma_reservation_allocate.py`, kept in the stock by
    `pharma_reservation_hold.py`; what people do with one is in `pharma_reservation_actions.py`.
    """

    _name = 'pharma.reservation'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'pharma.number.mixin']
    _description = "Reservation"
    _order = 'date desc, id desc'
    _check_company_auto = True
    _mail_post_access = 'read'

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        tracking=True,
    )
    phone = fields.Char(related='partner_id.phone')
    product_id = fields.Many2one(
        'product.product',
        string="Medicine",
        required=True,
        ondelete='restrict',
        check_company=True,
        domain="[('is_storable', '=', True), ('sale_ok', '=', True)]",
    )
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, tracking=True)
    uom_id = fields.Many2one(
        'uom.uom',
        string="Unit",
        required=True,
        ondelete='restrict',
        compute='_compute_uom_id',
        store=True,
        readonly=False,
        precompute=True,
    )
    stock_uom_id = fields.Many2one(related='product_id.uom_id', string="Stock Unit")
    quantity_stock = fields.Float(
        string="Wanted",
        digits='Product Unit',
        compute='_compute_quantity_stock',
        store=True,
        precompute=True,
        help="In the stock unit of the medicine.",
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        check_company=True,
        ondelete='restrict',
        # the branch in which the agent works, if one is set on the user
        default=lambda self: self.env.user.with_company(self.env.company).property_warehouse_id,
        help="Where the customer wants it. Empty: any branch, whichever gets goods first.",
    )
    origin = fields.Selection(
        [
            ('call', "Call"),
            ('counter', "Counter"),
            ('portal', "Portal"),
            ('order', "Order"),
        ],
        string="Asked For by",
        required=True,
        default='call',
    )
    origin_line_id = fields.Many2one(
        'sale.order.line',
        string="Line of the Order",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="The order in which the medicine was missing.",
    )
    date = fields.Datetime(
        string="Asked For on",
        required=True,
        copy=False,
        default=fields.Datetime.now,
        tracking=True,
        help="Gives the place in the queue. Another customer, medicine or branch, or more of it, is"
        " asked for anew: at the end of the queue.",
    )
    user_id = fields.Many2one(
        'res.users',
        string="Agent",
        index=True,
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Gets the task to call when the goods are there.",
    )
    team_id = fields.Many2one(
        'crm.team',
        string="Sales Team",
        compute='_compute_team_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        check_company=True,
    )
    is_delivery_wanted = fields.Boolean(
        string="Bring It", help="The customer wants it brought, instead of fetching it."
    )
    note = fields.Text()
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(name, company_id) WHERE name <> '/'", "Another reservation already has this number."
    )

    # === COMPUTE METHODS === #
    @api.depends('product_id')
    def _compute_uom_id(self):
        for reservation in self:
            unit, stock_unit = reservation.uom_id, reservation.product_id.uom_id
            if not unit or not stock_unit or not unit._has_common_reference(stock_unit):
                reservation.uom_id = stock_unit

    @api.depends('quantity', 'uom_id', 'product_id')
    def _compute_quantity_stock(self):
        for reservation in self:
            stock_unit = reservation.product_id.uom_id
            reservation.quantity_stock = reservation.uom_id._compute_quantity(
                reservation.quantity,
                stock_unit,
                rounding_method='HALF-UP',
                raise_if_failure=False,  # told by a check, in words
            )

    @api.depends('user_id')
    def _compute_team_id(self):
        for reservation in self:
            # sudo: the team in which the agent sells
            team = reservation.user_id.sudo().sale_team_id
            if team.company_id in (reservation.company_id, team.company_id.browse()):
                reservation.team_id = team or reservation.team_id

    # === CHECKS === #
    @api.constrains('product_id', 'uom_id', 'quantity')
    def _check_product(self):
        for reservation in self:
            product = reservation.product_id
            if not product.is_storable:
                raise ValidationError(
                    self.env._(
                        "%(product)s is not kept in stock, so it cannot be held. Choose another"
                        " product, or sell it directly.",
                        product=product.display_name,
                    )
                )
            unit = reservation.uom_id
            if unit and not unit._has_common_reference(product.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(product)s cannot be counted in %(unit)s. Choose %(stock_unit)s or a"
                        " pack of it.",
                        product=product.display_name,
                        unit=reservation.uom_id.name,
                        stock_unit=product.uom_id.name,
                    )
                )
            smallest = min(reservation.quantity, reservation.quantity_stock)
            if product.uom_id.compare(smallest, 0) <= 0:
                raise ValidationError(self.env._("Enter a quantity above 0 for the reservation."))

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Number reservations and give them what lies free, unless others wait before (000-26).

        :param list vals_list: values, one dict per reservation
        :return: the new ``pharma.reservation`` records
        :raise ValidationError: quantity 0, product that is not kept in stock, wrong unit
        """
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name not in PROTECTED | {'date'}}
                for vals in vals_list
            ]
        reservations = super().create(vals_list)
        reservations._give_numbers('pharma.reservation')
        # sudo: the stock is looked at and goods are put aside for whoever may reserve
        reservations.sudo()._enter_queue()
        return reservations

    def write(self, vals):
        """Keep what arrivals and orders write, and the place in the queue.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for what is not written by hand
        :raise UserError: for another quantity, medicine or branch after goods were held
        """
        if not self.env.su:
            if refused := PROTECTED & vals.keys():
                raise AccessError(
                    self.env._(
                        "Reservation: %(fields)s is written by arrivals, orders and the buttons.",
                        fields=', '.join(sorted(refused)),
                    )
                )
            if FIXED & vals.keys():
                self._check_changeable(vals)
            if vals.get('hold_until'):
                self._check_hold_bound(fields.Date.to_date(vals['hold_until']))
        is_changed = FIXED & vals.keys() and not self.env.su
        asked = [(record, record._get_asked()) for record in self] if is_changed else []
        result = super().write(vals)
        if is_changed:
            # sudo: the place in the queue is protected; the stock is looked at as in create
            anew = self.browse(r.id for r, before in asked if r._is_asked_anew(before)).sudo()
            anew.date = fields.Datetime.now()
            self.sudo()._enter_queue()  # sudo: as in create
        return result

    def _get_asked(self):
        return self.partner_id, self.product_id, self.warehouse_id, self.quantity_stock

    def _is_asked_anew(self, before):
        """Return whether a change would push ahead of those who asked in between."""
        partner, product, warehouse, quantity = before
        return (
            (self.partner_id, self.product_id) != (partner, product)
            or (warehouse and self.warehouse_id != warehouse)
            or self.product_id.uom_id.compare(self.quantity_stock, quantity) > 0
        )

    def _check_changeable(self, vals):
        for reservation in self:
            changed = any(
                reservation._fields[name].convert_to_cache(vals[name], reservation)
                != reservation._fields[name].convert_to_cache(reservation[name], reservation)
                for name in FIXED & vals.keys()
            )
            if changed and (
                reservation.state != 'waiting'
                or reservation.ordered_quantity
                or 'date' in vals
                or 'company_id' in vals
            ):
                raise UserError(
                    self.env._(
                        "%(reservation)s has goods or its place in the queue already. Press"
                        " 'No Longer Wanted' and reserve anew.",
                        reservation=reservation.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cancelled(self):
        if any(reservation.state != 'cancelled' for reservation in self):
            raise UserError(
                self.env._("Cancel the reservation before you delete it; it counts in the figures.")
            )
