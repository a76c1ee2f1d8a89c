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

        Open tickets are left alone; of a joined one the ticket it was joined with is told, and
        opened again if it is closed. The caller has checked who may.

        :param str reason: for the staff
        :return: the tickets that are open again
        :raise UserError: without a reason
        """
        if not (reason or '').strip():
            raise UserError(self.env._("Write in the field 'Reason' why it is opened again."))
        closed = self.filtered('date_closed')
        # sudo: by the customer's answer, too, who writes no field of his ticket
        joined_sudo = closed.sudo().filtered('merged_into_id')
        closed_sudo = closed.sudo() - joined_sudo  # sudo: as above
        for ticket_sudo in joined_sudo:
            # nothing that arrives is lost: it goes on where the matter goes on
            target_sudo = ticket_sudo.merged_into_id
            text = self.env._("%(number)s: %(reason)s", number=ticket_sudo.number, reason=reason)
            target_sudo._message_log(body=self._to_html(text))
            target_sudo._action_reopen(text)
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
        return self.browse(closed_sudo.ids)

    def _check_not_joined(self):
        # sudo: the number of the ticket that goes on
        if joined_sudo := self.sudo().filtered('merged_into_id')[:1]:
            raise UserError(
                self.env._(
                    "%(number)s was joined with %(target)s. Go on there.",
                    number=joined_sudo.number,
                    target=joined_sudo.merged_into_id.number,
                )
            )
