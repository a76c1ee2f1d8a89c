from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCallBack(models.TransientModel):
    """A time at which the customer is called again (002-28)."""

    _name = 'pharma.call.back'
    _inherit = ['pharma.call.window.mixin']
    _description = "Call Back"

    call_id = fields.Many2one('pharma.call', required=True, readonly=True, ondelete='cascade')
    date_due = fields.Datetime(
        string="When", required=True, default=lambda self: self._default_date_due()
    )
    who = fields.Selection(
        [('me', "Me"), ('anyone', "Anyone of the Queue")], required=True, default='me'
    )
    purpose_id = fields.Many2one('pharma.call.purpose')
    name = fields.Char(string="Why", required=True, help="In one line, as it is read then.")
    note = fields.Text()

    @api.model
    def _default_date_due(self):
        now = fields.Datetime.now()
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)

    def action_apply(self):
        """Put the call back on the worklist (002-28).

        :return: action that closes the window
        :raise AccessError: for a call that the user may not write
        :raise UserError: for a time that has passed, and without a number
        """
        self.ensure_one()
        call = self.call_id
        call.check_access('write')
        if self.date_due < fields.Datetime.now():
            raise UserError(
                self.env._("The field 'When' has passed. Choose a time at which to call back.")
            )
        if not (call.number or call.partner_id):
            raise UserError(
                self.env._(
                    "The number of this call is not known. Choose the customer of the call first."
                )
            )
        # sudo: what it was made from is not written by people; the call was checked
        self.env['pharma.call.todo'].sudo().create(self._prepare_todo_vals())
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("The call is on the list of calls to make."),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def _prepare_todo_vals(self):
        call = self.call_id
        vals = {
            'name': self.name,
            'kind': 'callback',
            'company_id': call.company_id.id,
            'partner_id': call.partner_id.id,
            'user_id': self.env.uid if self.who == 'me' else False,
            'team_id': call.team_id.id,
            'queue_id': call.queue_id.id,
            'purpose_id': self.purpose_id.id,
            'date_due': self.date_due,
            'note': self.note,
            'origin_model': call._name,
            'origin_res_id': call.id,
        }
        if call.number:
            vals['number'] = call.number
        return vals
