import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .pharma_pbx_intake_check import TEXT_LENGTH, UNFIT

DIALLED = re.compile(r'\+?[0-9*#]{1,31}')
SPACERS = re.compile(r'[ .()/-]')
# what an agent asks for his own seat; for that of a colleague he must be a supervisor
FORCED = ('hangup', 'login', 'logout', 'pause', 'unpause')
SUPERVISED = ('listen', 'whisper', 'barge', 'take_over')
WITH_NUMBER = ('dial', 'transfer', 'conference')


class PharmaCallCommand(models.Model):
    """Asking a PBX to do something: who may ask for what (002-26, 000-40)."""

    _inherit = 'pharma.call.command'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', ondelete='set null'
    )
    todo_id = fields.Many2one(
        'pharma.call.todo', string="Call to Make", index='btree_not_null', ondelete='set null'
    )

    @api.model
    def _ask(self, kind, agent, number=None, call=None, target_agent=None, reason=None, **values):
        """Ask the PBX of a seat to do something, and wake its connector.

        Permission to contact a customer is checked by the screen that calls this.

        :param str kind: 'dial', 'pause', ... see the field
        :param agent: the ``pharma.agent`` whose seat does it
        :param str number: whom to dial; a number of the customer, the call or the call to make, or
            typed by an agent
        :param call: the ``pharma.call`` it is about
        :param target_agent: the ``pharma.agent`` whose call it is about, or who takes it over
        :param str reason: of a pause
        :param values: ``partner_id`` and ``todo_id`` (ids): of the call that is dialled
        :return: the new command, readable by who asked
        :raise AccessError: for what the user may not ask for
        :raise UserError: for a seat without PBX, or a number that cannot be dialled
        """
        self._check_kind(kind, agent)
        # sudo: how a seat is set up, whoever asks for it
        agent_sudo = agent.sudo()
        pbx_sudo = agent_sudo.pbx_id
        if not pbx_sudo.active or not agent_sudo.active:
            raise UserError(
                self.env._("This seat has no PBX. Ask your administrator to set it up.")
            )
        for record in (call, target_agent):
            # sudo: only whether it belongs to the same PBX
            if record and record.sudo().pbx_id != pbx_sudo:
                raise UserError(
                    self.env._("This belongs to another PBX than your seat: it cannot be done.")
                )
        numbers, partner_id = self._read_records(call, values)
        number = self._read_dialled(number, numbers) if number else False
        if kind == 'dial' and not number:
            raise UserError(self.env._("There is no number to dial. Enter one first."))
        # sudo: nobody writes commands by hand; who may ask for what is checked above
        command_sudo = self.sudo().create(
            {
                'kind': kind,
                'pbx_id': pbx_sudo.id,
                'user_id': self.env.uid,
                'agent_id': agent_sudo.id,
                'target_agent_id': target_agent.id if target_agent else False,
                # of a new call it becomes known when it rings
                'call_id': call.id if call and kind != 'dial' else False,
                'number': number,
                'reason': UNFIT.sub(' ', reason or '')[:TEXT_LENGTH] or False,
                'partner_id': partner_id,
                'todo_id': values.get('todo_id'),
            }
        )
        pbx_sudo._wake()
        # sudo: taken back, who asked reads with his own rights
        return command_sudo.sudo(self.env.su)

    @api.model
    def _check_kind(self, kind, agent):
        """Refuse what the user may not ask for."""
        user = self.env.user
        agent_sudo = agent.sudo()  # sudo: whose seat it is
        agent_sudo.ensure_one()
        is_supervisor = user.has_group('pharma_callcenter.group_call_supervisor')
        is_own = agent_sudo.user_id == user
        if agent_sudo.company_id not in user.company_ids:
            is_allowed = False
        elif kind in SUPERVISED:
            is_allowed = is_supervisor and is_own
        elif kind in FORCED:
            is_allowed = is_own or is_supervisor
        else:
            is_allowed = is_own and kind in WITH_NUMBER
        if not is_allowed:
            raise AccessError(
                self.env._("Only supervisors ask for this, or agents for their own seat.")
            )

    @api.model
    def _read_records(self, call, values):
        """Return the telephone numbers of the records a command is about, and their customer.

        :raise AccessError: for a record the user may not read
        """
        todo = self.env['pharma.call.todo'].browse(values.get('todo_id') or [])
        records = [record for record in (call, todo) if record]
        for record in records:
            record.check_access('read')
        partner = self.env['res.partner'].browse(values.get('partner_id') or [])
        partner.check_access('read')
        # sudo: the numbers of records that the user reads
        partner_sudo = (
            partner or next((r.partner_id for r in records if r.partner_id), partner)
        ).sudo()
        numbers = [record.sudo().number for record in records]  # sudo: as above
        numbers += [partner_sudo.phone, partner_sudo.phone_sanitized]
        for line in partner_sudo.pharma_phone_ids:
            numbers += [line.number, line.number_e164]
        return {self._squeeze(number) for number in numbers if number}, partner_sudo.id

    @api.model
    def _squeeze(self, number):
        return SPACERS.sub('', number)

    @api.model
    def _read_dialled(self, number, numbers):
        """Return a number as the PBX dials it.

        :raise UserError: if it holds anything else than digits, or is not on the record
        """
        # before the rest: what looks like a space could end a line of the PBX's protocol
        squeezed = self._squeeze(number) if not UNFIT.search(number) else ''
        if not DIALLED.fullmatch(squeezed):
            raise UserError(
                self.env._(
                    "'%(number)s' cannot be dialled. Enter digits, with + in front of a country"
                    " code; * and # are possible.",
                    number=number,
                )
            )
        is_agent = self.env.user.has_group('pharma_callcenter.group_call_agent')
        if squeezed not in numbers and not is_agent:
            raise UserError(
                self.env._(
                    "%(number)s is no number of this customer. Add it to the customer first.",
                    number=number,
                )
            )
        return squeezed


class PharmaPbx(models.Model):
    """Wakes the connector of a PBX."""

    _inherit = 'pharma.pbx'

    def _wake(self):
        """Wake the connector: without content, on a channel whose name nobody can guess."""
        for pbx_sudo in self.sudo():  # sudo: nobody reads the name of the channel
            if pbx_sudo.wake_token:
                channel = f'pharma_pbx_{pbx_sudo.wake_token}'
                self.env['bus.bus']._sendone(channel, 'pharma_pbx_wake', {})
