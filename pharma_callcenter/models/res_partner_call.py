from textwrap import shorten

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

CALLS_SHOWN = 5
TODOS_SHOWN = 5
NOTE_LENGTH = 80
TONES = {'missed': 'danger', 'abandoned': 'danger', 'answered': 'success'}


class ResPartner(models.Model):
    """Calls of a customer: on his form and on his card (000-34, 003-08)."""

    _inherit = 'res.partner'

    pharma_call_count = fields.Integer(
        string="Calls", compute='_compute_pharma_call_count', groups='pharma_crm.group_pharma_user'
    )

    def _compute_pharma_call_count(self):
        self.pharma_call_count = 0
        partners = self.with_context(active_test=False).search_fetch(
            [('id', 'child_of', self.ids)], ['parent_id']
        )
        counts = self.env['pharma.call']._read_group(
            [('partner_id', 'in', partners.ids)], ['partner_id'], ['__count']
        )
        asked = set(self.ids)
        for partner, count in counts:
            # a company's calls are its own and those of its people
            while partner:
                if partner.id in asked:
                    partner.pharma_call_count += count
                partner = partner.parent_id

    def action_pharma_view_calls(self):
        """Open the calls of the customer and of his people, the last first (003-08).

        :return: window action of ``pharma.call``
        :raise AccessError: for a customer that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_call_action'
        )
        action['domain'] = [('partner_id', 'child_of', self.id)]
        action['context'] = {'default_partner_id': self.id}
        return action

    # === CARD === #
    def _get_customer_card_sections(self):
        """Add the last calls and the calls to make; of others' calls when, who and what about."""
        present = self._get_card_presence()
        # asked once for what most customers have none of, instead of once for each section
        customer = self.with_context(pharma_card_presence=present)
        sections = super(ResPartner, customer)._get_customer_card_sections()
        if self.env['pharma.call'].has_access('read'):
            sections = [
                *sections,
                *(self._get_card_calls() if 'calls' in present else []),
                *(self._get_card_todos() if 'todos' in present else []),
            ]
        return sections

    def _get_card_presence(self):
        """Return of which kinds the customer has records: 'followups', 'calls', 'todos'.

        Whether the user may read them is asked where they are shown.
        """
        self.env['pharma.followup'].flush_model(['partner_id'])
        self.env['pharma.call'].flush_model(['partner_id'])
        self.env['pharma.call.todo'].flush_model(['partner_id', 'state'])
        [(followups, calls, todos)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM pharma_followup WHERE partner_id = %(id)s),
                       EXISTS (SELECT FROM pharma_call WHERE partner_id = %(id)s),
                       EXISTS (SELECT FROM pharma_call_todo
                                WHERE partner_id = %(id)s AND state = 'todo')
                """,
                id=self.id,
            )
        )
        present = {'followups': followups, 'calls': calls, 'todos': todos}
        return [name for name, is_there in present.items() if is_there]

    def _get_card_calls(self):
        domain = Domain('partner_id', '=', self.id)
        domain &= Domain('company_id', 'in', self.env.companies.ids)
        # sudo: whoever speaks with the customer knows that colleagues did, and why (003-08); what
        # was said is left out below where the rules hide the call
        calls_sudo = (
            self.env['pharma.call']
            .sudo()
            .search_fetch(
                domain,
                ['date_start', 'direction', 'state', 'purpose_id', 'note', 'user_id', 'company_id'],
                order='date_start desc, id desc',
                limit=CALLS_SHOWN,
            )
        )
        # sudo: taken back, which of them the reader opens himself
        readable = set(calls_sudo.sudo(False)._filtered_access('read').ids)  # sudo: as above
        items = [self._get_card_call(call, call.id in readable) for call in calls_sudo]
        return self._prepare_card_section(
            'calls',
            self.env._("Calls"),
            'rows',
            26,
            items,
            columns=[
                self.env._("When"),
                self.env._("Call"),
                self.env._("Purpose"),
                self.env._("Note"),
                self.env._("Employee"),
            ],
            more={'method': 'action_pharma_view_calls', 'label': self.env._("All Calls")},
        )

    @api.model
    def _get_card_call(self, call, is_readable):
        directions, states = (
            dict(call._fields[name]._description_selection(self.env))
            for name in ('direction', 'state')
        )
        item = {
            'cells': [
                {'text': self._get_card_moment(call.date_start, call.company_id)},
                {
                    'text': directions[call.direction],
                    'hint': states[call.state],
                    'tone': TONES.get(call.state, 'warning'),
                },
                {'text': call.purpose_id},
                {
                    'text': shorten(call.note or '', NOTE_LENGTH, placeholder='...')
                    if is_readable
                    else ''
                },
                {'text': call.user_id},
            ]
        }
        if is_readable:
            item |= {'res_model': 'pharma.call', 'res_id': call.id}
        return item

    def _get_card_todos(self):
        todos = self.env['pharma.call.todo'].search_fetch(
            [('partner_id', '=', self.id), ('state', '=', 'todo')],
            ['date_due', 'name', 'kind', 'user_id', 'company_id', 'priority'],
            limit=TODOS_SHOWN,
        )
        kinds = dict(todos._fields['kind']._description_selection(self.env))
        now = fields.Datetime.now()
        items = [
            {
                'res_model': 'pharma.call.todo',
                'res_id': todo.id,
                'cells': [
                    {
                        'text': self._get_card_moment(todo.date_due, todo.company_id),
                        'tone': 'danger' if todo.date_due < now else '',
                    },
                    {'text': kinds[todo.kind]},
                    {'text': shorten(todo.name or '', NOTE_LENGTH, placeholder='...')},
                    {'text': todo.user_id},
                ],
            }
            for todo in todos
        ]
        return self._prepare_card_section(
            'call_todos',
            self.env._("Calls to Make"),
            'rows',
            27,
            items,
            columns=[
                self.env._("Due"),
                self.env._("Kind"),
                self.env._("Why"),
                self.env._("Employee"),
            ],
        )

    @api.model
    def _get_card_moment(self, moment, company):
        # sudo: a setting
        zone = company.sudo()._pharma_screen_tz()
        return format_datetime(self.env, moment, tz=zone, dt_format='short')
