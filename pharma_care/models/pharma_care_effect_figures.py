from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .res_partner_visibility import WHOLESALE_TYPES

# Cases are worked on in slices of so many ids.
EFFECT_SLICE_BITS = 16
# What ended longer ago stays as it was worked out last.
EFFECT_PAST_DAYS = 730
# Slices take turns, so that each is worked on once in so many days.
EFFECT_TURNS = 7
FIGURES = (
    'company_id',
    'partner_id',
    'product_id',
    'therapeutic_group_id',
    'region_id',
    'warehouse_id',
    'programme_id',
    'date_order',
    'date_end',
    'contact',
    'entry_count',
    'response_type_id',
    'user_id',
    'is_bought',
    'date_bought',
    'date_judged',
    'amount_bought',
    'days_until',
    'bought_share',
)


class PharmaCareEffect(models.Model):
    """How the rows come about: sets of cases, only what differs is written (004-36)."""

    _inherit = 'pharma.care.effect'

    @api.model
    def _update(self, company, first_id, last_id):
        """Bring the rows of a slice of cases in line with what was bought and said.

        :param company: ``res.company``
        :param int first_id: lowest id of ``pharma.care.case`` that is meant
        :param int last_id: highest id
        """
        self._update_chosen(company, SQL("BETWEEN %s AND %s", first_id, last_id))

    @api.model
    def _update_cases(self, company, ids):
        """Bring the rows of some cases in line with what was bought and said.

        :param company: ``res.company``
        :param list ids: of ``pharma.care.case``
        """
        self._update_chosen(company, SQL("= ANY(%s)", ids))

    @api.model
    def _update_chosen(self, company, chosen):
        """Bring the rows of cases in line; write what differs.

        :param company: ``res.company``
        :param SQL chosen: what follows the id of a case in the condition which ones are meant
        """
        self.env.flush_all()
        today = company._pharma_today()
        Case = self.env['pharma.care.case']
        reasons = Case._get_order_reasons()
        values = {
            **Case._get_holdout_values(company),
            'company': company.id,
            'tz': company._pharma_tz(),
            'chosen': chosen,
            'days': company.care_effect_days,
            'until': today - timedelta(days=company.care_effect_days + 1),
            'since': today - timedelta(days=EFFECT_PAST_DAYS),
            'returned': reasons['returned'],
            'observed': reasons['observed'],
            'holdout_to': company.sudo().care_holdout_to or None,  # sudo: as the first day
            'wholesale': list(WHOLESALE_TYPES),
        }
        columns = [SQL.identifier(name) for name in FIGURES]
        self.env.cr.execute(
            SQL(
                """
                WITH result AS MATERIALIZED (%(figures)s),
                gone AS (
                    DELETE FROM pharma_care_effect e
                    WHERE e.company_id = %(company)s AND e.case_id %(chosen)s
                        AND e.date_end >= %(since)s
                        -- hashed whatever the planner knows, see pharma.adherence
                        AND e.case_id NOT IN (SELECT case_id FROM result)
                ),
                known AS (
                    UPDATE pharma_care_effect e SET %(assigned)s
                    FROM result r
                    WHERE e.case_id = r.case_id AND (%(old)s) IS DISTINCT FROM (%(new)s)
                )
                INSERT INTO pharma_care_effect (case_id, arm, %(columns)s)
                SELECT case_id, arm, %(columns)s FROM result r
                WHERE NOT EXISTS (SELECT FROM pharma_care_effect e WHERE e.case_id = r.case_id)
                """,
                **values,
                figures=self._get_figures_query(values),
                assigned=SQL(", ").join(SQL("%s = r.%s", name, name) for name in columns),
                old=SQL(", ").join(SQL("e.%s", name) for name in columns),
                new=SQL(", ").join(SQL("r.%s", name) for name in columns),
                columns=SQL(", ").join(columns),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_figures_query(self, values):
        """Return the query of cases of one company whose observation is over.

        :param dict values: as :meth:`_update_chosen` puts them together
        """
        return SQL(
            """
            WITH ended AS MATERIALIZED (
                SELECT DISTINCT ON (c.id) c.id AS case_id, c.partner_id, c.region_id,
                    c.warehouse_id, c.programme_id, c.user_id, c.date_order, c.close_reason_id,
                    o.date_order AS moment, l.product_id, l.next_line_id,
                    LEAST(l.date_due, l.date_runout) AS date_end
                FROM pharma_care_case c
                JOIN sale_order o ON o.id = c.order_id AND o.state = 'sale'
                JOIN pharma_care_line l
                    ON l.case_id = c.id AND l.close_reason_id IS DISTINCT FROM %(returned)s
                WHERE c.company_id = %(company)s AND c.id %(chosen)s
                ORDER BY c.id, LEAST(l.date_due, l.date_runout), l.id
            ),
            followed AS MATERIALIZED (
                SELECT e.*, n.date_start AS date_next, n.order_line_id AS next_order_line_id,
                    n.date_start <= e.date_end + %(days)s AS is_bought,
                    LEAST(later.date_order, (e.date_end + %(days)s + 1)::timestamp
                        AT TIME ZONE %(tz)s AT TIME ZONE 'UTC') AS closing
                FROM ended e
                LEFT JOIN (pharma_care_line n
                    JOIN pharma_care_case k ON k.id = n.case_id
                    JOIN sale_order later ON later.id = k.order_id AND later.state = 'sale')
                    ON n.id = e.next_line_id
                WHERE e.date_end BETWEEN %(since)s AND %(until)s
            )
            SELECT f.case_id, %(company)s AS company_id, f.partner_id, f.product_id,
                t.therapeutic_group_id, f.region_id, f.warehouse_id, f.programme_id, f.date_order,
                f.date_end,
                CASE WHEN f.close_reason_id = %(observed)s THEN 'holdout'
                    WHEN said.entry_count > 0 THEN 'contacted' ELSE 'none' END AS contact,
                coalesce(said.entry_count, 0)::int AS entry_count, said.response_type_id,
                coalesce(said.user_id, f.user_id) AS user_id,
                f.is_bought IS TRUE AS is_bought,
                CASE WHEN f.is_bought THEN f.date_next END AS date_bought,
                f.date_end + %(days)s + 1 AS date_judged,
                CASE WHEN f.is_bought THEN round((again.price_subtotal
                    / coalesce(nullif(again.currency_rate, 0), 1))::numeric, 2) END
                    AS amount_bought,
                CASE WHEN f.is_bought THEN f.date_next - f.date_end END AS days_until,
                CASE WHEN f.is_bought THEN 100.0 ELSE 0.0 END::float AS bought_share,
                -- the same conditions for both sides, or they were not alike; who was drawn and
                -- has an open case nevertheless stands on neither
                CASE WHEN f.date_order >= %(holdout_from)s::date
                        AND (f.date_order < %(holdout_to)s::date) IS NOT FALSE
                        AND (p.pharma_customer_type = ANY(%(wholesale)s)) IS NOT TRUE
                        AND (head.pharma_customer_type = ANY(%(wholesale)s)) IS NOT TRUE
                        AND kind.care_always IS NOT TRUE
                    THEN CASE WHEN f.close_reason_id = %(observed)s THEN 'holdout'
                        WHEN %(is_drawn)s IS NOT TRUE THEN 'care' END
                    END AS arm
            FROM followed f
            JOIN product_product v ON v.id = f.product_id
            JOIN product_template t ON t.id = v.product_tmpl_id
            JOIN res_partner p ON p.id = f.partner_id
            LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
            LEFT JOIN pharma_customer_group kind ON kind.id = p.pharma_customer_group_id
            LEFT JOIN LATERAL (
                SELECT l.price_subtotal, o.currency_rate
                FROM sale_order_line l
                JOIN sale_order o ON o.id = l.order_id
                WHERE l.id = f.next_order_line_id) again ON true
            LEFT JOIN LATERAL (
                SELECT count(*) OVER () AS entry_count, e.response_type_id, e.user_id
                FROM pharma_care_entry e
                WHERE e.partner_id = f.partner_id AND e.company_id = %(company)s
                    AND e.is_attempt IS NOT TRUE
                    AND e.date > f.moment AND e.date < f.closing
                ORDER BY e.date DESC, e.id DESC LIMIT 1) said ON true
            """,
            **values,
            is_drawn=self.env['pharma.care.case']._get_drawn_condition(values),
        )
