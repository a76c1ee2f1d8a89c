from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPickingBatch(models.Model):
    """A batch of slips with a courier is a round (000-29).

    Departure and end are stamped by their buttons, which check papers and goods.
    """

    _name = 'stock.picking.batch'
    _inherit = ['stock.picking.batch', 'pharma.control.sealed']

    courier_id = fields.Many2one(
        'res.users',
        tracking=True,
        check_company=True,
        index='btree_not_null',
        domain="[('share', '=', False)]",
        help="Who drives the round. With a courier, the batch is a round with stops.",
    )
    vehicle = fields.Char(help="Number plate or name of the vehicle.")
    date_departed = fields.Datetime(string="Departed on", copy=False, readonly=True, tracking=True)
    date_finished = fields.Datetime(string="Back on", copy=False, readonly=True, tracking=True)
    attempt_ids = fields.One2many('pharma.delivery.attempt', 'batch_id', string="Visits")
    delivery_state = fields.Selection(
        [('planned', "Planned"), ('underway', "On the Way"), ('finished', "Finished")],
        string="Round",
        compute='_compute_delivery_state',
        store=True,
    )

    # === COMPUTE METHODS === #
    @api.depends('courier_id', 'date_departed', 'date_finished')
    def _compute_delivery_state(self):
        for batch in self:
            if not batch.courier_id:
                batch.delivery_state = False
            elif batch.date_finished:
                batch.delivery_state = 'finished'
            else:
                batch.delivery_state = 'underway' if batch.date_departed else 'planned'

    # === ACTION METHODS === #
    def action_depart(self):
        """Let the courier leave with the goods, if nothing is missing (004-17 to 004-20).

        :raise UserError: no courier, nothing to bring, not everything reserved, papers missing
        :return: True
        """
        self.check_access('write')
        for batch in self:
            if not batch.courier_id:
                raise UserError(
                    self.env._("%(batch)s: enter the courier first.", batch=batch.display_name)
                )
            if batch.date_departed:
                continue
            if batch.state == 'draft':
                batch.action_confirm()
            batch.picking_ids._check_dispatch()
            # sudo: stamps are set by the program; that it may leave was checked
            batch.sudo().date_departed = fields.Datetime.now()
        return True

    def _get_stamps(self):
        return {'date_departed', 'date_finished', 'delivery_state'}

    def _is_sealed(self):
        return False  # a batch holds no signatures

    # === PAPERS === #
    def _get_round_papers(self):
        """Return the papers the courier has to carry, as a list of sentences to tick off."""
        self.ensure_one()
        return []
