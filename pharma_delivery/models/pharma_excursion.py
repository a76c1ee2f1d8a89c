from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ('open', "To Decide"),
    ('released', "Released"),
    ('quarantined', "In Quarantine"),
    ('destroyed', "Destroyed"),
]


class PharmaExcursion(models.Model):
    """Goods of a slip were outside what their label permits: held until a pharmacist decides
    (004-11, 004-20).

    What is done with the goods is in `pharma_excursion_decision.py`.
    """

    _name = 'pharma.excursion'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = "Temperature Excursion"
    _order = 'date desc, id desc'
    _mail_post_access = 'read'

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    picking_id = fields.Many2one(
        'stock.picking',
        string="Slip",
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
    )
    slip_number = fields.Char(related='picking_id.slip_number', string="Slip Number")
    partner_id = fields.Many2one(related='picking_id.partner_id', string="Customer", store=True)
    batch_id = fields.Many2one(
        'stock.picking.batch', string="Round", readonly=True, index='btree_not_null'
    )
    company_id = fields.Many2one(
        related='picking_id.company_id', store=True, precompute=True, index=True
    )
    date = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(
        [('loading', "At Loading"), ('handover', "At Handover")], required=True, readonly=True
    )
    value = fields.Float(
        string="Temperature", digits=(5, 1), readonly=True, aggregator='max', help="The first one."
    )
    reading_ids = fields.Many2many('pharma.delivery.temperature', string="Readings", readonly=True)
    line_ids = fields.One2many('pharma.excursion.line', 'excursion_id', string="Goods")
    state = fields.Selection(
        STATES, required=True, readonly=True, default='open', tracking=True, index=True
    )
    decision_user_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    decision_date = fields.Datetime(string="Decided on", readonly=True)
    decision_note = fields.Text(string="Reason of the Decision", readonly=True)
    transfer_ids = fields.Many2many(
        'stock.picking',
        'pharma_excursion_transfer_rel',
        string="Transfers",
        readonly=True,
        help="Into quarantine, back from the customer, or out of quarantine.",
    )

    _open_unique = models.UniqueIndex(
        "(picking_id) WHERE state = 'open'",
        "The goods of this slip are held already; decide about that first.",
    )

    # === JUDGEMENT === #
    @api.model
    def _judge(self, readings):
        """Make or extend excursions for the slips whose goods do not stand a reading.

        :param readings: ``pharma.delivery.temperature``
        :return: ``pharma.excursion`` that are open because of them
        """
        found = {reading: reading._get_slips() for reading in readings}
        slips = self.env['stock.picking'].union(*found.values())
        open_ones = {
            excursion.picking_id: excursion
            for excursion in self.search([('picking_id', 'in', slips.ids), ('state', '=', 'open')])
        }
        conditions = {
            company: its_slips._get_storage_conditions()
            for company, its_slips in slips.grouped('company_id').items()
        }
        held, new = self.browse(), self.browse()
        for reading, its_slips in found.items():
            for slip in its_slips:
                goods = slip._get_goods_outside(reading, conditions[slip.company_id])
                if not goods:
                    continue
                excursion = open_ones.get(slip)
                if not excursion:
                    excursion = self.create(self._prepare_vals(slip, reading))
                    open_ones[slip] = excursion
                    new |= excursion
                excursion._add_goods(reading, goods)
                held |= excursion
        new._notify_pharmacists()
        return held

    @api.model
    def _prepare_vals(self, slip, reading):
        Sequence = self.env['ir.sequence'].with_company(slip.company_id)
        return {
            'name': Sequence.next_by_code('pharma.excursion') or "/",
            'picking_id': slip.id,
            'batch_id': (reading.batch_id or slip.batch_id).id,
            'date': reading.date,
            'kind': reading.kind,
            'value': reading.value,
        }

    def _add_goods(self, reading, goods):
        """Add what a reading was too much for; goods named before keep their first reading.

        :param list goods: values of ``pharma.excursion.line``
        """
        self.ensure_one()
        known = {(line.product_id.id, line.lot_id.id) for line in self.line_ids}
        self.write(
            {
                'reading_ids': [(4, reading.id)],
                'line_ids': [
                    (0, 0, vals)
                    for vals in goods
                    if (vals['product_id'], vals['lot_id']) not in known
                ],
            }
        )

    def _notify_pharmacists(self):
        """Give the responsible pharmacist of each company an activity per held slip."""
        for company, excursions in self.grouped('company_id').items():
            user = company._pharma_quality_user()
            if not user:
                continue
            for excursion in excursions.with_context(lang=user.lang):
                excursion.activity_schedule(
                    'mail.mail_activity_data_warning',
                    date_deadline=company._pharma_today(),
                    summary=excursion.env._(
                        "Decide about goods that were held at %(value)s degrees",
                        value=excursion.value,
                    ),
                    user_id=user.id,
                )

    # === DECISION === #
    def _check_decide(self):
        """Let only pharmacists decide about the quality of goods.

        :raise AccessError: for everybody else
        """
        self.check_access('read')
        if not self.env.user.has_group('pharma_crm.group_pharmacist'):
            raise AccessError(
                self.env._("Only a pharmacist decides what becomes of goods that were held.")
            )

    def action_decide(self):
        """Ask the pharmacist what becomes of the goods (004-20).

        :return: window action of ``pharma.excursion.decision``
        :raise AccessError: for others than pharmacists
        :raise UserError: several at once
        """
        self._check_decide()
        if len(self) != 1:
            raise UserError(self.env._("Decide about the goods of one slip at a time."))
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_delivery.pharma_excursion_decision_action'
            ),
            'context': {'default_excursion_id': self.id},
        }

    def action_view_transfers(self):
        """Open the transfers that carry out the decision.

        :return: window action of ``stock.picking``
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('stock.action_picking_tree_all')
        return {**action, 'domain': [('id', 'in', self.transfer_ids.ids)], 'context': {}}
