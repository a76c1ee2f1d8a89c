from odoo import api, fields, models
from odoo.exceptions import UserError

# What becomes of a slip on its way; the result of the last visit decides.
DELIVERY_STATES = [
    ('waiting', "To Deliver"),
    ('underway', "On the Way"),
    ('delivered', "Delivered"),
    ('partly', "Partly Delivered"),
    ('refused', "Refused"),
    ('not_home', "Nobody Met"),
    ('cancelled', "Cancelled"),
]
# Visits after which there is nothing more to bring with this slip.
ENDED = ('delivered', 'partly', 'refused', 'cancelled')


class StockPicking(models.Model):
    """The transfer to a customer is the delivery slip (000-28 to 000-31, decision 15)."""

    _inherit = 'stock.picking'

    slip_number = fields.Char(
        string="Slip",
        copy=False,
        readonly=True,
        index='trigram',
        help="Given when a transfer to a customer is confirmed; the bar code on the slip.",
    )
    courier_id = fields.Many2one(
        'res.users',
        compute='_compute_courier_id',
        store=True,
        readonly=False,
        copy=False,
        index='btree_not_null',
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who brings it to the customer; the courier of the round, if there is one.",
    )
    attempt_ids = fields.One2many('pharma.delivery.attempt', 'picking_id', string="Visits")
    delivery_state = fields.Selection(
        DELIVERY_STATES,
        string="Delivery",
        compute='_compute_delivery_state',
        store=True,
        index='btree_not_null',
        help="What the customer's receipt says; empty for transfers that go to no customer.",
    )
    date_returned = fields.Datetime(
        string="Slip Returned on",
        copy=False,
        tracking=True,
        index='btree_not_null',
        help="When the copy signed by the customer came back and was filed (000-31).",
    )

    _slip_number_unique = models.UniqueIndex(
        '(slip_number, company_id) WHERE slip_number IS NOT NULL',
        "Another delivery slip of the company already has this number.",
    )

    # === COMPUTE METHODS === #
    @api.depends('batch_id.courier_id')
    def _compute_courier_id(self):
        for picking in self:
            picking.courier_id = picking.batch_id.courier_id or picking.courier_id

    @api.depends(
        *('slip_number', 'state', 'attempt_ids.result'),
        *('batch_id.courier_id', 'batch_id.date_departed'),
    )
    def _compute_delivery_state(self):
        for picking in self:
            picking.delivery_state = picking._get_delivery_state()

    def _get_delivery_state(self):
        self.ensure_one()
        if not self.slip_number:
            return False
        last = self.attempt_ids.filtered(lambda attempt: not attempt.is_conflict).sorted('date')[
            -1:
        ]
        if last.result in ENDED:
            return last.result
        if self.state == 'cancel':
            return 'cancelled'
        if self.state == 'done' and not self.batch_id.courier_id:
            return 'delivered'  # taken along at the counter, or brought without a round
        if self.batch_id.date_departed and last.batch_id != self.batch_id:
            return 'underway'
        return last.result or 'waiting'

    # === NUMBERING === #
    def _create_backorder_picking(self):
        """What is left is a slip of its own, with a number of its own."""
        backorder = super()._create_backorder_picking()
        backorder._set_slip_number()
        return backorder

    def _set_slip_number(self):
        """Number the slips among the transfers that have no number yet."""
        for company, pickings in (
            self.filtered(lambda picking: picking._is_slip()).grouped('company_id').items()
        ):
            Sequence = self.env['ir.sequence'].with_company(company)
            # sudo: numbers are given by the program, nobody enters or removes one
            for picking in pickings.sudo().filtered(lambda picking: not picking.slip_number):
                picking.slip_number = Sequence.next_by_code('pharma.delivery.slip')

    def _is_slip(self):
        """Return whether the transfer brings goods to a customer."""
        self.ensure_one()
        return self.picking_type_code == 'outgoing' and self.location_dest_id.usage == 'customer'

    # === DISPATCH === #
    def _get_dispatch_obstacles(self):
        """Return what keeps slips from leaving; the one door for rules about it (004-17).

        Modules and topics extend it: expired lots, missing papers, goods that are held.

        :return: {``stock.picking``: list of sentences that say what is missing and what to do}
        """
        return {picking: [] for picking in self}

    def _get_visit_obstacles(self):
        """Return what keeps slips from being recorded as handed over to the customer.

        Asked before the receipt of a customer takes effect, and again when the transfer is done.

        :return: {``stock.picking``: list of sentences that say what is missing and what to do}
        """
        return {picking: [] for picking in self}

    def _check_dispatch(self):
        """Refuse to let slips leave as long as something is missing.

        :raise UserError: with all that is missing, slip by slip
        """
        slips = self.filtered('slip_number')
        words = self._get_obstacle_words(slips._get_dispatch_obstacles())
        if words:
            raise UserError('\n'.join([self.env._("This may not leave yet:"), *words]))

    @api.model
    def _get_obstacle_words(self, obstacles):
        """Return lines of a message: each slip once, below it what is in its way."""
        words = []
        for slip, sentences in obstacles.items():
            if sentences:
                words.append(f'{slip.slip_number} ({slip.partner_id.display_name}):')
                words += [f'- {sentence}' for sentence in sentences]
        return words

    def _action_done(self):
        # a draft gets its number, and is checked like any other slip
        drafts = self.filtered(lambda picking: picking._is_slip()).move_ids.filtered(
            lambda move: move.state == 'draft'
        )
        drafts._action_confirm(merge=False)
        self._check_dispatch()
        return super()._action_done()
