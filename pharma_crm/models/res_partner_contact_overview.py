from collections import Counter, defaultdict

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_contact_permission import CHANNELS, PURPOSES
from .res_partner_contact import DAY


class ResPartner(models.Model):
    """The answers of contact_allowed for everything at once, as the customer card shows them."""

    _inherit = 'res.partner'

    def _contact_overview(self, phones=None):
        """Do as contact_allowed for each purpose and each channel the customer has an address for.

        Asking twelve times would cost twelve times the queries. (004-30)

        :param phones: all ``pharma.partner.phone`` of the customer, if they have been read
        :return: dict (purpose, channel) -> (bool, str)
        """
        self.ensure_one()
        self.check_access('read')
        # sudo: as contact_allowed, the answer is for everybody who may read the customer
        partner_sudo = self.sudo()
        addresses = partner_sudo._get_overview_addresses(phones)
        blocked = partner_sudo._get_blocked(addresses)
        states, declined = partner_sudo._get_contact_states(addresses)
        counts = partner_sudo._count_contacts_by_channel(addresses)
        now = fields.Datetime.now()
        return {
            (purpose, channel): partner_sudo._contact_allowed_one(
                purpose,
                channel,
                now,
                states.get((purpose, channel), 'not_asked'),
                addresses[channel] & declined[channel] if purpose == 'advertising' else set(),
                addresses[channel] & blocked,
                counts[channel],
            )
            for purpose, _label in PURPOSES
            for channel, _label in CHANNELS
            if addresses[channel]
        }

    def _get_overview_addresses(self, lines):
        if lines is None:
            phones = self._pharma_contact_addresses('call')[self.id]
        else:
            phones = set(filter(None, lines.mapped('number_e164')))
        emails = self._pharma_contact_addresses('email')[self.id]
        return {'call': phones, 'sms': phones, 'zalo': phones, 'email': emails}

    def _get_blocked(self, addresses):
        """Return those addresses that are on a do-not-contact list.

        Both lists in one query; the ORM would read the user's country to format the numbers, which
        are in the one writing already.
        """
        lists = (('phone.blacklist', 'number', 'call'), ('mail.blacklist', 'email', 'email'))
        queries = []
        for model, name, channel in lists:
            self.env[model].flush_model([name, 'active'])
            queries.append(
                SQL(
                    "SELECT %(column)s FROM %(table)s"
                    " WHERE active AND %(column)s = ANY(%(values)s)",
                    column=SQL.identifier(name),
                    table=SQL.identifier(self.env[model]._table),
                    values=list(addresses[channel]),
                )
            )
        return {row[0] for row in self.env.execute_query(SQL(" UNION ALL ").join(queries))}

    def _get_contact_states(self, addresses):
        """Return what the customer permitted, and where others of his address declined.

        :return: dict (purpose, channel) -> state, and dict channel -> addresses of which any
            owner, also an archived one, has declined advertising
        """
        owner = Domain('email_normalized', 'in', list(addresses['email'])) | Domain(
            'pharma_phone_ids.number_e164', 'in', list(addresses['call'])
        )
        lines = self.env['pharma.contact.permission'].search_fetch(
            [('partner_id', 'any', Domain('active', 'in', (True, False)) & owner)],
            ['partner_id', 'purpose', 'channel', 'state'],
        )
        states = {
            (line.purpose, line.channel): line.state for line in lines if line.partner_id == self
        }
        refusals = lines.filtered(
            lambda line: line.purpose == 'advertising' and line.state == 'declined'
        )
        declined = defaultdict(set)
        if refusals:
            phones = refusals.partner_id._pharma_contact_addresses('call')
            emails = refusals.partner_id._pharma_contact_addresses('email')
            for line in refusals:
                found = emails if line.channel == 'email' else phones
                declined[line.channel] |= found[line.partner_id.id]
        return states, declined

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
