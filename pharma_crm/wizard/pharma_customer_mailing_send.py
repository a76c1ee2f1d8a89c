from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import email_normalize, split_every
from odoo.tools.mail import append_content_to_html

BATCH = 500


class PharmaCustomerMailing(models.TransientModel):
    """How the e-mails of a mailing are built, queued and noted (000-18, 004-30)."""

    _inherit = 'pharma.customer.mailing'

    def _send_to(self, partners):
        """Queue one e-mail for each customer, count it as a contact and note it.

        :param partners: ``res.partner`` who permit it
        """
        for ids in split_every(BATCH, partners.ids):
            batch = partners.browse(ids)
            # sudo: the queue is the system's; who gets what was checked by the caller
            self.env['mail.mail'].sudo().create(self._prepare_mails(batch))
            self._log_sent(batch)
        # Pictures in the text would go with this form within hours, and customers open it later.
        # sudo: whoever has the link in the e-mail sees them, as when the form was open
        self.env['ir.attachment'].sudo().search(
            [('res_model', '=', self._name), ('res_id', '=', self.id)]
        ).write({'res_model': 'res.company', 'res_id': self.company_id.id})
        # sudo: managers may not touch scheduled actions; the queue would wait for its hour
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _prepare_mails(self, partners):
        sender = self._get_sender_email()
        languages = self._get_languages(partners)
        subjects, bodies = self._render(languages)
        common = {
            'email_from': sender,
            'reply_to': sender,
            'author_id': self.env.user.partner_id.id,
            'message_type': 'email_outgoing',
            'auto_delete': True,
            'record_company_id': self.company_id.id,
            'pharma_purpose': self.purpose,
            'mail_server_id': self.template_id.mail_server_id.id,
            'attachment_ids': [Command.link(id_) for id_ in self.template_id.attachment_ids.ids],
        }
        mails = []
        for partner in partners:
            address = email_normalize(partner.email)
            url = partner._pharma_decline_url(self.purpose, address, self.company_id)
            footer = self.with_context(lang=languages[partner.id])._get_footer(url, sender)
            mails.append(
                {
                    **common,
                    'subject': subjects[partner.id],
                    'body_html': append_content_to_html(
                        bodies[partner.id], footer, plaintext=False
                    ),
                    # without the name: a name that holds an address would be written to, too
                    'email_to': address,
                    'headers': repr({'List-Unsubscribe': f'<{url}>'}),
                    'pharma_partner_id': partner.id,
                }
            )
        return mails

    def _get_languages(self, partners):
        """Return {partner id: code of the language in which the customer is written to}."""
        installed = {code for code, _name in self.env['res.lang'].get_installed()}
        default = self.company_id.partner_id.lang
        default = default if default in installed else self.env.lang or 'en_US'
        return {
            partner.id: partner.lang if partner.lang in installed else default
            for partner in partners
        }

    def _render(self, languages):
        """Return {partner id: subject} and {partner id: text}, of a template by language."""
        if not self.template_id:
            return dict.fromkeys(languages, self.subject), dict.fromkeys(languages, self.body)
        return tuple(
            self.template_id._render_field(name, list(languages), res_ids_lang=languages)
            for name in ('subject', 'body_html')
        )

    def _get_footer(self, url, sender):
        """Return who writes, why, and how to end it, in the language of the context."""
        who = self.env._(
            "%(company)s writes to you as its customer: %(purpose)s. You can answer to %(sender)s.",
            company=self.company_id.name,
            purpose=self.env['res.partner']._pharma_label('purpose', self.purpose),
            sender=email_normalize(sender),
        )
        return Markup(
            '<p style="color: #6c757d; font-size: 12px; margin-top: 24px;">%s<br/>'
            '<a href="%s">%s</a></p>'
        ) % (who, url, self.env._("Do not write to me again"))

    def _log_sent(self, partners):
        """Count the contacts and leave a note with each customer, which tells nothing of the text
        to those who read the customer: it could tell of an illness.
        """
        addresses = {partner.id: email_normalize(partner.email) for partner in partners}
        purpose = partners._pharma_label('purpose', self.purpose)
        now = fields.Datetime.now()
        # sudo: nobody may write the log by hand
        self.env['pharma.contact.log'].sudo().create(
            [
                {
                    'partner_id': partner.id,
                    'user_id': self.env.uid,
                    'address': addresses[partner.id],
                    'purpose': self.purpose,
                    'channel': 'email',
                    'date': now,
                    'mailing_key': self._get_key(),
                    'subject': self.template_id.subject or self.subject,
                }
                for partner in partners
            ]
        )
        partners._message_log_batch(
            {
                id_: self.env._(
                    "Mailing to %(address)s: %(purpose)s.", address=address, purpose=purpose
                )
                for id_, address in addresses.items()
            }
        )
