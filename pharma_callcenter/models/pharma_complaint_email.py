from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext

STAFF = 'base.group_user'
# What may be wrong with the sender of an e-mail, the worst first.
SENDER_WARNINGS = [
    ('spoofed', "Perhaps Not Who He Says"),
    ('failed', "Sender Not Proven"),
    ('no_sender', "Without Sender"),
    ('automatic', "Sent by a Machine"),
    ('reply_to', "Asks for Answers to Another Address"),
]
# Nobody is linked to these, and nothing is sent to them.
UNPROVEN = {'spoofed', 'failed', 'no_sender'}
# Written by the mail gateway and by named actions alone.
MAIL_FIELDS = (
    'is_arrived',
    'sender_warning',
    'sender_warnings',
    'sender_normalized',
    'proposed_partner_id',
    'date_acknowledged',
)
NAME_LENGTH = 250
TEXT_LENGTH = 20000


class PharmaComplaint(models.Model):
    """Tickets that arrive by e-mail (000-22, decision 30)."""

    _inherit = 'pharma.complaint'

    is_arrived = fields.Boolean(
        string="Arrived by Itself",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="Nobody took it in: what its kind requires is asked when it leaves the stage 'New'.",
    )
    sender_normalized = fields.Char(
        string="Sent From", readonly=True, copy=False, groups=STAFF, help="As the e-mail says."
    )
    sender_warning = fields.Selection(SENDER_WARNINGS, readonly=True, copy=False, groups=STAFF)
    sender_warnings = fields.Char(
        string="All Sender Warnings", readonly=True, copy=False, groups=STAFF
    )
    sender_warning_text = fields.Text(
        string="What to Mind", compute='_compute_sender_warning_text', groups=STAFF
    )
    proposed_partner_id = fields.Many2one(
        'res.partner',
        string="Perhaps",
        readonly=True,
        copy=False,
        ondelete='set null',
        index='btree_not_null',
        groups=STAFF,
        help="Whose address the e-mail bears, but nothing proves that he sent it.",
    )
    date_acknowledged = fields.Datetime(
        string="Acknowledged On", readonly=True, copy=False, groups=STAFF
    )

    _sender = models.Index(
        '(sender_normalized, create_date DESC) WHERE sender_normalized IS NOT NULL'
    )
    _number_lookup = models.Index('(number)')

    # === COMPUTE METHODS === #
    @api.depends('sender_warnings')
    def _compute_sender_warning_text(self):
        texts = {
            'spoofed': self.env._(
                "The e-mail bears the address of somebody we know, but the check of its origin"
                " failed. Call him at the number on file before you tell or change anything."
            ),
            'failed': self.env._(
                "The check of the e-mail's origin failed: it may come from somebody else. No"
                " acknowledgement was sent."
            ),
            'no_sender': self.env._(
                "The e-mail names no sender who could be answered. Look for a telephone number in"
                " its text."
            ),
            'automatic': self.env._(
                "A machine sent this e-mail: an out-of-office notice, a newsletter, a delivery"
                " report. No acknowledgement was sent. Cancel the ticket if nobody waits for an"
                " answer."
            ),
            'reply_to': self.env._(
                "The e-mail asks for answers to another address than it was sent from. Answers go"
                " to the customer's address on file."
            ),
        }
        for ticket in self:
            codes = (ticket.sender_warnings or '').split(',')
            ticket.sender_warning_text = '\n'.join(texts[code] for code in codes if code in texts)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets; what only the mail gateway knows is refused from people (000-22).

        :param list vals_list: one dict per ticket
        :return: the new ``pharma.complaint`` records
        :raise AccessError: for fields that the mail gateway writes
        """
        vals_list = [dict(vals) for vals in vals_list]  # the caller's stay as they are
        for vals in vals_list:
            self._check_mail_fields(vals)
            if not self.env.su:
                vals['is_arrived'] = False  # no default of the context either
            elif self.env.context.get('pharma_ticket_arrives'):
                vals.setdefault('is_arrived', True)  # other channels of the suite
        return super().create(vals_list)

    def write(self, vals):
        """Write tickets; what only the mail gateway knows is refused from people (000-22).

        :param dict vals: values of ``pharma.complaint``
        :return: True
        :raise AccessError: for fields that the mail gateway writes
        """
        self._check_mail_fields(vals)
        return super().write(vals)

    @api.model
    def _check_mail_fields(self, vals):
        refused = [] if self.env.su else [name for name in MAIL_FIELDS if name in vals]
        if refused:
            raise AccessError(
                self.env._(
                    "%(fields)s: what an e-mail told of its sender cannot be typed. Use the buttons"
                    " of the ticket.",
                    fields=', '.join(
                        self._fields[name]._description_string(self.env) for name in refused
                    ),
                )
            )

    # === CHECKS === #
    def _is_strict(self):
        waits = self.is_arrived and self.state == 'new'
        return super()._is_strict() and not waits

    @api.constrains('stage_id')
    def _check_arrived_complete(self):
        """Ask for what is missing when people take up what arrived; the gateway is not asked.

        Checks run as superuser: the person tells them apart, not his rights.
        """
        if self.env.uid != SUPERUSER_ID:
            self.filtered('is_arrived')._check_asked_fields()

    # === ACTIONS === #
    def action_accept_sender(self):
        """Link the proposed customer: somebody made sure that he sent the e-mail (000-22).

        :raise AccessError: for tickets that the user may not write
        """
        self.check_access('write')
        for ticket in self.filtered('proposed_partner_id'):
            partner = ticket.proposed_partner_id
            ticket.write({'partner_id': partner.id, 'email_from': partner.email})
            # sudo: protected from typing, decided by this button
            ticket.sudo().write(
                {'proposed_partner_id': False, 'sender_warning': False, 'sender_warnings': False}
            )
            ticket._message_log(
                body=self.env._(
                    "%(user)s made sure that %(partner)s sent the e-mail.",
                    user=self.env.user.name,
                    partner=partner.display_name,
                )
            )

    def action_refuse_sender(self):
        """Drop the proposed customer: somebody else sent the e-mail (000-22).

        :raise AccessError: for tickets that the user may not write
        """
        self.check_access('write')
        for ticket in self.filtered('proposed_partner_id'):
            partner = ticket.proposed_partner_id
            # sudo: protected from typing, decided by this button
            ticket.sudo().proposed_partner_id = False
            ticket._message_log(
                body=self.env._(
                    "%(user)s found out that the e-mail is not from %(partner)s.",
                    user=self.env.user.name,
                    partner=partner.display_name,
                )
            )

    # === GATEWAY === #
    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Return what came from one address, by its index and not by reading every ticket."""
        if not email_from_normalized:
            return [('sender_normalized', '=', False), ('sender_warning', '=', 'no_sender')]
        return [('sender_normalized', '=', email_from_normalized)]

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a ticket of an e-mail (000-22).

        :param dict msg_dict: the message as core parsed and ``_prepare_mail`` checked it
        :param dict custom_values: defaults of the address it was sent to
        :return: the new ``pharma.complaint``
        :raise AccessError: when called by anybody but the mail gateway
        """
        if not self.env.su:
            raise AccessError(self.env._("Only the mail gateway makes tickets of e-mails."))
        facts = msg_dict.pop('pharma_facts', {})
        text = html2plaintext(msg_dict.get('body') or '', include_references=False).strip()
        if len(text) > TEXT_LENGTH:
            text = self.env._(
                "%(text)s\n\n[The text is longer: the whole stands in the message below.]",
                text=text[:TEXT_LENGTH],
            )
        company = facts.get('company') or self.env.company
        warnings = facts.get('warnings', [])
        partner = facts.get('partner') or self.env['res.partner']
        is_proven = not UNPROVEN.intersection(warnings)
        sender = facts.get('sender') or email_normalize(msg_dict.get('email_from') or '')
        values = {
            **(custom_values or {}),
            'description': text,
            'email_from': (msg_dict.get('email_from') or '')[:NAME_LENGTH],
            'contact_name': not (is_proven and partner) and facts.get('contact_name'),
            'partner_id': is_proven and partner.id,
            'proposed_partner_id': not is_proven and partner.id,
            'company_id': company.id,
            'origin_id': self.env.ref('pharma_callcenter.pharma_complaint_origin_email').id,
            'is_arrived': True,
            'sender_normalized': sender,
            'sender_warning': warnings[0] if warnings else False,
            'sender_warnings': ','.join(warnings) or False,
        }
        if msg_dict.get('subject'):
            values['name'] = msg_dict['subject'][:NAME_LENGTH]
        if facts.get('kind'):
            values['kind_id'] = facts['kind'].id
        else:
            values.pop('kind_id', None)
        return self.with_company(company).create(values)

    def _message_receive_bounce(self, email, partner):
        """Tell the staff that an answer did not reach the customer: nobody else would (003-17)."""
        result = super()._message_receive_bounce(email, partner)
        for ticket in self:
            ticket._message_log(
                body=self.env._(
                    "The e-mail to %(address)s came back as undeliverable.", address=email
                )
            )
        return result

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Let answers come to the address of the kind, where it has one."""
        result = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        for ticket in self.sudo():  # sudo: kinds of other companies, names of addresses only
            address = ticket.kind_id.alias_email
            if address:
                result[ticket.id] = self._notify_get_reply_to_formatted_email(
                    address, author_id=(author_ids or {}).get(ticket.id)
                )
        return result

    @api.model
    def _get_mail_kind(self, defaults):
        kind = self.env['pharma.complaint.kind'].browse(defaults.get('kind_id')).exists()
        return kind[:1]

    @api.model
    def _get_mail_company(self, kind, partner):
        """Return the company of a ticket: the kind's, the customer's, or that of the address."""
        domain = kind.alias_id.alias_domain_id
        return (
            kind.company_id
            or partner.company_id
            or (len(domain.company_ids) == 1 and domain.company_ids)
            or self.env.company
        )

    @api.model
    def _find_by_number(self, subject):
        """Return the ticket whose number stands in a subject: '[T2026/00012]', or without brackets.

        :param str subject: the subject as it arrived
        :return: ``pharma.complaint``, one per company at most, or an empty record
        """
        words = (subject or '')[:NAME_LENGTH].replace('[', ' ').replace(']', ' ').split()
        numbers = [word.strip('.,:;()#') for word in words if any(map(str.isdigit, word))]
        if not numbers:
            return self.browse()
        return self.search(Domain('number', 'in', numbers), limit=10)
