from odoo import models
from odoo.tools.misc import formatLang


class PharmaStorageCondition(models.Model):
    """The storage condition as it is printed on slips (004-11, 004-20)."""

    _inherit = 'pharma.storage.condition'

    def _get_printed_limits(self):
        """Return name and limits in one line, e.g. 'Cold, 2-8 °C'; '' for no condition."""
        if not self:
            return ''
        self.ensure_one()
        low = self.has_temperature_min and self._format_degrees(self.temperature_min)
        high = self.has_temperature_max and self._format_degrees(self.temperature_max)
        # the name of the default says that the label names none, which the customer need not know
        words = [] if self.is_default else [self.name]
        if low and high:
            limits = self.env._("%(low)s to %(high)s", low=low, high=high)
        elif high:
            limits = self.env._("at most %(high)s", high=high)
        else:
            limits = low and self.env._("at least %(low)s", low=low)
        if limits and limits.casefold() not in ''.join(words).casefold():
            words.append(limits)  # unless the name says the same
        if self.humidity_max:
            humidity = f'{self._format_number(self.humidity_max)}%'
            words.append(self.env._("humidity at most %(humidity)s", humidity=humidity))
        if self.is_light_protected:
            words.append(self.env._("protect from light"))
        return ', '.join(words)

    def _format_degrees(self, value):
        return f'{self._format_number(value)} \u00b0C'

    def _format_number(self, value):
        return formatLang(self.env, value, digits=0 if value == int(value) else 1)
