from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .pharma_call import OPEN_STATES

# older ones wait in the list of calls, not on the desk
DESK_DAYS = 2
MOST_CALLS = 20
LAST_CALLS = 8
MOST_CANDIDATES = 10
MOST_COUNTED = 100
RING_MINUTES = 3
CALL_FIELDS = (
    'direction',
    'state',
    'source',
    'date_start',
    'date_answer',
    'date_end',
    'number',
    'number_e164',
    'number_called',
    'queue_id',
    'partner_id',
    'purpose_id',
    'disposition_id',
    'note',
    'order_id',
    'todo_id',
    'user_id',
    'is_finished',
    'company_id',
)
TODO_FIELDS = (
    'name',
    'kind',
    'partner_id',
    'number',
    'purpose_id',
    'note',
    'list_id',
    'date_due',
    'attempt_count',
    'company_id',
)


class PharmaCall(models.Model):
    """What an agent has before him: his seat, his calls, whom to call next, in one request."""

    _inherit = 'pharma.call'

    @api.model
    @api.readonly
    def get_desk(self):
        """Return all that the call desk shows of the user's own work (004-04, 000-04, 002-28).

        :return: dict of ``now`` (UTC text, as all times), ``seat`` (dict or False), ``calls`` (not
            finished yet, those that go on first), ``todos`` (taken, not dialled yet), ``last``
            (finished ones), ``due`` (how many calls to make are due, at most 100), ``purposes``
            and ``dispositions``
        :raise AccessError: without the role 'User' of 'Customers and medicines'
        """
        self._check_desk()
        now = fields.Datetime.now()
        seat = self.env['pharma.agent']._get_own_seat()
        choices = self._get_desk_choices()
        calls_sudo = self._get_desk_calls(now)
        todos_sudo = self._get_desk_todos(now, calls_sudo.todo_id)
        last_sudo = self._get_desk_last()
        every_todo_sudo = calls_sudo.todo_id | todos_sudo
        scripts = every_todo_sudo._get_desk_scripts()
        candidates = calls_sudo._get_desk_candidates()
        return {
            'now': fields.Datetime.to_string(now),
            'seat': seat._prepare_desk_seat() if seat else False,
            'calls': [
                call_sudo._prepare_desk_call()
                | {
                    'candidates': candidates[call_sudo.id],
                    'todo': call_sudo.todo_id._prepare_desk_todo(scripts)
                    if call_sudo.todo_id
                    else False,
                }
                for call_sudo in calls_sudo
            ],
            'todos': [
                todo_sudo._prepare_desk_todo(scripts) | {'refusal': todo_sudo._get_desk_refusal()}
                for todo_sudo in todos_sudo
            ],
            'last': [call_sudo._prepare_desk_last() for call_sudo in last_sudo],
            'due': self.env['pharma.call.todo']._count_desk_due(now),
            **choices,
        }

    @api.model
    def _check_desk(self):
        self.browse().check_access('read')
        if not self.env.user.has_group('pharma_crm.group_pharma_user'):
            raise AccessError(
                self.env._(
                    "The call desk is for those who take or make calls. Ask an administrator for"
                    " the role 'Agent' of 'Call centre'."
                )
            )

    @api.model
    def _get_desk_calls(self, now):
        """Return the user's calls that are not finished, and those that ring at his seat."""
        ringing = self.env['pharma.call.attempt'].search_fetch(
            [
                ('user_id', '=', self.env.uid),
                ('result', '=', 'ringing'),
                ('date_ring', '>=', now - timedelta(minutes=RING_MINUTES)),
            ],
            ['call_id'],
        )
        rings = Domain('id', 'in', ringing.call_id.ids) & Domain('state', 'in', OPEN_STATES)
        own = Domain('user_id', '=', self.env.uid) & Domain(
            'state', 'not in', ('missed', 'abandoned')
        )
        # sudo: his own calls, also that which rings at him in a queue of others
        calls_sudo = self.sudo().search_fetch(
            Domain('company_id', 'in', self.env.companies.ids)
            & Domain('is_finished', '=', False)
            & Domain('direction', '!=', 'internal')
            & Domain('date_start', '>=', now - timedelta(days=DESK_DAYS))
            & (rings | own),
            CALL_FIELDS,
            limit=MOST_CALLS,
        )
        return calls_sudo.sorted(lambda call: call.state not in OPEN_STATES)

    @api.model
    def _get_desk_todos(self, now, besides):
        # sudo: what he has taken is his until the time is over
        return (
            self.env['pharma.call.todo']
            .sudo()
            .search_fetch(
                [
                    ('claim_user_id', '=', self.env.uid),
                    ('state', '=', 'todo'),
                    ('date_claim', '>', now),
                    ('company_id', 'in', self.env.companies.ids),
                    ('id', 'not in', besides.ids),
                ],
                TODO_FIELDS,
                limit=3,
            )
        )

    @api.model
    def _get_desk_last(self):
        # sudo: his own calls, with names of customers who are others' by now
        return self.sudo().search_fetch(
            [
                ('user_id', '=', self.env.uid),
                ('company_id', 'in', self.env.companies.ids),
                ('is_finished', '=', True),
            ],
            ['date_start', 'direction', 'state', 'number', 'partner_id', 'purpose_id'],
            limit=LAST_CALLS,
        )

    @api.model
    def _get_desk_choices(self):
        purposes = self.env['pharma.call.purpose'].search_fetch(
            [], ['name', 'code', 'direction', 'color']
        )
        dispositions = self.env['pharma.call.disposition'].search_fetch(
            [], ['name', 'code', 'is_reached']
        )
        return {
            'purposes': purposes.read(['name', 'code', 'direction', 'color'], load=''),
            'dispositions': dispositions.read(['name', 'code', 'is_reached'], load=''),
        }

    def _get_desk_candidates(self):
        """Return who may be calling, of the calls without a customer.

        :return: dict call id -> list of dict ``id``, ``name``, ``place``; of readable customers
        """
        Partner = self.env['res.partner'].with_env(self.env(su=False))
        numbers = {
            call.id: Partner._get_phone_candidates(call.number_e164 or call.number)
            for call in self
            if not call.partner_id and call.number
        }
        found = defaultdict(list)
        every_number = {number for each in numbers.values() for number in each}
        if not every_number:
            return found
        # sudo: only ids, the search that uses them applies the rights on customers
        lines_sudo = (
            self.env['pharma.partner.phone']
            .sudo()
            .search_fetch(
                [('number_e164', 'in', list(every_number))], ['partner_id', 'number_e164']
            )
        )
        partners = Partner.search_fetch(
            [('id', 'in', lines_sudo.partner_id.ids)], ['complete_name', 'city']
        )
        holders = defaultdict(dict)
        for line_sudo in lines_sudo:
            if line_sudo.partner_id.id in partners._ids:
                holders[line_sudo.number_e164][line_sudo.partner_id.id] = True
        by_id = {partner.id: partner for partner in partners}
        for call_id, each in numbers.items():
            ids = dict.fromkeys(id_ for number in each for id_ in holders[number])
            found[call_id] = [
                {
                    'id': id_,
                    'name': by_id[id_].complete_name or '',
                    'place': by_id[id_].city or '',
                }
                for id_ in list(ids)[:MOST_CANDIDATES]
            ]
        return found

    def _prepare_desk_call(self):
        """Return the content of a call for the desk; of a record whose reader was checked."""
        self.ensure_one()
        # what waits in a queue is on a desk because it rings there
        state = 'ringing' if self.state == 'queued' else self.state
        return {
            'id': self.id,
            'direction': self.direction,
            'state': state,
            'label': dict(self._fields['state']._description_selection(self.env))[state],
            'is_open': self.state in OPEN_STATES,
            'source': self.source,
            'date_start': fields.Datetime.to_string(self.date_start),
            'date_answer': fields.Datetime.to_string(self.date_answer) or False,
            'date_end': fields.Datetime.to_string(self.date_end) or False,
            'number': self.number or self.number_e164 or '',
            'called': self.queue_id.name or self.number_called or '',
            'partner': self._prepare_desk_partner(self.partner_id),
            'purpose_id': self.purpose_id.id,
            'disposition_id': self.disposition_id.id,
            'note': self.note or '',
            'order': {'id': self.order_id.id, 'name': self.order_id.name}
            if self.order_id
            else False,
        }

    @api.model
    def _prepare_desk_partner(self, partner):
        return {'id': partner.id, 'name': partner.complete_name or ''} if partner else False

    def _prepare_desk_last(self):
        self.ensure_one()
        return {
            'id': self.id,
            'date_start': fields.Datetime.to_string(self.date_start),
            'direction': self.direction,
            'state': self.state,
            'who': self.partner_id.complete_name or self.number or '',
            'purpose': self.purpose_id.name or '',
        }

    @api.readonly
    def get_desk_sections(self):
        """Return what modules show of this call beside the customer's card (003-08).

        :return: list of dict as ``_get_desk_sections`` says
        :raise AccessError: for a call that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return self._get_desk_sections()
