from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MINUTE = timedelta(minutes=1)


class PharmaCallTodo(models.Model):
    """What follows from a call that was made: done, again later, never again (001-14, 004-22)."""

    _inherit = 'pharma.call.todo'

    # === ACTIONS === #
    def action_result(self):
        """Ask how the call went, where it was not made on the call desk (001-14).

        :return: window action of ``pharma.call.todo.done``
        :raise UserError: if the call is over, or with a colleague
        """
        self.ensure_one()
        self.check_access('read')
        self._check_desk_dial()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Result of the Call"),
            'res_model': 'pharma.call.todo.done',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_todo_id': self.id},
        }

    def action_done(self, disposition, purpose=False, note=False, date_next=False, talk_seconds=0):
        """Write down how a call went that was made without the call desk (001-14).

        A call typed by hand is made of it, so that reports count it; what follows for the call to
        make is decided by the result.

        :param int disposition: id of the ``pharma.call.disposition``
        :param int purpose: id of the ``pharma.call.purpose``; default: of the list or entry
        :param str note: what was said
        :param date_next: datetime (UTC) or its text: when the customer wants to be called again,
            or the appointment
        :param int talk_seconds: how long was talked
        :return: True
        :raise UserError: it is over or with a colleague, no purpose, a time that has passed
        :raise AccessError: for what the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        if not self.sudo().try_lock_for_update():  # sudo: of two at the same moment one counts
            raise UserError(self.env._("A colleague is entering this call. Load the page again."))
        self._check_desk_dial()
        result = self.env['pharma.call.disposition'].browse(disposition).exists()
        if not result:
            raise UserError(self.env._("Choose how the call ended in the field 'Result'."))
        Purpose = self.env['pharma.call.purpose']
        purpose = Purpose.browse(purpose or []) or self.purpose_id or self.list_id.purpose_id
        if not purpose:
            raise UserError(
                self.env._("Choose what the call was about in the field 'Purpose', then save it.")
            )
        date_next = self._check_date_next(date_next)
        self._create_typed_call(result, purpose, note, talk_seconds)
        self._record_call(result, date_next)
        return True

    def action_cancel(self):
        """Cancel calls that need not be made any more (000-04).

        :return: True
        :raise UserError: for what a colleague is calling now, and for recalls
        :raise AccessError: for what the user may not write
        """
        self.check_access('write')
        for todo in self:
            if todo.is_taken and not self._is_supervisor():
                raise UserError(
                    self.env._("A colleague is calling this customer. Wait until it is over.")
                )
        name = self.env.user.name
        reason = self.env._("Cancelled by %(user)s.", user=name)
        self.filtered(lambda todo: todo.state == 'todo')._end('cancelled', 'hand', reason)
        return True

    def action_reopen(self):
        """Put calls that were not reached or cancelled on the list again (000-04).

        :return: True
        :raise UserError: for calls that are done
        :raise AccessError: for what the user may not write
        """
        self.check_access('write')
        if any(todo.state not in ('unreached', 'cancelled') for todo in self):
            raise UserError(self.env._("Only calls not reached or cancelled are taken up again."))
        # sudo: the state is written by buttons
        self.sudo().write(
            {
                'state': 'todo',
                'date_due': fields.Datetime.now(),
                'date_done': False,
                'cancel_kind': False,
                'cancel_reason': False,
                'attempt_count': 0,
            }
        )
        return True

    def _check_date_next(self, moment):
        """Return a time to come as datetime, False if none was said.

        :raise UserError: for one that has passed or cannot be read
        """
        try:
            moment = fields.Datetime.to_datetime(moment or False)
        except (TypeError, ValueError):
            moment = None
        if moment is None:
            return False
        if moment < fields.Datetime.now():
            raise UserError(
                self.env._("The next call lies in the past. Choose a time that is to come.")
            )
        return moment

    # === WHAT FOLLOWS === #
    def _record_call(self, result, date_next=False):
        """Note that a call was made: it is done with it, or due again (001-14).

        :param result: ``pharma.call.disposition`` of the call
        :param datetime date_next: when the customer wants to be called again, UTC
        """
        self.ensure_one()
        now = fields.Datetime.now()
        # sudo: state and attempts are written by what happened, not by hand
        todo_sudo = self.sudo()
        attempts = todo_sudo.attempt_count + 1
        vals = {
            'attempt_count': attempts,
            'disposition_id': result.id,
            'date_tried': now,
            'tried_user_id': self.env.uid,
            'is_reached': todo_sudo.is_reached or result.is_reached,
            'is_success': result.is_success,
            'claim_user_id': False,
            'date_claim': False,
        }
        over = {'date_done': now}
        if result.is_invalid_number:
            vals |= todo_sudo._get_other_number() or {'state': 'unreached', **over}
        elif result.is_reached and not result.retry_minutes:
            vals |= {'state': 'done', **over}
        elif not result.is_reached and attempts >= todo_sudo._get_max_attempts():
            vals |= {'state': 'unreached', **over}
        elif date_next:
            vals['date_due'] = date_next
        else:
            minutes = todo_sudo.list_id.retry_minutes or result.retry_minutes or 240
            if result.is_reached:
                minutes = result.retry_minutes
            vals['date_due'] = todo_sudo._get_call_moment(now + minutes * MINUTE)
        todo_sudo.write(vals)
        if todo_sudo.state == 'done':
            todo_sudo._create_next_call(result, date_next)
        todo_sudo._after_result(result)

    def _after_result(self, result):
        """Extension point: tell what the call was made for, e.g. a recall or a reservation.

        Called with all rights; ``env.user`` is who called.

        :param result: ``pharma.call.disposition``
        """

    def _get_max_attempts(self):
        self.ensure_one()
        return self.list_id.max_attempts or self.company_id.pharma_todo_max_attempts

    def _create_next_call(self, result, date_next):
        """Enter the call that follows from a result: order after an appointment, relationship call
        where there is none (004-22, 004-23)."""
        days = result.next_call_days
        if not (days or (date_next and result.next_purpose_id)):
            return
        moment = date_next or self._get_call_moment(fields.Datetime.now() + timedelta(days=days))
        self.create(
            {
                'kind': 'callback',
                'name': result.next_purpose_id.name or result.name,
                'company_id': self.company_id.id,
                'partner_id': self.partner_id.id,
                'number': self.number,
                'user_id': self.env.uid,
                'team_id': self.team_id.id,
                'queue_id': self.queue_id.id,
                'purpose_id': (result.next_purpose_id or self.purpose_id).id,
                'date_due': moment,
                'note': self.note,
                'origin_model': self._name,
                'origin_res_id': self.id,
            }
        )

    def _end(self, state, kind, reason=False):
        """End open calls to make without a call.

        :param str state: 'done', 'unreached' or 'cancelled'
        :param str kind: as ``cancel_kind``
        :param str reason: in words, for whoever looks it up
        """
        # sudo: the state is written by what happened
        self.sudo().write(
            {
                'state': state,
                'cancel_kind': kind,
                'cancel_reason': reason,
                'date_done': fields.Datetime.now(),
                'claim_user_id': False,
                'date_claim': False,
            }
        )

    # === WRONG NUMBERS === #
    def _get_phone_lines(self, number):
        partner = self.partner_id
        if not (partner and number):
            return self.env['pharma.partner.phone']
        found = partner._get_phone_candidates(number, partner.country_id or None)
        return partner.pharma_phone_ids.filtered(
            lambda line: line.number == number or line.number_e164 in found
        )

    def _get_other_number(self):
        """Mark the number, so that nobody calls it for this customer again, in no list (001-14).

        :return: values of the customer's next number, {} if there is none
        """
        wrong = self._get_phone_lines(self.number)
        wrong.pharma_is_wrong = True
        others = self.partner_id.pharma_phone_ids.filtered(lambda line: not line.pharma_is_wrong)
        return {'number': others[0].number, 'date_due': fields.Datetime.now()} if others else {}

    # === THE CALL === #
    def _create_typed_call(self, result, purpose, note, talk_seconds):
        """Make a call of what was typed, so that reports and history know of it."""
        Call = self.env['pharma.call']
        vals = {
            'company_id': self.company_id.id,
            'direction': 'outbound',
            'partner_id': self.partner_id.id,
            'number': self.number,
            'disposition_id': result.id,
            'purpose_id': purpose.id,
            'note': str(note or '')[:20000] or False,
            'talk_seconds': talk_seconds if isinstance(talk_seconds, int) else 0,
        }
        seat = self.env['pharma.agent'].search(
            Domain('user_id', '=', self.env.uid) & Domain('company_id', '=', self.company_id.id),
            limit=1,
        )
        # sudo: which call to make it answered is not written by people
        return Call.sudo().create(
            {
                **vals,
                **Call._prepare_hand_facts(Call.new(vals)),
                'user_id': self.env.uid,
                'agent_id': seat.id,
                'team_id': seat.team_id.id,
                'todo_id': self.id,
                'is_finished': True,
            }
        )
