from odoo import models
from odoo.tools import float_compare


class PharmaStorageCondition(models.Model):
    """Judge a reading by the label (004-11, 004-20)."""

    _inherit = 'pharma.storage.condition'

    def _is_broken_by(self, reading):
        """Tell whether a reading is outside the condition, at a tenth of a degree.

        :param reading: ``pharma.delivery.temperature``
        """

        def compare(left, right):
            return float_compare(left, right, precision_digits=1)

        return bool(
            (self.has_temperature_min and compare(reading.value, self.temperature_min) < 0)
            or (self.has_temperature_max and compare(reading.value, self.temperature_max) > 0)
            or (
                reading.has_humidity
                and self.humidity_max
                and compare(reading.humidity, self.humidity_max) > 0
            )
        )

    def _get_limit_words(self):
        """Return the limits in words, as '2.0 to 8.0 degrees C, at most 70.0 %% humidity'."""
        self.ensure_one()
        low, high = round(self.temperature_min, 1), round(self.temperature_max, 1)
        words = []
        if self.has_temperature_min and self.has_temperature_max:
            words.append(self.env._("%(low)s to %(high)s degrees C", low=low, high=high))
        elif self.has_temperature_max:
            words.append(self.env._("at most %(high)s degrees C", high=high))
        elif self.has_temperature_min:
            words.append(self.env._("at least %(low)s degrees C", low=low))
        if self.humidity_max:
            humidity = round(self.humidity_max, 1)
            words.append(self.env._("at most %(humidity)s %% humidity", humidity=humidity))
        return ", ".join(words)
