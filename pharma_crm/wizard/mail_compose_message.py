from odoo import models


class MailComposeMessage(models.TransientModel):
    """Odoo's own 'Send Email' of many contacts is no way round a refusal (004-30)."""

    _inherit = 'mail.compose.message'

    def _get_optout_emails(self, mail_values_dict):
        """Add who declined e-mails: what these are for is not asked here, so any refusal counts."""
        emails = super()._get_optout_emails(mail_values_dict)
        if self.model != 'res.partner':
            return emails
        # sudo: a refusal counts also for those who may not read it
        lines_sudo = self.env['pharma.contact.permission'].sudo()
        lines_sudo = lines_sudo.search(
            [
                ('partner_id', 'in', list(mail_values_dict)),
                ('channel', '=', 'email'),
                ('state', '=', 'declined'),
            ]
        )
        declined = lines_sudo.partner_id.mapped('email_normalized')
        return [*emails, *filter(None, declined)]
