from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .pharma_contact_permission import CHANNELS, PURPOSES

DAY = timedelta(hours=24)
# countries with several zones in the tables, but one by law
LEGAL_ZONES = {'CN': 'Asia/Shanghai'}


class ResPartner(models.Model):
    """Whether a customer may be contacted now, and the buttons that obey it."""

    _inherit = 'res.partner'

    pharma_permission_ids = fields.One2many(
        'pharma.contact.permission',
        'partner_id',
        string="Permissions to Contact",
        groups='pharma_crm.group_pharma_user',
    )
    pharma_permission_history_ids = fields.One2many(
        'pharma.contact.permission.history',
        'partner_id',
        string="History of Permissions",
        groups='pharma_crm.group_pharma_user',
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_contact_proof(self):
        domain = [('partner_id', 'in', self.ids)]
        for model in ('pharma.contact.permission.history', 'pharma.contact.log'):
            # sudo: proof counts also for those who may not read it
            if kept := self.env[model].sudo().search(domain, limit=1):
                raise UserError(
                    self.env._(
                        "'%(customer)s' cannot be deleted: what the customer permitted and how he "
                        "was contacted must remain as proof. Archive the customer instead.",
                        customer=kept.partner_id.display_name,
                    )
                )

    # === CHECK === #

    def contact_allowed(self, purpose, channel, when=None):
        """Tell whether this customer may be contacted, and if not, why.

        Checked in this order: the permission, the do-not-call list, the hours in the customer's
        time zone, the number of contacts within 24 hours.

        :param str purpose: 'care', 'advertising' or 'survey'
        :param str channel: 'call', 'sms', 'email' or 'zalo'
        :param when: datetime (naive: UTC) or its text; default now
        :return: (True, '') or (False, reason in the user's language)
        :raise UserError: unknown purpose or channel, unreadable time
        (004-30, 004-73)
        """
        self.ensure_one()
        return self._contact_allowed_batch(purpose, channel, when)[self.id]

    def _contact_allowed_batch(self, purpose, channel, when=None):
        """Do as contact_allowed for many customers with few queries.

        :return: dict partner id -> (bool, str)
        """
        refusals = self._contact_refusals(purpose, channel, when)
        return {id_: (not kind, reason) for id_, (kind, reason) in refusals.items()}

    def _contact_refusals(self, purpose, channel, when=None):
        """Do as contact_allowed for many customers, and name the kind of refusal.

        :return: dict partner id -> (kind as in `_contact_refusal`, reason)
        """
        self._check_pharma_purpose_channel(purpose, channel)
        self.check_access('read')
        if isinstance(when, datetime) and when.tzinfo:
            when = when.astimezone(pytz.utc).replace(tzinfo=None)
        try:
            when = fields.Datetime.to_datetime(when) or fields.Datetime.now()
        except (TypeError, ValueError):
            raise UserError(
                self.env._(
                    "Time of contact: '%(value)s' is no time. Write it in UTC as "
                    "YYYY-MM-DD HH:MM:SS, e.g. 2026-11-21 05:00:00.",
                    value=when,
                )
            ) from None
        # sudo: the answer is for everybody who may read the customer, also without our groups
        partners_sudo = self.sudo()
        states = {
            line.partner_id.id: line.state
            for line in partners_sudo.env['pharma.contact.permission'].search_fetch(
                [
                    ('partner_id', 'in', self.ids),
                    ('purpose', '=', purpose),
                    ('channel', '=', channel),
                ],
                ['partner_id', 'state'],
            )
        }
        addresses = partners_sudo._pharma_contact_addresses(channel)
        blocked = partners_sudo._pharma_blocked_addresses(channel, addresses)
        declined = (
            partners_sudo._pharma_declined_addresses(purpose, channel, addresses)
            if purpose == 'advertising'
            else set()
        )
        counts = partners_sudo._pharma_recent_contacts(channel, when, addresses)
        return {
            partner.id: partner._contact_refusal(
                purpose,
                channel,
                when,
                states.get(partner.id, 'not_asked'),
                addresses[partner.id] & declined,
                addresses[partner.id] & blocked,
                counts[partner.id],
            )
            for partner in partners_sudo
        }

    @api.model
    def _check_pharma_purpose_channel(self, purpose, channel):
        for value, known in ((purpose, PURPOSES), (channel, CHANNELS)):
            keys = [key for key, _label in known]
            if value not in keys:
                raise UserError(
                    self.env._(
                        "'%(value)s' is unknown; use one of: %(keys)s.",
                        value=value,
                        keys=', '.join(keys),
                    )
                )

    @api.model
    def _pharma_label(self, name, key):
        field = self.env['pharma.contact.permission']._fields[name]
        return dict(field._description_selection(self.env))[key]

    def _pharma_country_tz(self):
        """Return the zone of the address if its country has only one by law, else False."""
        self.ensure_one()
        code = (self.country_id.code or '').upper()
        zones = pytz.country_timezones.get(code, []) if code else []
        return zones[0] if len(zones) == 1 else LEGAL_ZONES.get(code, False)

    def _pharma_contact_tz(self, company):
        """Return the customer's zone: of a country with one zone, his own, else the company's."""
        # a contact's own zone is by default that of the browser it was created in
        return self._pharma_country_tz() or self.tz or company._pharma_tz()

    def _pharma_contact_addresses(self, channel):
        """Return {partner id: set of his numbers, or of his e-mail address}."""
        addresses = defaultdict(set)
        if channel == 'email':
            for partner in self:
                if email := email_normalize(partner.email):
                    addresses[partner.id].add(email)
            return addresses
        lines = self.env['pharma.partner.phone'].search_fetch(
            [('partner_id', 'in', self.ids)], ['partner_id', 'number_e164']
        )
        for line in lines:
            addresses[line.partner_id.id].add(line.number_e164)
        return addresses

    @api.model
    def _pharma_name_addresses(self, addresses):
        # further numbers are for those who may read the list of numbers
        if self.env.user.has_group('pharma_crm.group_pharma_user'):
            return ', '.join(sorted(addresses))
        return self.env._("a number or e-mail address")

    @api.model
    def _pharma_declined_addresses(self, purpose, channel, addresses):
        """Return those addresses of which an owner, also an archived one, has declined."""
        every_address = list(set().union(*addresses.values()))
        if not every_address:
            return set()
        owner = (
            [('email_normalized', 'in', every_address)]
            if channel == 'email'
            else [('pharma_phone_ids.number_e164', 'in', every_address)]
        )
        lines = self.env['pharma.contact.permission'].search(
            [
                ('purpose', '=', purpose),
                ('channel', '=', channel),
                ('state', '=', 'declined'),
                ('partner_id', 'any', [('active', 'in', (True, False)), *owner]),
            ]
        )
        return set().union(*lines.partner_id._pharma_contact_addresses(channel).values())

    @api.model
    def _pharma_blocked_addresses(self, channel, addresses):
        every_address = list(set().union(*addresses.values()))
        if channel == 'email':
            model, name = 'mail.blacklist', 'email'
        else:
            model, name = 'phone.blacklist', 'number'
        return set(self.env[model].search([(name, 'in', every_address)]).mapped(name))

    def _pharma_recent_contacts(self, channel, when, addresses):
        """Count the contacts of the 24 hours before, by the customer or by one of his numbers.

        :return: dict partner id -> Counter of purposes
        """
        every_address = list(set().union(*addresses.values()))
        logs = self.env['pharma.contact.log'].search_fetch(
            [
                ('channel', '=', channel),
                ('date', '>', when - DAY),
                ('date', '<=', when),
                '|',
                ('partner_id', 'in', self.ids),
                ('address', 'in', every_address),
            ],
            ['partner_id', 'address', 'purpose'],
        )
        partners_by_address = defaultdict(set)
        for partner_id, numbers in addresses.items():
            for number in numbers:
                partners_by_address[number].add(partner_id)
        counts = defaultdict(Counter)
        for log in logs:
            for partner_id in {log.partner_id.id} | partners_by_address[log.address]:
                counts[partner_id][log.purpose] += 1
        return counts
