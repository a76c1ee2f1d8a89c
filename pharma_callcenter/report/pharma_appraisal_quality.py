from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class PharmaAppraisal(models.Model):
    """Average of the quality checks that ended in the month (000-41, 000-42)."""

    _inherit = 'pharma.appraisal'

    @api.model
    def _get_indicator_queries(self):
        """Add the quality of calls; checks that are disputed do not count until decided."""
        column = SQL("k.date_done")
        return [
            *super()._get_indicator_queries(),
            SQL(
                """
                SELECT 'quality', k.company_id, k.user_id, %(month)s, count(*),
                    avg(k.total_percent)::float
                FROM pharma_call_check k JOIN res_company c ON c.id = k.company_id
                WHERE k.state = 'done' AND %(moments)s GROUP BY 2, 3, 4
                """,
                month=self._get_month(column),
                moments=self._get_moments(column),
            ),
        ]

    def _get_records_domain(self):
        """Add the checks behind the quality of calls."""
        if self.indicator_id.code != 'quality':
            return super()._get_records_domain()
        return 'pharma.call.check', (
            Domain('company_id', '=', self.company_id.id)
            & Domain('user_id', '=', self.user_id.id)
            & Domain('state', '=', 'done')
            & self._get_month_domain('date_done')
        )
