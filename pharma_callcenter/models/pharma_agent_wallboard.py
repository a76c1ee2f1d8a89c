from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LISTENING = ('listen', 'whisper', 'barge', 'take_over')
FORCING = ('pause', 'logout')


class PharmaAgent(models.Model):
    """Agents on the wallboard, and what a supervisor does with their calls (000-39, 000-40)."""

    _inherit = 'pharma.agent'

    @api.model
    def _get_wallboard_agents(self):
        """Return the agents of the allowed companies with state and current call.

        :return: list of dict, those who talk first, signed out ones last
        """
        agents = self.search_fetch(
            [('company_id', 'in', self.env.companies.ids)],
            [
                'name',
                'code',
                'user_id',
                'state',
                'date_state',
                'pause_reason',
                'call_id',
                'pbx_id',
                'queue_ids',
            ],
        )
        states = dict(self._fields['state']._description_selection(self.env))
        reasons = self._get_pause_reasons()
        # supervisors and managers read every call of their companies
        calls = agents.call_id
        calls.fetch(['state', 'date_start', 'date_answer', 'number', 'partner_id', 'queue_id'])
        order = {'paused': 2, 'wrapup': 1, 'available': 1, 'offline': 3}
        rows = [
            {
                'id': agent.id,
                'name': agent.name or '',
                'code': agent.code,
                'is_own': agent.user_id == self.env.user,
                'state': agent.state,
                'label': states[agent.state],
                'reason': reasons.get(agent.pause_reason, agent.pause_reason or '')
                if agent.state == 'paused'
                else '',
                'since': fields.Datetime.to_string(agent.date_state) or False,
                'queue_ids': agent.queue_ids.ids,
                'has_pbx': bool(agent.pbx_id),
                'call': self._prepare_wallboard_call(agent.call_id),
            }
            for agent in agents
        ]
        return sorted(
            rows, key=lambda row: (0 if row['call'] else order[row['state']], row['code'])
        )

    @api.model
    def _prepare_wallboard_call(self, call):
        if not call:
            return False
        # sudo: the name of a customer whom the reader of the call may not open
        name = call.partner_id.sudo().complete_name
        return {
            'id': call.id,
            'state': call.state,
            'who': name or call.number or '',
            'since': fields.Datetime.to_string(call.date_answer or call.date_start),
        }

    def supervise(self, kind):
        """Ask the PBX to let the user listen to an agent's call, or to force the agent's seat.

        (000-40, 002-27)

        :param str kind: 'listen', 'whisper', 'barge', 'take_over' (at the user's own seat),
            'pause' or 'logout' (of this agent)
        :return: True, the PBX does it within seconds
        :raise AccessError: for others than supervisors, for agents of other companies
        :raise UserError: without PBX or call, or without a seat of one's own to listen at
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('pharma_callcenter.group_call_supervisor'):
            raise AccessError(self.env._("Only supervisors do this."))
        if kind not in (*LISTENING, *FORCING):
            raise UserError(self.env._("This action does not exist. Load the page again."))
        if not self.pbx_id:
            raise UserError(self.env._("'%(name)s' has no PBX that could do it.", name=self.name))
        Command = self.env['pharma.call.command']
        if kind in FORCING:
            Command._ask(kind, self)
            return True
        seat = self._get_own_seat()
        if not seat.pbx_id or seat.pbx_id != self.pbx_id:
            raise UserError(
                self.env._(
                    "You have no seat at the PBX of '%(name)s' to hear with.", name=self.name
                )
            )
        if seat == self:
            raise UserError(self.env._("This is your own seat."))
        if not self.call_id:
            raise UserError(self.env._("'%(name)s' is not in a call any more.", name=self.name))
        Command._ask(kind, seat, call=self.call_id, target_agent=self)
        return True
