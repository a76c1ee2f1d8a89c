from odoo import api, fields, models
from odoo.tools import SQL

# A month is what a box lasts, two and three months what a doctor prescribes at once; half a year
# and a year are the windows of adherence. First day of each band, after the first one.
BAND_STARTS = (31, 61, 91, 181, 366)
BANDS = [
    ('d000', "0-30 Days"),
    ('d031', "31-60 Days"),
    ('d061', "61-90 Days"),
    ('d091', "91-180 Days"),
    ('d181', "181-365 Days"),
    ('d366', "More than a Year"),
]
NEVER = ('never', "Never")


class PharmaCustomerReport(models.Model):
    """Customers by how long ago something was, in bands of days (000-16, 004-61)."""

    _inherit = 'pharma.customer.report'

    recency_band = fields.Selection(
        BANDS,
        string="Last Purchase (band)",
        readonly=True,
        help="Days since the last purchase, up to today.",
    )

    @api.model
    def _get_columns(self):
        return {
            **super()._get_columns(),
            'recency_band': self._get_band_column(self._get_recency_column('f')),
        }

    @api.model
    def _get_band_column(self, days):
        """Return the SQL of the band that a number of days falls into, NULL without one.

        :param SQL days: worked out once per row, however many bands there are
        """
        codes = [code for code, _label in BANDS]
        return SQL(
            "(%s::varchar[])[1 + width_bucket(%s, %s::int[])]", codes, days, list(BAND_STARTS)
        )
