from odoo import api, models
from odoo.tools import SQL

from .pharma_care_case_counting import MAX_DAYS

# Any day before all orders: dates are added up as the number of days since.
DAY_ZERO = SQL("date '2000-01-01'")


class PharmaCareCase(models.Model):
    """What customers have at home: purchases of one medicine as a chain (004-42; decision 5).

    Whoever buys before the last supply has ended takes the new one afterwards. With the purchases
    of a medicine in order, supply ends after all days bought so far, plus the latest day on which
    somebody had to begin anew: of each purchase its day less the days bought before.

    What wholesale partners buy is stock: nobody knows when they begin with it, so each purchase
    counts from its own day (decision 2).
    """

    _inherit = 'pharma.care.case'

    @api.model
    def _get_supply_pairs(self, order_ids):
        """Return [(customer id, product id)] of the cases that orders have.

        :param list order_ids: ids of ``sale.order``
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT c.partner_id, l.product_id
                FROM pharma_care_case c JOIN pharma_care_line l ON l.case_id = c.id
                WHERE c.order_id = ANY(%s)
                """,
                order_ids,
            )
        )

    @api.model
    def _follow_supply(self, company, case_ids, pairs=()):
        """Bring what customers have at home in line with what they bought: run-outs, lines that
        ended as the medicine was bought again, their cases (decision 5).

        :param company: ``res.company`` of the cases
        :param list case_ids: ids of ``pharma.care.case`` whose medicines are meant
        :param pairs: (customer id, product id) of what else is meant, such as what is no longer in
            these cases
        :return: list of ids of the open cases that changed: another medicine may be the first now,
            and somebody else answer for it
        """
        if not case_ids and not pairs:
            return []
        values = {
            'cases': case_ids,
            'partners': [partner_id for partner_id, _product_id in pairs],
            'products': [product_id for _partner_id, product_id in pairs],
            'company': company.id,
            'uid': self.env.uid,
            **self._get_order_reasons(),
        }
        query = self._get_supply_query(values, company.care_bought_again == 'group')
        return [case_id for case_id, is_open in self.env.execute_query(query) if is_open]

    @api.model
    def _follow_customers(self, company, partner_ids):
        """Bring all that customers have at home in line with what they bought.

        :param company: ``res.company`` in which they bought
        :param list partner_ids: ids of ``res.partner``
        """
        self.env.flush_all()
        query = SQL(
            "SELECT id FROM pharma_care_case WHERE company_id = %s AND partner_id = ANY(%s)",
            company.id,
            partner_ids,
        )
        changed = self._follow_supply(company, [row[0] for row in self.env.execute_query(query)])
        for name in ('pharma.care.case', 'pharma.care.line'):
            self.env[name].invalidate_model(flush=False)
        self.browse(changed)._refresh_visibility()

    @api.model
    def _follow_later(self, company, reason, condition=None):
        """Do so for all customers of a company who bought more than one thing, in the background.

        :param company: ``res.company``
        :param str reason: what made it necessary, for the list of jobs
        :param SQL condition: on a line ``l`` of theirs; default any
        :return: the ``pharma.care.job``, empty if there are no such customers
        """
        customers = SQL(
            "SELECT c.partner_id AS id FROM pharma_care_case c"
            " JOIN pharma_care_line l ON l.case_id = c.id WHERE c.company_id = %s"
            " GROUP BY c.partner_id HAVING count(*) > 1 AND bool_or(%s)"
            " ORDER BY max(c.date_order) DESC",
            company.id,
            SQL("true") if condition is None else condition,
        )
        return self.env['pharma.care.job']._enqueue('supply', company, customers, reason)

    @api.model
    def _get_supply_query(self, values, is_by_group):
        """Return the statement that brings supply and cases of customers in line with what they
        bought of the same medicines before and after.

        Safe to repeat, whatever the order in which purchases came to be known.

        :param dict values: cases, partners, products, company, uid and close reasons, as
            :meth:`_follow_supply` puts them together
        :param bool is_by_group: another medicine of the therapeutic group counts as bought again
        """
        return SQL(
            """
            WITH keys AS MATERIALIZED (
                SELECT c.partner_id, l.product_id
                FROM pharma_care_case c JOIN pharma_care_line l ON l.case_id = c.id
                WHERE c.id = ANY(%(cases)s::int[])
                UNION
                SELECT * FROM unnest(%(partners)s::int[], %(products)s::int[])
            ),
            bought AS MATERIALIZED (
                SELECT l.id, l.case_id, l.order_line_id, c.partner_id, l.product_id,
                    %(matter)s AS matter,
                    l.date_start, l.date_supply, l.days_of_supply, l.date_due, l.state,
                    l.close_reason_id, k.is_wholesale,
                    -- parts of an order may be delivered on different days
                    min(l.date_start) OVER (PARTITION BY c.id) AS date_bought,
                    sum(l.days_of_supply) OVER (PARTITION BY c.partner_id, l.product_id
                        ORDER BY l.date_start, l.case_id, l.order_line_id) AS days_so_far
                FROM (SELECT p.id AS partner_id,
                        coalesce(p.pharma_customer_type IN ('level1', 'level2')
                            OR head.pharma_customer_type IN ('level1', 'level2'), false)
                            AS is_wholesale
                      FROM res_partner p
                      LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                      WHERE p.id IN (SELECT partner_id FROM keys)) k
                JOIN pharma_care_case c
                    ON c.partner_id = k.partner_id AND c.company_id = %(company)s
                JOIN sale_order o ON o.id = c.order_id AND o.state = 'sale'
                JOIN pharma_care_line l
                    ON l.case_id = c.id AND l.close_reason_id IS DISTINCT FROM %(returned)s
                %(join_matter)s
                WHERE %(is_same)s
            ),
            chained AS (
                SELECT id, case_id, days_of_supply, date_due - date_supply AS days_to_care, state,
                    close_reason_id,
                    CASE WHEN is_wholesale THEN date_start + days_of_supply
                    ELSE LEAST(date_start + %(max_days)s, %(zero)s + (days_so_far
                        + max(date_start - %(zero)s - days_so_far + days_of_supply)
                        OVER (PARTITION BY partner_id, product_id
                            ORDER BY date_start, case_id, order_line_id))::integer)
                    END AS date_runout,
                    first_value(id) OVER (PARTITION BY partner_id, matter
                        ORDER BY date_bought, case_id
                        GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next_line_id
                FROM bought
            ),
            supply AS MATERIALIZED (
                SELECT id, case_id, date_runout, next_line_id,
                    date_runout - days_of_supply AS date_supply,
                    date_runout - days_of_supply + days_to_care AS date_due,
                    CASE WHEN next_line_id IS NULL AND close_reason_id = %(bought_again)s
                            THEN 'open'
                        WHEN next_line_id IS NULL THEN state ELSE 'closed' END AS state,
                    CASE WHEN next_line_id IS NULL
                            THEN nullif(close_reason_id, %(bought_again)s)
                        ELSE coalesce(close_reason_id, %(bought_again)s) END AS close_reason_id
                FROM chained
            ),
            lines AS (
                UPDATE pharma_care_line l
                   SET date_supply = s.date_supply, date_runout = s.date_runout,
                       date_due = s.date_due, next_line_id = s.next_line_id, state = s.state,
                       close_reason_id = s.close_reason_id
                  FROM supply s
                 WHERE l.id = s.id
                   AND (l.date_supply, l.date_runout, l.date_due, l.next_line_id, l.state,
                        l.close_reason_id) IS DISTINCT FROM
                       (s.date_supply, s.date_runout, s.date_due, s.next_line_id, s.state,
                        s.close_reason_id)
                RETURNING l.case_id
            ),
            open AS (
                SELECT l.case_id,
                    min(coalesce(s.date_due, l.date_due)) FILTER (WHERE %(is_open)s) AS date_due,
                    min(coalesce(s.date_runout, l.date_runout)) FILTER (WHERE %(is_open)s)
                        AS date_runout
                FROM (SELECT case_id FROM lines UNION SELECT unnest(%(cases)s::int[])) touched
                JOIN pharma_care_line l ON l.case_id = touched.case_id
                LEFT JOIN supply s ON s.id = l.id
                GROUP BY l.case_id
            ),
            result AS (
                SELECT c.id, coalesce(o.date_runout, c.date_runout) AS date_runout,
                    c.state <> 'done' AND o.date_due IS NULL AS is_over,
                    o.date_due IS NULL AND (c.state <> 'done'
                        OR c.close_reason_id = %(bought_again)s) AS is_ended,
                    o.date_due IS NOT NULL AND c.close_reason_id
                        IS NOT DISTINCT FROM %(bought_again)s AS is_open_again,
                    CASE WHEN c.is_date_manual OR o.date_due IS NULL THEN c.date_due
                        WHEN c.state = 'done' AND c.close_reason_id
                            IS DISTINCT FROM %(bought_again)s THEN c.date_due
                        ELSE o.date_due END AS date_due
                FROM open o JOIN pharma_care_case c ON c.id = o.case_id
            ),
            -- a case ended when the medicine was bought again, whenever that is entered
            ended AS (
                SELECT s.case_id, LEAST(max(o.date_order), now() AT TIME ZONE 'UTC') AS moment
                FROM result r
                JOIN supply s ON s.case_id = r.id
                JOIN pharma_care_line n ON n.id = s.next_line_id
                JOIN pharma_care_case later ON later.id = n.case_id
                JOIN sale_order o ON o.id = later.order_id
                WHERE r.is_ended
                GROUP BY s.case_id
            )
            UPDATE pharma_care_case c
               SET date_due = r.date_due,
                   date_runout = r.date_runout,
                   state = CASE WHEN r.is_over THEN 'done'
                                WHEN NOT r.is_open_again THEN c.state
                                WHEN c.entry_count > 0 THEN 'ongoing'
                                ELSE 'todo' END,
                   close_reason_id = CASE WHEN r.is_over THEN %(bought_again)s
                                          WHEN NOT r.is_open_again THEN c.close_reason_id END,
                   date_closed = CASE WHEN r.is_ended THEN coalesce(ended.moment, c.date_closed,
                                          now() AT TIME ZONE 'UTC')
                                      WHEN NOT r.is_open_again THEN c.date_closed END,
                   claim_user_id = CASE WHEN NOT r.is_over THEN c.claim_user_id END,
                   claim_until = CASE WHEN NOT r.is_over THEN c.claim_until END,
                   write_uid = %(uid)s,
                   write_date = now() AT TIME ZONE 'UTC'
              FROM result r LEFT JOIN ended ON ended.case_id = r.id
             WHERE c.id = r.id
               AND (r.is_over OR r.is_open_again
                    OR c.date_closed IS DISTINCT FROM coalesce(ended.moment, c.date_closed)
                    OR (c.date_due, c.date_runout) IS DISTINCT FROM (r.date_due, r.date_runout))
            RETURNING c.id, c.state <> 'done' AS is_open
            """,
            **values,
            **self._get_matter_parts(is_by_group),
            zero=DAY_ZERO,
            is_open=SQL("coalesce(s.state, l.state) = 'open'"),
            max_days=MAX_DAYS,
        )

    @api.model
    def _get_matter_parts(self, is_by_group):
        """Return the parts that tell which purchases follow one another: dict of SQL."""
        if not is_by_group:
            return {
                'matter': SQL("l.product_id"),
                'join_matter': SQL(),
                'is_same': SQL("l.product_id IN (SELECT product_id FROM keys)"),
            }
        # a medicine without a group stands for itself
        matter = SQL("coalesce(-t.therapeutic_group_id, v.id)")
        goods = SQL("product_product v JOIN product_template t ON t.id = v.product_tmpl_id")
        return {
            'matter': matter,
            'join_matter': SQL(
                "JOIN product_product v ON v.id = l.product_id"
                " JOIN product_template t ON t.id = v.product_tmpl_id"
            ),
            'is_same': SQL(
                "%s IN (SELECT %s FROM %s JOIN keys ON keys.product_id = v.id)",
                matter,
                matter,
                goods,
            ),
        }
