from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaRoundFinish(models.TransientModel):
    """The courier is back: goods, cash, signed slips (000-29, 000-31)."""

    _name = 'pharma.round.finish'
    _description = "Take a Round Back"

    batch_id = fields.Many2one('stock.picking.batch', string="Round", required=True)
    courier_id = fields.Many2one(related='batch_id.courier_id')
    currency_id = fields.Many2one(related='batch_id.pharma_currency_id')
    cash_collected = fields.Monetary(
        string="Collected", currency_field='currency_id', related='batch_id.pharma_cash_collected'
    )
    cash_counted = fields.Monetary(
        string="Cash Handed Over",
        currency_field='currency_id',
        compute='_compute_cash_counted',
        store=True,
        readonly=False,
        help="Count the money and enter what is there.",
    )
    cash_difference = fields.Monetary(
        string="Difference", currency_field='currency_id', compute='_compute_cash_difference'
    )
    cash_note = fields.Char(string="Why It Differs")
    open_count = fields.Integer(related='batch_id.pharma_open_count')
    conflict_count = fields.Integer(compute='_compute_conflict_count')
    line_ids = fields.One2many(
        'pharma.round.finish.line',
        'wizard_id',
        string="Slips",
        compute='_compute_line_ids',
        store=True,
        readonly=False,
    )

    # === COMPUTE METHODS === #
    @api.depends('batch_id')
    def _compute_cash_counted(self):
        for wizard in self:
            wizard.cash_counted = wizard.cash_collected

    @api.depends('cash_counted', 'cash_collected')
    def _compute_cash_difference(self):
        for wizard in self:
            wizard.cash_difference = wizard.cash_counted - wizard.cash_collected

    @api.depends('batch_id')
    def _compute_conflict_count(self):
        for wizard in self:
            visits = wizard.batch_id.attempt_ids
            wizard.conflict_count = len(visits.filtered(lambda visit: not visit._is_cleared()))

    @api.depends('batch_id')
    def _compute_line_ids(self):
        for wizard in self:
            slips = wizard.batch_id.picking_ids.filtered(lambda slip: slip.state != 'cancel')
            slips = slips.sorted(lambda slip: (slip.batch_sequence, slip.id))
            wizard.line_ids = [
                (5, 0, 0),
                *((0, 0, {'picking_id': slip.id}) for slip in slips),
            ]

    # === ACTION METHODS === #
    def action_apply(self):
        """Finish the round: what is left is free for a second try, or cancelled.

        :return: True
        :raise UserError: the cash differs and nobody says why, not on its way
        """
        self.ensure_one()
        batch = self.batch_id
        batch.check_access('write')
        if not batch.date_departed or batch.date_finished:
            raise UserError(self.env._("Only a round that is on its way is taken back."))
        if self.currency_id.compare_amounts(self.cash_counted, 0.0) < 0:
            raise UserError(self.env._("Cash handed over cannot be negative."))
        if not self.currency_id.is_zero(self.cash_difference) and not self.cash_note:
            raise UserError(
                self.env._("The cash differs from what was collected. Say why, or count again.")
            )
        own = batch.picking_ids
        lines = self.line_ids.filtered(lambda line: line.picking_id in own)
        returned = lines.filtered('is_returned').picking_id
        returned = returned.filtered(lambda slip: not slip.date_returned)
        returned._pharma_take_back_paper()
        # sudo: stamps of the round are set by the program; the right to write was checked
        batch.sudo().write(
            {'pharma_cash_counted': self.cash_counted, 'pharma_cash_note': self.cash_note}
        )
        cancelled = lines.filtered(
            lambda line: line.what_next == 'cancel' and line.picking_id.state != 'done'
        ).picking_id
        cancelled.action_cancel()
        cancelled._tell_nothing_delivered()
        batch._finish()
        return True
