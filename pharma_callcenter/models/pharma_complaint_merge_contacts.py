from odoo import models
from odoo.tools import plaintext2html


class PharmaComplaint(models.Model):
    """Joining tickets of several contacts of one company: none reads the other's words (000-36).

    What another contact than the customer of the remaining ticket said, and what he was told, goes
    on as internal messages; his texts, files and medicines do not come to what the customer reads.
    """

    _inherit = 'pharma.complaint'

    def _get_tickets_of_others(self, target):
        """Return those of these tickets that are of another contact than the target will be of."""
        customer = (target + self).partner_id[:1]
        return self.filtered(lambda ticket: ticket.partner_id not in (customer, customer.browse()))

    def _get_followers_to_move(self, target):
        """Return who follows the target from now on: other contacts would get its answers."""
        others = self._get_tickets_of_others(target)
        return self.message_follower_ids.filtered(
            lambda follower: (
                follower.res_id not in others.ids
                or not follower.partner_id.partner_share
                or follower.partner_id == target.partner_id
            )
        )

    def _hide_words_of_others(self, target):
        """Make internal what other contacts said and were told, before it comes to the target.

        Called with all rights; who may join tickets was checked before.
        """
        others = self._get_tickets_of_others(target)
        Message, Attachment = self.env['mail.message'], self.env['ir.attachment']
        messages = Message.search([('model', '=', self._name), ('res_id', 'in', self.ids)])
        hidden = messages.filtered(
            lambda message: (
                message.res_id in others.ids
                or (
                    message.author_id.partner_share
                    and message.author_id != target.partner_id
                    and message.author_id != self.env.ref('base.partner_root')
                )
            )
        )
        hidden.is_internal = True
        hidden.filtered(lambda message: not message.subtype_id.internal).subtype_id = self.env.ref(
            'mail.mt_note'
        )
        for message in hidden.filtered('attachment_ids'):
            # of the message, not of the ticket that the customer reads
            message.attachment_ids.write({'res_model': message._name, 'res_id': message.id})
        loose = Attachment.search(
            [
                ('res_model', '=', self._name),
                ('res_id', 'in', others.ids),
                ('res_field', '=', False),
            ]
        ).grouped('res_id')
        for other in others:
            other._tell_words_of_another(target, loose.get(other.id, Attachment))

    def _tell_words_of_another(self, target, attachments):
        """Note what another contact said where the staff goes on, for the staff alone."""
        self.ensure_one()
        about = [self.order_id.name, self.product_id.display_name, self.lot_id.name]
        note = self.env._(
            "%(contact)s in %(number)s, for the staff alone:\n%(text)s",
            contact=self.partner_id.display_name,
            number=self.number,
            text='\n'.join(filter(None, [*about, self.description])),
        )
        # a comment, not a log: only those are kept from portal users for being internal
        message = target.message_post(
            body=plaintext2html(note), message_type='comment', subtype_xmlid='mail.mt_note'
        )
        attachments.write({'res_model': message._name, 'res_id': message.id})
        message.attachment_ids = attachments
