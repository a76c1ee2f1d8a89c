from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .pharma_call_desk import MOST_COUNTED


class PharmaCallTodo(models.Model):
    """A call to make as the call desk shows it."""

    _inherit = 'pharma.call.todo'

    @api.model
    def _count_desk_due(self, now):
        """Return how many the user could make now, at most 100."""
        return self.search_count(self._get_desk_due_domain(now), limit=MOST_COUNTED)

    @api.model
    def _get_desk_due_domain(self, now):
        return (
            self._get_due_domain(now)
            & Domain('user_id', 'in', (self.env.uid, False))
            & Domain('company_id', 'in', self.env.companies.ids)
            & (Domain('claim_user_id', '=', False) | Domain('date_claim', '<', now))
        )

    def _get_desk_scripts(self):
        """Return the words to say, of the lists that these are from.

        :return: dict script id -> as ``pharma.contact.script._get_contents``
        """
        scripts = self.list_id.script_id
        return {content['id']: content for content in scripts._get_contents()} if scripts else {}

    def _prepare_desk_todo(self, scripts):
        self.ensure_one()
        kinds = dict(self._fields['kind']._description_selection(self.env))
        return {
            'id': self.id,
            'name': self.name or '',
            'kind': kinds[self.kind],
            'partner': self.env['pharma.call']._prepare_desk_partner(self.partner_id),
            'number': self.number or '',
            # which chip comes first; none is ever chosen beforehand
            'purpose_id': self.purpose_id.id or self.list_id.purpose_id.id,
            'note': self.note or '',
            'list': self.list_id.name or '',
            'date_due': fields.Datetime.to_string(self.date_due),
            'attempts': self.attempt_count,
            'script': scripts.get(self.list_id.script_id.id, False),
        }

    def _get_desk_refusal(self):
        """Return why the customer may not be called now, '' if he may."""
        self.ensure_one()
        if not self.partner_id:
            return ''
        return self.partner_id.contact_allowed(self._get_contact_purpose(), 'call')[1]

    def _check_desk_dial(self):
        """Refuse a call to make that is over, or that a colleague is about to make."""
        self.ensure_one()
        todo_sudo = self.sudo().exists()  # sudo: whose it is decides here
        is_claimed = todo_sudo.date_claim and todo_sudo.date_claim > fields.Datetime.now()
        if not (todo_sudo and is_claimed and todo_sudo.claim_user_id == self.env.user):
            self.check_access('read')
        if todo_sudo.state != 'todo':
            raise UserError(self.env._("This call has been made already. Take the next one."))
        if is_claimed and todo_sudo.claim_user_id != self.env.user:
            raise UserError(
                self.env._(
                    "%(user)s is making this call. Take the next one.",
                    user=todo_sudo.claim_user_id.name,
                )
            )

    def _get_contact_purpose(self):
        """Return for what permission is needed: 'care', 'advertising' or 'survey' (004-30).

        Whoever called or asked to be called back is called for his own sake.
        """
        self.ensure_one()
        if self.kind in ('missed', 'callback'):
            return 'care'
        return (self.purpose_id or self.list_id.purpose_id)._get_contact_purpose()
