from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OWN_STATES = ('available', 'paused', 'offline')
PAUSE_REASONS = ('break', 'meal', 'paperwork', 'meeting', 'training')


class PharmaAgent(models.Model):
    """The agent's own switch: available, paused, signed out."""

    _inherit = 'pharma.agent'

    @api.model
    def _get_own_seat(self):
        """Return the seat of the user in the current company, else in another allowed one."""
        seats = self.search([('user_id', '=', self.env.uid)])
        return seats.filtered(lambda seat: seat.company_id == self.env.company)[:1] or seats[:1]

    @api.model
    def _get_pause_reasons(self):
        return {
            'break': self.env._("Break"),
            'meal': self.env._("Meal"),
            'paperwork': self.env._("Paperwork"),
            'meeting': self.env._("Meeting"),
            'training': self.env._("Training"),
        }

    def _prepare_desk_seat(self):
        self.ensure_one()
        reasons = self._get_pause_reasons()
        return {
            'id': self.id,
            'code': self.code,
            'name': self.name,
            'state': self.state,
            'label': dict(self._fields['state']._description_selection(self.env))[self.state],
            'date_state': fields.Datetime.to_string(self.date_state) or False,
            'reason': reasons.get(self.pause_reason, self.pause_reason or ''),
            'reasons': [{'code': code, 'name': name} for code, name in reasons.items()],
            'has_pbx': bool(self.pbx_id),
        }

    @api.model
    def set_my_state(self, state, reason=False):
        """Set the state of the user's own seat (000-39, 002-27).

        With a PBX it is asked to do so, and what it reports counts; without one the moment is
        written at once.

        :param str state: 'available', 'paused' or 'offline'
        :param str reason: of a pause: 'break', 'meal', 'paperwork', 'meeting' or 'training'
        :return: the seat as in ``pharma.call.get_desk``
        :raise UserError: without a seat, for another state, for a pause without its reason
        """
        self.check_access('read')
        seat = self._get_own_seat()
        if not seat:
            raise UserError(
                self.env._(
                    "You have no seat in this company. Ask a supervisor to create one under Call"
                    " Set-Up, Agents."
                )
            )
        if not self.env.user.has_group('pharma_callcenter.group_call_agent'):
            raise AccessError(self.env._("Only agents of the call centre sign in at a seat."))
        if state not in OWN_STATES:
            raise UserError(self.env._("Choose Available, Pause or Sign Out."))
        if state == 'paused' and reason not in PAUSE_REASONS:
            raise UserError(self.env._("Choose why you pause."))
        reason = reason if state == 'paused' else False
        if seat.pbx_id:
            seat._ask_state(state, reason)
        else:
            # sudo: nobody writes states by hand; the seat is the user's own, the time is now
            seat.sudo()._change_state(state, reason)
        return seat._prepare_desk_seat()

    def _ask_state(self, state, reason):
        """Ask the PBX to bring a seat into a state; it reports when it has done so."""
        Command = self.env['pharma.call.command']
        if state == 'offline':
            Command._ask('logout', self)
            return
        if self.state == 'offline':
            Command._ask('login', self)
        if state == 'paused':
            Command._ask('pause', self, reason=reason)
        elif self.state == 'paused':
            Command._ask('unpause', self)

    def _change_state(self, state, reason=False):
        """Write that a seat without a PBX is in another state from now on.

        :param str state: as of the field
        :param reason: of a pause, else False
        """
        self.ensure_one()
        self.lock_for_update()
        now = fields.Datetime.now()
        State = self.env['pharma.agent.state']
        last = State.search([('agent_id', '=', self.id)], limit=1)
        if (self.state, self.pause_reason or False) == (state, reason) and last:
            return
        if last and last.date_start >= now:
            # twice within a second: the second is what was meant
            last.write({'state': state, 'reason': reason})
        else:
            if last:
                seconds = int((now - last.date_start).total_seconds())
                last.write({'date_end': now, 'seconds': seconds})
            State.create(
                {
                    'agent_id': self.id,
                    'user_id': self.user_id.id,
                    'company_id': self.company_id.id,
                    'state': state,
                    'reason': reason,
                    'date_start': now,
                    # whatever defaults people bring along
                    'date_end': False,
                    'seconds': 0,
                }
            )
        self.write({'state': state, 'pause_reason': reason, 'date_state': now})
        self.env['pharma.call']._push_wallboard()
