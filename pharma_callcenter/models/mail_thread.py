import codecs

from odoo import models
from odoo.tools import email_normalize


class MailThread(models.AbstractModel):
    """What arrives by e-mail for a ticket passes through the checks of tickets (000-22)."""

    _inherit = 'mail.thread'

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        """Read parts whose character set nobody knows as UTF-8: an e-mail is not lost for that."""
        for part in message.walk():
            charset = part.get_param('charset')
            if part.get_content_maintype() != 'text' or not charset:
                continue
            try:
                codecs.lookup(str(charset))
            except (LookupError, ValueError):
                part.set_param('charset', 'utf-8')
        return super()._message_parse_extract_payload(
            message, message_dict, save_original=save_original
        )

    def _message_route_process(self, message, message_dict, routes):
        """Give tickets their own copy of the message, checked; others get what core gives them."""
        mine = [route for route in routes or () if route[0] == 'pharma.complaint']
        others = [route for route in routes or () if route[0] != 'pharma.complaint']
        if not mine:
            return super()._message_route_process(message, message_dict, routes)
        thread_id = False
        if others:
            thread_id = super()._message_route_process(message, dict(message_dict), others)
        # sudo: the gateway works for whoever writes, who has no rights of his own
        Ticket = self.env['pharma.complaint'].sudo()
        for route in mine:
            values = dict(message_dict)
            route, facts = Ticket._prepare_mail(message, values, route)
            thread_id = super()._message_route_process(message, values, [route])
            Ticket.browse(thread_id)._finish_mail(facts)
        return thread_id

    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """Send no refusal to machines and forged senders who wrote to the address of tickets.

        A refusal to a machine is answered by the machine; one to a forged sender bothers him whose
        address was taken (RFC 3834).
        """
        # sudo: the gateway works for whoever writes, who has no rights of his own
        Ticket = self.env['pharma.complaint'].sudo()
        if Ticket._is_for_tickets(message) and (
            Ticket._is_automatic(message, email_normalize(email_from or ''))
            or Ticket._is_origin_refused(message)
        ):
            return
        super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)
