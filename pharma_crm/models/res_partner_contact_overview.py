from collections import Counter, defaultdict

from odoo import fields, models
from odoo.fields import Domain

from .pharma_contact_permission import CHANNELS, PURPOSES
from .res_partner_contact import DAY


class ResPartner(models.Model):
    """The answers of contact_allowed for everything at once, as the customer card shows them."""

    _inherit = 'res.partner'

    def _contact_overview(self):
        """Do as contact_allowed for each purpose and each channel the customer has an address for.

        Asking twelve times would cost twelve times the queries. (004-30)

        :return: dict (purpose, channel) -> (bool, str)
        """
        self.ensure_one()
        self.check_access('read')
        # sudo: as contact_allowed, the answer is for everybody who may read the customer
        partner_sudo = self.sudo()
        addresses = {
            'email': partner_sudo._pharma_contact_addresses('email')[self.id],
            'call': partner_sudo._pharma_contact_addresses('call')[self.id],
        }
        addresses['sms'] = addresses['zalo'] = addresses['call']
        blocked = {
            channel: partner_sudo._pharma_blocked_addresses(channel, {self.id: addresses[channel]})
            for channel in ('call', 'email')
        }
        blocked['sms'] = blocked['zalo'] = blocked['call']
        states = partner_sudo._get_contact_states()
        declined = partner_sudo._get_declined_by_channel(addresses)
        counts = partner_sudo._count_contacts_by_channel(addresses)
        now = fields.Datetime.now()
        return {
            (purpose, channel): partner_sudo._contact_allowed_one(
                purpose,
                channel,
                now,
                states.get((purpose, channel), 'not_asked'),
                addresses[channel] & declined[channel] if purpose == 'advertising' else set(),
                addresses[channel] & blocked[channel],
                counts[channel],
            )
            for purpose, _label in PURPOSES
            for channel, _label in CHANNELS
            if addresses[channel]
        }

    def _get_contact_states(self):
        lines = self.env['pharma.contact.permission'].search_fetch(
            [('partner_id', '=', self.id)], ['purpose', 'channel', 'state']
        )
        return {(line.purpose, line.channel): line.state for line in lines}

    def _get_declined_by_channel(self, addresses):
        """Return {channel: addresses of which any owner has declined advertising}."""
        owner = Domain.OR(
            [
                Domain('email_normalized', 'in', list(addresses['email'])),
                Domain('pharma_phone_ids.number_e164', 'in', list(addresses['call'])),
            ]
        )
        lines = self.env['pharma.contact.permission'].search_fetch(
            Domain('purpose', '=', 'advertising')
            & Domain('state', '=', 'declined')
            & Domain('partner_id', 'any', Domain('active', 'in', (True, False)) & owner),
            ['partner_id', 'channel'],
        )
        declined = defaultdict(set)
        if lines:
            phones = lines.partner_id._pharma_contact_addresses('call')
            emails = lines.partner_id._pharma_contact_addresses('email')
            for line in lines:
                found = emails if line.channel == 'email' else phones
                declined[line.channel] |= found[line.partner_id.id]
        return declined

    def _count_contacts_by_channel(self, addresses):
        """Return {channel: Counter of purposes} of the last 24 hours, by customer or address."""
        every_address = list(set().union(*addresses.values()))
        now = fields.Datetime.now()
        logs = self.env['pharma.contact.log'].search_fetch(
            Domain('date', '>', now - DAY)
            & Domain('date', '<=', now)
            & (Domain('partner_id', '=', self.id) | Domain('address', 'in', every_address)),
            ['partner_id', 'address', 'purpose', 'channel'],
        )
        counts = defaultdict(Counter)
        for log in logs:
            if log.partner_id == self or log.address in addresses[log.channel]:
                counts[log.channel][log.purpose] += 1
        return counts
