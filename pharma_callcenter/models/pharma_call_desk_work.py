import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from .pharma_call import OPEN_STATES

DRAFT_FIELDS = ('purpose_id', 'disposition_id', 'partner_id', 'note')
MOST_NOTE = 20000


class PharmaCall(models.Model):
    """What the agent does with a call at the desk: note, choose, finish (004-04, 002-28)."""

    _inherit = 'pharma.call'

    def save_draft(self, vals):
        """Keep what was entered so far of the user's own call that is not finished (004-04).

        :param dict vals: of ``purpose_id``, ``disposition_id``, ``partner_id`` (ids or False) and
            ``note``; nothing else is taken
        :return: dict of ``is_finished`` (another window was faster, nothing is written),
            ``partner`` (dict of id and name, or False)
        :raise AccessError: for calls of others, for a customer the user may not read
        """
        call_sudo = self._get_own_desk_call()
        if not call_sudo.is_finished:
            call_sudo.write(self._prepare_draft_vals(vals))
        return {
            'is_finished': call_sudo.is_finished,
            'partner': self._prepare_desk_partner(call_sudo.partner_id),
        }

    def finish(self, vals, get_next=False):
        """Finish the user's own call: what it was about and what came out of it (002-28, 001-14).

        :param dict vals: as for ``save_draft``; a purpose is needed, of outgoing calls a result;
            and ``answers`` to the script of the list (dict of answers by id of the question)
        :param bool get_next: take the next call to make as well
        :return: as ``get_desk``, after that
        :raise UserError: without purpose or result, while it is still ringing
        :raise AccessError: as ``save_draft``
        """
        call_sudo = self._get_own_desk_call()
        if not call_sudo.is_finished:
            call_sudo.write(self._prepare_draft_vals(vals))
            call_sudo._check_desk_finish()
            call_sudo.write(call_sudo._prepare_finish_vals())
            call_sudo._record_desk_answers(vals.get('answers'))
            if call_sudo.todo_id.state == 'todo' and call_sudo.disposition_id:
                call_sudo.todo_id._record_call(call_sudo.disposition_id)
        if get_next:
            self.env['pharma.call.todo'].take_next()
        return self.get_desk()

    def _get_own_desk_call(self):
        """Return the call with full rights, after a check that it is the user's own."""
        self.ensure_one()
        self._check_desk()
        # sudo: whose call it is decides here; a call from a queue of others is his as well
        call_sudo = self.sudo()
        companies = self.env.companies
        if call_sudo.exists() and call_sudo.company_id in companies:
            if call_sudo.user_id == self.env.user:
                return call_sudo
            if not call_sudo.user_id and any(
                attempt.user_id == self.env.user for attempt in call_sudo.attempt_ids
            ):
                return call_sudo
        raise AccessError(
            self.env._("This call is not yours. Open it from the list of calls instead.")
        )

    def _prepare_draft_vals(self, vals):
        """Check what was sent of a call and return it as values.

        :param dict vals: as for ``save_draft``
        """
        if not isinstance(vals, dict):
            raise UserError(self.env._("Send what was entered as values by field."))
        result = {}
        for name in DRAFT_FIELDS:
            if name not in vals:
                continue
            value = vals[name] or False
            if name == 'note':
                result[name] = str(value)[:MOST_NOTE] if value else False
                continue
            if value:
                if isinstance(value, bool) or not isinstance(value, int):
                    raise UserError(self.env._("Send records by their ids."))
                record = self.env[self._fields[name].comodel_name].browse(value).exists()
                if not record:
                    raise UserError(
                        self.env._("What was chosen does not exist any more. Load the page again.")
                    )
                record.check_access('read')
            result[name] = value
        return result

    def _check_desk_finish(self):
        if self.state in ('ringing', 'queued') and self.direction == 'inbound':
            raise UserError(self.env._("The call still rings. Finish it afterwards."))
        if not self.purpose_id:
            raise UserError(
                self.env._("Choose what the call was about (keys 1 to 0), then finish it.")
            )
        if self.direction == 'outbound' and not self.disposition_id:
            raise UserError(self.env._("Choose what came out of the call, then finish it."))

    def _prepare_finish_vals(self):
        """Return the values that end a call; times only of calls that no PBX measures."""
        vals = {'is_finished': True}
        if not self.order_id and self.partner_id:
            vals['order_id'] = self._find_desk_order().id
        if self.state in OPEN_STATES and not self.external_id:
            vals |= self._prepare_hand_end()
        return vals

    def _prepare_hand_end(self):
        now = fields.Datetime.now()
        result = self.disposition_id
        if self.direction != 'outbound' or result.is_reached:
            answer = self.date_answer or self.date_start
            seconds = max(0, int((now - answer).total_seconds()))
            return {
                'state': 'answered',
                'date_answer': answer,
                'date_end': now,
                'talk_seconds': seconds,
            }
        state = 'busy' if result.code == 'busy' else 'no_answer'
        return {'state': state, 'date_answer': False, 'date_end': now, 'talk_seconds': 0}

    def _record_desk_answers(self, answers):
        """Keep what the customer answered to the script of the list (001-11)."""
        script = self.todo_id.list_id.script_id
        if answers and script and self.partner_id:
            # sudo: of the caller's own call, in his own name
            script._record_answers(
                answers,
                partner_id=self.partner_id.id,
                company_id=self.company_id.id,
                date=fields.Datetime.now(),
            )

    def _find_desk_order(self):
        """Return the order that the user entered for the customer during this call, if any."""
        self.ensure_one()
        return self.env['sale.order'].search(
            [
                ('company_id', '=', self.company_id.id),
                ('partner_id', '=', self.partner_id.id),
                ('create_uid', '=', self.env.uid),
                ('create_date', '>=', self.date_start),
            ],
            order='id desc',
            limit=1,
        )

    @api.model
    def start_call(self, direction='inbound', number=False, partner_id=False):
        """Begin a call by hand, where no PBX reports it: it is finished at the desk (000-04).

        :param str direction: 'inbound' or 'outbound'
        :param str number: of the customer
        :param int partner_id: of the customer, if known
        :return: dict of ``call_id`` and ``desk`` as ``get_desk``
        :raise AccessError: for a customer that the user may not read
        """
        self._check_desk()
        if direction not in ('inbound', 'outbound'):
            raise UserError(self.env._("A call is incoming or outgoing."))
        partner = self.env['res.partner'].browse(partner_id or [])
        partner.check_access('read')
        call_sudo = self._create_desk_call(direction, str(number or '')[:64], partner)
        return {'call_id': call_sudo.id, 'desk': self.get_desk()}

    @api.model
    def _create_desk_call(self, direction, number, partner, todo=None, seat=None, **values):
        """Create a call of the user that goes on; what goes in was checked by the caller."""
        seat = seat or self.env['pharma.agent']._get_own_seat()
        company = todo.company_id if todo else seat.company_id or self.env.company
        now = fields.Datetime.now()
        zone = pytz.timezone(company.sudo()._pharma_tz())  # sudo: a setting
        number = number or partner.phone or ''
        country = company.sudo().country_id or None  # sudo: a setting
        found = self.env['res.partner']._get_phone_candidates(number, country)
        # sudo: state and times of a call that goes on are written by nobody by hand; each has a
        # value here, so that defaults of people have no say
        calls_sudo = self.with_env(self.env(context=clean_context(self.env.context))).sudo()
        return calls_sudo.create(
            {
                'external_id': False,
                'pbx_id': False,
                'queue_id': False,
                'number_called': False,
                'warehouse_id': False,
                'date_end': False,
                'wait_seconds': 0,
                'talk_seconds': 0,
                'visit_ids': [],
                'attempt_ids': [],
                'is_finished': False,
                'purpose_id': False,
                'disposition_id': False,
                'note': False,
                'order_id': False,
                'source': 'manual',
                'direction': direction,
                'state': 'talking',
                'company_id': company.id,
                'date_start': now,
                'date_answer': now,
                'hour': pytz.utc.localize(now).astimezone(zone).hour,
                'number': number,
                'number_e164': found[0] if len(found) == 1 else False,
                'partner_id': partner.id,
                'user_id': self.env.uid,
                'agent_id': seat.id if seat.company_id == company else False,
                'team_id': seat.team_id.id if seat.company_id == company else False,
                'todo_id': todo.id if todo else False,
                **values,
            }
        )
