from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .pharma_call import OPEN_STATES

# What is said of a call; of one that was typed also what nobody measured.
SAID_FIELDS = {'partner_id', 'purpose_id', 'purpose', 'disposition_id', 'note', 'order_id'}
TYPED_FIELDS = {'direction', 'number', 'date_start', 'talk_seconds', 'warehouse_id'}
# Noted by the guard of calls with each choice of a customer; people are refused before.
GUARD_FIELDS = {'is_partner_auto'}
# Of these follow the others.
FACTS = TYPED_FIELDS | {'disposition_id'}
ACTIVITY_FIELDS = {'activity_ids', 'activity_type_id', 'activity_summary', 'activity_user_id'}
ACTIVITY_FIELDS |= {'activity_date_deadline', 'message_follower_ids'}
KNOWN = SAID_FIELDS | TYPED_FIELDS | ACTIVITY_FIELDS | GUARD_FIELDS
MOST_SECONDS = 24 * 60 * 60


class PharmaCall(models.Model):
    """A call that somebody types, where no PBX reports it (000-21, 002-28).

    The purpose is chosen for each; whoever writes it is the employee. Its times follow from when
    it began and how long it took, its state from the result.
    """

    _inherit = 'pharma.call'

    can_type = fields.Boolean(
        compute='_compute_can_type', help="Typed by the user, or he leads the centre."
    )

    @api.depends('source', 'user_id')
    @api.depends_context('uid')
    def _compute_can_type(self):
        leads = self._is_centre_lead()
        for call in self:
            is_own = not call._origin or leads or call.user_id == self.env.user
            call.can_type = call.source == 'manual' and is_own

    @api.model
    def _is_centre_lead(self):
        return self.env.su or self.env.user.has_group('pharma_callcenter.group_call_supervisor')

    # === ONCHANGE METHODS === #
    @api.onchange('number')
    def _onchange_number(self):
        if self.source == 'manual' and self.number and not self.partner_id:
            self.partner_id = self._find_partner(self.number, company=self.company_id)

    @api.onchange('partner_id')
    def _onchange_partner_id(self):
        if self.source == 'manual' and self.partner_id and not self.number:
            self.number = self.partner_id.phone

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Log calls by hand, in the name of the user; the intake logs those of a PBX (000-21).

        :param list vals_list: ``direction``, ``number`` or ``partner_id``, ``purpose_id`` (or its
            code as ``purpose``), and if known ``disposition_id``, ``note``, ``order_id``,
            ``date_start`` (UTC, default: it ends now), ``talk_seconds``, ``warehouse_id``
        :return: the new ``pharma.call`` records
        :raise UserError: without purpose, without number and customer, for times to come
        :raise AccessError: for a customer or order that the user may not read
        """
        if not self.env.su:
            vals_list = [self._prepare_hand_vals(vals) for vals in vals_list]
            self._check_said(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Change what is said of calls; facts of typed ones by their writer or a supervisor.

        :param dict vals: values to write
        :return: True
        :raise UserError: for facts of a typed call that others wrote, or that follow from others
        :raise AccessError: for a customer or order that the user may not read
        """
        if self.env.su:
            return super().write(vals)
        self._check_said([vals])
        typed = self.filtered(lambda call: call.source == 'manual')
        typed._check_typed(vals)
        result = super().write(vals)
        if FACTS & vals.keys():
            # a call that goes on at the desk gets its times when it ends
            for call in typed.filtered(lambda call: call.state not in OPEN_STATES):
                # sudo: what follows from the typed facts, which were checked
                call.sudo().write(call._prepare_hand_facts(call))
        return result

    @api.model
    def _check_said(self, vals_list):
        for name in ('partner_id', 'order_id'):
            ids = {vals[name] for vals in vals_list if vals.get(name)}
            self.env[self._fields[name].comodel_name].browse(ids).check_access('read')

    def _check_typed(self, vals):
        """Refuse values that follow from others, and facts of calls that others typed."""
        if self and (names := vals.keys() - KNOWN):
            raise UserError(
                self.env._(
                    "The field '%(field)s' of a call follows from its other fields and from the"
                    " buttons of the form. Leave it out.",
                    field=self._describe(min(names)),
                )
            )
        if TYPED_FIELDS & vals.keys() and (others := self.filtered(lambda c: not c.can_type)):
            raise UserError(
                self.env._(
                    "Call '%(call)s' was typed by %(user)s. Ask him or a supervisor to change it.",
                    call=others[0].display_name,
                    user=others[0].user_id.name,
                )
            )

    @api.model
    def _describe(self, name):
        field = self._fields.get(name)
        return field._description_string(self.env) if field else name

    # === PREPARE === #
    @api.model
    def _prepare_hand_vals(self, vals):
        """Return what is stored of a typed call: nothing but what a person may say of it.

        Every field has a value here: a default of the context has no say.

        :param dict vals: as it was sent
        """
        defaults = self.default_get([*sorted(SAID_FIELDS | TYPED_FIELDS), 'company_id'])
        said = {
            name: value
            for name, value in {**defaults, **vals}.items()
            if name in SAID_FIELDS | TYPED_FIELDS | ACTIVITY_FIELDS
        }
        code = said.pop('purpose', None)
        if code and not said.get('purpose_id'):
            Purpose = self.env['pharma.call.purpose']
            said['purpose_id'] = Purpose.search([('code', '=', code)], limit=1).id
        company = self.env['res.company'].browse(
            vals.get('company_id') or defaults.get('company_id') or self.env.company.id
        )
        if not said.get('purpose_id'):
            raise UserError(
                self.env._("Choose what the call was about in the field 'Purpose', then save it.")
            )
        agent = self.env['pharma.agent'].search(
            [('user_id', '=', self.env.uid), ('company_id', '=', company.id)], limit=1
        )
        call = self.new({**said, 'company_id': company.id, 'source': 'manual'})
        if said.get('number') and not said.get('partner_id'):
            said['partner_id'] = self._find_partner(said['number'], company=company).id
        elif not said.get('number'):
            said['number'] = call.partner_id.phone
        if not (said.get('number') or said.get('partner_id')):
            raise UserError(
                self.env._(
                    "Enter the telephone number, or choose the customer. Then save the call."
                )
            )
        call.number = said.get('number')
        # user, agent and team are whose call it is, the rest is a PBX's
        return {
            **said,
            **self._prepare_hand_facts(call),
            'company_id': company.id,
            'source': 'manual',
            'external_id': False,
            'pbx_id': False,
            'user_id': self.env.uid,
            'agent_id': agent.id,
            'team_id': agent.team_id.id,
            'queue_id': False,
            'wait_seconds': 0,
            'number_called': False,
            'visit_ids': [],
            'attempt_ids': [],
            'todo_id': False,
            'is_finished': True,
        }

    @api.model
    def _prepare_hand_facts(self, call):
        """Return the times and the state that follow from what was typed.

        :param call: ``pharma.call``, perhaps a new one
        :raise UserError: for a call of less than no time, of more than a day, or to come
        """
        seconds = call.talk_seconds
        if not 0 <= seconds <= MOST_SECONDS:
            raise UserError(
                self.env._(
                    "%(seconds)s in the field 'Talked (s)': enter seconds, from 0 to a day.",
                    seconds=seconds,
                )
            )
        now = fields.Datetime.now()
        start = call.date_start or now
        if start > now + timedelta(minutes=1):
            raise UserError(
                self.env._("The field 'Start' lies in the future. Enter when the call began.")
            )
        # typed when it is over: a call that begins now and took a minute began a minute ago
        start = min(start, now - timedelta(seconds=seconds))
        result = call.disposition_id
        is_reached = call.direction != 'outbound' or not result or result.is_reached
        if is_reached:
            state = 'answered'
        else:
            state = 'busy' if result.code == 'busy' else 'no_answer'
            seconds = 0
        zone = pytz.timezone(call.company_id.sudo()._pharma_tz())  # sudo: a setting
        return {
            'date_start': start,
            'date_answer': start if is_reached else False,
            'date_end': start + timedelta(seconds=seconds),
            'talk_seconds': seconds,
            'state': state,
            'hour': pytz.utc.localize(start).astimezone(zone).hour,
            'number_e164': self._get_number_e164(call.number, company=call.company_id),
        }

    # === CHECKS === #
    @api.constrains('is_finished', 'purpose_id')
    def _check_finished_purpose(self):
        for call in self:
            if call.is_finished and not call.purpose_id:
                raise ValidationError(
                    self.env._(
                        "Call '%(call)s': a finished call has a purpose. Choose another one, it"
                        " cannot be emptied.",
                        call=call.display_name,
                    )
                )
