from odoo import api, models
from odoo.tools import SQL

# A care date further away than a century is an error in the interval, not a date.
MAX_DAYS = 36500


class PharmaCareCase(models.Model):
    """The query of what was bought and for how long it lasts (004-42; decisions 1, 2, 28)."""

    _inherit = 'pharma.care.case'

    @api.model
    def _get_counting_query(self, values, is_moved=True):
        """Return the query of the order lines that count, each with its dates.

        004-42: care date = day of purchase + interval x quantity; quantity in the unit of the
        product, parts of a day rounded up, what was returned left out (decisions 1, 2, 28).

        :param dict values: as of :meth:`_get_sync_values`
        :param bool is_moved: goods of some of the orders may have been delivered
        """
        # in steps: planning a join of all tables at once takes longer than an order's rows
        return SQL(
            """
            WITH %(moved)s ordered AS MATERIALIZED (
                SELECT id, date_order, partner_id, warehouse_id
                FROM sale_order WHERE id = ANY(%(orders)s) AND state = 'sale'
            ),
            buyers AS MATERIALIZED (
                SELECT p.id, p.pharma_region_id,
                    p.pharma_customer_type IN ('level1', 'level2')
                        OR head.pharma_customer_type IN ('level1', 'level2') AS is_wholesale,
                    %(is_drawn)s AS is_drawn
                FROM res_partner p
                LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                WHERE p.id = ANY(ARRAY(SELECT partner_id FROM ordered))
            ),
            bought AS MATERIALIZED (
                SELECT o.id AS order_id, o.date_order, o.partner_id, o.warehouse_id,
                    p.pharma_region_id, p.is_wholesale, p.is_drawn, l.id AS order_line_id,
                    l.product_id, l.product_uom_id, l.product_uom_qty
                FROM ordered o
                JOIN buyers p ON p.id = o.partner_id
                JOIN sale_order_line l ON l.order_id = o.id
                WHERE l.display_type IS NULL AND l.is_downpayment IS NOT TRUE
            ),
            goods AS MATERIALIZED (
                SELECT bought.*, t.uom_id, t.care_interval_days, t.care_count_min,
                    t.care_count_max, t.therapeutic_group_id,
                    coalesce(g.care_profile = 'chronic', false) AS is_chronic
                FROM bought
                JOIN product_product v ON v.id = bought.product_id
                JOIN product_template t ON t.id = v.product_tmpl_id
                LEFT JOIN pharma_therapeutic_group g ON g.id = t.therapeutic_group_id
                WHERE t.care_interval_days > 0
            )
            SELECT l.order_id, l.date_order, l.partner_id, l.warehouse_id, l.pharma_region_id,
                l.order_line_id, l.product_id, amount.quantity,
                begin.day AS date_start, supply.days,
                begin.day + supply.days AS date_runout,
                begin.day + CASE WHEN %(cap)s > 0 AND l.is_wholesale
                    THEN LEAST(supply.days, %(cap)s) ELSE supply.days END AS date_due,
                l.care_count_min, l.care_count_max, l.therapeutic_group_id, l.is_chronic,
                l.is_drawn AND (l.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                    >= %(holdout_from)s AS is_observed
            FROM goods l
            JOIN uom_uom line_unit ON line_unit.id = l.product_uom_id
            JOIN uom_uom unit ON unit.id = l.uom_id
            %(join_moved)s
            CROSS JOIN LATERAL (SELECT (l.product_uom_qty * line_unit.factor
                - %(came_back)s) / unit.factor AS quantity) amount
            CROSS JOIN LATERAL (SELECT (%(start)s AT TIME ZONE 'UTC'
                AT TIME ZONE %(tz)s)::date AS day) begin
            CROSS JOIN LATERAL (SELECT LEAST(%(max_days)s,
                ceil(round(l.care_interval_days * amount.quantity, 6)))::integer AS days) supply
            WHERE amount.quantity > 0
            """,
            **values,
            **self._get_moved_parts(values, is_moved),
            is_drawn=self._get_drawn_condition(values),
            max_days=MAX_DAYS,
        )

    @api.model
    def _get_moved_parts(self, values, is_moved):
        """Return the parts that count deliveries and returns: dict of SQL."""
        if not is_moved:
            # planning the search costs more than the rows of an order
            return {
                'moved': SQL(),
                'join_moved': SQL(),
                'came_back': SQL("0"),
                'start': SQL("l.date_order"),
            }
        return {
            'moved': SQL("moved AS MATERIALIZED (%s),", self._get_moves_query(values['orders'])),
            'join_moved': SQL("LEFT JOIN moved ON moved.sale_line_id = l.order_line_id"),
            'came_back': SQL("coalesce(moved.returned, 0)"),
            'start': SQL("coalesce(moved.delivered, l.date_order)")
            if values['is_from_delivery']
            else SQL("l.date_order"),
        }

    @api.model
    def _get_moves_query(self, order_ids):
        """Return the query of what was returned (in reference units) and first delivered, by line.

        As for core's delivered quantity, a return counts unless the goods are to be exchanged.
        """
        return SQL(
            """
            SELECT m.sale_line_id,
                sum(m.quantity * move_unit.factor)
                    FILTER (WHERE source.usage = 'customer' AND m.to_refund) AS returned,
                min(m.date) FILTER (WHERE target.usage = 'customer') AS delivered
            FROM stock_move m
            JOIN sale_order_line l ON l.id = m.sale_line_id AND l.product_id = m.product_id
            JOIN uom_uom move_unit ON move_unit.id = m.product_uom
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location target ON target.id = m.location_dest_id
            WHERE l.order_id = ANY(%s) AND m.state = 'done'
            GROUP BY m.sale_line_id
            """,
            order_ids,
        )
