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
        partners_sudo = lines_sudo.env['res.partner'].browse(mail_values_dict)
        addresses = list(filter(None, partners_sudo.mapped('email_normalized')))
        # also of somebody else with the same address, as for our own mailings
        owner = [('active', 'in', (True, False)), ('email_normalized', 'in', addresses)]
        declined = lines_sudo.search(
            [
                ('partner_id', 'any', owner),
                ('channel', '=', 'email'),
                ('state', '=', 'declined'),
            ]
        )
        return [*emails, *declined.partner_id.mapped('email_normalized')]
