from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

CLAIM_MINUTES = 30
LOOKED_AT = 20


class PharmaCallTodo(models.Model):
    """Taking the next call to make, and what becomes of it when the call is finished."""

    _inherit = 'pharma.call.todo'

    @api.model
    def take_next(self):
        """Take the most urgent call that is due, so that no colleague makes it too (000-04).

        :return: dict of ``todo_id``, False if nothing is due
        :raise AccessError: without the role 'User' of 'Customers and medicines'
        """
        self.browse().check_access('read')
        if not self.env.user.has_group('pharma_crm.group_pharma_user'):
            raise AccessError(self.env._("Only those who work with customers make calls."))
        now = fields.Datetime.now()
        due = self.search(self._get_desk_due_domain(now), limit=LOOKED_AT)
        # sudo: nobody writes by hand who has taken it
        taken_sudo = due.sudo().try_lock_for_update(limit=1)
        if not taken_sudo:
            return False
        taken_sudo.write(
            {
                'claim_user_id': self.env.uid,
                'date_claim': now + timedelta(minutes=CLAIM_MINUTES),
            }
        )
        return {'todo_id': taken_sudo.id}

    def give_back(self):
        """Give a call that the user has taken back to the others (000-04).

        :return: True
        :raise AccessError: for what others have taken
        """
        # sudo: whose it is decides
        todos_sudo = self.sudo().exists()
        if any(todo.claim_user_id != self.env.user for todo in todos_sudo):
            raise AccessError(self.env._("Only who has taken a call gives it back."))
        todos_sudo.write({'claim_user_id': False, 'date_claim': False})
        return True

    def _record_call(self, result):
        """Note that a call was made: it is done with it, or due again (001-14).

        :param result: ``pharma.call.disposition`` of the call
        """
        self.ensure_one()
        now = fields.Datetime.now()
        vals = {
            'attempt_count': self.attempt_count + 1,
            'disposition_id': result.id,
            'claim_user_id': False,
            'date_claim': False,
        }
        if result.retry_minutes:
            vals['date_due'] = now + timedelta(minutes=result.retry_minutes)
        else:
            state = 'done' if result.is_reached else 'unreached'
            vals |= {'state': state, 'date_done': now}
        # sudo: state and attempts are written by what happened, not by hand
        self.sudo().write(vals)
