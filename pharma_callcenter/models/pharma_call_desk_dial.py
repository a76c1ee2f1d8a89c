from odoo import api, models
from odoo.exceptions import UserError

from .pharma_call import OPEN_STATES


class PharmaCall(models.Model):
    """Calls that the agent makes: from the worklist, or to a customer on the screen (000-04)."""

    _inherit = 'pharma.call'

    @api.model
    def dial(self, todo_id=False, partner_id=False, number=False):
        """Call a customer, if he permits: by the PBX, else by the telephone of the device.

        The call is on the desk at once, in either way (000-04, 004-30).

        :param int todo_id: call to make; who and which number follow from it
        :param int partner_id: customer, without a call to make
        :param str number: another of the customer's numbers, or typed without a customer
        :return: dict of ``call_id`` (False with a PBX, which reports it), ``action`` (client
            action that hands the number to the device, False with a PBX), ``desk`` as
            ``get_desk``
        :raise UserError: with the reason why the customer may not be called, without a number
        :raise AccessError: for a customer or call to make that the user may not read
        """
        self._check_desk()
        todo = self.env['pharma.call.todo'].browse(todo_id or [])
        if todo:
            todo._check_desk_dial()
        # sudo: of what he has taken, the customer's own rules are checked below
        partner = todo.sudo().partner_id.sudo(False) or self.env['res.partner'].browse(
            partner_id or []
        )
        number = (todo.sudo().number if todo else str(number or '')[:64]) or ''  # sudo: as above
        if open_call := self._find_open_desk_call(todo):
            return {'call_id': open_call.id, 'action': False, 'desk': self.get_desk()}
        address = self._get_dial_address(partner, number)
        if not partner and not todo:
            partner = self._find_dialled(address)
        if partner:
            # sudo: as above, only the kind of the call to make
            purpose = todo.sudo()._get_contact_purpose() if todo else 'care'
            allowed, reason = partner.contact_allowed(purpose, 'call')
            if not allowed:
                raise UserError(reason)
            partner._log_contact(purpose, 'call', address)
        call_sudo, action = self._start_dial(partner, address, todo)
        return {'call_id': call_sudo.id, 'action': action, 'desk': self.get_desk()}

    @api.model
    def _find_open_desk_call(self, todo):
        """Return the call that the user is making already for a call to make: two clicks."""
        if not todo:
            return self.browse()
        return self.search(
            [
                ('todo_id', '=', todo.id),
                ('user_id', '=', self.env.uid),
                ('is_finished', '=', False),
                ('state', 'in', OPEN_STATES),
            ],
            limit=1,
        )

    @api.model
    def _get_dial_address(self, partner, number):
        """Return the international writing of the number to dial, of the customer if none is said.

        :raise UserError: if there is none
        """
        country = partner.country_id or self.env.company.country_id
        found = partner._get_phone_candidates(number, country or None) if number else []
        address = found[0] if len(found) == 1 else ''
        if not address and partner and not number:
            address = partner._pharma_contact_address('call')
        if not address:
            raise UserError(
                self.env._(
                    "There is no telephone number to call. Enter a valid one with the customer"
                    " first."
                )
            )
        return address

    @api.model
    def _find_dialled(self, address):
        """Return whose number was typed, so that his permission counts, too.

        :raise UserError: for a number on the do-not-call list, and for users who are no agents
        """
        if not self.env.user.has_group('pharma_callcenter.group_call_agent'):
            raise UserError(self.env._("Only agents call numbers that they type."))
        # sudo: only whether the number may be called
        if self.env['phone.blacklist'].sudo().search_count([('number', '=', address)], limit=1):
            raise UserError(self.env._("%(number)s is on the do-not-call list.", number=address))
        partners = self.env['res.partner']._search_by_phone(address)
        return partners if len(partners) == 1 else partners.browse()

    @api.model
    def _start_dial(self, partner, address, todo):
        seat = self.env['pharma.agent']._get_own_seat()
        if seat.pbx_id:
            # the PBX reports the call, with its customer, before it rings
            self.env['pharma.call.command']._ask(
                'dial', seat, number=address, partner_id=partner.id, todo_id=todo.id
            )
            return self.browse(), False
        call_sudo = self._create_desk_call('outbound', address, partner, todo, seat)
        return call_sudo, {
            'type': 'ir.actions.client',
            'tag': 'pharma_open_link',
            'params': {'url': f'tel:{address}'},
        }

    def action_desk_order(self):
        """Open a new order of the call's customer (004-04).

        :return: window action of ``sale.order``
        :raise AccessError: for calls of others
        """
        call_sudo = self._get_own_desk_call()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("New Order"),
            'res_model': 'sale.order',
            'views': [(False, 'form')],
            'context': {
                'default_partner_id': call_sudo.partner_id.id,
                'default_company_id': call_sudo.company_id.id,
            },
        }

    def create_desk_customer(self, name, phone=False):
        """Make an unknown caller a customer, with the number of the call (001-04, 002-28).

        :param str name: of the customer
        :param str phone: default: the number that calls
        :return: dict of ``id`` and ``name`` of the new customer
        :raise UserError: without a name
        :raise AccessError: for calls of others
        """
        call_sudo = self._get_own_desk_call()
        name = str(name or '').strip()
        if not name:
            raise UserError(self.env._("Enter the customer's name."))
        if call_sudo.is_finished:
            raise UserError(self.env._("The call is finished already. Load the page again."))
        partner = self.env['res.partner'].create(
            {
                'name': name[:128],
                'phone': str(phone or '')[:64] or call_sudo.number or False,
                'country_id': call_sudo.company_id.country_id.id,
            }
        )
        call_sudo.partner_id = partner
        return self._prepare_desk_partner(partner)
