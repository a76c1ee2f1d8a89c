from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime


class PharmaComplaint(models.Model):
    """The department answers with a date; only the next level up extends it (003-17)."""

    _inherit = 'pharma.complaint'

    # === ACTIONS === #
    def action_promise(self):
        """Open the dialog in which the responsible person or department promises a date (003-17).

        :return: window action of ``pharma.complaint.promise``
        :raise AccessError: for whoever may not promise for this ticket
        """
        self.ensure_one()
        self._check_may_promise()
        return self._open_promise(self.env._("Promise a Date"), is_extension=False)

    def action_extend(self):
        """Open the dialog in which the next level up grants a later date (003-17).

        :return: window action of ``pharma.complaint.promise``
        :raise AccessError: for everybody else, telling who may
        """
        self.ensure_one()
        self._check_may_extend()
        return self._open_promise(self.env._("Extend the Date"), is_extension=True)

    def _open_promise(self, name, is_extension):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': 'pharma.complaint.promise',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_complaint_id': self.id,
                'default_is_extension': is_extension,
                'default_date': False if is_extension else self.date_promised,
            },
        }

    # === PROMISE === #
    def _check_may_promise(self):
        """Refuse whoever is neither responsible nor leads the department, the team or the centre.

        :raise AccessError: who may
        """
        self.ensure_one()
        self.check_access('write')
        ticket_sudo = self.sudo()  # sudo: who leads department and team
        allowed = ticket_sudo.user_id | ticket_sudo._get_leaders() | ticket_sudo._get_management()
        if self.env.user in allowed or self.env.user in ticket_sudo._get_supervisors():
            return
        raise AccessError(
            self.env._(
                "Ticket '%(ticket)s': a date is promised by the responsible person, the head of the"
                " owning department, the team leader or a supervisor.",
                ticket=self.display_name,
            )
        )

    def _check_promise(self, date):
        """Refuse dates in the past, and later ones than the target or than an extension allows.

        :param datetime date: UTC
        :raise UserError: the latest date that is possible, and what to do for a later one
        """
        self.ensure_one()
        if self.date_closed:
            raise UserError(self.env._("Ticket '%(ticket)s' is closed.", ticket=self.display_name))
        if date <= fields.Datetime.now():
            raise UserError(self.env._("Promise a date in the future."))
        ticket_sudo = self.sudo()  # sudo: the limit is told to whoever may promise
        latest = ticket_sudo._get_latest_promise()
        if latest and date > latest:
            raise UserError(
                self.env._(
                    "Ticket '%(ticket)s' has to be solved by %(latest)s. A later date is an"
                    " extension: ask %(users)s.",
                    ticket=self.display_name,
                    latest=format_datetime(self.env, latest),
                    users=', '.join(ticket_sudo._get_extension_users().mapped('name')),
                )
            )

    def _get_latest_promise(self):
        """Return the latest date that may be promised without an extension, False without limit."""
        self.ensure_one()
        if self.escalation_level != '0' or self.is_extended:
            return self.date_promised
        return self.date_target

    def _promise(self, date):
        """Promise a date for a ticket (003-17).

        :param datetime date: UTC, not later than the target or the extended date
        :raise AccessError: for whoever may not promise
        :raise UserError: for a date that is too late or past
        """
        self.ensure_one()
        self._check_may_promise()
        self._check_promise(date)
        self._set_pledge(date, 'promise', '')

    def _set_pledge(self, date, event, reason, **values):
        ticket_sudo = self.sudo()  # sudo: dates are written by the named actions alone
        before = ticket_sudo.date_promised
        ticket_sudo.write(
            {
                'date_pledged': date,
                'pledge_waited_hours': ticket_sudo.waited_hours,
                'pledge_user_id': self.env.uid,
                **values,
            }
        )
        ticket_sudo._log_escalation(event, date_due=before, date_after=date, reason=reason)

    # === EXTENSION === #
    def _get_extension_users(self):
        """Return who may grant a later date: one level above the one the ticket has reached."""
        self.ensure_one()
        ticket_sudo = self.sudo()  # sudo: who leads departments and the company
        management = ticket_sudo._get_management()
        if ticket_sudo.escalation_level in ('2', '3'):
            # where no management is set, or it has left, administrators stand in
            return management or ticket_sudo._get_administrators()
        users = ticket_sudo._get_heads() | ticket_sudo._get_supervisors()
        return (users - ticket_sudo.user_id) | management

    def _check_may_extend(self):
        """Refuse whoever may not grant a later date, nobody does so for himself.

        :raise AccessError: who may
        """
        self.ensure_one()
        self.check_access('read')
        allowed = self._get_extension_users()
        if self.env.user in allowed:
            return
        raise AccessError(
            self.env._(
                "Ticket '%(ticket)s': a later date is granted by the next level up. Ask %(users)s.",
                ticket=self.display_name,
                users=', '.join(allowed.mapped('name'))
                or self.env._("an administrator to set the management in the settings"),
            )
        )

    def _check_may_cancel(self):
        """Refuse to end late tickets without an answer: that would silence them (003-17).

        :raise AccessError: for tickets that are late or told to managers, by whoever may not grant
            a later date
        """
        for ticket in self:
            # sudo: dates and level, asked for one yes or no
            ticket_sudo = ticket.sudo()
            if not (ticket_sudo.is_late or ticket_sudo.escalation_level in ('2', '3')):
                continue
            allowed = ticket._get_extension_users()
            if self.env.user not in allowed:
                raise AccessError(
                    self.env._(
                        "Ticket '%(ticket)s' is late: answer the customer, or let the next level up"
                        " cancel it. Ask %(users)s.",
                        ticket=ticket.display_name,
                        users=', '.join(allowed.mapped('name'))
                        or self.env._("an administrator to set the management in the settings"),
                    )
                )

    def _extend(self, date, reason):
        """Grant a later date; reminders begin anew with it (003-17).

        :param datetime date: UTC, in the future and later than the promised date
        :param str reason: why, for the log
        :raise AccessError: for whoever is not the next level up
        :raise UserError: without a reason, for a closed ticket or a date that is not later
        """
        self.ensure_one()
        self._check_may_extend()
        if not (reason or '').strip():
            raise UserError(self.env._("Say why the customer has to wait longer."))
        if self.date_closed:
            raise UserError(self.env._("Ticket '%(ticket)s' is closed.", ticket=self.display_name))
        now = fields.Datetime.now()
        if date <= max(now, self.date_promised or now):
            raise UserError(
                self.env._("An extension needs a date in the future, later than the promised one.")
            )
        self._set_pledge(
            date,
            'extension',
            reason.strip(),
            is_extended=True,
            escalation_level='0',
            escalation_solve_step=0,
        )
