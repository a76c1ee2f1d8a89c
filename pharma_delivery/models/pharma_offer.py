from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.pharma_crm.models.pharma_contact_permission import CHANNELS
from odoo.addons.pharma_crm.models.pharma_customer_list_mixin import MAX_MAILING

TRADE = ('level1', 'level2')


class PharmaOffer(models.Model):
    """A lot near its expiry, and who may be offered it: those who buy the medicine or its group
    and permit advertising (004-58, 004-63).

    Who buys is looked up in `pharma_offer_find.py`.
    """

    _name = 'pharma.offer'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'pharma.number.mixin']
    _description = "Offer of a Lot near Expiry"
    _order = 'id desc'
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    lot_id = fields.Many2one(
        'stock.lot',
        required=True,
        index=True,
        check_company=True,
        ondelete='restrict',
        domain="[('expiration_date', '!=', False)]",
    )
    product_id = fields.Many2one(related='lot_id.product_id', string="Product", store=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    expiration_date = fields.Datetime(related='lot_id.expiration_date', string="Expiry")
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        check_company=True,
        help="Only customers who bought in this branch are looked for. Empty: those of all.",
    )
    quantity = fields.Float(
        digits='Product Unit', help="To be sold by this offer, in the stock unit of the product."
    )
    list_price = fields.Float(related='product_id.lst_price', string="List Price")
    discount = fields.Float(string="Discount (%)", digits=(5, 2), default=20)
    price = fields.Monetary(
        string="Offered Price",
        compute='_compute_price',
        store=True,
        readonly=False,
        help="For one stock unit, proposed by list price and discount.",
    )
    date_end = fields.Date(
        string="Valid until", compute='_compute_date_end', store=True, readonly=False
    )
    days = fields.Integer(
        string="Bought within (days)", default=lambda self: self.env.company.pharma_offer_days
    )
    scope = fields.Selection(
        [('product', "This Medicine"), ('group', "Its Therapeutic Group")],
        string="Customers Who Bought",
        required=True,
        default='product',
    )
    channel = fields.Selection(CHANNELS, required=True, default='call')
    state = fields.Selection(
        [('draft', "Draft"), ('ready', "Customers Found"), ('closed', "Closed")],
        required=True,
        readonly=True,
        default='draft',
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many('pharma.offer.line', 'offer_id', string="Customers")
    customer_count = fields.Integer(compute='_compute_counts', string="Customers Found")
    allowed_count = fields.Integer(compute='_compute_counts', string="May Be Told")

    _discount_range = models.Constraint(
        'CHECK(discount >= 0 AND discount <= 100)', "A discount lies between 0 and 100 percent."
    )
    _days_positive = models.Constraint('CHECK(days > 0)', "Look back at least one day.")

    # === COMPUTE METHODS === #
    @api.depends('lot_id', 'discount')
    def _compute_price(self):
        for offer in self:
            currency = offer.currency_id or self.env.company.currency_id
            offer.price = currency.round(offer.product_id.lst_price * (1 - offer.discount / 100))

    @api.depends('lot_id')
    def _compute_date_end(self):
        for offer in self:
            expiry = offer.lot_id._get_pharma_expiry(offer.company_id or self.env.company)
            offer.date_end = expiry and expiry - timedelta(days=1)

    @api.depends('line_ids.is_allowed')
    def _compute_counts(self):
        rows = self.env['pharma.offer.line']._read_group(
            [('offer_id', 'in', self.ids)], ['offer_id', 'is_allowed'], ['__count']
        )
        counts = {(offer.id, allowed): count for offer, allowed, count in rows}
        for offer in self:
            offer.allowed_count = counts.get((offer.id, True), 0)
            offer.customer_count = offer.allowed_count + counts.get((offer.id, False), 0)

    # === CONSTRAINT METHODS === #
    @api.constrains('lot_id', 'company_id')
    def _check_product(self):
        for offer in self:
            words = self._get_product_refusal(offer.product_id, offer.company_id)
            if words:
                raise ValidationError(words)

    @api.model
    def _get_product_refusal(self, product, company):
        """Return why a medicine may not be offered, '' if it may."""
        if product.control_class:
            return self.env._(
                "%(product)s is under special control and may be offered to nobody.",
                product=product.display_name,
            )
        if product.prescription_required and not company.pharma_offer_prescription_trade:
            return self.env._(
                "%(product)s is sold on prescription only, which is not advertised. A"
                " setting permits telling the trade of it.",
                product=product.display_name,
            )
        return ''

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Give each offer its number (004-58).

        :param list vals_list: values, one dict per offer
        :return: the new ``pharma.offer`` records
        """
        offers = super().create(vals_list)
        offers.filtered(lambda offer: offer.name == '/')._give_numbers('pharma.offer')
        return offers

    # === ACTION METHODS === #
    def action_find(self):
        """List who bought the medicine or its group, and who of them permits an offer (004-58).

        :return: True
        :raise UserError: for a lot that has expired or is recalled
        """
        self.check_access('write')
        for offer in self:
            offer._check_lot()
            offer._find_customers()
            offer.state = 'ready'
        return True

    def _check_lot(self):
        self.ensure_one()
        today = self.company_id._pharma_today()
        if self.date_end and self.date_end < today:
            raise UserError(
                self.env._("Lot %(lot)s ends too soon to be offered.", lot=self.lot_id.name)
            )
        blocked = self.lot_id._get_blocking(self.company_id)
        if blocked:
            raise UserError(
                self.env._("Lot %(lot)s is recalled and not sold.", lot=self.lot_id.name)
            )

    def action_view_customers(self):
        """Open the customers of the offer, for calling, writing and export (004-58).

        :return: window action of ``pharma.offer.line``
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_offer_line_action'
        )
        return {**action, 'domain': [('offer_id', 'in', self.ids)]}

    def action_send_mailing(self):
        """Write to those who permit it; the mailing asks again at the moment of sending (004-30).

        :return: window action of ``pharma.customer.mailing``
        :raise AccessError: for others than managers
        :raise UserError: nobody to write to
        """
        self.ensure_one()
        lines = self.env['pharma.offer.line'].search(
            [('offer_id', '=', self.id), ('is_allowed', '=', True)], limit=MAX_MAILING
        )
        return lines.action_send_mailing()

    def action_close(self):
        """End the offer.

        :return: True
        """
        self.check_access('write')
        self.state = 'closed'
        return True
