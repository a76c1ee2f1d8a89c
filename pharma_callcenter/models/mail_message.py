from odoo import models


class MailMessage(models.Model):
    """What is internal in a ticket stays so, whatever way it came (000-36)."""

    _inherit = 'mail.message'

    def _get_forbidden_access(self, operation):
        """Keep internal e-mails and logs of tickets from customers, as core keeps comments.

        :param str operation: as of core
        :return: the messages that are forbidden
        """
        forbidden = super()._get_forbidden_access(operation)
        if self.env.su or self.env.user._is_internal():
            return forbidden
        # sudo: of which record it is, and whether it is internal
        internal_sudo = (
            (self - forbidden)
            .sudo()
            .filtered(
                lambda message: (
                    message.model == 'pharma.complaint'
                    and (
                        message.is_internal or message.subtype_id.internal or not message.subtype_id
                    )
                )
            )
        )
        return forbidden + self.browse(internal_sudo.ids)
