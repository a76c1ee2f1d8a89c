from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, html2plaintext, plaintext2html

STAFF = 'base.group_user'
ANSWER_CHANNELS = [
    ('call', "Call"),
    ('email', "E-mail"),
    ('sms', "SMS"),
    ('zalo', "Zalo"),
    ('counter', "At the Counter"),
]
PEOPLE = ('comment', 'email')


class PharmaComplaint(models.Model):
    """Answers to the customer, apart from internal notes (000-24, 004-68)."""

    _inherit = 'pharma.complaint'

    date_first_answer = fields.Datetime(
        string="First Answer", readonly=True, copy=False, groups=STAFF
    )
    date_last_answer = fields.Datetime(
        string="Last Answer", readonly=True, copy=False, groups=STAFF
    )
    answer_count = fields.Integer(string="Answers", readonly=True, copy=False, groups=STAFF)
    date_last_customer_message = fields.Datetime(
        string="Customer Wrote", readonly=True, copy=False, groups=STAFF
    )
    is_waiting_for_us = fields.Boolean(
        string="Waits for Us",
        compute='_compute_is_waiting_for_us',
        store=True,
        precompute=True,
        groups=STAFF,
        help="Open, and nobody has answered what the customer said last.",
    )
    # nobody has rated a ticket that is being taken in: known before the row is written
    rating_last_value = fields.Float(
        compute='_compute_rating_last_value', store=True, precompute=True
    )
    is_see_doctor = fields.Boolean(
        string="Advised to See a Doctor", readonly=True, copy=False, tracking=True, groups=STAFF
    )
    see_doctor_user_id = fields.Many2one(
        'res.users',
        string="Advised By",
        readonly=True,
        copy=False,
        ondelete='restrict',
        groups=STAFF,
    )
    date_see_doctor = fields.Datetime(string="Advised On", readonly=True, copy=False, groups=STAFF)

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_last_answer', 'date_last_customer_message', 'date_reopened')
    def _compute_is_waiting_for_us(self):
        for ticket in self:
            ticket.is_waiting_for_us = ticket.state in ('new', 'open') and not ticket._is_answered()

    def _is_answered(self):
        """Return whether the customer was answered after he last said something."""
        self.ensure_one()
        asked = max(
            filter(None, [self.date_last_customer_message, self.date_reopened]), default=None
        )
        answered = self.date_last_answer
        return bool(answered and (not asked or answered >= asked))

    @api.model
    def _get_button_fields(self):
        hint = self.env._("press 'Record Answer', or send the customer a message")
        return {
            **super()._get_button_fields(),
            **dict.fromkeys(
                (
                    'date_first_answer',
                    'date_last_answer',
                    'answer_count',
                    'date_last_customer_message',
                    'is_waiting_for_us',
                    'is_see_doctor',
                    'see_doctor_user_id',
                    'date_see_doctor',
                ),
                hint,
            ),
        }

    # === ACTIONS === #
    def action_answer(self):
        """Open the window in which an answer to the customer is written or noted (000-24).

        :return: window action of ``pharma.complaint.answer``
        :raise AccessError: for a ticket the user may not write
        """
        self.ensure_one()
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_answer_action')

    # === BUSINESS METHODS === #
    def _post_answer(self, body, channel):
        """Record an answer to the customer; one by e-mail is sent to his address on file.

        :param body: text (escaped) or Markup
        :param str channel: key of ``ANSWER_CHANNELS``
        :return: the ``mail.message``
        :raise UserError: without a text, by e-mail without an address, or if he declined e-mails
        """
        self.ensure_one()
        if not html2plaintext(body or '').strip():
            raise UserError(
                self.env._(
                    "Ticket %(number)s: write what the customer is told.", number=self.number
                )
            )
        if channel == 'email':
            message = self._send_answer(body)
        else:
            field = self.env['pharma.complaint.answer']._fields['channel']
            names = dict(field._description_selection(self.env))
            head = self.env._("Answer to the customer (%(channel)s)", channel=names[channel])
            # a note: what was said is for colleagues to read, the customer has heard it
            message = self.message_post(
                body=Markup("<p><strong>%s</strong></p>%s") % (head, self._to_html(body)),
                message_type='comment',
                subtype_xmlid='pharma_callcenter.mt_complaint_answer',
            )
            self._register_answer()
        return message

    @api.model
    def _to_html(self, text):
        return text if isinstance(text, Markup) else plaintext2html(text)

    def _send_answer(self, body):
        self.ensure_one()
        partner, address = self._get_answer_address()
        count = self.answer_count
        message = self.message_post(
            body=self._to_html(body),
            # the number alone: a subject is read over many shoulders
            subject=self.env._("Your request [%(number)s]", number=self.number),
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
            partner_ids=partner.ids,
            outgoing_email_to=address,
        )
        if self.answer_count == count:  # written by the suite itself
            self._register_answer()
        return message

    def _get_answer_address(self):
        """Return the customer who gets the e-mail, or the address of somebody who is none.

        :return: tuple of ``res.partner`` and str or False, one of them filled
        :raise UserError: without an address, or if the customer declined e-mails
        """
        self.ensure_one()
        partner = self.partner_id
        if not (partner.email_normalized or email_normalize(self.email_from or '')):
            raise UserError(
                self.env._(
                    "Ticket %(number)s: there is no e-mail address. Enter it in the field 'E-mail'"
                    " of the customer, or choose another channel.",
                    number=self.number,
                )
            )
        if refusal := self._get_answer_refusal('email'):
            raise UserError(self.env._("%(reason)s Choose another channel.", reason=refusal))
        if partner.email_normalized:
            return partner, False
        return partner.browse(), email_normalize(self.email_from)

    def _get_answer_refusal(self, channel):
        """Return why the customer does not want to be reached by a channel, empty if he may be.

        An answer is care, no advertising: hours and daily limits do not hold it up.
        """
        self.ensure_one()
        if not self.partner_id or channel == 'counter':
            return ''
        # sudo: a refusal counts also for those who may not read it
        refusals = self.partner_id.sudo()._contact_refusals('care', channel)
        kind, reason = refusals[self.partner_id.id]
        return reason if kind in ('declined', 'blocked') else ''

    def _register_answer(self):
        """Note that the customer has an answer now."""
        # sudo: what follows from answers is not written by hand
        for ticket_sudo in self.sudo():
            now = fields.Datetime.now()
            ticket_sudo.write(
                {
                    'date_first_answer': ticket_sudo.date_first_answer or now,
                    'date_last_answer': now,
                    'answer_count': ticket_sudo.answer_count + 1,
                }
            )

    def _register_see_doctor(self):
        """Note who advised the customer to see a doctor, and when (004-68)."""
        # sudo: what follows from answers is not written by hand
        self.sudo().write(
            {
                'is_see_doctor': True,
                'see_doctor_user_id': self.env.uid,
                'date_see_doctor': fields.Datetime.now(),
            }
        )

    # === MESSAGES === #
    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type in PEOPLE and message.subtype_id == self.env.ref('mail.mt_comment'):
            if self._is_of_customer(message):
                self._register_customer_message()
                if message.message_type == 'comment' and not self.env.user._is_internal():
                    # in the portal; the suite moves it, who writes has no right to
                    self.with_user(SUPERUSER_ID)._resume()
            elif self._is_to_customer(message, msg_values):
                self._register_answer()
        return result

    def _is_of_customer(self, message):
        """Return whether the customer, or a colleague of his, wrote a message."""
        # sudo: the customer's company and address, whoever's message arrives
        ticket_sudo, author_sudo = self.sudo(), message.sudo().author_id
        if author_sudo:
            customers = ticket_sudo.partner_id | ticket_sudo.commercial_partner_id
            return author_sudo in customers or (
                author_sudo.partner_share
                and author_sudo.commercial_partner_id in ticket_sudo.commercial_partner_id
            )
        address = email_normalize(ticket_sudo.email_from or '')
        return bool(address) and email_normalize(message.email_from or '') == address

    def _is_to_customer(self, message, msg_values):
        """Return whether an employee's message reaches the customer."""
        # sudo: who follows, and whether the author works here
        ticket_sudo, message_sudo = self.sudo(), message.sudo()
        author_sudo = message_sudo.author_id
        if (
            not author_sudo
            or author_sudo.partner_share
            or author_sudo == self.env.ref('base.partner_root')
        ):
            return False
        # who has neither an address nor the portal does not read it
        readers_sudo = (message_sudo.partner_ids | ticket_sudo.message_partner_ids).filtered(
            lambda reader: reader.email or reader.user_ids
        )
        customer_sudo = ticket_sudo.commercial_partner_id
        if customer_sudo and customer_sudo in readers_sudo.commercial_partner_id:
            return True
        address = email_normalize(ticket_sudo.email_from or '')
        addresses = {*readers_sudo.mapped('email_normalized')}
        addresses.add(email_normalize(msg_values.get('outgoing_email_to') or ''))
        return bool(address) and address in addresses

    def _register_customer_message(self):
        """Note that the customer wrote: what waited for him waits for us again."""
        # sudo: the customer writes no field of his ticket
        tickets_sudo = self.sudo()
        tickets_sudo.date_last_customer_message = fields.Datetime.now()
        for joined_sudo in tickets_sudo.filtered('merged_into_id'):
            # he answers an old e-mail: whoever goes on with the matter has to see it
            target_sudo = joined_sudo.merged_into_id
            target_sudo._message_log(
                body=self.env._("The customer wrote in %(number)s.", number=joined_sudo.number)
            )
            target_sudo._register_customer_message()
        tickets_sudo._end_waiting()

    def _end_waiting(self):
        """Take up tickets that wait for the customer, where their kind has a stage for it."""
        for ticket in self.filtered(lambda ticket: ticket.state == 'waiting'):
            ticket.stage_id = ticket._get_stage('open') or ticket.stage_id
