from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.pharma_appraisal_indicator_calls import DEFAULTS


class PharmaAppraisal(models.Model):
    """Calls in the appraisal: how many, how well answered, how long, and what came of them."""

    _inherit = 'pharma.appraisal'

    @api.model
    def _get_indicator_queries(self):
        return [
            *super()._get_indicator_queries(),
            SQL(
                """
                SELECT i.code, m.company_id, m.user_id, m.month, i.counted::int, i.value
                  FROM (
                    SELECT f.company_id, f.user_id, date_trunc('month', f.date)::date AS month,
                        sum(f.connected_count) AS connected, sum(f.talk_seconds) AS talk,
                        sum(f.rung_count) AS rung, sum(f.answered_count) AS answered,
                        sum(f.sales_count) AS sales, sum(f.order_count) AS orders
                      FROM (%s) f WHERE %s GROUP BY 1, 2, 3
                  ) m
                 CROSS JOIN LATERAL (VALUES
                    ('calls', m.connected, m.connected::float),
                    ('calls_answered', m.rung, 100.0 * m.answered / nullif(m.rung, 0)),
                    ('calls_talk', m.connected, m.talk::float / nullif(m.connected, 0)),
                    ('calls_conversion', m.sales, 100.0 * m.orders / nullif(m.sales, 0))
                 ) i (code, counted, value)
                """,
                self.env['pharma.agent.hour']._get_figures(),
                self._get_moments(SQL("f.date")),
            ),
        ]

    def _get_records_domain(self):
        if self.indicator_id.code not in DEFAULTS:
            return super()._get_records_domain()
        return 'pharma.agent.report', (
            Domain('company_id', '=', self.company_id.id)
            & Domain('user_id', '=', self.user_id.id)
            & Domain('date', '>=', self.month)
            & Domain('date', '<', self.month + relativedelta(months=1))
        )
