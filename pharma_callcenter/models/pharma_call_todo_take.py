from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

AGENT = 'pharma_callcenter.group_call_agent'
# So many of each kind are looked at: more colleagues do not press at the same moment.
LOOKED_AT = 40
MOST_ROUNDS = 10
# From now on, before the hours of the day are looked at.
PUT_OFF = {'hours': timedelta(0), 'limit': timedelta(hours=24)}


class PharmaCallTodo(models.Model):
    """Taking turns: who makes a call, and which is next (000-04, 004-03)."""

    _inherit = 'pharma.call.todo'

    # === ACTIONS === #
    @api.model
    def take_next(self):
        """Take the most urgent call that is due, so that no colleague makes it too (000-04).

        Urgent ones first; else own ones, then those of the user's teams and queues, then anyone's,
        last those of colleagues of the team whose deadline has passed. Two users who ask at the
        same moment get different ones, and never the same customer.

        :return: dict of ``todo_id``, False if nothing is due
        :raise AccessError: without the role 'User' of 'Customers and medicines'
        """
        self.browse().check_access('read')
        if not self.env.user.has_group('pharma_crm.group_pharma_user'):
            raise AccessError(self.env._("Only those who work with customers make calls."))
        todo = self._find_next()
        if not todo:
            return False
        todo._claim()
        return {'todo_id': todo.id}

    def action_take(self):
        """Take a call to make of the list, for some minutes (000-04).

        :return: True
        :raise AccessError: for what the user may not read
        :raise UserError: if it is over, or a colleague has taken it or the customer
        """
        self.ensure_one()
        self.check_access('read')
        # sudo: of two at the same moment one gets the lock
        if not self.sudo().try_lock_for_update():
            raise UserError(self.env._("A colleague is taking this call. Take another one."))
        self._check_desk_dial()
        if other := self._find_claim_of_other():
            raise UserError(
                self.env._("%(user)s is calling this customer. Take another call.", user=other)
            )
        self._claim()
        return True

    def give_back(self):
        """Give calls that the user has taken back to the others (000-04).

        :return: True
        :raise AccessError: for what others have taken, unless the user is a supervisor
        """
        # sudo: whose it is decides
        todos_sudo = self.sudo().exists()
        if any(
            todo.claim_user_id not in (self.env.user, self.env['res.users']) for todo in todos_sudo
        ):
            if not self._is_supervisor():
                raise AccessError(self.env._("Only who has taken a call gives it back."))
            self.check_access('write')
        todos_sudo.write({'claim_user_id': False, 'date_claim': False})
        return True

    def action_release(self):
        """Give calls back, as ``give_back``, which the call desk uses (000-04)."""
        return self.give_back()

    # === NEXT === #
    def _claim(self):
        self.ensure_one()
        # sudo: a setting, and nobody writes by hand who has taken it
        todo_sudo = self.sudo()
        minutes = todo_sudo.company_id.pharma_todo_claim_minutes
        todo_sudo.write(
            {
                'claim_user_id': self.env.uid,
                'date_claim': fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )

    @api.model
    def _find_next(self):
        """Return the next call that may be made now, locked until commit with its customer.

        Of lists, whoever does not permit it is struck off, and what may not be made at this hour is
        put off; of the rest, such calls are left where they are.
        """
        self.flush_model()
        refused = []
        for _round in range(MOST_ROUNDS):
            ids = self._find_candidates(refused)
            if not ids:
                break
            # sudo: what the queries found is of the user, his teams, or of nobody
            candidates_sudo = self.sudo().browse(ids)
            refusals = candidates_sudo._get_refusals()
            free = [id_ for id_ in ids if id_ not in refusals]
            if free and (todo := self._lock_first(free)):
                candidates_sudo._put_off(refusals)
                return todo
            candidates_sudo._put_off(refusals)
            refused += ids
        return self.browse()

    @api.model
    def _find_candidates(self, refused):
        """Return the ids of calls that are due, the most urgent first, at most a few dozen.

        :param list refused: ids that were looked at already
        """
        parts = [
            SQL("(SELECT n.*, %s AS part FROM (%s) n)", place, part)
            for place, part in enumerate(self._get_next_parts(refused))
        ]
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s) a ORDER BY priority DESC, part, date_due, id",
                SQL(" UNION ALL ").join(parts),
            )
        )
        return list(dict.fromkeys(row[0] for row in rows))

    @api.model
    def _lock_first(self, ids):
        """Lock the first of some calls that nobody is just taking, together with its customer.

        If it was taken after this transaction began, writing the claim fails as any concurrent
        update does, and the request is repeated.

        :param list ids: in the order in which they are wanted
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM (
                    SELECT t.id, t.partner_id, v.place FROM pharma_call_todo t
                      JOIN unnest(%s) WITH ORDINALITY AS v(id, place) ON v.id = t.id
                     WHERE t.state = 'todo' ORDER BY v.place OFFSET 0) c
                 WHERE EXISTS (
                        SELECT FROM pharma_call_todo t WHERE t.id = c.id
                           FOR NO KEY UPDATE SKIP LOCKED)
                   AND (c.partner_id IS NULL OR EXISTS (
                        SELECT FROM res_partner p WHERE p.id = c.partner_id
                           FOR NO KEY UPDATE SKIP LOCKED))
                 LIMIT 1
                """,
                ids,
            )
        )
        return self.browse(row[0] for row in rows)

    def _get_refusals(self):
        """Return for which of these calls customers may not be called now.

        :return: dict id -> (kind, reason) as of ``res.partner._contact_refusals``
        """
        refusals = {}
        for purpose, todos in self.grouped(lambda todo: todo._get_contact_purpose()).items():
            found = todos.partner_id._contact_refusals(purpose, 'call')
            refusals |= {
                todo.id: found[todo.partner_id.id]
                for todo in todos
                if todo.partner_id and found[todo.partner_id.id][0]
            }
        now = fields.Datetime.now()
        for todo in self.filtered('list_id'):
            if todo.id not in refusals and todo._get_call_moment(now) > now:
                refusals[todo.id] = ('hours', '')
        return refusals

    def _put_off(self, refusals):
        """Strike calls of lists off or put them off, so that nobody looks at them again."""
        for todo in self.filtered('list_id').try_lock_for_update(allow_referencing=True):
            kind, reason = refusals.get(todo.id, ('', ''))
            if kind in ('hours', 'limit'):
                moment = fields.Datetime.now() + PUT_OFF[kind]
                todo.date_due = todo._get_call_moment(moment)
            elif kind:
                todo._end('cancelled', 'permission', reason)

    @api.model
    def _get_next_parts(self, refused):
        """Return the queries of what the user may take, the most urgent kind first.

        :param list refused: ids that were looked at already
        """
        now = fields.Datetime.now()
        teams, queues = self._get_teams_and_queues()
        of_team = SQL("(t.team_id = ANY(%s) OR t.queue_id = ANY(%s))", teams, queues)
        conditions = [SQL("t.user_id = %s", self.env.uid)]
        if self.env.user.has_group(AGENT):
            nobodys = SQL("t.user_id IS NULL AND t.team_id IS NULL AND t.queue_id IS NULL")
            conditions += [SQL("t.user_id IS NULL AND %s", of_team), nobodys]
            late = SQL("t.user_id <> %s AND t.date_deadline < %s", self.env.uid, now)
            conditions.append(SQL("%s AND %s", late, of_team))
        # sudo: which lists run; whose their customers are is decided by the conditions
        lists = self.env['pharma.call.list'].sudo().search(self._get_list_domain()).ids
        values = {'now': now, 'lists': lists, 'refused': refused}
        return [self._get_next_part(condition, values) for condition in conditions]

    @api.model
    def _get_next_part(self, condition, values):
        return SQL(
            """
            SELECT t.id, t.priority, t.date_due FROM pharma_call_todo t
             WHERE t.state = 'todo' AND %(condition)s AND t.company_id = ANY(%(companies)s)
               AND t.date_due <= %(now)s AND t.id <> ALL(%(refused)s)
               AND (t.list_id IS NULL OR t.list_id = ANY(%(lists)s))
               AND (t.claim_user_id IS NULL OR t.date_claim IS NULL OR t.date_claim <= %(now)s)
               AND NOT EXISTS (
                    SELECT FROM pharma_call_todo o
                     WHERE o.partner_id = t.partner_id AND o.state = 'todo'
                       AND o.claim_user_id IS NOT NULL AND o.date_claim > %(now)s)
             ORDER BY t.priority DESC, t.date_due, t.id LIMIT %(limit)s
            """,
            condition=condition,
            companies=self.env.companies.ids,
            limit=LOOKED_AT,
            **values,
        )

    def _find_claim_of_other(self):
        """Return the name of the colleague who has the customer by another entry, or ''."""
        if not self.partner_id:
            return ''
        # sudo: that somebody is calling the customer must be known, also a colleague elsewhere
        others_sudo = self.sudo().search(
            Domain('partner_id', '=', self.partner_id.id)
            & Domain('state', '=', 'todo')
            & Domain('claim_user_id', 'not in', (False, self.env.uid))
            & Domain('date_claim', '>', fields.Datetime.now()),
            limit=1,
        )
        return others_sudo.claim_user_id.name or ''
