from collections import defaultdict

from odoo import api, fields, models

from .pharma_complaint_escalation_step import LAST_LEVEL


class PharmaComplaint(models.Model):
    """Who is told of a late ticket: never nobody (003-17, decision 13)."""

    _inherit = 'pharma.complaint'

    # === WHO === #
    def _get_escalation_users(self, level):
        """Return who is told at a level; where nobody can be, the next level up.

        :param level: 1 reminder, 2 manager, 3 management
        :return: ``res.users``, never empty while the database has an administrator
        """
        return self._find_escalation_users(int(level))[0]

    def _find_escalation_users(self, level):
        """Return who is told at a level, and why it is not those who are named.

        :param int level: 1 to 3
        :return: tuple of ``res.users`` and a list of sentences
        """
        self.ensure_one()
        ticket_sudo = self.sudo()  # sudo: who leads what, and who has left
        notes, found = [], self.env['res.users']
        for step in range(level, LAST_LEVEL + 1):
            named = ticket_sudo._get_escalation_candidates(step)
            found = ticket_sudo._filter_reachable(named, notes)
            if found:
                break
            if not named:
                levels = dict(
                    ticket_sudo._fields['escalation_level']._description_selection(self.env)
                )
                notes.append(self.env._("nobody is set for '%(level)s'", level=levels[str(step)]))
        found = found or ticket_sudo._get_supervisors() or ticket_sudo._get_administrators()
        if level == LAST_LEVEL:
            former = ticket_sudo._get_escalation_candidates(1)
            former |= ticket_sudo._get_escalation_candidates(2)
            found |= ticket_sudo._filter_reachable(former, notes)
        return found, notes

    def _get_escalation_candidates(self, level):
        self.ensure_one()
        if level == 1:
            return self.user_id
        return self._get_leaders() if level == 2 else self.company_id.pharma_management_user_ids

    def _filter_reachable(self, users, notes):
        """Return the users who can be told, and note why the others cannot."""
        self.ensure_one()
        reachable = self.env['res.users']
        for user in users:
            if not user.active:
                notes.append(self.env._("%(user)s is archived", user=user.name))
            elif user.share or self.company_id not in user.company_ids:
                notes.append(self.env._("%(user)s is not of this company", user=user.name))
            elif self._is_absent(user):
                notes.append(self.env._("%(user)s is absent", user=user.name))
            else:
                reachable |= user
        return reachable

    @api.model
    def _is_absent(self, user):
        """Return whether an employee is on leave today, as core's time off says if installed."""
        employee = user.employee_id
        return 'is_absent' in employee._fields and bool(employee.is_absent)

    def _get_heads(self):
        """Return the head of the owning department, whether reachable or not."""
        self.ensure_one()
        return self.owner_department_id.manager_id.user_id

    def _get_leaders(self):
        """Return the head of the owning department and the team leader, reachable or not."""
        self.ensure_one()
        return self._get_heads() | self.team_id.user_id

    def _get_management(self):
        """Return the management of the company that can act: active, and of the company."""
        self.ensure_one()
        return self.company_id.pharma_management_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )

    def _get_supervisors(self):
        """Return the supervisors of the company."""
        return self._get_group_users('pharma_callcenter.group_call_supervisor')

    def _get_administrators(self):
        """Return the administrators, who stand in where a company has set nobody."""
        return self._get_group_users('base.group_system') or self.env.ref('base.user_admin')

    def _get_group_users(self, group):
        self.ensure_one()
        users = self.env.ref(group).all_user_ids
        return users.filtered(lambda user: user.active and self.company_id in user.company_ids)

    # === TELLING === #
    def _tell_owner(self):
        """Tell the head of the owning department of urgent tickets at once (003-17)."""
        urgent = self.sudo().filtered(  # sudo: fields of the staff, whoever takes the ticket in
            lambda t: t.priority == '2' and t.owner_department_id and not t.date_closed
        )
        urgent._notify_escalation([(t, 'blocking', 2, t.date_promised) for t in urgent])

    def _tell_owner_once(self):
        """Tell the heads of new tickets, unless they were told when their department was found."""
        urgent_sudo = self.sudo().filtered(lambda t: t.priority == '2')  # sudo: as above
        told_sudo = urgent_sudo.escalation_log_ids.filtered(lambda log: log.event == 'blocking')
        (urgent_sudo - told_sudo.complaint_id)._tell_owner()

    @api.model
    def _notify_escalation(self, notices):
        """Tell those concerned and add it to the log; one message per person.

        :param list notices: tuples (ticket, event, level as number, due date)
        """
        told, rows, found = defaultdict(list), [], {}
        for ticket, event, level, due in notices:
            if (ticket, level) not in found:
                found[ticket, level] = ticket._find_escalation_users(level)
            users, notes = found[ticket, level]
            for user in users:
                told[user].append((ticket, event, due))
            rows.append(
                ticket._prepare_escalation_log_vals(
                    event, level=level, users=users, notes=notes, date_due=due
                )
            )
        for user, late in told.items():
            self._send_late(user, late)
        self.env['pharma.complaint.escalation.log'].sudo().create(rows)  # sudo: only code adds

    def _log_escalation(self, event, **values):
        """Add what people did about the date to the log."""
        self.ensure_one()
        vals = self._prepare_escalation_log_vals(event, **values)
        self.env['pharma.complaint.escalation.log'].sudo().create(vals)  # sudo: only code adds

    def _prepare_escalation_log_vals(self, event, level=0, users=None, notes=(), **values):
        self.ensure_one()
        told = [
            self.env._("%(user)s (in Odoo and by e-mail)", user=user.name)
            if user.email
            else self.env._("%(user)s (in Odoo, has no e-mail address)", user=user.name)
            for user in users or ()
        ]
        return {
            'complaint_id': self.id,
            'company_id': self.company_id.id,
            'date': fields.Datetime.now(),
            'event': event,
            'level': str(level),
            'user_id': self.env.uid,
            'told_user_ids': (users or self.env['res.users']).ids,
            'told': '\n'.join([', '.join(told), *notes]).strip(),
            **values,
        }
