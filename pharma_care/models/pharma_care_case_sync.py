from odoo import api, models
from odoo.tools import SQL, groupby


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
            values = Case._get_sync_values(company, ids)
            is_planned = Case._is_planned(ids, is_moved)
            # what a customer no longer bought here is to be followed as well
            pairs = [] if is_planned else Case._get_supply_pairs(ids)
            rows = self.env.execute_query(
                Case._get_planned_query(values)
                if is_planned
                else Case._get_sync_query(values, is_moved)
            )
            new = {order_id for _case, order_id, is_new in rows if is_new}
            # what an order lost, it can only have lost since an earlier time
            others = [order_id for order_id in ids if order_id not in new]
            is_changed = bool(others) and Case._sync_existing({**values, 'orders': others})
            if is_changed or not is_planned:
                known = [case_id for case_id, order_id, _is_new in rows if order_id]
                followed = Case._follow_supply(company, known, pairs)
                old_ids += [case_id for case_id in followed if case_id not in set(known)]
            old_ids += [case_id for case_id, _order_id, is_new in rows if not is_new]
            if not is_planned:  # which has seen to it
                new_ids += [case_id for case_id, _order_id, is_new in rows if is_new]
        for name in ('pharma.care.case', 'pharma.care.line'):
            self.env[name].invalidate_model(flush=False)
        orders.invalidate_recordset(['care_case_ids'], flush=False)
        if old_ids or new_ids:
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
    def _get_sync_values(self, company, order_ids):
        """Return what the statements ask of orders of one company, under the names they use.

        :param company: ``res.company`` of the orders
        :param list order_ids: ids of ``sale.order``
        """
        reasons = self._get_order_reasons()
        return {
            **self._get_holdout_values(company),
            'orders': order_ids,
            'company': company.id,
            'tz': company._pharma_tz(),
            'cap': company.care_wholesale_cap_days,
            'is_from_delivery': company.care_date_base == 'delivery',
            'mode': company.care_mode,
            'uid': self.env.uid,
            'order_reasons': [reasons['cancelled'], reasons['returned']],
            'is_by_group': company.care_bought_again == 'group',
            **reasons,
        }

    @api.model
    def _get_sync_query(self, values, is_moved=True):
        """Return the statement that writes cases and lines of orders of one company.

        It returns (case id, order id, whether the case is new) of each order that has a counting
        line.

        :param dict values: as of :meth:`_get_sync_values`
        :param bool is_moved: goods of some of the orders may have been delivered
        """
        return SQL(
            """
            WITH counting AS MATERIALIZED (%(counting)s),
            cases AS (
                INSERT INTO pharma_care_case AS c (order_id, partner_id, company_id, warehouse_id,
                    region_id, date_order, date_due, date_runout, state, is_chronic,
                    care_count_min, care_count_max, entry_count, date_last_contact, visibility_mode,
                    close_reason_id, date_closed,
                    create_uid, create_date, write_uid, write_date)
                SELECT n.order_id, n.partner_id, %(company)s, n.warehouse_id, n.pharma_region_id,
                    (n.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                    min(n.date_due), min(n.date_runout),
                    CASE WHEN bool_or(n.is_observed) THEN 'done' ELSE 'todo' END,
                    bool_or(n.is_chronic),
                    max(n.care_count_min), max(n.care_count_max), 0,
                    -- a customer who was contacted today is not due again by today's order
                    (SELECT max(other.date_last_contact) FROM pharma_care_case other
                      WHERE other.partner_id = n.partner_id AND other.company_id = %(company)s),
                    %(mode)s,
                    CASE WHEN bool_or(n.is_observed) THEN %(observed)s END,
                    CASE WHEN bool_or(n.is_observed) THEN now() AT TIME ZONE 'UTC' END,
                    %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
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
                                 WHEN excluded.state = 'todo' AND c.entry_count > 0 THEN 'ongoing'
                                 ELSE excluded.state END,
                    close_reason_id = CASE WHEN %(is_reopened)s THEN excluded.close_reason_id
                                           ELSE c.close_reason_id END,
                    date_closed = CASE WHEN %(is_reopened)s THEN excluded.date_closed
                                       ELSE c.date_closed END,
                    write_uid = excluded.write_uid,
                    write_date = excluded.write_date
                RETURNING c.id, c.order_id, c.xmax = 0 AS is_new
            ),
            lines AS (
                INSERT INTO pharma_care_line AS l (case_id, order_line_id, product_id, quantity,
                    date_start, date_supply, days_of_supply, date_due, date_runout, state)
                SELECT c.id, n.order_line_id, n.product_id, n.quantity, n.date_start, n.date_start,
                    n.days, n.date_due, n.date_runout, 'open'
                FROM counting n JOIN cases c ON c.order_id = n.order_id
                ON CONFLICT (order_line_id) WHERE order_line_id IS NOT NULL DO UPDATE SET
                    case_id = excluded.case_id,
                    product_id = excluded.product_id,
                    quantity = excluded.quantity,
                    date_start = excluded.date_start,
                    date_supply = excluded.date_supply,
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
            **values,
            counting=self._get_counting_query(values, is_moved),
            # ... or moved to a customer who is only observed
            is_reopened=SQL(
                "(c.state = 'done' AND c.close_reason_id = ANY(%s) OR c.state <> 'done'"
                " AND c.partner_id <> excluded.partner_id AND excluded.state = 'done')",
                values['order_reasons'],
            ),
        )

    @api.model
    def _get_order_reasons(self):
        """Return the ids of the close reasons that orders give: dict 'cancelled', 'returned',
        'bought_again', 'observed'."""
        # archived ones go on being given; deleting them is refused
        return {
            name: self.env['ir.model.data']._xmlid_to_res_id(
                f'pharma_care.close_reason_{name}', raise_if_not_found=True
            )
            for name in ('cancelled', 'returned', 'bought_again', 'observed')
        }
