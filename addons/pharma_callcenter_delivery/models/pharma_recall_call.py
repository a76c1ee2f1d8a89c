from odoo import fields, models
from odoo.tools import SQL, html2plaintext


class PharmaRecall(models.Model):
    """Customers of a recall are called: one call for all lots of a customer (004-60)."""

    _inherit = 'pharma.recall'

    call_todo_ids = fields.One2many('pharma.call.todo', 'recall_id', string="Calls to Make")

    def _refresh_lines(self):
        result = super()._refresh_lines()
        self._sync_calls()
        return result

    def action_close(self):
        """End the calls that are still to be made as well (004-60).

        :return: report action
        """
        result = super().action_close()
        # sudo: calls of all employees end with the recall
        todos = self.sudo().call_todo_ids.filtered(lambda todo: todo.state == 'todo')
        todos._end('cancelled', 'origin', self.env._("The recall is closed."))
        return result

    def _sync_calls(self):
        """Enter customers who are to be called, and end what is settled: one statement each."""
        for recall in self:
            if recall.state == 'running' and not recall.is_exercise:
                self.env.flush_all()
                self.env.cr.execute(recall._get_call_end_query())
                self.env.cr.execute(recall._get_call_query())
        self.env['pharma.call.todo'].invalidate_model(flush=False)
        self.invalidate_recordset(['call_todo_ids'], flush=False)

    def _get_call_end_query(self):
        return SQL(
            """
            UPDATE pharma_call_todo t
               SET state = 'cancelled', cancel_kind = 'origin', cancel_reason = %(reason)s,
                   date_done = %(now)s, claim_user_id = NULL, date_claim = NULL
             WHERE t.recall_id = %(recall)s AND t.state = 'todo' AND NOT EXISTS (
                   SELECT FROM pharma_recall_line l
                    WHERE l.recall_id = %(recall)s AND l.partner_id = t.partner_id
                      AND NOT l.is_settled)
            """,
            reason=self.env._("Everything is settled with this customer."),
            recall=self.id,
            now=fields.Datetime.now(),
        )

    def _get_call_query(self):
        """Return the statement that enters who has not been entered yet: customers with a number,
        for their own employee, else for anyone."""
        company = self.company_id
        return SQL(
            """
            INSERT INTO pharma_call_todo (
                company_id, kind, recall_id, partner_id, number, user_id, name, note, priority,
                date_due, day, date_deadline, state, attempt_count, missed_count, purpose_id,
                create_uid, create_date, write_uid, write_date)
            SELECT %(company)s, 'recall', %(recall)s, l.partner_id, n.number, u.id, %(name)s,
                %(note)s, '1', %(now)s, %(day)s, %(deadline)s, 'todo', 0, 0, %(purpose)s,
                %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (SELECT partner_id, max(user_id) AS user_id FROM pharma_recall_line
                     WHERE recall_id = %(recall)s AND NOT is_settled AND partner_id IS NOT NULL
                     GROUP BY partner_id) l
              JOIN res_partner p ON p.id = l.partner_id
              LEFT JOIN res_partner c ON c.id = p.commercial_partner_id
              LEFT JOIN res_users u ON u.id = l.user_id AND u.active AND NOT u.share
               AND EXISTS (SELECT FROM res_company_users_rel r
                            WHERE r.user_id = u.id AND r.cid = %(company)s)
              JOIN LATERAL (SELECT COALESCE(NULLIF(p.phone, ''), (
                        SELECT h.number FROM pharma_partner_phone h
                         WHERE h.partner_id = p.id AND h.pharma_is_wrong IS NOT TRUE
                         ORDER BY h.id LIMIT 1), NULLIF(c.phone, '')) AS number) n
                ON n.number IS NOT NULL
             WHERE NOT EXISTS (SELECT FROM pharma_call_todo t
                                WHERE t.recall_id = %(recall)s AND t.partner_id = l.partner_id)
            """,
            company=company.id,
            recall=self.id,
            name=self.display_name,
            note=html2plaintext(self.instruction or '') or None,
            now=fields.Datetime.now(),
            day=company._pharma_today(),
            deadline=self.date_deadline,
            purpose=self.env.ref('pharma_callcenter.pharma_call_purpose_other').id,
            uid=self.env.uid,
        )


class PharmaRecallLine(models.Model):
    """What was answered elsewhere ends the call, too."""

    _inherit = 'pharma.recall.line'

    def _take_answer(self, answer, used=None, note=None):
        super()._take_answer(answer, used, note)
        if answer not in ('reached', 'refused'):
            return
        # sudo: the call may be of a colleague
        todos = self.env['pharma.call.todo'].sudo()
        todos = todos.search(
            [
                ('recall_id', 'in', self.recall_id.ids),
                ('partner_id', 'in', self.partner_id.ids),
                ('state', '=', 'todo'),
                # who is just calling ends it with the result of his call
                ('claim_user_id', '!=', self.env.uid),
            ]
        )
        todos._end('done', 'called')
