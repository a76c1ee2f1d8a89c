from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

# Written by buttons, calls and lists, never by hand.
STAMPS = (
    *('state', 'claim_user_id', 'date_claim', 'attempt_count', 'disposition_id', 'date_done'),
    *('date_tried', 'tried_user_id', 'is_reached', 'is_success', 'cancel_reason', 'cancel_kind'),
    *('missed_count', 'missed_call_id', 'missed_call_ids', 'call_ids', 'origin_model'),
    *('origin_res_id', 'list_id'),
)
# Kinds that people may enter; the others are made by calls, lists, arrivals and recalls.
BY_HAND = ('callback', 'other')
# Whom it is about; of what was not entered by hand it stays.
FIXED = ('kind', 'partner_id', 'number', 'company_id', 'queue_id', 'purpose_id', 'name')
SUPERVISORS = ('pharma_callcenter.group_call_supervisor', 'pharma_crm.group_pharma_manager')


class PharmaCallTodo(models.Model):
    """What became of a call to make is written by its buttons alone (000-36, 001-14)."""

    _inherit = 'pharma.call.todo'

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults of people out where nobody writes: those of a context and their own.

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, self._get_stamps())
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """Enter calls to make by hand: for oneself, one's team or anyone (000-04).

        :param list vals_list: one dict per call to make; stamps in it are left out
        :return: the new ``pharma.call.todo`` records
        :raise UserError: for a kind that only calls, lists and other modules make
        :raise AccessError: for a customer that the user may not read
        """
        if self.env.su:
            return super().create(vals_list)
        stamps = self._get_stamps()
        vals_list = [
            {name: value for name, value in vals.items() if name not in stamps}
            for vals in vals_list
        ]
        todos = super().create(vals_list)
        for todo in todos:
            if todo.kind not in BY_HAND:
                raise todo._get_hand_error('kind')
            todo._check_who()
        todos.partner_id.check_access('read')
        return todos

    def write(self, vals):
        """Write when, who and notes; what a call brought is written by the buttons.

        :param dict vals: values to write
        :return: True
        :raise UserError: for stamps, and for whom it is about if it was not entered by hand
        :raise AccessError: for a customer or colleague of others
        """
        if self.env.su:
            return super().write(vals)
        if name := next((name for name in self._get_stamps() if name in vals), None):
            raise self._get_hand_error(name)
        name = next((name for name in FIXED if name in vals), None)
        makes_other = vals.get('kind', 'other') not in BY_HAND
        if name and (makes_other or any(todo.kind not in BY_HAND for todo in self)):
            raise self._get_hand_error(name)
        own = (self.env.user, self.env['res.users'])
        is_colleagues = any(todo.user_id not in own for todo in self)
        if 'user_id' in vals and is_colleagues and not self._is_supervisor():
            raise AccessError(
                self.env._(
                    "This call is a colleague's. Ask the colleague or a supervisor to give it to"
                    " you."
                )
            )
        result = super().write(vals)
        if 'partner_id' in vals:
            self.partner_id.check_access('read')
        if {'partner_id', 'number'} & vals.keys():
            for todo in self:
                todo._check_who()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_tried(self):
        if not self.env.su and any(todo.attempt_count or todo.missed_count for todo in self):
            raise UserError(
                self.env._("What was called, or who called, is kept. Cancel the call instead.")
            )

    # === CHECKS === #
    @api.model
    def _get_stamps(self):
        """Return the names of the fields that people never write."""
        return STAMPS

    def _check_who(self):
        if not (self.partner_id or self.number):
            raise UserError(
                self.env._("Choose the customer, or enter the telephone number to call.")
            )

    def _get_hand_error(self, name):
        return UserError(
            self.env._(
                "The field '%(field)s' of a call to make follows from calls, lists and buttons."
                " Leave it out.",
                field=self._fields[name]._description_string(self.env),
            )
        )

    @api.model
    def _is_supervisor(self):
        return any(self.env.user.has_group(group) for group in SUPERVISORS)
