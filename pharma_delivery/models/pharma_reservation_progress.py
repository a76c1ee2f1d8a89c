from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

from .pharma_reservation import OPEN, PROTECTED, WAITING

STATES = [
    ('waiting', "Waiting"),
    ('partly', "Partly Held"),
    ('held', "Held"),
    ('done', "Fulfilled"),
    ('expired', "Expired"),
    ('lost', "No Longer Wanted"),
    ('cancelled', "Cancelled"),
]
# What agents are still to be told about a reservation.
NOTICES = [
    ('arrived', "Goods Arrived"),
    ('delayed', "Expected Goods Cancelled"),
    ('ended', "Hold Ended"),
    ('taken', "Held Goods Gone"),
]


class PharmaReservation(models.Model):
    """What became of a reservation: goods held, ordered, missing and lost (000-26)."""

    _inherit = 'pharma.reservation'

    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default='waiting',
        copy=False,
        tracking=True,
        group_expand=True,
    )
    held_quantity = fields.Float(string="Held", digits='Product Unit', readonly=True, copy=False)
    ordered_quantity = fields.Float(
        string="Ordered", digits='Product Unit', readonly=True, copy=False
    )
    missing_quantity = fields.Float(
        string="Missing", digits='Product Unit', compute='_compute_missing_quantity', store=True
    )
    lost_quantity = fields.Float(
        string="Lost",
        digits='Product Unit',
        compute='_compute_missing_quantity',
        store=True,
        help="Not sold because the customer did not wait or did not come.",
    )
    hold_warehouse_id = fields.Many2one(
        'stock.warehouse', string="Held in", readonly=True, copy=False, ondelete='restrict'
    )
    date_held = fields.Datetime(string="Held since", readonly=True, copy=False)
    hold_until = fields.Date(
        string="Held until",
        copy=False,
        tracking=True,
        help="After this day the goods pass to the next customer who waits.",
    )
    date_closed = fields.Datetime(string="Closed on", readonly=True, copy=False)
    # written by SQL alone: no value, instead of 0, until goods are held, so that averages are right
    days_waited = fields.Float(digits=(8, 1), readonly=True, copy=False, aggregator='avg')
    expected_move_id = fields.Many2one(
        'stock.move',
        string="Expected Receipt",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )
    expected_before = fields.Float(
        digits='Product Unit',
        readonly=True,
        copy=False,
        aggregator=None,
        help="By the receipt that became smaller; agents are still to be told.",
    )
    expected_now = fields.Float(
        digits='Product Unit',
        readonly=True,
        copy=False,
        aggregator=None,
    )
    date_expected = fields.Date(
        string="Expected on",
        compute='_compute_date_expected',
        help="When the next receipt of the medicine is planned; no promise.",
    )
    order_id = fields.Many2one(
        'sale.order', readonly=True, copy=False, index='btree_not_null', ondelete='set null'
    )
    notice = fields.Selection(NOTICES, readonly=True, copy=False, index='btree_not_null')
    is_mine = fields.Boolean(compute='_compute_is_mine')
    free_stock = fields.Char(string="Free in Branches", compute='_compute_free_stock')

    _queue = models.Index("(product_id, date, id) WHERE state IN ('waiting', 'partly', 'held')")
    _ending = models.Index("(hold_until) WHERE state IN ('partly', 'held')")
    _product_state = models.Index('(product_id, state)')

    # === COMPUTE METHODS === #
    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        for reservation in self:
            # sudo: who waits; lists of activities and calendars would tell a number alone
            name = reservation.partner_id.sudo().name
            reservation.display_name = f'{reservation.name}, {name}' if name else reservation.name

    @api.depends('state', 'quantity_stock', 'held_quantity', 'ordered_quantity')
    def _compute_missing_quantity(self):
        for reservation in self:
            rest = max(0.0, reservation.quantity_stock - reservation.ordered_quantity)
            is_open = reservation.state in OPEN
            reservation.missing_quantity = (
                max(0.0, rest - reservation.held_quantity) if is_open else 0.0
            )
            reservation.lost_quantity = rest if reservation.state in ('expired', 'lost') else 0.0

    @api.depends('expected_move_id.date', 'state')
    def _compute_date_expected(self):
        for reservation in self:
            # sudo: agents do not work in the stock, and are told the day alone
            moment = reservation.expected_move_id.sudo().date
            is_waiting = moment and reservation.state in WAITING
            reservation.date_expected = is_waiting and reservation.company_id._pharma_day(moment)

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for reservation in self:
            reservation.is_mine = reservation.user_id == self.env.user

    @api.depends('product_id', 'company_id')
    def _compute_free_stock(self):
        # sudo: agents do not work in the stock, and are told the free quantities alone
        companies = self.company_id.sudo()
        warehouses = companies.env['stock.warehouse'].search([('company_id', 'in', companies.ids)])
        # sudo: as above
        free = self.sudo()._get_free_quantities(
            {(product, warehouse) for product in self.product_id for warehouse in warehouses}
        )
        for reservation in self:
            product = reservation.product_id
            reservation.free_stock = ', '.join(
                f'{warehouse.name}: {free[product._origin.id, warehouse.id]:.12g}'
                for warehouse in warehouses
                if warehouse.company_id == reservation.company_id
                and free.get((product._origin.id, warehouse.id), 0) > 0
            ) or self.env._("nowhere")

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields_list):
        """Leave defaults of a context or of people out where nobody writes (000-36).

        :param list fields_list: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields_list)
        return keep_own_defaults(self, defaults, fields_list, PROTECTED | {'date'})

    # === CHECKS === #
    @api.constrains('active')
    def _check_active(self):
        for reservation in self.filtered(lambda r: not r.active and r.state in OPEN):
            raise ValidationError(
                self.env._(
                    "%(reservation)s is still open. Press 'No Longer Wanted' or 'Cancel' before you"
                    " archive it.",
                    reservation=reservation.name,
                )
            )

    @api.constrains('hold_until')
    def _check_hold_until(self):
        for reservation in self.filtered(lambda r: r.state in ('held', 'partly')):
            if not reservation.hold_until:
                raise reservation._get_hold_error()
            if reservation.hold_until < reservation.company_id._pharma_today():
                raise ValidationError(
                    self.env._(
                        "%(date)s has passed. Hold the goods until today or later, or press"
                        " 'No Longer Wanted'.",
                        date=format_date(self.env, reservation.hold_until),
                    )
                )

    def _check_hold_bound(self, day):
        """Let nobody but a manager hold goods longer than the setting, counted from today.

        :param date day: until which they are to be held
        :raise ValidationError: with the last day that may be entered
        """
        if self.env.user.has_group('pharma_crm.group_pharma_manager'):
            return
        for reservation in self:
            if day > reservation.company_id._pharma_get_hold_until():
                raise reservation._get_hold_error()

    def _get_hold_error(self):
        return ValidationError(
            self.env._(
                "Others wait, too: enter a day until %(date)s for the hold of %(reservation)s. A"
                " manager may hold it longer.",
                date=format_date(self.env, self.company_id._pharma_get_hold_until()),
                reservation=self.name,
            )
        )
