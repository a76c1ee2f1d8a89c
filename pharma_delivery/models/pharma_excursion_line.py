from odoo import api, fields, models


class PharmaExcursionLine(models.Model):
    """A medicine and lot whose label does not permit what was measured.

    Figures are kept as they were then; the words are made in the language of who reads them.
    """

    _name = 'pharma.excursion.line'
    _description = "Goods of a Temperature Excursion"
    _order = 'excursion_id, id'

    excursion_id = fields.Many2one(
        'pharma.excursion', required=True, index=True, ondelete='cascade'
    )
    product_id = fields.Many2one('product.product', required=True, ondelete='restrict')
    lot_id = fields.Many2one('stock.lot', index='btree_not_null', ondelete='restrict')
    quantity = fields.Float(digits='Product Unit', help="In the stock unit of the product.")
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    condition_id = fields.Many2one('pharma.storage.condition', ondelete='restrict')
    has_temperature_min = fields.Boolean(string="Lowest Temperature Permitted")
    temperature_min = fields.Float(string="Not Below", digits=(5, 1), aggregator=None)
    has_temperature_max = fields.Boolean(string="Highest Temperature Permitted")
    temperature_max = fields.Float(string="Not Above", digits=(5, 1), aggregator=None)
    humidity_max = fields.Float(string="Highest Humidity", digits=(5, 1), aggregator=None)
    temperature = fields.Float(digits=(5, 1), aggregator='max', help="Degrees Celsius.")
    has_humidity = fields.Boolean(string="Humidity Measured")
    humidity = fields.Float(digits=(5, 1), aggregator='max', help="Relative humidity in percent.")
    limit = fields.Char(
        string="Permitted", compute='_compute_limit', help="By the label, when it was measured."
    )
    measured = fields.Char(compute='_compute_measured')

    # === COMPUTE METHODS === #
    @api.depends(
        *('has_temperature_min', 'temperature_min', 'has_temperature_max', 'temperature_max'),
        'humidity_max',
    )
    @api.depends_context('lang')
    def _compute_limit(self):
        """Say the limits in words, as '2.0 to 8.0 degrees C, at most 70.0 % humidity'."""
        for line in self:
            low, high = round(line.temperature_min, 1), round(line.temperature_max, 1)
            words = []
            if line.has_temperature_min and line.has_temperature_max:
                words.append(self.env._("%(low)s to %(high)s degrees C", low=low, high=high))
            elif line.has_temperature_max:
                words.append(self.env._("at most %(high)s degrees C", high=high))
            elif line.has_temperature_min:
                words.append(self.env._("at least %(low)s degrees C", low=low))
            if line.humidity_max:
                humidity = round(line.humidity_max, 1)
                words.append(self.env._("at most %(humidity)s %% humidity", humidity=humidity))
            line.limit = ", ".join(words)

    @api.depends('temperature', 'has_humidity', 'humidity')
    @api.depends_context('lang')
    def _compute_measured(self):
        for line in self:
            value = round(line.temperature, 1)
            if line.has_humidity:
                line.measured = self.env._(
                    "%(value)s degrees C, %(humidity)s %% humidity",
                    value=value,
                    humidity=round(line.humidity, 1),
                )
            else:
                line.measured = self.env._("%(value)s degrees C", value=value)
