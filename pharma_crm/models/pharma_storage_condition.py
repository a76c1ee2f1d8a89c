from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PharmaStorageCondition(models.Model):
    """Temperature and humidity in which a medicine is kept, as printed on its label (004-11)."""

    _name = 'pharma.storage.condition'
    _inherit = 'pharma.code.mixin'
    _description = "Storage Condition"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(size=16, help="Short code for imports and integrations, e.g. 'COLD'.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    has_temperature_min = fields.Boolean(
        string="Has a Lowest Temperature",
        help="Off: the label sets no lower limit, and the value below is ignored.",
    )
    temperature_min = fields.Float(
        string="Lowest Temperature", digits=(5, 1), aggregator=None, help="Degrees Celsius."
    )
    has_temperature_max = fields.Boolean(
        string="Has a Highest Temperature",
        default=True,
        help="Off: the label sets no upper limit, and the value below is ignored.",
    )
    temperature_max = fields.Float(
        string="Highest Temperature", digits=(5, 1), aggregator=None, help="Degrees Celsius."
    )
    humidity_max = fields.Float(
        string="Highest Humidity",
        digits=(5, 1),
        aggregator=None,
        help="Relative humidity in percent; 0 sets no limit.",
    )
    is_light_protected = fields.Boolean(string="Protect from Light")
    is_default = fields.Boolean(
        string="Applies without Label",
        copy=False,
        help="Products without a storage condition of their own are treated like this one.",
    )
    note = fields.Text(translate=True, help="Where the values come from, and handling advice.")

    _code_unique = models.UniqueIndex('(code)', "Another storage condition already has this code.")
    _default_unique = models.UniqueIndex(
        '(is_default) WHERE is_default',
        "Another storage condition already applies without label; untick it there first.",
    )
    _temperature_min_absolute = models.Constraint(
        'CHECK(temperature_min >= -273.15)',
        "The lowest temperature lies below absolute zero; give it in degrees Celsius.",
    )

    @api.constrains(
        'has_temperature_min', 'has_temperature_max', 'temperature_min', 'temperature_max'
    )
    def _check_temperatures(self):
        for condition in self.filtered(lambda c: c.has_temperature_min and c.has_temperature_max):
            if condition.temperature_min > condition.temperature_max:
                raise ValidationError(
                    self.env._(
                        "Storage condition '%(name)s': the lowest temperature (%(low)s) is above"
                        " the highest (%(high)s). Exchange or correct the two values.",
                        name=condition.name,
                        low=condition.temperature_min,
                        high=condition.temperature_max,
                    )
                )

    @api.constrains('humidity_max')
    def _check_humidity_max(self):
        for condition in self:
            if not 0 <= condition.humidity_max <= 100:
                raise ValidationError(
                    self.env._(
                        "Storage condition '%(name)s': the highest humidity %(value)s is not a"
                        " percentage. Enter a value from 0 to 100.",
                        name=condition.name,
                        value=condition.humidity_max,
                    )
                )

    @api.constrains('is_default', 'active')
    def _check_default_is_active(self):
        for condition in self:
            if condition.is_default and not condition.active:
                raise ValidationError(
                    self.env._(
                        "Storage condition '%(name)s' applies to products without a label and"
                        " cannot be archived. Let another condition take its place first.",
                        name=condition.name,
                    )
                )

    @api.model
    def _get_default_condition(self):
        """Return the condition of products without a label: the company's, else the ticked one.

        :return: ``pharma.storage.condition``, empty when none is set (004-11)
        """
        return self.env.company.pharma_storage_condition_id or self.search(
            [('is_default', '=', True)], limit=1
        )
