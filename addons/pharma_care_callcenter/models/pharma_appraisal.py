from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaAppraisal(models.Model):
    """What employees achieve in care, from the days that cares are counted by (000-41)."""

    _inherit = 'pharma.appraisal'

    @api.model
    def _get_indicator_queries(self):
        """Add cares in which the customer was reached, and how many of them came in time."""
        month = SQL("date_trunc('month', e.date_day)::date")
        moments = self._get_moments(SQL("e.date_day"))
        return [
            *super()._get_indicator_queries(),
            SQL(
                """
                SELECT 'cares', e.company_id, e.user_id, %(month)s, count(*), count(*)::float
                FROM pharma_care_entry e JOIN res_company c ON c.id = e.company_id
                WHERE e.is_attempt IS NOT TRUE AND %(moments)s GROUP BY 2, 3, 4
                """,
                month=month,
                moments=moments,
            ),
            SQL(
                """
                SELECT 'care_on_time', e.company_id, e.user_id, %(month)s, count(*),
                    100.0 * count(*) FILTER (WHERE e.timing = 'on_time') / count(*)
                FROM pharma_care_entry e JOIN res_company c ON c.id = e.company_id
                WHERE e.timing IS NOT NULL AND e.is_attempt IS NOT TRUE AND %(moments)s
                GROUP BY 2, 3, 4
                """,
                month=month,
                moments=moments,
            ),
        ]

    def _get_records_domain(self):
        code = self.indicator_id.code
        if code not in ('cares', 'care_on_time'):
            return super()._get_records_domain()
        domain = Domain('company_id', '=', self.company_id.id)
        domain &= Domain('user_id', '=', self.user_id.id) & Domain('is_attempt', '=', False)
        if code == 'care_on_time':
            domain &= Domain('timing', '!=', False)
        last = fields.Date.end_of(self.month, 'month')
        domain &= Domain('date_day', '>=', self.month) & Domain('date_day', '<=', last)
        return 'pharma.care.entry', domain
