from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_READINGS = 100  # a round has few boxes


class StockPicking(models.Model):
    """Storage conditions of a slip: what is on board, what was measured, what is held
    (004-11, 004-20)."""

    _inherit = 'stock.picking'

    pharma_temperature_ids = fields.One2many(
        'pharma.delivery.temperature', 'picking_id', string="Temperatures"
    )
    pharma_excursion_ids = fields.One2many('pharma.excursion', 'picking_id', string="Excursions")
    pharma_is_held = fields.Boolean(
        string="Goods Held",
        compute='_compute_pharma_is_held',
        search='_search_pharma_is_held',
        compute_sudo=True,
        help="A temperature was outside the label; a pharmacist has to decide.",
    )

    # === COMPUTE METHODS === #
    @api.depends('pharma_excursion_ids.state')
    def _compute_pharma_is_held(self):
        held = self._get_held_slips()
        for picking in self:
            picking.pharma_is_held = picking._origin in held

    def _search_pharma_is_held(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: that goods are held is told to whoever may see the slip
        held = self.env['pharma.excursion'].sudo()._search([('state', '=', 'open')])
        return [('id', 'in', held.subselect('picking_id'))]

    def _get_held_slips(self):
        """Return {slip: its open ``pharma.excursion``}."""
        # sudo: that goods are held is told to whoever may see the slip
        excursions = (
            self.env['pharma.excursion']
            .sudo()
            .search([('picking_id', 'in', self._origin.ids), ('state', '=', 'open')])
        )
        return {excursion.picking_id.with_env(self.env): excursion for excursion in excursions}

    # === STORAGE === #
    def _get_storage_conditions(self):
        """Return {product of the slips: ``pharma.storage.condition`` of its label, else the
        default}."""
        products = self.move_ids.product_id
        conditions = {}
        for company, slips in self.grouped('company_id').items():
            default = self.env['pharma.storage.condition'].with_company(company)
            default = default._get_default_condition()
            for product in slips.move_ids.product_id & products:
                conditions[product] = product.storage_condition_id or default
        return conditions

    def _read_measured(self, values):
        """Read what a courier's telephone says it measured for goods of the slips.

        A condition none of the goods has is no excuse: such a reading holds for all of them.

        :param values: numbers (degrees Celsius), or dicts of ``condition_id`` and ``value``
        :return: list of (``pharma.storage.condition``, degrees Celsius)
        :raise UserError: something that is no temperature
        """
        values = values if isinstance(values, list) else [values]
        if len(values) > MAX_READINGS:
            raise UserError(self.env._("Send at most %s temperatures.", MAX_READINGS))
        Condition = self.env['pharma.storage.condition']
        known = {condition.id: condition for condition in self._get_storage_conditions().values()}
        read_number = self.env['pharma.delivery.attempt']._read_number
        result = []
        for value in values:
            id_, number = False, value
            if isinstance(value, dict):
                id_, number = value.get('condition_id'), value.get('value')
            condition = known.get(id_, Condition) if type(id_) is int else Condition
            result.append((condition, read_number(number, -100.0, 100.0)))
        return result

    def _get_goods_outside(self, reading, conditions):
        """Return the goods of a slip whose condition a reading breaks.

        :param reading: ``pharma.delivery.temperature``
        :param dict conditions: see ``_get_storage_conditions``
        :return: list of values of ``pharma.excursion.line``
        """
        self.ensure_one()
        bad = {
            product
            for product in self.move_ids.product_id
            if reading._is_too_much(product, conditions[product])
        }
        goods = {}
        for move in self.move_ids.filtered(lambda m: m.state != 'cancel' and m.product_id in bad):
            for line in move.move_line_ids:
                key = (move.product_id, line.lot_id)
                goods[key] = goods.get(key, 0) + line.quantity_product_uom
            if not move.move_line_ids:
                key = (move.product_id, self.env['stock.lot'])
                goods[key] = goods.get(key, 0) + move.product_qty
        return self._prepare_outside(reading, conditions, goods)

    def _prepare_outside(self, reading, conditions, goods):
        """Return values of ``pharma.excursion.line``.

        :param dict goods: {(product, lot): quantity in the stock unit}
        """
        return [
            {
                'product_id': product.id,
                'lot_id': lot.id,
                'quantity': quantity,
                'temperature': reading.value,
                'has_humidity': reading.has_humidity,
                'humidity': reading.humidity,
                **conditions[product]._prepare_excursion_vals(),
            }
            for (product, lot), quantity in goods.items()
        ]

    # === DISPATCH === #
    def _get_dispatch_obstacles(self):
        obstacles = super()._get_dispatch_obstacles()
        for slip, excursion in self._get_held_slips().items():
            obstacles[slip].append(
                self.env._(
                    "%(excursion)s: %(products)s were outside their storage condition. Ask a"
                    " pharmacist to decide.",
                    excursion=excursion.name,
                    products=", ".join(excursion.line_ids.product_id.mapped('display_name')),
                )
            )
        return obstacles

    def action_view_excursions(self):
        """Open what was held of the slip (004-20).

        :return: window action of ``pharma.excursion``
        """
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_excursion_action'
        )
        return {**action, 'domain': [('picking_id', 'in', self.ids)], 'context': {}}
