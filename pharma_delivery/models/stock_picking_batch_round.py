from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPickingBatch(models.Model):
    """Planning a round, sending it off, taking it back (000-29)."""

    _inherit = 'stock.picking.batch'

    pharma_onboard_ids = fields.Many2many(
        'stock.picking',
        'pharma_round_onboard_rel',
        'batch_id',
        'picking_id',
        string="On Board at Departure",
        copy=False,
        readonly=True,
    )
    pharma_paper_ids = fields.One2many(
        'pharma.round.paper', 'batch_id', string="Papers to Carry", copy=False
    )
    pharma_stop_count = fields.Integer(string="Stops", compute='_compute_pharma_stops')
    pharma_open_count = fields.Integer(
        string="Open Stops",
        compute='_compute_pharma_stops',
        help="Slips of which nothing has been recorded on this round yet.",
    )
    pharma_currency_id = fields.Many2one(related='company_id.currency_id')
    pharma_cash_due = fields.Monetary(
        string="To Collect", currency_field='pharma_currency_id', compute='_compute_pharma_cash'
    )
    pharma_cash_collected = fields.Monetary(
        string="Collected",
        currency_field='pharma_currency_id',
        compute='_compute_pharma_cash',
        help="What the courier recorded at the visits of this round.",
    )
    pharma_cash_counted = fields.Monetary(
        string="Cash Handed Over",
        currency_field='pharma_currency_id',
        copy=False,
        readonly=True,
        tracking=True,
    )
    pharma_cash_note = fields.Char(string="About the Cash", copy=False, readonly=True)

    # === COMPUTE METHODS === #
    @api.depends('picking_ids.state', 'attempt_ids')
    def _compute_pharma_stops(self):
        for batch in self:
            slips = batch.picking_ids.filtered(lambda slip: slip.state != 'cancel')
            batch.pharma_stop_count = len(slips)
            batch.pharma_open_count = len(slips - batch.attempt_ids.picking_id)

    @api.depends('picking_ids', 'attempt_ids.cash_amount')
    def _compute_pharma_cash(self):
        for batch in self:
            slips = batch.picking_ids.filtered(lambda slip: slip.state not in ('done', 'cancel'))
            batch.pharma_cash_due = sum(slips.mapped('pharma_cash_due'))
            batch.pharma_cash_collected = sum(batch.attempt_ids.mapped('cash_amount'))

    # === CRUD METHODS === #
    def write(self, vals):
        """Let nobody change the courier of a round on its way: his telephone may hold visits.

        :param dict vals: values
        :return: True
        :raise UserError: the courier of a round that departed
        """
        if 'courier_id' in vals:
            for batch in self.filtered('date_departed'):
                if batch.courier_id.id != vals['courier_id']:
                    raise UserError(
                        self.env._(
                            "%(round)s departed with %(courier)s. Take it back, and put what is "
                            "left into a new round.",
                            round=batch.name,
                            courier=batch.courier_id.name,
                        )
                    )
        return super().write(vals)

    # === PLANNING === #
    def action_pharma_propose_order(self):
        """Put the stops in order: region, street, house number; one address after another.

        :return: True
        """
        self.check_access('write')
        for batch in self:
            slips = batch.picking_ids.sorted(lambda slip: slip._get_stop_key())
            for sequence, slip in enumerate(slips, start=1):
                if slip.batch_sequence != sequence:
                    slip.batch_sequence = sequence
        return True

    def action_pharma_update_papers(self):
        """Bring the list of papers up to date with what is on board; ticks stay (004-18).

        :return: True
        """
        self.check_access('write')
        for batch in self:
            batch._update_papers()
        return True

    def _update_papers(self):
        self.ensure_one()
        wanted = list(dict.fromkeys(self._get_round_papers()))
        known = self.pharma_paper_ids.mapped('name')
        # sudo: the list is written by whoever plans or drives; its ticks were checked by the caller
        gone = self.sudo().pharma_paper_ids.filtered(
            lambda paper: not paper.is_checked and paper.name not in wanted
        )
        gone.unlink()
        self.env['pharma.round.paper'].sudo().create(  # sudo: see above
            [{'batch_id': self.id, 'name': name} for name in wanted if name not in known]
        )

    def _get_planner(self):
        """Return who in the office is told about a round."""
        if not self:
            return self.env['res.users']
        self.ensure_one()
        # sudo: an empty slip knows how to choose, and only users are read
        slip = self.sudo().picking_ids[:1] or self.sudo().pharma_onboard_ids[:1]
        return slip._choose_planner(self.user_id, self.create_uid) if slip else self.user_id

    # === DEPARTURE === #
    def action_depart(self):
        """Check papers and goods, note what is on board, and let the courier leave (000-29).

        :raise UserError: see the base; papers not ticked off, slips without goods
        :return: True
        """
        self.check_access('write')
        leaving = self.filtered(lambda batch: batch.courier_id and not batch.date_departed)
        for batch in leaving:
            batch._update_papers()
            batch._check_papers()
        result = super().action_depart()
        for batch in leaving:
            batch._check_on_board()  # after the rules: why nothing is reserved, they know better
            slips = batch.picking_ids.filtered(lambda slip: slip.state != 'cancel')
            batch.sudo().pharma_onboard_ids = slips  # sudo: a stamp, set by the program
        return result

    def _get_stamps(self):
        return super()._get_stamps() | {
            *('pharma_onboard_ids', 'pharma_cash_counted', 'pharma_cash_note')
        }

    def _check_papers(self):
        self.ensure_one()
        missing = self.pharma_paper_ids.filtered(lambda paper: not paper.is_checked)
        if missing and self.company_id.pharma_is_papers_ticked:
            raise UserError(
                self.env._(
                    "Take these papers along and tick them off first:\n%s",
                    '\n'.join(missing.mapped('name')),
                )
            )

    def _check_on_board(self):
        self.ensure_one()
        empty = self.picking_ids.filtered(
            lambda slip: slip.state not in ('done', 'cancel') and slip.pharma_reserved == 'none'
        )
        if empty:
            raise UserError(
                self.env._(
                    "Nothing is reserved for %s. Check the availability, or take them out of the "
                    "round.",
                    ', '.join(slip.slip_number or slip.name for slip in empty),
                )
            )

    # === RETURN === #
    def action_pharma_finish(self):
        """Ask what came back with the courier: goods, cash, signed slips (000-29, 000-31).

        :return: window action of ``pharma.round.finish``
        :raise UserError: not departed, finished already
        """
        self.check_access('write')
        if len(self) != 1:
            raise UserError(self.env._("Take back one round at a time."))
        if not self.date_departed or self.date_finished:
            raise UserError(self.env._("Only a round that is on its way is taken back."))
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_round_finish_action'
        )
        return {**action, 'context': {'default_batch_id': self.id}}

    def action_cancel(self):
        """Cancel rounds that are not on their way; see core.

        :raise UserError: goods and cash are on the road
        :return: True
        """
        self._check_not_underway()
        return super().action_cancel()

    def action_done(self):
        """Validate batches that are not on their way; see core.

        :raise UserError: on a round each stop is recorded by itself
        :return: as core
        """
        self._check_not_underway()
        return super().action_done()

    def _check_not_underway(self):
        # core cancels a round whose last slip was taken out: nothing of it is on the road then
        underway = self.filtered(lambda batch: batch.delivery_state == 'underway')
        for batch in underway.filtered(lambda b: b.picking_ids or b.pharma_onboard_ids):
            raise UserError(
                self.env._(
                    "%(round)s is on its way with %(courier)s. Take it back: what is recorded "
                    "counts, what is left can be brought again or cancelled there.",
                    round=batch.name,
                    courier=batch.courier_id.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_departed(self):
        if any(batch.date_departed for batch in self):
            raise UserError(
                self.env._("Rounds that departed are kept: visits and cash are theirs.")
            )

    def _finish(self):
        """End the round; what was not delivered is free for another one."""
        for batch in self:
            left = batch.picking_ids.filtered(lambda slip: slip.state not in ('done', 'cancel'))
            # done first: core cancels a batch in progress that is left empty
            # sudo: the end is a stamp, set by the program
            batch.sudo().write({'state': 'done', 'date_finished': fields.Datetime.now()})
            left.batch_id = False
            left.courier_id = False
