from odoo import api, models
from odoo.tools import SQL


class PharmaCustomerFigure(models.Model):
    _inherit = 'pharma.customer.figure'

    @api.model
    def _refresh_ranks(self, company, today=None):
        """Score and sort all customers of a company by comparing them; only changes are written.

        Scores and class are those of customers who bought in the period, others have none. By
        fifths a score is 1 plus five times the share of customers who are worse, rounded down:
        equal values have equal scores, the lower one where a border runs through them. The class
        goes by the share of the amount that all better customers make together.

        :param company: ``res.company``
        :param date today: day of the figures, default today
        """
        self.env.flush_all()
        values = company._pharma_figure_values(today)
        self.env.cr.execute(
            SQL(
                """
                WITH ranked AS (
                    SELECT id, %(recency)s AS r_score, %(frequency)s AS f_score,
                        %(amount)s AS m_score,
                        CASE WHEN period_amount <= 0 THEN 'c'
                            WHEN better < %(a_share)s * total THEN 'a'
                            WHEN better < %(b_share)s * total THEN 'b' ELSE 'c' END AS value_class
                    FROM (
                        SELECT id, period_amount, %(today)s - date_last AS days,
                            period_purchase_count, count(*) OVER () AS buyers,
                            rank() OVER (ORDER BY date_last) - 1 AS less_recent,
                            rank() OVER (ORDER BY period_purchase_count) - 1 AS less_frequent,
                            rank() OVER (ORDER BY period_amount) - 1 AS less_amount,
                            sum(greatest(period_amount, 0)) OVER () AS total,
                            coalesce(sum(greatest(period_amount, 0)) OVER (
                                ORDER BY period_amount DESC
                                GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                            ), 0) AS better
                        FROM pharma_customer_figure
                        WHERE company_id = %(company)s AND period_purchase_count > 0
                    ) compared
                ),
                fresh AS (
                    SELECT f.id, k.r_score, k.f_score, k.m_score,
                        concat(k.r_score, k.f_score, k.m_score) AS rfm_code, k.value_class,
                        %(segment)s AS segment
                    FROM pharma_customer_figure f LEFT JOIN ranked k ON k.id = f.id
                    WHERE f.company_id = %(company)s
                )
                UPDATE pharma_customer_figure t
                   SET r_score = fresh.r_score, f_score = fresh.f_score, m_score = fresh.m_score,
                       rfm_code = nullif(fresh.rfm_code, ''), value_class = fresh.value_class,
                       segment = fresh.segment
                  FROM fresh
                 WHERE t.id = fresh.id
                   AND (t.r_score, t.f_score, t.m_score, t.value_class, t.segment)
                        IS DISTINCT FROM (fresh.r_score, fresh.f_score, fresh.m_score,
                            fresh.value_class, fresh.segment)
                """,
                **values,
                segment=self._get_segment_sql(values, SQL("k.value_class")),
                **self._get_score_sql(company),
            )
        )
        self._refresh_group_segments(values)
        self.invalidate_model(flush=False)

    @api.model
    def _refresh_group_segments(self, values):
        """Move customers from segment to segment of their groups as days go by."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_customer_group_figure t SET segment = fresh.segment
                  FROM (SELECT id, %s AS segment FROM pharma_customer_group_figure
                         WHERE company_id = %s) fresh
                 WHERE t.id = fresh.id AND t.segment IS DISTINCT FROM fresh.segment
                """,
                self._get_segment_sql(values, SQL("''")),
                values['company'],
            )
        )
        self.env['pharma.customer.group.figure'].invalidate_model(flush=False)

    @api.model
    def _get_score_sql(self, company):
        """Return the SQL expressions of the three scores, by name."""
        if company.pharma_rfm_method == 'quintile':
            return {
                name: SQL("1 + (5 * %s / buyers)::integer", SQL.identifier(column))
                for name, column in (
                    ('recency', 'less_recent'),
                    ('frequency', 'less_frequent'),
                    ('amount', 'less_amount'),
                )
            }
        limits = {
            name: SQL("%s::numeric[]", company._pharma_parse_limits(f'pharma_rfm_{name}_limits'))
            for name in ('recency', 'frequency', 'amount')
        }
        return {
            # a limit still belongs to the better score: count those that lie below the days
            'recency': SQL(
                "(SELECT 5 - count(*) FROM unnest(%s) l WHERE l < days)", limits['recency']
            ),
            'frequency': SQL(
                "1 + width_bucket(period_purchase_count::numeric, %s)", limits['frequency']
            ),
            'amount': SQL("1 + width_bucket(period_amount, %s)", limits['amount']),
        }
