import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaRoundPlan(models.TransientModel):
    """Put slips into a round: who drives, when, with what (000-29)."""

    _name = 'pharma.round.plan'
    _description = "Put Slips into a Round"

    picking_ids = fields.Many2many('stock.picking', string="Slips", required=True)
    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    courier_id = fields.Many2one(
        'res.users', required=True, domain="[('id', 'in', allowed_courier_ids)]"
    )
    allowed_courier_ids = fields.Many2many('res.users', compute='_compute_allowed_courier_ids')
    vehicle = fields.Char(help="Number plate or name of the vehicle.")
    date = fields.Date(required=True, default=lambda self: self.env.company._pharma_today())
    batch_id = fields.Many2one(
        'stock.picking.batch',
        string="Add to Round",
        compute='_compute_batch_id',
        store=True,
        readonly=False,
        domain="[('courier_id', '=', courier_id), ('date_departed', '=', False),"
        " ('state', 'in', ('draft', 'in_progress')), ('company_id', '=', company_id)]",
        help="A round of this courier on that day that has not departed. Empty: a new one.",
    )
    is_ordered = fields.Boolean(
        string="Propose the Order of Stops",
        default=True,
        help="By region, street and house number; you can change it on the round.",
    )
    slip_count = fields.Integer(string="Number of Slips", compute='_compute_figures')
    weight = fields.Float(compute='_compute_figures', digits='Stock Weight', help="Kilograms.")
    cash_due = fields.Monetary(
        string="To Collect", currency_field='currency_id', compute='_compute_figures'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    warning = fields.Text(compute='_compute_figures')

    # === COMPUTE METHODS === #
    @api.depends('picking_ids')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.picking_ids.company_id[:1] or self.env.company

    @api.depends('company_id')
    def _compute_allowed_courier_ids(self):
        courier = self.env.ref('pharma_delivery.group_courier')
        for wizard in self:
            wizard.allowed_courier_ids = self.env['res.users'].search(
                [
                    ('all_group_ids', 'in', courier.id),
                    ('company_ids', 'in', wizard.company_id.ids),
                    ('share', '=', False),
                ]
            )

    @api.depends('courier_id', 'date')
    def _compute_batch_id(self):
        for wizard in self:
            wizard.batch_id = wizard._find_round()

    @api.depends('picking_ids')
    def _compute_figures(self):
        for wizard in self:
            slips = wizard.picking_ids
            wizard.slip_count = len(slips)
            wizard.weight = sum(slips.mapped('shipping_weight'))
            wizard.cash_due = sum(slips.mapped('pharma_cash_due'))
            sentences = {
                'none': self.env._("Nothing is reserved for: %s"),
                'part': self.env._("Only a part is reserved for: %s"),
            }
            numbers = {
                state: ', '.join(some.mapped('slip_number'))
                for state, some in slips.grouped('pharma_reserved').items()
            }
            wizard.warning = '\n'.join(
                sentence % numbers[state]
                for state, sentence in sentences.items()
                if numbers.get(state)
            )

    def _get_day(self):
        """Return the beginning and end of the day in UTC, as the company counts days."""
        zone = pytz.timezone(self.company_id._pharma_tz())
        midnight = fields.Datetime.to_datetime(self.date)
        start = zone.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)
        end = zone.localize(midnight.replace(hour=23, minute=59, second=59))
        return start, end.astimezone(pytz.utc).replace(tzinfo=None)

    def _find_round(self):
        """Return the round of the courier on the day that has not departed yet."""
        self.ensure_one()
        Batch = self.env['stock.picking.batch']
        if not self.courier_id or not self.date:
            return Batch
        start, end = self._get_day()
        return Batch.search(
            [
                ('courier_id', '=', self.courier_id.id),
                ('date_departed', '=', False),
                ('state', 'in', ('draft', 'in_progress')),
                ('company_id', '=', self.company_id.id),
                ('picking_type_id', 'in', self.picking_ids.picking_type_id.ids),
                ('scheduled_date', '>=', start),
                ('scheduled_date', '<=', end),
            ],
            limit=1,
        )

    # === ACTION METHODS === #
    def action_apply(self):
        """Put the slips into the round and open it.

        :return: window action of the round
        :raise UserError: slips that cannot go, no courier of the company, round departed
        """
        self.ensure_one()
        slips = self.picking_ids
        slips.check_access('write')
        slips._check_plannable()
        if self.courier_id not in self.allowed_courier_ids:
            raise UserError(
                self.env._(
                    "%s is no courier of this company. Choose one, or give him the role 'Courier' "
                    "in Settings > Users.",
                    self.courier_id.name,
                )
            )
        if self.date < self.company_id._pharma_today():
            raise UserError(self.env._("This day is over. Choose today or a later day."))
        batch = self.batch_id
        if batch.date_departed:
            raise UserError(self.env._("This round has departed already. Make a new one."))
        if not batch:
            batch = batch.create(self._prepare_round_vals())
        # the round is on the day of its earliest slip: planned slips are of that day
        slips.scheduled_date = batch.scheduled_date or self._get_start()
        slips.batch_id = batch
        if self.vehicle:
            batch.vehicle = self.vehicle
        if self.is_ordered:
            batch.action_pharma_propose_order()
        batch._update_papers()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('pharma_delivery.pharma_round_action'),
            'views': [(False, 'form')],
            'res_id': batch.id,
        }

    def _prepare_round_vals(self):
        return {
            'courier_id': self.courier_id.id,
            'user_id': self.env.uid,
            'company_id': self.company_id.id,
            'picking_type_id': self.picking_ids.picking_type_id.id,
            'scheduled_date': self._get_start(),
        }

    def _get_start(self):
        """Return when a round of the day begins: today at once, else at midnight."""
        return max(self._get_day()[0], fields.Datetime.now())
