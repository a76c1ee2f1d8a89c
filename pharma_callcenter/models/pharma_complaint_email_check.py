import re

from markupsafe import Markup

from odoo import api, models
from odoo.tools import email_normalize, email_split, html2plaintext
from odoo.tools.mail import decode_message_header, email_split_tuples

from .pharma_complaint_email import NAME_LENGTH, UNPROVEN

# Addresses of machines: nobody reads what is sent to them.
MACHINES = re.compile(
    r'^(mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|bounces?)\b', re.IGNORECASE
)
VERDICT = re.compile(r'\b(spf|dkim|dmarc)\s*=\s*([a-z]+)', re.IGNORECASE)
COMMENTS = re.compile(r'\([^()]*\)')
MAX_FILES = 50
# Characters of the text that are kept; nobody reads more.
MAX_BODY = 1000000
MEGABYTE = 1024 * 1024
CONTROL = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f]')


class PharmaComplaint(models.Model):
    """What an e-mail tells of its sender, and what of it is kept (000-22)."""

    _inherit = 'pharma.complaint'

    @api.model
    def _prepare_mail(self, message, values, route):
        """Check an e-mail before core makes a ticket or a message of it.

        :param message: the ``email.message.EmailMessage``
        :param dict values: what core parsed, ours alone; changed in place
        :param tuple route: (model, id, defaults, user id, alias) as core found it
        :return: tuple of the route to take and the facts for ``_finish_mail``
        """
        model, thread_id, defaults, user_id, alias = route
        facts = self._read_sender(message, values)
        self._clean_mail(values)
        ticket = self.browse(thread_id or 0).exists()
        if not ticket:
            mentioned = self._find_by_number(values.get('subject'))
            # several companies may number alike: the sender's own ticket
            ticket = mentioned.filtered(lambda t: t._get_mail_role(facts) == 'customer')[:1]
            facts['mentioned'] = ticket or mentioned[:1]
        kind = ticket.kind_id or self._get_mail_kind(defaults or {})
        company = ticket.company_id or self._get_mail_company(kind, facts['partner'])
        if facts['partner'].company_id and facts['partner'].company_id != company:
            facts['partner'] = self.env['res.partner']  # a customer of another company
        facts.update(kind=kind, company=company, is_reply=bool(ticket))
        self._drop_files(values, facts)
        if UNPROVEN.intersection(facts['warnings']):
            # neither author nor creator is taken from an address that anybody can write
            values['author_id'] = False
            user_id = self.env.ref('base.user_root').id
        if ticket:
            facts['role'] = ticket._get_mail_role(facts)
            if facts['role'] in ('unknown', 'machine'):
                # an internal note, and nobody is told who wrote before: he may be the customer
                values['is_internal'] = True
                values.pop('parent_id', None)
        else:
            values['pharma_facts'] = facts
            values.pop('is_internal', None)
        return (model, ticket.id or False, defaults, user_id, alias), facts

    @api.model
    def _read_sender(self, message, values):
        """Return who says he sent an e-mail, and what speaks against it.

        :return: dict with ``sender`` (address or False), ``contact_name``, ``partner`` (whose
            address it is), ``warnings`` (codes, the worst first) and ``reply_to``
        """
        # email_split first: 'a@b.vn, c@d.vn' in From is the first of them
        addresses = email_split(values.get('email_from') or '')
        sender = email_normalize(addresses[0]) if addresses else False
        name = next((name for name, _email in email_split_tuples(values['email_from'] or '')), '')
        partner = self.env['res.partner']
        is_staff = False
        if sender:
            partner = self._find_partners([(None, sender)])[0]
            is_staff = self._is_address_of_staff(sender)
        reply_to = email_normalize(decode_message_header(message, 'Reply-To') or '')
        warnings = []
        if sender and self._is_origin_refused(message):
            warnings.append('spoofed' if partner or is_staff else 'failed')
        if not sender:
            warnings.append('no_sender')
        if self._is_automatic(message, sender):
            warnings.append('automatic')
        if reply_to and reply_to != sender:
            warnings.append('reply_to')
        return {
            'sender': sender,
            'contact_name': ' '.join((name or '').split())[:100] or False,
            'partner': partner,
            'is_staff': is_staff,
            'warnings': warnings,
            'reply_to': reply_to,
            'mentioned': self.browse(),
        }

    @api.model
    def _is_address_of_staff(self, address):
        users = self.env['res.users'].search_count(
            [('partner_id.email_normalized', '=', address), ('share', '=', False)], limit=1
        )
        return bool(users)

    @api.model
    def _is_origin_refused(self, message):
        """Return whether our own mail server says that the sender's address is not proven.

        Only the first header counts: our server puts it on top, and whoever forges an e-mail can
        only add others below. DMARC decides, as a forwarded e-mail fails SPF and yet is genuine.
        """
        headers = message.get_all('Authentication-Results') or []
        text = COMMENTS.sub(' ', str(headers[0])) if headers else ''
        verdicts = {}
        for method, verdict in VERDICT.findall(text):
            verdicts.setdefault(method.lower(), set()).add(verdict.lower())
        if 'dmarc' in verdicts and verdicts['dmarc'] <= {'pass', 'fail'}:
            return verdicts['dmarc'] != {'pass'}
        spf, dkim = verdicts.get('spf', set()), verdicts.get('dkim', set())
        return bool(spf & {'fail', 'softfail'} or ('fail' in dkim and 'pass' not in dkim))

    @api.model
    def _is_for_tickets(self, message):
        """Return whether an e-mail was sent to the address of a kind of ticket."""
        text = decode_message_header(message, 'To', separator=',')
        found = self.env['mail.alias'].search_count(
            [
                ('alias_full_name', 'in', [address.lower() for address in email_split(text)]),
                ('alias_model_id.model', '=', self._name),
            ],
            limit=1,
        )
        return bool(found)

    @api.model
    def _is_automatic(self, message, sender):
        """Return whether a machine sent an e-mail (RFC 3834): it is never answered by a machine."""

        def header(name):
            return ' '.join(str(message.get(name) or '').lower().split())

        suppressed = {word.strip() for word in header('X-Auto-Response-Suppress').split(',')}
        own = self.env['mail.alias.domain'].sudo()  # sudo: addresses only, of every company
        return bool(
            header('Auto-Submitted').split(';')[0].strip() not in ('', 'no')
            or header('Precedence') in ('bulk', 'junk', 'list', 'auto_reply')
            or suppressed & {'all', 'oof', 'autoreply'}
            or any(message.get(name) for name in ('X-Autoreply', 'X-Autorespond', 'X-Loop'))
            or any(message.get(name) for name in ('List-Id', 'List-Unsubscribe', 'X-Odoo-Objects'))
            or header('Return-Path') == '<>'
            or (sender and MACHINES.match(sender))
            or (sender and own._find_aliases([sender]))
        )

    @api.model
    def _clean_mail(self, values):
        """Make a subject of one short line, and drop what a database cannot hold."""
        subject = CONTROL.sub('', values.get('subject') or '')
        values['subject'] = ' '.join(subject.split())[:NAME_LENGTH]
        body = values.get('body') or ''
        values['body'] = type(body)(CONTROL.sub('', body)) if CONTROL.search(body) else body
        sender = CONTROL.sub('', values.get('email_from') or '')
        values['email_from'] = ' '.join(sender.split())[:NAME_LENGTH]

    @api.model
    def _drop_files(self, values, facts):
        """Keep files as long as they fit together; name the others in ``facts['dropped']``."""
        room = facts['company'].pharma_ticket_mail_limit * MEGABYTE
        kept, dropped = [], []
        body = values.get('body') or ''
        if len(body) > MAX_BODY:
            text = html2plaintext(str(body[:MAX_BODY]), include_references=False)
            values['body'] = Markup('<pre>%s</pre>') % text
            dropped.append((self.env._("rest of the text"), len(body) - MAX_BODY))
        for attachment in values.get('attachments') or ():
            name = ' '.join(str(attachment[0]).split())[-100:]
            size = self._get_file_size(attachment[1])
            if size <= room and len(kept) < MAX_FILES:
                room -= size
                kept.append(attachment)
            else:
                dropped.append((name, size))
        values['attachments'] = kept
        facts['dropped'] = dropped

    @api.model
    def _get_file_size(self, content):
        if isinstance(content, bytes):
            return len(content)
        return len(content.encode() if isinstance(content, str) else bytes(content))

    def _get_mail_role(self, facts):
        """Return who writes to a ticket: 'customer', 'employee', 'machine' or 'unknown'.

        The customer is he himself, anybody of the same company, whoever sent the ticket, or a
        follower; all by their address, if nothing speaks against it.
        """
        self.ensure_one()
        sender = facts['sender']
        if not sender or UNPROVEN.intersection(facts['warnings']):
            return 'unknown'
        if 'automatic' in facts['warnings']:
            return 'machine'
        if facts['is_staff']:
            return 'employee'
        known = {self.partner_id.email_normalized, email_normalize(self.email_from or '')}
        if not self.sender_warning or self.sender_warning not in UNPROVEN:
            known.add(self.sender_normalized)
        else:
            known = {self.partner_id.email_normalized}
        if sender in known:
            return 'customer'
        followers = self.message_partner_ids
        domain = [('email_normalized', '=', sender)]
        people = self.env['res.partner'].search(domain, limit=20)
        is_colleague = self.commercial_partner_id and any(
            person.commercial_partner_id == self.commercial_partner_id for person in people
        )
        return 'customer' if is_colleague or people & followers else 'unknown'
