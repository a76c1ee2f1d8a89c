from odoo import api, models
from odoo.tools import SQL


class SaleOrderLine(models.Model):
    """What was bought and kept: the source of all figures (000-08, 002-20)."""

    _inherit = 'sale.order.line'

    @api.model
    def _pharma_net_query(self, where, tz):
        """Return the query of the lines of confirmed orders, without what came back.

        Columns: id, order_id, partner_id, company_id, moment, day, product_id, group_id, kind,
        quantity (stock units), amount (untaxed, company's currency), is_goods (something remains
        that is no service).

        Returned is what core takes off the delivered quantity: done moves from the customer that
        are 'to refund'. The amount goes down by the same share. A credit note alone changes
        nothing: it may be a rebate.

        :param SQL where: condition on ``o`` (sale_order) and ``l`` (sale_order_line)
        :param SQL tz: name of the time zone in which days begin, a value or a column
        """
        return SQL(
            """
            SELECT n.id, n.order_id, n.partner_id, n.company_id, n.moment, n.day, n.product_id,
                n.group_id, n.kind, n.ordered * n.kept * n.factor AS quantity,
                n.amount * n.kept AS amount, n.ordered * n.kept > 0 AND n.is_goods AS is_goods
            FROM (
                SELECT l.id, l.order_id, o.partner_id, o.company_id, o.date_order AS moment,
                    (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
                    l.product_id, t.therapeutic_group_id AS group_id,
                    t.pharma_product_kind AS kind,
                    coalesce(t.type <> 'service', false) AS is_goods,
                    l.product_uom_qty::float8 AS ordered,
                    CASE WHEN l.product_uom_id = t.uom_id THEN 1 ELSE
                        coalesce(lu.factor::float8 / nullif(pu.factor, 0)::float8, 1) END AS factor,
                    coalesce(l.price_subtotal, 0)::float8
                        / coalesce(nullif(o.currency_rate, 0), 1)::float8 AS amount,
                    CASE WHEN back.quantity IS NULL OR l.product_uom_qty = 0 THEN 1::float8
                        ELSE greatest(0, 1 - back.quantity / l.product_uom_qty::float8) END AS kept
                FROM sale_order o
                JOIN sale_order_line l ON l.order_id = o.id
                LEFT JOIN product_product p ON p.id = l.product_id
                LEFT JOIN product_template t ON t.id = p.product_tmpl_id
                LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                LEFT JOIN uom_uom pu ON pu.id = t.uom_id
                LEFT JOIN (
                    SELECT m.sale_line_id, sum((m.quantity * mu.factor / bu.factor)::float8)
                        AS quantity
                    FROM stock_move m
                    JOIN stock_location place ON place.id = m.location_id
                    JOIN sale_order_line b ON b.id = m.sale_line_id
                    JOIN uom_uom mu ON mu.id = m.product_uom
                    JOIN uom_uom bu ON bu.id = b.product_uom_id
                    WHERE m.to_refund AND m.state = 'done' AND m.sale_line_id IS NOT NULL
                        AND place.usage = 'customer'
                    GROUP BY m.sale_line_id
                ) back ON back.sale_line_id = l.id
                WHERE o.state = 'sale' AND l.display_type IS NULL
                    AND l.is_downpayment IS NOT TRUE AND %(where)s
            ) n
            """,
            where=where,
            tz=tz,
        )
