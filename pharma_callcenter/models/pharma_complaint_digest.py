import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

_logger = logging.getLogger(__name__)

# Lines of one message; the rest is counted and behind the link.
ROW_LIMIT = 50


class PharmaComplaint(models.Model):
    """Messages about late tickets: the escalation's own and the digest of all (003-17).

    They carry number, subject, kind and date, no text of the customer.
    """

    _inherit = 'pharma.complaint'

    # === DIGEST === #
    @api.model
    def _cron_digest(self):
        """Send the digests of companies whose hour has come; commits after each.

        Open tickets whose kind has got a target in the meantime get their date first.
        """
        Cron = self.env['ir.cron']
        self._fill_in_dates()
        companies = (
            self.env['res.company']
            .search(Domain.TRUE)
            .filtered(lambda company: company._pharma_is_digest_due())
        )
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._send_digest(company)
                    company.pharma_digest_date = company._pharma_today()
            except Exception:
                self.env.invalidate_all()
                _logger.exception("The digest of company %s cannot be sent", company.id)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _send_digest(self, company):
        """Send everyone concerned what is late: the responsible person his own, heads and team
        leaders theirs, supervisors and management all; nobody gets an empty one.

        :param company: a ``res.company``
        """
        domain = Domain('company_id', '=', company.id) & Domain(self._get_late_domain())
        tickets = self.search(domain, order='date_promised, id')
        late = defaultdict(lambda: self.browse())
        for ticket in tickets:
            for user in ticket.user_id | ticket._get_leaders():
                late[user] |= ticket
        if tickets:
            bosses = tickets[0]._get_supervisors() | tickets[0]._get_management()
            for user in bosses or tickets[0]._get_administrators():
                late[user] = tickets
        questions = self.env['pharma.complaint.question']._get_late_by_user(company)
        notes = []
        for user in late.keys() | questions.keys():
            mine, asked = late.get(user, self.browse()), questions.get(user)
            if (mine or asked)[0]._filter_reachable(user, notes):
                notices = [ticket._get_late_notice() for ticket in mine]
                self._send_late(user, notices, is_digest=True, questions=asked)

    def _get_late_notice(self):
        """Return what is late about a ticket, as messages list it."""
        self.ensure_one()
        if self.date_promised and self.date_promised < fields.Datetime.now():
            return (self, 'solve', self.date_promised)
        return (self, 'answer', self.date_answer_due)

    # === MESSAGES === #
    @api.model
    def _send_late(self, user, late, is_digest=False, questions=None):
        """Send a message in the client and by e-mail, in the reader's language and time zone.

        :param user: a ``res.users``
        :param list late: tuples (ticket, event, due date); a ticket is listed once
        :param bool is_digest: all that is late, not what has just escalated
        :param questions: ``pharma.complaint.question`` that nobody has answered in time, or None
        """
        user = user.with_context(lang=user.lang)
        Ticket = self.with_context(lang=user.lang)
        questions = (questions or self.env['pharma.complaint.question']).with_env(Ticket.env)
        zone = user.tz or (late[0][0] if late else questions[0]).company_id._pharma_tz()
        events = dict(
            self.env['pharma.complaint.escalation.log']
            ._fields['event']
            ._description_selection(Ticket.env)
        )
        rows = {
            ticket.id: (events[event], format_datetime(Ticket.env, due, tz=zone) if due else '')
            for ticket, event, due in late
        }
        tickets = Ticket.browse(rows)
        subject = tickets._get_late_subject(late[0][1] if late else '', is_digest, questions)
        # sudo: the address of the database, for the links
        base_url = self.env['ir.config_parameter'].sudo().get_param('web.base.url')
        body = Ticket.env['ir.qweb']._render(
            'pharma_callcenter.pharma_complaint_late_message',
            {
                'tickets': tickets[:ROW_LIMIT],
                'rows': rows,
                'questions': [
                    (q.id, q._get_late_name(), format_datetime(Ticket.env, q.date_due, tz=zone))
                    for q in questions[:ROW_LIMIT]
                ],
                'more_questions': max(len(questions) - ROW_LIMIT, 0),
                'more': max(len(tickets) - ROW_LIMIT, 0),
                'is_digest': is_digest,
                'base_url': base_url,
            },
            lang=user.lang,
        )
        # without a record: who is told may read the subject, and the ticket only by his role
        Ticket.env['mail.thread'].message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=body,
            email_layout_xmlid='mail.mail_notification_light',
        )
        if user.notification_type == 'inbox' and user.email:
            # sudo: the suite writes to whoever is concerned, agents cannot create mails
            self.env['mail.mail'].sudo().create(
                {
                    'subject': subject,
                    'body_html': body,
                    'email_to': user.email_formatted,
                    'auto_delete': True,
                }
            )
            # sudo: sent now, not when the queue is next looked at
            self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()
        user._bus_send(
            'simple_notification',
            {'type': 'warning', 'message': subject, 'sticky': not is_digest},
        )

    def _get_late_subject(self, event, is_digest, questions):
        if not self:
            return self.env._(
                "Important questions without an answer: %(count)s", count=len(questions)
            )
        if is_digest and questions:
            return self.env._(
                "Late tickets: %(count)s, important questions: %(questions)s",
                count=len(self),
                questions=len(questions),
            )
        if is_digest:
            return self.env._("Late tickets: %(count)s", count=len(self))
        if len(self) > 1:
            return self.env._("%(count)s tickets need you", count=len(self))
        name = self.display_name
        if event == 'blocking':
            return self.env._("Urgent ticket for your department: %(ticket)s", ticket=name)
        return self.env._("Ticket needs you: %(ticket)s", ticket=name)
