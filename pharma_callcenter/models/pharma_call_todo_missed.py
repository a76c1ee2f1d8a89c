from odoo import api, fields, models
from odoo.tools import SQL

from .working_time import WorkingTime

# Calls that nobody took; 'failed' counts where the caller waited in a queue.
LOST = ('missed', 'abandoned', 'failed')


class PharmaCallTodo(models.Model):
    """Whoever called in vain is called back: one entry for each customer or number (000-04).

    Facts of a call may come late and twice: a call is linked to its entry (``missed_todo_id``), and
    whatever ends otherwise than it first seemed takes its entry back.
    """

    _inherit = 'pharma.call.todo'

    # === MISSED === #
    @api.model
    def _create_from_missed(self, calls):
        """Enter those who called in vain, or count them up where they are entered already.

        Left out: who hung up at once, who is unknown or whose number is hidden if the settings say
        so, and who has talked to somebody since.

        :param calls: ``pharma.call``, any
        """
        if not calls:
            return
        rows = self._find_missed(calls)
        if not rows:
            return
        groups = {}
        for row in rows:
            groups.setdefault((row['company_id'], row['todo_id'] or row['who']), []).append(row)
        pairs, vals_list, news = [], [], []
        times = {}
        for group in groups.values():
            if group[0]['todo_id']:
                pairs += [(row['id'], row['todo_id']) for row in group]
            else:
                vals_list.append(self._prepare_missed_vals(group, times))
                news.append(group)
        # sudo: made by calls, not by people
        todos = self.sudo().create(vals_list)
        for todo, group in zip(todos, news, strict=True):
            pairs += [(row['id'], todo.id) for row in group]
        self._link_missed(pairs, {row['todo_id'] for row in rows if row['todo_id']})

    @api.model
    def _find_missed(self, calls):
        """Return what is to be entered: a dict per call with who, where and whose."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT c.id, c.company_id, c.partner_id, c.queue_id, c.date_start, c.date_end,
                       COALESCE(c.number_e164, c.number) AS number,
                       COALESCE(q.team_id, c.team_id) AS team_id, old.id AS todo_id,
                       COALESCE('p' || c.partner_id, 'n' || COALESCE(c.number_e164, c.number))
                            AS who,
                       COALESCE(mine.id, last.id) AS user_id
                  FROM pharma_call c
                  JOIN res_company co ON co.id = c.company_id
                  LEFT JOIN res_partner p ON p.id = c.partner_id
                  LEFT JOIN pharma_call_queue q ON q.id = c.queue_id
                  LEFT JOIN LATERAL (
                    SELECT t.id FROM pharma_call_todo t
                     WHERE t.state = 'todo' AND t.kind = 'missed' AND t.company_id = c.company_id
                       AND t.partner_id = c.partner_id
                     UNION ALL
                    SELECT t.id FROM pharma_call_todo t
                     WHERE t.state = 'todo' AND t.kind = 'missed' AND t.company_id = c.company_id
                       AND t.number = COALESCE(c.number_e164, c.number)
                       AND (t.partner_id IS NULL OR c.partner_id IS NULL)
                     LIMIT 1) old ON TRUE
                  LEFT JOIN LATERAL (
                    SELECT u.id FROM res_users u
                      JOIN res_company_users_rel r ON r.user_id = u.id AND r.cid = c.company_id
                     WHERE u.id = p.user_id AND u.active AND NOT u.share) mine ON TRUE
                  LEFT JOIN LATERAL (
                    SELECT u.id FROM pharma_call l
                      JOIN res_users u ON u.id = l.user_id AND u.active AND NOT u.share
                      JOIN res_company_users_rel r ON r.user_id = u.id AND r.cid = c.company_id
                     WHERE l.partner_id = c.partner_id AND l.date_answer IS NOT NULL
                       AND l.company_id = c.company_id AND l.date_start <= c.date_start
                       AND l.date_start
                           >= c.date_start - co.pharma_missed_agent_days * INTERVAL '1 day'
                     ORDER BY l.date_start DESC LIMIT 1) last ON mine.id IS NULL
                 WHERE c.id = ANY(%(ids)s) AND c.direction = 'inbound' AND c.state = ANY(%(lost)s)
                   AND c.date_end IS NOT NULL AND c.missed_todo_id IS NULL
                   AND COALESCE(c.number_e164, c.number, '') <> ''
                   AND (c.state <> 'failed' OR c.queue_id IS NOT NULL)
                   AND NOT (c.state = 'abandoned' AND q.id IS NOT NULL
                            AND COALESCE(c.wait_seconds, 0) <= q.short_abandon_seconds)
                   AND (co.pharma_missed_scope = 'all'
                        OR co.pharma_missed_scope = 'known' AND c.partner_id IS NOT NULL)
                   AND NOT EXISTS (
                        SELECT FROM pharma_call a
                         WHERE a.partner_id = c.partner_id AND a.company_id = c.company_id
                           AND a.date_answer IS NOT NULL AND a.date_start > c.date_start)
                   AND NOT EXISTS (
                        SELECT FROM pharma_call a
                         WHERE a.number_e164 = c.number_e164 AND a.company_id = c.company_id
                           AND a.date_answer IS NOT NULL AND a.date_start > c.date_start)
                 ORDER BY c.date_start, c.id
                """,
                ids=list(calls.ids),
                lost=list(LOST),
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _prepare_missed_vals(self, rows, times):
        """Return the values of one entry.

        :param list rows: of one caller, as ``_find_missed`` returned them
        :param dict times: due date and deadline by queue, filled here
        """
        last = rows[-1]
        company = self.env['res.company'].browse(last['company_id'])
        queue = self.env['pharma.call.queue'].browse(last['queue_id'] or [])
        key = (company, queue)
        if key not in times:
            times[key] = self._get_missed_times(company.sudo(), queue.sudo())  # sudo: settings
        due, deadline = times[key]
        return {
            'kind': 'missed',
            'name': False,
            'company_id': company.id,
            'partner_id': last['partner_id'],
            'number': last['number'],
            'user_id': next((row['user_id'] for row in rows if row['user_id']), False),
            'team_id': last['team_id'],
            'queue_id': last['queue_id'],
            'missed_call_id': last['id'],
            'missed_count': len(rows),
            'date_due': due,
            'date_deadline': deadline,
        }

    @api.model
    def _get_missed_times(self, company, queue):
        """Return when to call back, and until when: in the business hours of the queue.

        :return: tuple of datetime and datetime or False
        """
        due = self._get_opening(queue.calendar_id, company, fields.Datetime.now())
        hours = company.pharma_missed_deadline_hours
        time = WorkingTime(queue.calendar_id, company, not queue.calendar_id)
        return due, time.plan(due, hours) if hours else False

    @api.model
    def _link_missed(self, pairs, counted):
        """Link calls to their entries, and count them there.

        :param list pairs: of call id and entry id
        :param set counted: ids of entries that were there before
        """
        self.env.flush_all()
        calls = [call for call, _todo in pairs]
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_call c SET missed_todo_id = v.todo_id
                  FROM unnest(%s, %s) AS v(id, todo_id) WHERE v.id = c.id
                """,
                calls,
                [todo for _call, todo in pairs],
            )
        )
        self.env['pharma.call.mark']._mark_calls(calls)
        self.env['pharma.call'].browse(calls).invalidate_recordset(['missed_todo_id'], flush=False)
        if counted:
            self._count_missed(list(counted))

    @api.model
    def _count_missed(self, ids):
        """Count the missed calls of entries anew, and name the last one."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_call_todo t
                   SET missed_count = n.number, missed_call_id = n.last,
                       partner_id = COALESCE(t.partner_id, n.partner_id),
                       write_date = now() AT TIME ZONE 'UTC'
                  FROM (SELECT t.id, count(c.id) AS number, max(c.partner_id) AS partner_id,
                               (array_agg(c.id ORDER BY c.date_start DESC, c.id DESC))[1] AS last
                          FROM pharma_call_todo t
                          LEFT JOIN pharma_call c ON c.missed_todo_id = t.id
                         WHERE t.id = ANY(%s) GROUP BY t.id) n
                 WHERE n.id = t.id
                """,
                ids,
            )
        )
        self.browse(ids).invalidate_recordset(flush=False)

    @api.model
    def _take_back_missed(self, calls):
        """Take calls out of their entries that were answered after all, as late facts say.

        An entry without any missed call is cancelled.

        :param calls: ``pharma.call``, any
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH old AS (
                    SELECT id, missed_todo_id FROM pharma_call
                     WHERE id = ANY(%s) AND missed_todo_id IS NOT NULL
                       AND date_answer IS NOT NULL
                )
                UPDATE pharma_call c SET missed_todo_id = NULL
                  FROM old WHERE old.id = c.id RETURNING c.id, old.missed_todo_id
                """,
                list(calls.ids),
            )
        )
        if not rows:
            return
        self.env['pharma.call.mark']._mark_calls([call for call, _todo in rows])
        calls.invalidate_recordset(['missed_todo_id'], flush=False)
        todos = self.sudo().browse({todo for _call, todo in rows})  # sudo: made by calls
        self._count_missed(todos.ids)
        empty = todos.filtered(lambda todo: todo.state == 'todo' and not todo.missed_count)
        empty._end('cancelled', 'called', self.env._("The call was answered after all."))

    # === ANSWERED === #
    @api.model
    def _close_answered(self, calls):
        """End the entries of missed callers who were spoken to since (000-04).

        A call that was made from the entry itself ends it with its result, at the desk.

        :param calls: ``pharma.call``, any
        """
        if not calls:
            return
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH spoken AS (
                    SELECT DISTINCT ON (t.id) t.id, c.id AS call_id, c.date_answer, c.user_id,
                           c.direction, c.todo_id
                      FROM pharma_call c
                      JOIN pharma_call_todo t
                        ON t.state = 'todo' AND t.kind = 'missed' AND t.company_id = c.company_id
                       AND (t.partner_id = c.partner_id
                            OR t.number = COALESCE(c.number_e164, c.number)
                               AND (t.partner_id IS NULL OR c.partner_id IS NULL))
                      LEFT JOIN pharma_call m ON m.id = t.missed_call_id
                     WHERE c.id = ANY(%(ids)s) AND c.date_answer IS NOT NULL
                       AND c.direction IN ('inbound', 'outbound')
                       AND c.date_start >= COALESCE(m.date_start, c.date_start)
                       AND c.todo_id IS DISTINCT FROM t.id
                     ORDER BY t.id, c.date_answer
                ), link AS (
                    UPDATE pharma_call c SET todo_id = s.id FROM spoken s
                     WHERE c.id = s.call_id AND c.todo_id IS NULL
                 RETURNING c.id
                )
                UPDATE pharma_call_todo t
                   SET state = 'done', date_done = s.date_answer, is_reached = TRUE,
                       cancel_kind = 'called', date_tried = s.date_answer,
                       tried_user_id = s.user_id, claim_user_id = NULL, date_claim = NULL,
                       attempt_count = COALESCE(t.attempt_count, 0)
                           + CASE WHEN s.direction = 'outbound' THEN 1 ELSE 0 END,
                       write_date = now() AT TIME ZONE 'UTC'
                  FROM spoken s WHERE s.id = t.id RETURNING t.id, s.call_id
                """,
                ids=list(calls.ids),
            )
        )
        if not rows:
            return
        self.env['pharma.call.mark']._mark_calls([call for _todo, call in rows])
        self.browse(todo for todo, _call in rows).invalidate_recordset(flush=False)
        calls.invalidate_recordset(['todo_id'], flush=False)
