from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .pharma_contact_permission import CHANNELS, PURPOSES


class ResPartner(models.Model):
    """The buttons that begin a contact: they check, say why they refuse, and log."""

    _inherit = 'res.partner'  # pylint: disable=consider-merging-classes-inherited

    def action_pharma_call(self):
        """Call the customer, if permitted: log it and hand the number to the telephone."""
        return self._pharma_contact(self.env.context.get('pharma_purpose', 'care'), 'call')

    def action_pharma_sms(self):
        """Write an SMS to the customer, if permitted."""
        return self._pharma_contact(self.env.context.get('pharma_purpose', 'care'), 'sms')

    def action_pharma_email(self):
        """Write an e-mail to the customer, if permitted."""
        return self._pharma_contact(self.env.context.get('pharma_purpose', 'care'), 'email')

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
        number = self._pharma_format_phone()
        if channel == 'zalo':
            # sudo: other modules' users contact customers, too, and read the answer only
            lines = self.sudo().pharma_phone_ids.filtered(lambda line: line.kind == 'zalo')
            number = lines[:1].number_e164 or number
        return number

    def _log_contact(self, purpose, channel, address=False, when=None):
        """Count a contact for the daily limits; calls and messages of later modules use it, too."""
        return self.env['pharma.contact.log'].create(
            [
                {
                    'partner_id': partner.id,
                    'address': address,
                    'purpose': purpose,
                    'channel': channel,
                    'date': when or fields.Datetime.now(),
                }
                for partner in self
            ]
        )

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
        url = {
            'call': f'tel:{address}',
            'sms': f'sms:{address}',
            'zalo': f'https://zalo.me/{address.removeprefix("+")}',
        }[channel]
        return {'type': 'ir.actions.act_url', 'url': url, 'target': 'self'}
