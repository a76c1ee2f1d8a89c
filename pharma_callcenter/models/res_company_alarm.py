from odoo import api, fields, models

# smallest and greatest value of each number
RANGES = {'pharma_alarm_customers': (0, 1000), 'pharma_alarm_days': (1, 3650)}


class ResCompany(models.Model):
    """When tickets about one lot raise an alarm (000-22)."""

    _inherit = 'res.company'

    pharma_alarm_customers = fields.Integer(
        string="Customers for a Lot Alarm",
        default=3,
        help="So many different customers who complain about the same lot alarm the pharmacists."
        " 0: no alarms.",
    )
    pharma_alarm_days = fields.Integer(
        string="Lot Alarm Within (days)",
        default=90,
        help="How far back tickets about the lot count.",
    )

    @api.constrains(*RANGES)
    def _check_pharma_alarm(self):
        self._pharma_check_ranges(RANGES)
