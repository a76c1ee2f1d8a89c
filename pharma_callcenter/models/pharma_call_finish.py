from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# A call that was typed by mistake is noticed on the same day; later it is part of the figures.
DELETE_HOURS = 24


class PharmaCall(models.Model):
    """The end of the work on a call, and what is kept of it for ever (000-02, 002-28)."""

    _inherit = 'pharma.call'

    def action_finish(self):
        """Note that the work on these calls is done; each needs a purpose (000-02, 002-28).

        :return: True
        :raise AccessError: for calls that the user may not write
        :raise UserError: for calls without a purpose, and for those that nobody answered yet
        """
        self.check_access('write')
        if waiting := self.filtered(lambda call: call.state in ('ringing', 'queued')):
            raise UserError(
                self.env._(
                    "Call '%(call)s' was not answered yet. Finish it afterwards.",
                    call=waiting[0].display_name,
                )
            )
        if missing := self.filtered(lambda call: not call.purpose_id):
            raise UserError(
                self.env._(
                    "Choose what the call was about in the field 'Purpose', then finish it:"
                    " %(calls)s",
                    calls=', '.join(missing[:3].mapped('display_name')),
                )
            )
        for call in self.filtered(lambda call: call.state == 'talking' and not call.external_id):
            # sudo: when a call that no PBX measures ends is written by this button alone
            call.sudo().write(call._prepare_hand_end())
        # sudo: written by this button alone
        self.sudo().filtered(lambda call: not call.is_finished).is_finished = True
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_measured(self):
        limit = fields.Datetime.now() - timedelta(hours=DELETE_HOURS)
        for call in self:
            if call.source != 'manual':
                raise UserError(
                    self.env._(
                        "Call '%(call)s' was measured, and figures count it: it cannot be deleted.",
                        call=call.display_name,
                    )
                )
            if call.create_date < limit:
                raise UserError(
                    self.env._(
                        "Call '%(call)s' was typed more than %(hours)s hours ago, and figures"
                        " count it: it cannot be deleted. Correct what is wrong in it.",
                        call=call.display_name,
                        hours=DELETE_HOURS,
                    )
                )
