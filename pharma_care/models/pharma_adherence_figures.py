from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .pharma_adherence import WINDOWS
from .pharma_care_case_supply import DAY_ZERO
from .res_partner_visibility import WHOLESALE_TYPES

# The first purchase must lie at least so many days before the end.
LEAST_DAYS = 91
# Customers are worked on in slices of so many ids.
SLICE_BITS = 15
# What a row is, and what is looked up when it is written.
KEY = ('partner_id', 'therapeutic_group_id', 'window', 'company_id')
FIGURES = (
    'region_id',
    'warehouse_id',
    'user_id',
    'date_end',
    'date_index',
    'date_last',
    'fill_count',
    'days_observed',
    'days_covered',
    'days_supplied',
    'pdc',
    'mpr',
    'mpr_capped',
    'gap_days',
    'longest_gap',
    'current_gap',
    'status',
    'adherent_share',
)


class PharmaAdherence(models.Model):
    """Covered days as the Pharmacy Quality Alliance counts them, in sets (pharma-rules M1, M2)."""

    _inherit = 'pharma.adherence'

    @api.model
    def _update(self, company, first_id, last_id, day=None):
        """Bring the figures of customers in line with what they bought; write what differs.

        :param company: ``res.company``
        :param int first_id: lowest id of ``res.partner`` that is meant
        :param int last_id: highest id
        :param date day: last day to look at, default today in the company's time zone
        """
        self.env.flush_all()
        day = day or company._pharma_today()
        values = {
            **self._get_figure_values(company, day),
            'first': first_id,
            'last': last_id,
            'windows': [int(window) for window, _name in WINDOWS],
        }
        columns = [SQL.identifier(name) for name in FIGURES]
        keys = [SQL.identifier(name) for name in KEY]
        is_same = SQL(" AND ").join(SQL("a.%s = r.%s", key, key) for key in keys)
        # numbers of new rows are only used up for new rows: there are so many of them, and no more
        self.env.cr.execute(
            SQL(
                """
                WITH result AS MATERIALIZED (%(figures)s),
                gone AS (
                    DELETE FROM pharma_adherence a
                    WHERE a.company_id = %(company)s
                        AND a.partner_id BETWEEN %(first)s AND %(last)s
                        -- hashed whatever the planner knows; an anti join of tables without
                        -- statistics, as on the second night, reads one once per row of the other
                        AND (%(own_keys)s) NOT IN (SELECT %(keys)s FROM result)
                ),
                known AS (
                    UPDATE pharma_adherence a SET %(assigned)s
                    FROM result r
                    WHERE %(is_same)s
                        AND (%(old)s) IS DISTINCT FROM (%(new)s)
                )
                INSERT INTO pharma_adherence (%(keys)s, %(columns)s)
                SELECT %(keys)s, %(columns)s FROM result r
                WHERE NOT EXISTS (SELECT FROM pharma_adherence a WHERE %(is_same)s)
                """,
                **values,
                figures=self._get_figures_query(values),
                is_same=is_same,
                assigned=SQL(", ").join(SQL("%s = r.%s", name, name) for name in columns),
                old=SQL(", ").join(SQL("a.%s", name) for name in columns),
                new=SQL(", ").join(SQL("r.%s", name) for name in columns),
                keys=SQL(", ").join(keys),
                own_keys=SQL(", ").join(SQL("a.%s", key) for key in keys),
                columns=SQL(", ").join(columns),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_figure_values(self, company, day):
        """Return what the query asks of a company, under the names it uses.

        :param company: ``res.company``
        :param date day: last day to look at
        """
        longest = max(int(window) for window, _name in WINDOWS)
        since = day - timedelta(days=longest - 1)
        return {
            'company': company.id,
            'day': day,
            'since': since,
            'percent': company.care_adherence_percent,
            # what counts from its delivery may have been ordered at any time before
            'ordered': since if company.care_date_base == 'order' else None,
            'is_all': company.care_adherence_profile == 'all',
            'returned': self.env['pharma.care.case']._get_order_reasons()['returned'],
        }

    @api.model
    def _get_figures_query(self, values):
        """Return the query of the figures of customers of one company.

        As the Pharmacy Quality Alliance has it: days count from the first purchase in the window
        to its end; what was bought before the window is left out; whoever buys a medicine before
        the last supply has ended takes it from the day after; different medicines of the group
        may cover the same day; days after the end do not count.

        :param dict values: of :meth:`_get_figure_values`, first and last id, windows in days
        """
        # numbers of days since a day zero: they are added up and compared. Of each purchase the
        # supply before it, the latest day on which the customer had to begin anew, and what
        # others of the group cover already; each step reads the purchases in the order of the last
        return SQL(
            """
            WITH bought AS MATERIALIZED (
                SELECT c.partner_id, c.id AS case_id, t.therapeutic_group_id, l.product_id,
                    l.id AS line_id, l.date_start - %(zero)s AS day, l.days_of_supply AS days,
                    coalesce(nullif(g.care_adherence_percent, 0), %(percent)s) AS percent
                FROM pharma_care_case c
                JOIN pharma_care_line l ON l.case_id = c.id
                JOIN sale_order o ON o.id = c.order_id AND o.state = 'sale'
                JOIN product_product v ON v.id = l.product_id
                JOIN product_template t ON t.id = v.product_tmpl_id
                JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
                WHERE c.company_id = %(company)s
                    AND c.partner_id BETWEEN %(first)s AND %(last)s
                    AND (c.date_order >= %(ordered)s) IS NOT FALSE
                    AND l.close_reason_id IS DISTINCT FROM %(returned)s
                    AND l.date_start BETWEEN %(since)s AND %(day)s
                    AND l.days_of_supply > 0
                    AND (%(is_all)s OR g.care_profile = 'chronic')
            ),
            buyers AS MATERIALIZED (
                SELECT p.id, p.pharma_region_id
                FROM res_partner p LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                WHERE p.id BETWEEN %(first)s AND %(last)s
                    AND (p.pharma_customer_type = ANY(%(wholesale)s)) IS NOT TRUE
                    AND (head.pharma_customer_type = ANY(%(wholesale)s)) IS NOT TRUE
            ),
            queued AS (
                SELECT w.size, %(day)s::date - %(zero)s + 1 AS until, b.*,
                    sum(b.days) OVER same_medicine - b.days AS days_before
                FROM unnest(%(windows)s) w (size)
                JOIN bought b ON b.day > %(day)s::date - %(zero)s - w.size
                WINDOW same_medicine AS (
                    PARTITION BY w.size, b.partner_id, b.therapeutic_group_id, b.product_id
                    ORDER BY b.day, b.line_id ROWS UNBOUNDED PRECEDING)
            ),
            taken AS (
                SELECT *, days_before + max(day - days_before) OVER (
                    PARTITION BY size, partner_id, therapeutic_group_id, product_id
                    ORDER BY day, line_id ROWS UNBOUNDED PRECEDING) AS begin
                FROM queued
            ),
            covering AS (
                SELECT *, LEAST(begin + days, until) AS stop,
                    max(LEAST(begin + days, until)) OVER (
                        PARTITION BY size, partner_id, therapeutic_group_id
                        ORDER BY begin ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS so_far
                FROM taken
            ),
            counted AS (
                SELECT size, partner_id, therapeutic_group_id,
                    min(percent) AS percent,
                    count(*) AS fill_count,
                    min(day) AS first_day,
                    max(day) AS last_day,
                    min(until) - min(day) AS observed,
                    sum(days) AS supplied,
                    sum(GREATEST(0, stop - GREATEST(begin, so_far))) AS covered,
                    min(until) - max(stop) AS current_gap,
                    GREATEST(min(until) - max(stop), max(LEAST(begin, until) - so_far), 0)
                        AS longest_gap,
                    -- the case of the last purchase, and the newest of those of one day
                    (max(day * 4294967296 + case_id) %% 4294967296)::int AS last_case_id
                FROM covering
                GROUP BY size, partner_id, therapeutic_group_id
            ),
            judged AS (
                SELECT *, CASE
                    WHEN first_day = last_day OR observed - 1 < %(least)s THEN 'too_short'
                    WHEN covered * 100 >= observed * percent THEN 'adherent'
                    ELSE 'not_adherent' END AS status
                FROM counted
            )
            SELECT j.partner_id, j.therapeutic_group_id, j.size::varchar AS "window",
                %(company)s AS company_id, p.pharma_region_id AS region_id, c.warehouse_id,
                c.user_id, %(day)s::date AS date_end, %(zero)s + j.first_day AS date_index,
                %(zero)s + j.last_day AS date_last, j.fill_count::int,
                j.observed::int AS days_observed, j.covered::int AS days_covered,
                j.supplied::int AS days_supplied,
                round(100.0 * j.covered / j.observed, 2)::float AS pdc,
                round(100.0 * j.supplied / j.observed, 2)::float AS mpr,
                LEAST(100, round(100.0 * j.supplied / j.observed, 2))::float AS mpr_capped,
                (j.observed - j.covered)::int AS gap_days, j.longest_gap::int, j.current_gap::int,
                j.status, CASE j.status WHEN 'adherent' THEN 100.0 WHEN 'not_adherent' THEN 0.0
                    END::float AS adherent_share
            FROM judged j
            JOIN buyers p ON p.id = j.partner_id
            JOIN pharma_care_case c ON c.id = j.last_case_id
            """,
            **values,
            zero=DAY_ZERO,
            wholesale=list(WHOLESALE_TYPES),
            least=LEAST_DAYS,
        )
