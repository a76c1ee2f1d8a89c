from email.message import EmailMessage
from itertools import count

from odoo.addons.mail.tests.common import MockEmail

from .common import ComplaintCommon

NUMBERS = count(1)
ADDRESS = 'complaints@thuoc.example.com'
CUSTOMER = 'Nguyễn Văn An <an@khach.example.com>'
FAILED = 'mx.thuoc.example.com; spf=fail smtp.mailfrom=evil.example; dmarc=fail (p=none)'


class EmailCommon(MockEmail, ComplaintCommon):
    """Complaints have the address complaints@thuoc.example.com; raw e-mails go through core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env['mail.alias.domain'].create(
            {'name': 'thuoc.example.com', 'company_ids': [(4, cls.company.id)]}
        )
        cls.company.alias_domain_id = cls.domain
        cls.company.email = 'shop@thuoc.example.com'
        cls.kind.alias_name = 'complaints'
        cls.stage_waiting = cls.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')

    def _write_mail(self, sender=CUSTOMER, subject='Box open', body='It is broken', **headers):
        """Return a raw e-mail; headers by name with ``_`` for ``-``, None leaves one out."""
        mail = EmailMessage()
        mail['Subject'] = subject
        mail['To'] = ADDRESS
        mail['Message-Id'] = f'<{next(NUMBERS)}@khach.example.com>'
        if sender:
            mail['From'] = sender
        html = headers.pop('html', None)
        files = headers.pop('files', ())
        for name, value in headers.items():
            del mail[name.replace('_', '-')]
            mail[name.replace('_', '-')] = value
        mail.set_content(body)
        if html:
            mail.add_alternative(html, subtype='html')
        for name, content in files:
            mail.add_attachment(content, 'application', 'octet-stream', filename=name)
        return mail.as_bytes()

    def _process(self, raw):
        """Give a raw e-mail to the gateway, as the job that fetches e-mails does.

        :return: the ticket it became or went to; sent e-mails are in ``self._new_mails``
        """
        Thread = self.env['mail.thread'].with_user(self.env.ref('base.user_root'))
        with self.mock_mail_gateway():
            ticket_id = Thread.message_process(False, raw)
        return self.env['pharma.complaint'].browse(ticket_id or ())

    def _receive(self, *args, **headers):
        return self._process(self._write_mail(*args, **headers))

    def _answer(self, ticket, *args, **headers):
        """Reply to the newest message of a ticket."""
        message = ticket.message_ids.filtered('message_id').sorted('id')[-1:]
        return self._receive(*args, In_Reply_To=message.message_id, **headers)

    def _sent(self):
        """Return the addresses that were written to: mail.mail by recipient."""
        mails = self._new_mails
        return sorted(
            mails.recipient_ids.mapped('email') + [m for m in mails.mapped('email_to') if m]
        )

    def _notes(self, ticket):
        note = self.env.ref('mail.mt_note')
        return [
            str(message.body)
            for message in ticket.message_ids.sorted('id')
            if message.is_internal or message.subtype_id == note
        ]
