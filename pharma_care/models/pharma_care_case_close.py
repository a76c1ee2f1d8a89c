from odoo import api, models
from odoo.tools import SQL


class PharmaCareCase(models.Model):
    """What becomes of cases whose orders lost lines, came back or were cancelled (decision 28)."""

    _inherit = 'pharma.care.case'

    @api.model
    def _sync_existing(self, values):
        """Clear away what no longer follows from orders that had a case before.

        :param dict values: as of :meth:`_get_sync_values`
        :return: whether there was anything
        """
        order_ids = values['orders']
        query = SQL("SELECT id FROM pharma_care_case WHERE order_id = ANY(%s)", order_ids)
        if not self.env.execute_query(query):
            return False
        counting = self._get_counting_query(values)
        moves = self._get_moves_query(order_ids)
        # what was bought again may come back, or be taken off, as what is left at home
        is_kept = SQL("(l.state = 'open' OR l.close_reason_id = %s)", values['bought_again'])
        cr = self.env.cr
        # lines that came back whole are kept as closed: their buyer asked for them once
        cr.execute(
            SQL(
                """
                UPDATE pharma_care_line l
                   SET state = 'closed', close_reason_id = %(returned)s, quantity = 0,
                       next_line_id = NULL
                  FROM pharma_care_case c, sale_order o, (%(moves)s) moved
                 WHERE c.id = l.case_id AND c.order_id = ANY(%(orders)s) AND %(is_kept)s
                   AND o.id = c.order_id AND o.state = 'sale'
                   AND moved.sale_line_id = l.order_line_id AND moved.returned > 0
                   AND l.order_line_id NOT IN (SELECT order_line_id FROM (%(counting)s) n)
                """,
                moves=moves,
                counting=counting,
                is_kept=is_kept,
                **values,
            )
        )
        # others that no longer count: taken off the order, or without a care interval by now
        cr.execute(
            SQL(
                """
                DELETE FROM pharma_care_line l
                 USING pharma_care_case c, sale_order o
                 WHERE c.id = l.case_id AND c.order_id = ANY(%(orders)s) AND %(is_kept)s
                   AND o.id = c.order_id AND o.state = 'sale'
                   AND l.order_line_id NOT IN (SELECT order_line_id FROM (%(counting)s) n)
                """,
                counting=counting,
                is_kept=is_kept,
                **values,
            )
        )
        cr.execute(
            SQL(
                """
                DELETE FROM pharma_care_case_group_rel r
                 USING pharma_care_case c
                 WHERE c.id = r.case_id AND c.order_id = ANY(%(orders)s)
                   AND NOT EXISTS (
                       SELECT FROM pharma_care_line l
                       JOIN product_product v ON v.id = l.product_id
                       JOIN product_template t ON t.id = v.product_tmpl_id
                       WHERE l.case_id = c.id AND t.therapeutic_group_id = r.group_id)
                """,
                **values,
            )
        )
        # nothing to care for and nobody did: as if there had never been a case
        cr.execute(
            SQL(
                """
                DELETE FROM pharma_care_case c
                 USING sale_order o
                 WHERE c.order_id = ANY(%(orders)s) AND o.id = c.order_id AND o.state = 'sale'
                   AND NOT EXISTS (SELECT FROM pharma_care_line l WHERE l.case_id = c.id)
                   AND NOT EXISTS (SELECT FROM pharma_care_entry e WHERE e.case_id = c.id)
                """,
                **values,
            )
        )
        cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c
                   SET state = 'done', date_closed = now() AT TIME ZONE 'UTC',
                       close_reason_id = CASE WHEN o.state = 'sale' THEN %(returned)s
                                              ELSE %(cancelled)s END,
                       claim_user_id = NULL, claim_until = NULL,
                       write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                  FROM sale_order o
                 WHERE c.order_id = ANY(%(orders)s) AND o.id = c.order_id
                   AND (c.state <> 'done'
                        OR c.close_reason_id IN (%(bought_again)s, %(observed)s))
                   -- what ended for other reasons, too, is for the supply to say
                   AND (o.state <> 'sale'
                        OR (EXISTS (SELECT FROM pharma_care_line l WHERE l.case_id = c.id)
                            AND NOT EXISTS (
                                SELECT FROM pharma_care_line l WHERE l.case_id = c.id
                                    AND l.close_reason_id IS DISTINCT FROM %(returned)s)))
                """,
                **values,
            )
        )
        return True
