from odoo import api, fields, models


class PharmaCareListItem(models.Model):
    """Why the customer is in the list, as it was known when he was taken (000-18, 004-62)."""

    _inherit = 'pharma.care.list.item'

    risk_codes = fields.Char(
        readonly=True,
        exportable=False,
        help="What was known when the customer was taken, in codes.",
    )
    reasons = fields.Char(
        string="Why",
        compute='_compute_reasons',
        help="Why the customer stands where he stands, as it was known when the list was taken."
        " PDC is the share of the last 365 days for which he had bought medicine.",
    )

    # === COMPUTE METHODS === #
    @api.depends('risk_codes')
    @api.depends_context('lang')
    def _compute_reasons(self):
        for item in self:
            words = [self._get_reason(code) for code in (item.risk_codes or '').split()]
            item.reasons = '; '.join(filter(None, words)) or False

    @api.model
    def _get_reason(self, code):
        """Return a code in words; '' for one that another version wrote.

        :param str code: such as 'alert' or 'pdc:62'
        """
        name, _sign, value = code.partition(':')
        reasons = {
            'chronic': lambda: self.env._("Chronic"),
            'overdue': lambda: self.env._("%(days)s day(s) overdue", days=value),
            'empty': lambda: self.env._("supply ended %(days)s day(s) ago", days=value),
            'alert': lambda: self.env._("Supply ends without contact"),
            'pdc': lambda: self.env._("PDC %(percent)s %%", percent=value),
            'at_risk': lambda: self.env._("At risk"),
            'lost': lambda: self.env._("Lost"),
            'class_a': lambda: self.env._("Class A"),
        }
        return reasons[name]() if name in reasons else ''
