from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, is_html_empty

# So many employees get an activity of their own; the responsible cares for the customers of others.
MAX_EMPLOYEES = 50
# So many new rows change how PostgreSQL should go through them.
MANY_LINES = 500


class PharmaRecall(models.Model):
    """Start a recall: block what is left, list who has it, tell those who call (004-60)."""

    _inherit = 'pharma.recall'

    def action_start(self):
        """Block the lots, list their customers and give their employees an activity (004-60).

        :return: True
        :raise AccessError: for others than pharmacists and managers
        :raise UserError: without lots, or started already
        """
        self._check_leader()
        for recall in self:
            if not recall.lot_line_ids:
                raise UserError(
                    self.env._("Enter the lots first: scan a pack, or choose them by number.")
                )
            if not recall.try_lock_for_update() or recall.state != 'draft':
                raise UserError(
                    self.env._("%(recall)s was started already.", recall=recall.display_name)
                )
            recall.sudo().write(  # sudo: stamps are set by the program; the role was checked
                {
                    'state': 'running',
                    'date_started': fields.Datetime.now(),
                    'is_blocking': not recall.is_exercise,
                }
            )
            recall.flush_recordset()
            recall._refresh_lines()
            if not recall.is_exercise:
                recall._unreserve(recall.lot_ids)
                recall._schedule_calls()
        return True

    def _on_lots_added(self, lots):
        """Do for lots that are found later what the start did for the others."""
        self.ensure_one()
        self._check_leader()
        self._refresh_lines()
        if not self.is_exercise:
            self._unreserve(lots)

    def action_refresh(self):
        """Look up again who has the lots and what came back, and take them out of slips that came
        back from a round (004-60).

        :return: True
        :raise AccessError: for others than pharmacists and managers
        """
        self._check_leader()
        for recall in self:
            if recall.state == 'running':
                recall._refresh_lines()
                if not recall.is_exercise:
                    recall._unreserve(recall.lot_ids)
        return True

    # === CUSTOMERS === #
    def _refresh_lines(self):
        """Bring the customers in line with what was delivered and returned, by SQL.

        Merged customers become one; what was answered stays.
        """
        self.ensure_one()
        self.env.flush_all()
        for query in self._get_refresh_queries():
            self.env.cr.execute(query)
        if self.env.cr.rowcount >= MANY_LINES:
            # else the next look-up takes these rows for one, and compares each with each
            self.env.cr.execute(SQL("ANALYZE pharma_recall_line"))
        self.env['pharma.recall.line'].invalidate_model(flush=False)
        self.invalidate_recordset(flush=False)
        self.lot_line_ids.invalidate_recordset(flush=False)

    def _get_refresh_queries(self):
        trade = SQL("AND c.customer_type IN ('level1', 'level2')")
        values = {
            'recall': self.id,
            'company': self.company_id.id,
            'uid': self.env.uid,
            'tries': self.company_id.pharma_recall_tries,
            'scope': trade if self.level_id.scope == 'trade' else SQL(),
            'delivered': self.env['pharma.recall.customer']._get_query(
                SQL(
                    "ml.lot_id = ANY(%s) AND ml.company_id = %s",
                    self.lot_ids.ids,
                    self.company_id.id,
                )
            ),
        }
        merge = SQL(
            """
            WITH twin AS (
                SELECT id, first_value(id) OVER same AS kept, sum(quantity_used) OVER whole AS used,
                    sum(quantity_before) OVER whole AS before, max(tries) OVER whole AS tries
                FROM pharma_recall_line
                WHERE recall_id = %(recall)s
                WINDOW same AS (
                    PARTITION BY lot_id, partner_id
                    ORDER BY (answer <> 'waiting') DESC, date_answer DESC NULLS LAST, id
                ), whole AS (PARTITION BY lot_id, partner_id)
            ), gone AS (
                DELETE FROM pharma_recall_line line USING twin
                WHERE twin.id = line.id AND twin.id <> twin.kept RETURNING twin.kept
            )
            UPDATE pharma_recall_line line
            SET quantity_used = twin.used, quantity_before = twin.before, tries = twin.tries
            FROM twin
            WHERE twin.id = line.id AND twin.kept = line.id
                AND line.id IN (SELECT kept FROM gone)
            """,
            **values,
        )
        update = SQL(
            """
            WITH c AS (%(delivered)s), fresh AS (
                SELECT line.id, c.quantity_delivered,
                    c.quantity_delivered - line.quantity_before AS quantity,
                    c.quantity_returned - line.quantity_before AS returned,
                    greatest(0, c.quantity - line.quantity_used) AS quantity_open,
                    c.date_last, c.slips, (
                        c.quantity <= line.quantity_used OR line.answer = 'refused'
                        OR (line.answer = 'unreachable' AND line.tries >= %(tries)s)
                    ) AS is_settled
                FROM pharma_recall_line line
                JOIN c ON c.lot_id = line.lot_id
                    -- no IS NOT DISTINCT FROM, which compares each with each
                    AND coalesce(c.partner_id, 0) = coalesce(line.partner_id, 0)
                WHERE line.recall_id = %(recall)s
            )
            UPDATE pharma_recall_line line
            SET quantity_delivered = fresh.quantity_delivered, quantity = fresh.quantity,
                quantity_returned = fresh.returned, quantity_open = fresh.quantity_open,
                date_last = fresh.date_last, slips = fresh.slips, is_settled = fresh.is_settled
            FROM fresh
            WHERE fresh.id = line.id
                -- a return in one branch does not write, and lock, the customers of all others
                AND (line.quantity_delivered, line.quantity, line.quantity_returned,
                    line.quantity_open, line.date_last, line.slips, line.is_settled)
                    IS DISTINCT FROM (fresh.quantity_delivered, fresh.quantity, fresh.returned,
                        fresh.quantity_open, fresh.date_last, fresh.slips, fresh.is_settled)
            """,
            **values,
        )
        insert = SQL(
            """
            INSERT INTO pharma_recall_line (
                recall_id, company_id, partner_id, lot_id, product_id, warehouse_id, user_id,
                date_last, slips, quantity_delivered, quantity_before, quantity,
                quantity_returned, quantity_used, quantity_open, answer, tries, is_settled,
                create_uid, create_date, write_uid, write_date)
            SELECT %(recall)s, %(company)s, c.partner_id, c.lot_id, c.product_id, c.warehouse_id,
                c.user_id, c.date_last, c.slips, c.quantity_delivered, c.quantity_returned,
                c.quantity, 0, 0, c.quantity, 'waiting', 0, false,
                %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
            FROM (%(delivered)s) c
            WHERE c.quantity > 0 %(scope)s AND NOT EXISTS (
                SELECT FROM pharma_recall_line line
                WHERE line.recall_id = %(recall)s AND line.lot_id = c.lot_id
                    AND coalesce(line.partner_id, 0) = coalesce(c.partner_id, 0))
            """,
            **values,
        )
        return merge, update, insert

    # === ACTIVITIES === #
    def _schedule_calls(self):
        """Give each employee one activity for all his customers, and one for the stock.

        Call lists are made by whoever extends this, of ``line_ids._get_to_call()``; their results
        come back by ``pharma.recall.line._take_answer()``.
        """
        self.ensure_one()
        deadline = fields.Date.to_date(self.date_deadline)
        groups = self.env['pharma.recall.line']._read_group(
            [('recall_id', '=', self.id)], ['user_id'], ['partner_id:count_distinct']
        )
        counts = {}
        for user, count in groups:
            employed = user.active and not user.share and len(counts) < MAX_EMPLOYEES
            owner = user if employed else self.user_id
            counts[owner] = counts.get(owner, 0) + count
        for user, count in counts.items():
            recall = self.with_context(lang=user.lang)
            recall.activity_schedule(
                'mail.mail_activity_data_call',
                date_deadline=deadline,
                summary=recall.env._("Call %(count)s customers: recall", count=count),
                note=False if is_html_empty(self.instruction) else self.instruction,
                user_id=user.id,
            )
        user = self.company_id._pharma_quality_user() or self.user_id
        recall = self.with_context(lang=user.lang)
        recall.activity_schedule(
            'mail.mail_activity_data_todo',
            date_deadline=self.company_id._pharma_today(),
            summary=recall.env._("Put what is left in the branches into quarantine"),
            user_id=user.id,
        )
