from odoo import api, fields, models
from odoo.exceptions import UserError

STAFF = 'base.group_user'


class PharmaComplaint(models.Model):
    """Opening closed tickets again (000-23, 002-16)."""

    _inherit = 'pharma.complaint'

    reopen_count = fields.Integer(
        string="Times Reopened", readonly=True, copy=False, tracking=True, groups=STAFF
    )
    date_reopened = fields.Datetime(string="Reopened On", readonly=True, copy=False, groups=STAFF)

    @api.model
    def _get_button_fields(self):
        hint = self.env._("press 'Reopen'")
        return {
            **super()._get_button_fields(),
            **dict.fromkeys(('reopen_count', 'date_reopened'), hint),
        }

    # === ACTIONS === #
    def action_reopen(self):
        """Open the window that asks why closed tickets are opened again (002-16).

        :return: window action of ``pharma.complaint.reopen``
        :raise AccessError: for tickets the user may not write
        """
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_reopen_action')

    # === BUSINESS METHODS === #
    def _action_reopen(self, reason):
        """Open closed tickets again; what was the solution stays in the chatter.

        Open tickets are left alone. The caller has checked who may.

        :param str reason: for the staff
        :return: the tickets that were closed
        :raise UserError: without a reason, and for a ticket that was joined with another
        """
        if not (reason or '').strip():
            raise UserError(self.env._("Write in the field 'Reason' why it is opened again."))
        closed = self.filtered('date_closed')
        # sudo: by the customer's answer, too, who writes no field of his ticket
        closed_sudo = closed.sudo()
        if joined_sudo := closed_sudo.filtered('merged_into_id')[:1]:
            raise UserError(
                self.env._(
                    "%(number)s was joined with %(target)s. Go on there.",
                    number=joined_sudo.number,
                    target=joined_sudo.merged_into_id.number,
                )
            )
        for ticket_sudo in closed_sudo:
            text = [self.env._("Reopened: %(reason)s", reason=reason)]
            if ticket_sudo.solution:
                text.append(self.env._("Solution until now: %(text)s", text=ticket_sudo.solution))
            ticket_sudo._message_log(body=self._to_html('\n'.join(text)))
            ticket_sudo.write(
                {
                    'reopen_count': ticket_sudo.reopen_count + 1,
                    'date_reopened': fields.Datetime.now(),
                    'solution': False,
                    'cancel_reason_id': False,
                }
            )
        closed_sudo._move_to('open')
        return closed
