import hashlib
import json
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, is_html_empty

from ..models.pharma_contact_permission import PURPOSES
from ..models.pharma_customer_list_mixin import MAX_MAILING

# Within these days nobody gets the same text again; a birthday wish comes back after a year.
REPEAT_DAYS = 30
STATUSES = [
    ('allowed', "Gets It"),
    ('no_email', "No Valid E-mail Address"),
    ('declined', "Declined"),
    ('not_asked', "Has Not Accepted"),
    ('blocked', "On the Do-Not-Contact List"),
    ('limit', "Limit per Day Reached"),
    ('received', "Has Got It Already"),
    ('duplicate', "Same Address as Another One"),
    ('archived', "Archived"),
    ('company', "Of Another Company"),
]


class PharmaCustomerMailing(models.TransientModel):
    """Write to the customers of an analysis, as far as each of them permits it (000-18, 004-30).

    The text is the manager's; why a customer was chosen stands nowhere in it. What is built and
    sent is in `pharma_customer_mailing_send.py`.
    """

    _name = 'pharma.customer.mailing'
    _description = "Mailing to Customers"

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company
    )
    partner_ids = fields.Many2many(
        'res.partner', string="Customers", readonly=True, context={'active_test': False}
    )
    line_ids = fields.One2many('pharma.customer.mailing.line', 'mailing_id', readonly=True)
    # no default: the answer decides which law holds
    purpose = fields.Selection(
        PURPOSES, help="An offer of any kind is advertising, and needs the customer's permission."
    )
    sender = fields.Selection(
        [('company', "The Company"), ('user', "Myself")],
        required=True,
        default='company',
        help="Answers go to the same address.",
    )
    template_id = fields.Many2one(
        'mail.template',
        domain="[('model', '=', 'res.partner')]",
        help="Each customer gets it in his language. Without a template, write the text below.",
    )
    # as they stand in the template: the customer's name comes in when it is sent
    template_subject = fields.Char(related='template_id.subject', string="Subject of the Template")
    template_body = fields.Html(related='template_id.body_html', string="Text of the Template")
    subject = fields.Char()
    body = fields.Html(string="Text", sanitize='email_outgoing')
    is_sent = fields.Boolean(readonly=True)
    # === Who gets it ===
    partner_count = fields.Integer(string="Chosen", compute='_compute_counts')
    allowed_count = fields.Integer(string="Get It", compute='_compute_counts')
    refused_count = fields.Integer(string="Do Not Get It", compute='_compute_counts')
    refused_reasons = fields.Text(string="Why Not", compute='_compute_counts')

    # === COMPUTE METHODS === #
    @api.depends('partner_ids', 'company_id', 'purpose', 'template_id', 'subject', 'body')
    def _compute_counts(self):
        for mailing in self:
            counts = Counter(status for status, _reason in mailing._get_statuses().values())
            labels = self.env['pharma.customer.mailing.line']._get_status_labels()
            allowed = counts.pop('allowed', 0)
            mailing.partner_count = allowed + counts.total()
            mailing.allowed_count = allowed if mailing.purpose else 0
            mailing.refused_count = counts.total()
            mailing.refused_reasons = '\n'.join(
                f'{labels[status]}: {counts[status]}' for status in labels if counts[status]
            )

    @api.onchange('purpose', 'template_id', 'subject', 'body')
    def _onchange_content(self):
        # who was listed is no longer who gets it
        self.line_ids = False

    def _get_partners(self):
        """Return the chosen customers, those who were archived among them."""
        return self.with_context(active_test=False).partner_ids._origin

    def _get_statuses(self):
        """Judge each customer for this mailing, in few queries whatever their number.

        :return: dict ``res.partner`` -> (status, reason in words or ''), in the order of the ids
        """
        self.ensure_one()
        partners = self._get_partners().sorted('id').with_company(self.company_id)
        refusals = partners._contact_refusals(self.purpose, 'email') if self.purpose else {}
        received_ids, received_addresses = self._get_received(partners)
        # a branch writes to the customers of its company, too
        companies = self.company_id | self.company_id.sudo().parent_ids  # sudo: ids alone
        statuses, taken = {}, set()
        for partner in partners:
            address = email_normalize(partner.email)
            kind, reason = refusals.get(partner.id, ('', ''))
            if partner.company_id and partner.company_id not in companies:
                kind, reason = 'company', ''
            elif not partner.active:
                kind, reason = 'archived', ''
            elif not address:
                kind, reason = 'no_email', partner.email or ''
            elif not kind and (partner.id in received_ids or address in received_addresses):
                kind = 'received'
            elif not kind and address in taken:
                kind, reason = 'duplicate', address
            if not kind:
                taken.add(address)
            statuses[partner] = (kind or 'allowed', reason)
        return statuses

    def _get_received(self, partners):
        """Return the ids and addresses that got this very text in the last days."""
        if not (self.template_id or self.subject):
            return set(), set()
        # sudo: whoever had it, by whichever colleague it was sent
        logs_sudo = self.env['pharma.contact.log'].sudo()
        rows = logs_sudo.search_fetch(
            Domain('mailing_key', '=', self._get_key())
            & Domain('date', '>', fields.Datetime.now() - timedelta(days=REPEAT_DAYS)),
            ['partner_id', 'address'],
        )
        return set(rows.partner_id.ids), set(rows.mapped('address'))

    def _get_key(self):
        """Return what tells this text from others, without saying anything of it."""
        template = self.template_id.with_context(lang='en_US')
        text = (
            [template.id, template.subject, str(template.body_html)]
            if template
            else [0, self.subject, str(self.body)]
        )
        return hashlib.sha256(json.dumps([self.company_id.id, *text]).encode()).hexdigest()[:32]

    # === ACTIONS === #
    def action_view_recipients(self):
        """List below who gets the mailing and who does not, and why (004-30).

        :return: window action of this mailing: another one would take its place
        :raise UserError: without a purpose
        """
        self._check_mailing()
        self.line_ids.unlink()
        self.env['pharma.customer.mailing.line'].create(
            [
                {
                    'mailing_id': self.id,
                    'partner_id': partner.id,
                    'status': status,
                    'reason': reason,
                }
                for partner, (status, reason) in self._get_statuses().items()
            ]
        )
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_customer_mailing_action'
        )
        return {**action, 'res_id': self.id}

    def action_send(self):
        """Put an e-mail into the queue for each customer who permits it now (000-18, 004-30).

        :return: a notification that closes the form
        :raise AccessError: for others than managers
        :raise UserError: if something is missing, nobody permits it, or it was sent before
        """
        self._check_mailing()
        self._check_content()
        if self.is_sent or not self.try_lock_for_update():
            raise UserError(self.env._("This mailing has been sent. Open a new one."))
        # at once: of two who press at one moment, the database refuses the later
        self.is_sent = True
        self.flush_recordset()
        # two forms with the same text at one moment know nothing of each other: the later is
        # begun anew by the server, and then sees who has it
        self.env.cr.execute(
            SQL("UPDATE res_company SET write_date = write_date WHERE id = %s", self.company_id.id)
        )
        statuses = self._get_statuses()
        partners = self.env['res.partner'].union(
            *(partner for partner, (status, _reason) in statuses.items() if status == 'allowed')
        )
        if not partners:
            raise UserError(
                self.env._(
                    "None of the chosen customers can get this mailing. 'Show Recipients' says why."
                )
            )
        self._send_to(partners)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self._get_message(len(partners), len(statuses) - len(partners)),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    @api.model
    def _get_message(self, count, refused):
        return self.env._(
            "%(count)s e-mails leave in the next minutes. Left out: %(refused)s.",
            count=count,
            refused=refused,
        )

    # === CHECKS === #
    def _check_mailing(self):
        """Check who acts on what; see action_send for the errors."""
        self.env['pharma.customer.list.mixin']._check_mailing_rights()
        if len(self) != 1:
            raise UserError(self.env._("Open one mailing: there is nothing to send here."))
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "Company '%(company)s' is not among those you work in. Switch to it first.",
                    company=self.company_id.sudo().name,  # sudo: a name
                )
            )
        partners = self._get_partners()
        partners.check_access('read')
        self.env['pharma.customer.list.mixin']._check_list_size(partners, MAX_MAILING)
        if not self.purpose:
            raise UserError(
                self.env._(
                    "Field 'Purpose': choose what the e-mail is for. It decides who may get it."
                )
            )

    def _check_content(self):
        if self.template_id:
            if self.template_id.model != 'res.partner':
                raise UserError(
                    self.env._(
                        "Template '%(template)s' is not made for customers. Choose one that applies"
                        " to contacts.",
                        template=self.template_id.name,
                    )
                )
            if not self.template_id.subject or is_html_empty(self.template_id.body_html):
                raise UserError(
                    self.env._(
                        "Template '%(template)s' has no subject or no text. Complete it first.",
                        template=self.template_id.name,
                    )
                )
        elif not (self.subject or '').strip() or is_html_empty(self.body):
            raise UserError(self.env._("Write a subject and a text, or choose a template."))
        self._get_sender_email()

    def _get_sender_email(self):
        """Return the address of the sender with the name.

        :raise UserError: if the sender has none
        """
        person = self.company_id.partner_id if self.sender == 'company' else self.env.user
        if not email_normalize(person.email):
            raise UserError(
                self.env._(
                    "Sender '%(name)s' has no valid e-mail address. Enter it, or choose another"
                    " sender.",
                    name=person.name,
                )
            )
        return person.email_formatted
