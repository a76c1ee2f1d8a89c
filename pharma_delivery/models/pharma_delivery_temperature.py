from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime


class PharmaDeliveryTemperature(models.Model):
    """What a thermometer said at loading or at the customer's door (004-11, 004-20).

    Written once and never changed: a wrong reading is followed by a right one, and whether the
    goods may go on is a pharmacist's decision. Creating one judges it.
    """

    _name = 'pharma.delivery.temperature'
    _description = "Temperature at Delivery"
    _order = 'date desc, id desc'

    batch_id = fields.Many2one(
        'stock.picking.batch', string="Round", index='btree_not_null', ondelete='restrict'
    )
    picking_id = fields.Many2one(
        'stock.picking',
        string="Slip",
        index='btree_not_null',
        ondelete='restrict',
        help="Empty: holds for all slips of the round.",
    )
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True, index=True
    )
    condition_id = fields.Many2one(
        'pharma.storage.condition',
        string="Goods of",
        index='btree_not_null',
        ondelete='restrict',
        help="In whose box it was measured; only goods that are kept so are judged. Empty: all.",
    )
    kind = fields.Selection(
        [('loading', "At Loading"), ('handover', "At Handover")], required=True, default='loading'
    )
    value = fields.Float(
        string="Temperature",
        digits=(5, 1),
        required=True,
        aggregator='max',
        help="Degrees Celsius.",
    )
    has_humidity = fields.Boolean(string="Humidity Measured")
    humidity = fields.Float(
        digits=(5, 1), aggregator='max', help="Relative humidity in percent, where it was measured."
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Read by", required=True, default=lambda self: self.env.user
    )
    client_uid = fields.Char(
        string="Receipt of the Telephone",
        copy=False,
        readonly=True,
        help="Drawn by the telephone, so that a reading sent twice is recorded once.",
    )
    excursion_ids = fields.Many2many('pharma.excursion', string="Excursions", readonly=True)
    is_outside = fields.Boolean(
        string="Outside",
        compute='_compute_is_outside',
        store=True,
        help="Outside what the label of a medicine on board permits.",
    )

    _client_uid_unique = models.UniqueIndex(
        '(client_uid) WHERE client_uid IS NOT NULL', "This reading has been recorded already."
    )
    _page_idx = models.Index('(date DESC, id DESC)')
    _has_place = models.Constraint(
        'CHECK(batch_id IS NOT NULL OR picking_id IS NOT NULL)',
        "A temperature belongs to a round or to a slip; choose one of them.",
    )

    # === COMPUTE METHODS === #
    @api.depends('date')
    @api.depends_context('lang', 'tz')
    def _compute_display_name(self):
        for reading in self:
            reading.display_name = format_datetime(self.env, reading.date, dt_format='short')

    @api.depends('batch_id.company_id', 'picking_id.company_id')
    def _compute_company_id(self):
        for reading in self:
            reading.company_id = reading.picking_id.company_id or reading.batch_id.company_id

    @api.depends('excursion_ids')
    def _compute_is_outside(self):
        for reading in self:
            reading.is_outside = bool(reading.excursion_ids)

    # === CONSTRAINT METHODS === #
    @api.constrains('value', 'has_humidity', 'humidity')
    def _check_values(self):
        for reading in self:
            if not -100 <= reading.value <= 100:
                raise ValidationError(
                    self.env._(
                        "%(value)s is no temperature of a van or a box. Enter degrees Celsius, such"
                        " as 4.5.",
                        value=reading.value,
                    )
                )
            if reading.has_humidity and not 0 <= reading.humidity <= 100:
                raise ValidationError(
                    self.env._(
                        "Humidity %(value)s is not a percentage. Enter a value from 0 to 100.",
                        value=reading.humidity,
                    )
                )

    @api.constrains('condition_id', 'batch_id', 'picking_id')
    def _check_condition(self):
        """Refuse a reading at loading for goods that are not on board: it would judge nothing."""
        # sudo: whoever reads a thermometer needs no right on medicines
        readings = self.sudo().filtered(lambda r: r.condition_id and r.kind == 'loading')
        for readings_of_company in readings.grouped('company_id').values():
            slips = {reading: reading._get_slips() for reading in readings_of_company}
            all_slips = self.env['stock.picking'].sudo().union(*slips.values())  # sudo: as above
            conditions = all_slips._get_storage_conditions()
            for reading, its_slips in slips.items():
                aboard = {conditions[product] for product in its_slips.move_ids.product_id}
                if its_slips and reading.condition_id not in aboard:
                    raise ValidationError(
                        self.env._(
                            "Nothing on board is kept as '%(condition)s'. Choose another one under"
                            " 'Goods of', or leave it empty: the reading holds for all goods then.",
                            condition=reading.condition_id.name,
                        )
                    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Record readings and hold the goods for which one is outside the label (004-20).

        :param list vals_list: values, one dict per reading; degrees Celsius
        :return: the new ``pharma.delivery.temperature`` records
        """
        readings = super().create(vals_list)
        readings._on_temperature()
        return readings

    # === BUSINESS METHODS === #
    def _on_temperature(self):
        """Judge new readings against the labels of what is on board (004-20)."""
        # sudo: whoever reads a thermometer needs no right on medicines, orders or decisions
        self.sudo().env['pharma.excursion']._judge(self.sudo())

    def _is_too_much(self, product, condition):
        """Tell whether a medicine, kept as a condition says, does not stand the reading.

        :param condition: ``pharma.storage.condition`` of the medicine
        """
        self.ensure_one()
        if product.type != 'consu' or self.condition_id not in (condition, condition.browse()):
            return False
        return condition._is_broken_by(self)

    def _get_slips(self):
        """Return the slips a reading is about: its own, or all that its round still carries."""
        self.ensure_one()
        slips = self.picking_id or self.batch_id.picking_ids.filtered(
            lambda slip: slip.state != 'done'
        )
        if self.kind == 'handover' and self.picking_id.state == 'done':
            # what the customer did not take was in the same box
            slips |= self.picking_id.backorder_ids.filtered(lambda slip: slip.state != 'done')
        return slips.filtered(lambda slip: slip.state != 'cancel' and slip._is_slip())
