from odoo import models
from odoo.tools import float_compare

# Degrees Celsius at which room temperature begins on labels: what has to stay below is in a box
# with a thermometer of its own.
ROOM_BEGINS = 15.0


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

    def _needs_cooling(self):
        """Tell whether goods of the condition travel in a box that is measured by itself."""
        self.ensure_one()
        return self.has_temperature_max and self.temperature_max <= ROOM_BEGINS

    def _get_limits(self):
        """Return between which temperatures all of the conditions hold, None without a limit."""
        low = [c.temperature_min for c in self if c.has_temperature_min]
        high = [c.temperature_max for c in self if c.has_temperature_max]
        return max(low, default=None), min(high, default=None)

    def _prepare_courier_boxes(self):
        """Return what a courier measures: a box per condition that needs cooling, then one for
        all others with limits, which need not be measured.

        :return: list of dicts of ``condition_ids``, ``name``, ``low``, ``high`` (degrees Celsius
            or None) and ``cool``
        """
        limited = self.filtered(lambda c: c.has_temperature_min or c.has_temperature_max)
        limited = limited.sorted(lambda c: (c.sequence, c.id))
        cool = limited.filtered(lambda c: c._needs_cooling())
        boxes = [
            {'condition_ids': c.ids, 'name': c.name, 'cool': True, **c._prepare_limits()}
            for c in cool
        ]
        others = limited - cool
        if others:
            name = self.env._("Goods that need no cooling")
            boxes.append(
                {
                    'condition_ids': others.ids,
                    'name': name,
                    'cool': False,
                    **others._prepare_limits(),
                }
            )
        return boxes

    def _prepare_limits(self):
        low, high = self._get_limits()
        return {'low': low, 'high': high}

    def _prepare_excursion_vals(self):
        """Return the limits as an excursion keeps them: the condition may be changed later."""
        self.ensure_one()
        return {
            'condition_id': self.id,
            'has_temperature_min': self.has_temperature_min,
            'temperature_min': self.temperature_min,
            'has_temperature_max': self.has_temperature_max,
            'temperature_max': self.temperature_max,
            'humidity_max': self.humidity_max,
        }
