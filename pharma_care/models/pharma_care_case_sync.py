from odoo import api, models
from odoo.tools import SQL, groupby

# A care date further away than a century is an error in the interval, not a date.
MAX_DAYS = 36500


class PharmaCareCase(models.Model):
    """Care dates as a function of orders: few statements, however many orders (004-42).

    Everything that changes an order ends here, so that a case never depends on the way its order
    took: confirmed, imported, changed, delivered, returned, cancelled, or given a care interval
    years later.
    """

    _inherit = 'pharma.care.case'

    @api.model
    def _sync_orders(self, orders, is_moved=True):
        """Bring cases and lines in line with their orders: create, move, close, reopen.

        Safe to repeat. Cases that were cared for keep their date, those that a person closed stay
        closed (decisions 1 to 3 and 28).

        :param orders: ``sale.order`` records in any state
        :param bool is_moved: False where it is known that none of their goods were delivered
        """
        if not orders:
            return
        # sudo: care follows from the order, whoever confirms or cancels it
        Case = self.sudo()
        self.env.flush_all()
        new_ids, old_ids = [], []
        orders_sudo = orders.sudo()  # sudo: as above
        orders_sudo.fetch(['company_id'])
        for company, group in groupby(orders_sudo, lambda order: order.company_id):
            ids = [order.id for order in group]
            rows = self.env.execute_query(Case._get_sync_query(company, ids, is_moved))
            new = {order_id for _case, order_id, is_new in rows if is_new}
            # what an order lost, it can only have lost since an earlier time
            others = [order_id for order_id in ids if order_id not in new]
            if others:
                Case._sync_existing(company, others)
            for case_id, _order_id, is_new in rows:
                (new_ids if is_new else old_ids).append(case_id)
        for name in ('pharma.care.case', 'pharma.care.line'):
            self.env[name].invalidate_model(flush=False)
        orders.invalidate_recordset(['care_case_ids'], flush=False)
        kinds = Case._get_assigned_kinds()
        Case.browse(old_ids)._refresh_visibility(kinds)
        Case.browse(new_ids)._set_first_visibility(kinds)

    @api.model
    def _sync_todo(self, condition, reason):
        """Bring cases that nobody cared for yet in line: few at once, many in the background.

        :param SQL condition: on the case ``c`` and its customer ``p``
        :param str reason: what made it necessary, for the list of jobs
        :return: the ``pharma.care.job`` records
        """
        jobs = self.env['pharma.care.job']
        self.env.flush_all()
        cases = SQL(
            """
            pharma_care_case c JOIN res_partner p ON p.id = c.partner_id
            WHERE c.order_id IS NOT NULL AND c.state = 'todo' AND (%s)
            """,
            condition,
        )
        query = SQL("SELECT DISTINCT c.company_id FROM %s ORDER BY c.company_id", cases)
        for (company_id,) in self.env.execute_query(query):
            orders = SQL(
                "SELECT c.order_id AS id FROM %s AND c.company_id = %s"
                " ORDER BY c.date_order DESC, c.order_id DESC",
                cases,
                company_id,
            )
            company = self.env['res.company'].browse(company_id)
            jobs |= jobs._enqueue('orders', company, orders, reason)
        return jobs

    @api.model
    def _get_sync_query(self, company, order_ids, is_moved=True):
        """Return the statement that writes cases and lines of orders of one company.

        It returns (case id, order id, whether the case is new) of each order that has a counting
        line.

        :param company: ``res.company`` of the orders
        :param list order_ids: ids of ``sale.order``
        :param bool is_moved: goods of some of them may have been delivered
        """
        return SQL(
            """
            WITH counting AS MATERIALIZED (%(counting)s),
            cases AS (
                INSERT INTO pharma_care_case AS c (order_id, partner_id, company_id, warehouse_id,
                    region_id, date_order, date_due, date_runout, state, is_chronic,
                    care_count_min, care_count_max, entry_count, date_last_contact, visibility_mode,
                    create_uid, create_date, write_uid, write_date)
                SELECT n.order_id, n.partner_id, %(company)s, n.warehouse_id, n.pharma_region_id,
                    (n.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                    min(n.date_due), min(n.date_runout), 'todo', bool_or(n.is_chronic),
                    max(n.care_count_min), max(n.care_count_max), 0,
                    -- a customer who was contacted today is not due again by today's order
                    (SELECT max(other.date_last_contact) FROM pharma_care_case other
                      WHERE other.partner_id = n.partner_id AND other.company_id = %(company)s),
                    %(mode)s, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                FROM counting n
                GROUP BY n.order_id, n.partner_id, n.warehouse_id, n.pharma_region_id, n.date_order
                ON CONFLICT (order_id) WHERE order_id IS NOT NULL DO UPDATE SET
                    partner_id = excluded.partner_id,
                    company_id = excluded.company_id,
                    warehouse_id = excluded.warehouse_id,
                    region_id = excluded.region_id,
                    date_order = excluded.date_order,
                    date_runout = excluded.date_runout,
                    is_chronic = excluded.is_chronic,
                    care_count_min = excluded.care_count_min,
                    care_count_max = excluded.care_count_max,
                    -- closed cases were not told of contacts, and this may reopen one
                    date_last_contact = excluded.date_last_contact,
                    -- the employee's date rules once there is one
                    date_due = CASE WHEN c.is_date_manual THEN c.date_due
                                    WHEN c.state = 'done' AND NOT %(is_reopened)s THEN c.date_due
                                    ELSE excluded.date_due END,
                    state = CASE WHEN NOT %(is_reopened)s THEN c.state
                                 WHEN c.entry_count > 0 THEN 'ongoing'
                                 ELSE 'todo' END,
                    close_reason_id = CASE WHEN NOT %(is_reopened)s THEN c.close_reason_id END,
                    date_closed = CASE WHEN NOT %(is_reopened)s THEN c.date_closed END,
                    write_uid = excluded.write_uid,
                    write_date = excluded.write_date
                RETURNING c.id, c.order_id, c.xmax = 0 AS is_new
            ),
            lines AS (
                INSERT INTO pharma_care_line AS l (case_id, order_line_id, product_id, quantity,
                    date_start, days_of_supply, date_due, date_runout, state)
                SELECT c.id, n.order_line_id, n.product_id, n.quantity, n.date_start, n.days,
                    n.date_due, n.date_runout, 'open'
                FROM counting n JOIN cases c ON c.order_id = n.order_id
                ON CONFLICT (order_line_id) WHERE order_line_id IS NOT NULL DO UPDATE SET
                    case_id = excluded.case_id,
                    product_id = excluded.product_id,
                    quantity = excluded.quantity,
                    date_start = excluded.date_start,
                    days_of_supply = excluded.days_of_supply,
                    date_due = excluded.date_due,
                    date_runout = excluded.date_runout,
                    state = CASE WHEN l.close_reason_id = %(returned)s THEN 'open'
                                 ELSE l.state END,
                    close_reason_id = nullif(l.close_reason_id, %(returned)s)
            ),
            groups AS (
                INSERT INTO pharma_care_case_group_rel (case_id, group_id)
                SELECT DISTINCT c.id, n.therapeutic_group_id
                FROM counting n JOIN cases c ON c.order_id = n.order_id
                WHERE n.therapeutic_group_id IS NOT NULL
                ON CONFLICT DO NOTHING
            )
            SELECT id, order_id, is_new FROM cases
            """,
            counting=self._get_counting_query(company, order_ids, is_moved),
            company=company.id,
            tz=company._pharma_tz(),
            mode=company.care_mode,
            uid=self.env.uid,
            is_reopened=SQL(
                "(c.state = 'done' AND c.close_reason_id IN %s)",
                tuple(self._get_order_reasons().values()),
            ),
            returned=self._get_order_reasons()['returned'],
        )

    @api.model
    def _get_counting_query(self, company, order_ids, is_moved=True):
        """Return the query of the order lines that count, each with its dates.

        004-42: care date = day of purchase + interval x quantity; quantity in the unit of the
        product, parts of a day rounded up, what was returned left out (decisions 1, 2, 28).
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
                        OR head.pharma_customer_type IN ('level1', 'level2') AS is_wholesale
                FROM res_partner p
                LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                WHERE p.id = ANY(ARRAY(SELECT partner_id FROM ordered))
            ),
            bought AS MATERIALIZED (
                SELECT o.id AS order_id, o.date_order, o.partner_id, o.warehouse_id,
                    p.pharma_region_id, p.is_wholesale, l.id AS order_line_id, l.product_id,
                    l.product_uom_id, l.product_uom_qty
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
                l.care_count_min, l.care_count_max, l.therapeutic_group_id, l.is_chronic
            FROM goods l
            JOIN uom_uom line_unit ON line_unit.id = l.product_uom_id
            JOIN uom_uom unit ON unit.id = l.uom_id
            %(join_moved)s
            CROSS JOIN LATERAL (SELECT (l.product_uom_qty * line_unit.factor
                - %(returned)s) / unit.factor AS quantity) amount
            CROSS JOIN LATERAL (SELECT (%(start)s AT TIME ZONE 'UTC'
                AT TIME ZONE %(tz)s)::date AS day) begin
            CROSS JOIN LATERAL (SELECT LEAST(%(max_days)s,
                ceil(round(l.care_interval_days * amount.quantity, 6)))::integer AS days) supply
            WHERE amount.quantity > 0
            """,
            cap=company.care_wholesale_cap_days,
            **self._get_moved_parts(company, order_ids, is_moved),
            tz=company._pharma_tz(),
            max_days=MAX_DAYS,
            orders=order_ids,
        )

    @api.model
    def _get_moved_parts(self, company, order_ids, is_moved):
        """Return the parts that count deliveries and returns: dict of SQL."""
        if not is_moved:
            # planning the search costs an order that is being confirmed more than its rows do
            return {
                'moved': SQL(),
                'join_moved': SQL(),
                'returned': SQL("0"),
                'start': SQL("l.date_order"),
            }
        from_delivery = company.care_date_base == 'delivery'
        return {
            'moved': SQL("moved AS MATERIALIZED (%s),", self._get_moves_query(order_ids)),
            'join_moved': SQL("LEFT JOIN moved ON moved.sale_line_id = l.order_line_id"),
            'returned': SQL("coalesce(moved.returned, 0)"),
            'start': SQL(
                "coalesce(moved.delivered, l.date_order)" if from_delivery else "l.date_order"
            ),
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

    @api.model
    def _get_order_reasons(self):
        """Return the ids of the close reasons that orders give: dict 'cancelled', 'returned'."""
        # archived ones go on being given; deleting them is refused
        return {
            name: self.env['ir.model.data']._xmlid_to_res_id(
                f'pharma_care.close_reason_{name}', raise_if_not_found=True
            )
            for name in ('cancelled', 'returned')
        }
