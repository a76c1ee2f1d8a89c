from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from .pharma_contact_permission import CHANNELS, PURPOSES


class ResPartner(models.Model):
    """The buttons that begin a contact: they check, say why they refuse, and log."""

    _inherit = 'res.partner'

    def action_pharma_call(self):
        """Call the customer, if permitted: log it and hand the number to the telephone.

        The purpose is `pharma_purpose` of the context; without it, it is asked for (004-30).
        """
        return self._pharma_start_contact('call')

    def action_pharma_sms(self):
        """Write an SMS to the customer, if permitted; purpose as in action_pharma_call."""
        return self._pharma_start_contact('sms')

    def action_pharma_email(self):
        """Write an e-mail to the customer, if permitted; purpose as in action_pharma_call."""
        return self._pharma_start_contact('email')

    def action_pharma_prepare_permissions(self):
        """Add the missing lines, not asked, so that every purpose and channel can be answered."""
        self.ensure_one()
        present = {(line.purpose, line.channel) for line in self.pharma_permission_ids}
        self.env['pharma.contact.permission'].create(
            [
                {'partner_id': self.id, 'purpose': purpose, 'channel': channel, 'date': False}
                for purpose, _label in PURPOSES
                for channel, _label in CHANNELS
                if (purpose, channel) not in present
            ]
        )
        return True

    def _pharma_start_contact(self, channel):
        self.ensure_one()
        if purpose := self.env.context.get('pharma_purpose'):
            return self._pharma_contact(purpose, channel)
        return {
            'type': 'ir.actions.act_window',
            'name': self._pharma_label('channel', channel),
            'res_model': 'pharma.contact.start',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_partner_id': self.id, 'default_channel': channel},
        }

    def _pharma_contact(self, purpose, channel):
        """Check, log and return the action that begins a contact.

        :raise UserError: with the reason why the customer may not be contacted
        """
        self.ensure_one()
        allowed, reason = self.contact_allowed(purpose, channel)
        if not allowed:
            raise UserError(reason)
        address = self._pharma_contact_address(channel)
        if not address:
            field = self._fields['email' if channel == 'email' else 'phone']
            raise UserError(
                self.env._(
                    "Customer '%(name)s', field '%(field)s': there is nothing valid in it. "
                    "Fill it first.",
                    name=self.display_name,
                    field=field._description_string(self.env),
                )
            )
        self._log_contact(purpose, channel, address)
        return self._prepare_pharma_contact_action(channel, address)

    def _pharma_contact_address(self, channel):
        if channel == 'email':
            return email_normalize(self.email)
        # sudo: other modules' users contact customers, too, and read the answer only
        lines = self.sudo().pharma_phone_ids
        # a number that the customer's new country cannot read is still his number
        number = self._pharma_format_phone() or lines.filtered('is_main').number_e164
        if channel == 'zalo':
            number = lines.filtered(lambda line: line.kind == 'zalo')[:1].number_e164 or number
        return number

    def _log_contact(self, purpose, channel, address=False, when=None):
        """Count a contact for the daily limits; calls and messages of later modules use it, too."""
        if not (self.env.su or self.env.user._is_internal()):
            raise AccessError(self.env._("Contacting customers is for employees only."))
        # sudo: nobody may write the log by hand
        logs_sudo = self.env['pharma.contact.log'].sudo()
        logs_sudo = logs_sudo.create(
            [
                {
                    'partner_id': partner.id,
                    'user_id': self.env.uid,
                    'address': address,
                    'purpose': purpose,
                    'channel': channel,
                    'date': when or fields.Datetime.now(),
                }
                for partner in self
            ]
        )
        # sudo: taken back, the caller reads with his own rights
        return logs_sudo.sudo(self.env.su)

    def _prepare_pharma_contact_action(self, channel, address):
        if channel == 'email':
            return {
                'type': 'ir.actions.act_window',
                'res_model': 'mail.compose.message',
                'view_mode': 'form',
                'target': 'new',
                'context': {
                    'default_model': 'res.partner',
                    'default_res_ids': self.ids,
                    'default_partner_ids': self.ids,
                    'default_composition_mode': 'comment',
                },
            }
        if channel == 'sms' and 'sms.composer' in self.env:
            return {
                'type': 'ir.actions.act_window',
                'res_model': 'sms.composer',
                'view_mode': 'form',
                'target': 'new',
                'context': {
                    'default_res_model': 'res.partner',
                    'default_res_id': self.id,
                    'default_number_field_name': 'phone',
                },
            }
        if channel == 'zalo':
            url = f'https://zalo.me/{address.removeprefix("+")}'
            return {'type': 'ir.actions.act_url', 'url': url, 'target': 'new', 'close': True}
        url = f'{"tel" if channel == "call" else "sms"}:{address}'
        return {'type': 'ir.actions.client', 'tag': 'pharma_open_link', 'params': {'url': url}}
