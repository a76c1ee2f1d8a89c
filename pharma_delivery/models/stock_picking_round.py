import re

from odoo import api, fields, models
from odoo.exceptions import UserError

DIGITS = re.compile(r'\d+')


class StockPicking(models.Model):
    """Slips as stops of a round: order, tries, cash to collect (000-29)."""

    _inherit = 'stock.picking'

    pharma_try_count = fields.Integer(
        string="Tries",
        compute='_compute_pharma_try_count',
        compute_sudo=True,  # how often is told to whoever reads the slip, not what was said there
        help="Visits at which nobody was met or the goods were refused.",
    )
    pharma_cash_due = fields.Monetary(
        string="To Collect",
        currency_field='pharma_currency_id',
        compute='_compute_pharma_cash_due',
        help="What is unpaid of an order with cash on delivery, as far as this slip goes.",
    )
    pharma_currency_id = fields.Many2one(related='company_id.currency_id')
    pharma_region_id = fields.Many2one(related='partner_id.pharma_region_id', string="Region")
    pharma_reserved = fields.Selection(
        [('all', "All"), ('part', "Part"), ('none', "Nothing")],
        string="Reserved",
        compute='_compute_pharma_reserved',
    )

    # === COMPUTE METHODS === #
    @api.depends('batch_id', 'attempt_ids.is_conflict')
    def _compute_delivery_state(self):
        return super()._compute_delivery_state()

    def _get_delivery_state(self):
        """What was handed over stays so, whatever a telephone's clock says of other visits; what
        was refused and is brought once more is on its way again."""
        visits = self.attempt_ids.filtered(lambda visit: not visit.is_conflict)
        handed = visits.filtered(lambda visit: visit.result in ('delivered', 'partly'))
        if self.slip_number and handed:
            return handed.sorted('id')[-1:].result
        state = super()._get_delivery_state()
        is_open = self.state not in ('done', 'cancel') and self.batch_id.courier_id
        if state == 'refused' and is_open and self.batch_id not in visits.batch_id:
            return 'underway' if self.batch_id.date_departed else 'waiting'
        return state

    @api.depends('attempt_ids.result', 'attempt_ids.is_conflict')
    def _compute_pharma_try_count(self):
        for picking in self:
            picking.pharma_try_count = len(
                picking.attempt_ids.filtered(
                    lambda visit: visit.result in ('not_home', 'refused') and not visit.is_conflict
                )
            )

    @api.depends('move_ids.quantity', 'move_ids.product_uom_qty', 'move_ids.state')
    def _compute_pharma_reserved(self):
        for picking in self:
            moves = picking.move_ids.filtered(lambda move: move.state != 'cancel')
            if not any(moves.mapped('quantity')):
                picking.pharma_reserved = 'none'
            elif any(
                move.product_uom.compare(move.quantity, move.product_uom_qty) < 0 for move in moves
            ):
                picking.pharma_reserved = 'part'
            else:
                picking.pharma_reserved = 'all'

    @api.depends('sale_id.pharma_cash_on_delivery', 'attempt_ids.cash_amount', 'state')
    def _compute_pharma_cash_due(self):
        # sudo: the courier may not read orders, but what to collect
        for picking, picking_sudo in zip(self, self.sudo(), strict=True):
            picking.pharma_cash_due = picking_sudo._get_cash_due()

    def _get_cash_due(self):
        """Return what is to be collected with a slip, in the company's currency."""
        self.ensure_one()
        order = self.sale_id
        if not self.slip_number or self.state == 'cancel' or not order.pharma_cash_on_delivery:
            return 0.0
        currency, date = self.company_id.currency_id, order.date_order
        due = order.currency_id._convert(
            order._pharma_get_unpaid(), currency, self.company_id, date
        )
        due -= sum(order.picking_ids.attempt_ids.mapped('cash_amount'))
        others = (order.picking_ids - self).filtered(
            lambda slip: slip.slip_number and slip.state not in ('done', 'cancel')
        )
        if others:  # each slip its own goods
            goods = sum(move._pharma_get_slip_value() for move in self.move_ids)
            goods -= sum(self.attempt_ids.mapped('cash_amount'))
            due = min(due, order.currency_id._convert(goods, currency, self.company_id, date))
        return max(currency.round(due), 0.0)

    # === STAYING IN THE ROUND === #
    def write(self, vals):
        """Keep what was delivered in its round: core takes single done transfers out of a batch.

        :param dict vals: values
        :return: True
        """
        slips = self
        is_detached = vals.keys() == {'batch_id'} and not vals['batch_id']
        if is_detached and self.env.context.get('pharma_keep_round'):
            slips = self.filtered(lambda slip: not slip.batch_id.courier_id)
        return super(StockPicking, slips).write(vals)

    def _pharma_keeping_round(self):
        return self.with_context(pharma_keep_round=True)

    def button_validate(self):
        """Validate; slips stay in their round (000-29).

        :return: as core
        """
        return super(StockPicking, self._pharma_keeping_round()).button_validate()

    def _create_backorder(self, backorder_moves=None):
        keeping = self._pharma_keeping_round()
        backorders = super(StockPicking, keeping)._create_backorder(backorder_moves)
        return backorders.with_env(self.env)

    # === PLANNING === #
    def _check_plannable(self):
        """Refuse slips that cannot be put into a round, with all reasons at once.

        :raise UserError: no slip, over, in another open round, of several branches
        """
        words = [self._get_plan_obstacle(slip) for slip in self]
        words = [word for word in words if word]
        if len(self.picking_type_id) > 1:
            words.append(
                self.env._("The slips come from several branches. Make one round for each branch.")
            )
        if words:
            raise UserError('\n'.join(words))

    def _get_plan_obstacle(self, slip):
        number = slip.slip_number or slip.name
        if not slip.slip_number:
            return self.env._("%s is no delivery slip: confirm it first.", number)
        if slip.state in ('done', 'cancel'):
            return self.env._("%s has been delivered or cancelled: there is nothing left.", number)
        batch = slip.batch_id
        if batch.courier_id and not batch.date_finished:
            return self.env._(
                "%(slip)s is in round %(round)s of %(courier)s already. Take it out there first.",
                slip=number,
                round=batch.name,
                courier=batch.courier_id.name,
            )
        return False

    def action_pharma_plan_round(self):
        """Ask for courier and day, and put the chosen slips into a round (000-29).

        :return: window action of ``pharma.round.plan``
        :raise UserError: see ``_check_plannable``
        """
        self.check_access('write')
        if not self:
            raise UserError(self.env._("Choose the slips in the list first."))
        self._check_plannable()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_round_plan_action'
        )
        return {**action, 'context': {'default_picking_ids': [(6, 0, self.ids)]}}

    def _get_stop_key(self):
        """Return by what stops are put in order: region, then street, then house number."""
        self.ensure_one()
        partner = self.partner_id
        street = (partner.street or '').casefold()
        number = DIGITS.search(street)
        return (
            partner.pharma_region_id.parent_path or '~',
            (partner.zip or ''),
            (partner.city or '').casefold(),
            ' '.join(DIGITS.sub(' ', street).split()),
            int(number.group()) if number else 0,
            street,
            partner.id,
            self.id,
        )
