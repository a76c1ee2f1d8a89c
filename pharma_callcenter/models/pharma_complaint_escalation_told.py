from collections import defaultdict

from odoo import api, models

from .pharma_complaint_escalation_step import LAST_LEVEL


class PharmaComplaint(models.Model):
    """Who is told of a late ticket: never nobody (003-17, decision 13)."""

    _name = 'pharma.complaint'
    _inherit = ['pharma.complaint', 'pharma.complaint.reach.mixin']

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

    def _get_heads(self):
        """Return the head of the owning department, whether reachable or not."""
        self.ensure_one()
        return self.owner_department_id.manager_id.user_id

    def _get_leaders(self):
        """Return the head of the owning department and the team leader, reachable or not."""
        self.ensure_one()
        return self._get_heads() | self.team_id.user_id

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

    def _prepare_escalation_log_vals(self, event, **values):
        return {
            **super()._prepare_escalation_log_vals(event, **values),
            'complaint_id': self.id,
        }
