from odoo import fields, models

from .pharma_contact_permission import PURPOSES

# Why a customer who permitted an e-mail when it was queued does not get it any more.
FAILURES = {'declined': 'mail_optout', 'not_asked': 'mail_optout', 'blocked': 'mail_bl'}


class MailMail(models.Model):
    """E-mails of a mailing ask for the permission once more when they leave (004-30)."""

    _inherit = 'mail.mail'

    pharma_partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index='btree_not_null', ondelete='cascade'
    )
    pharma_purpose = fields.Selection(PURPOSES, string="Purpose", readonly=True)

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Leave out customers who have declined since; as core's otherwise (004-30)."""
        cancelled = self._pharma_cancel_refused()
        if cancelled and post_send_callback:
            post_send_callback(cancelled.ids)
        return super(MailMail, self - cancelled).send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            post_send_callback=post_send_callback,
        )

    def _pharma_cancel_refused(self):
        """Cancel what may not be sent any more; the limit per day counts this e-mail already.

        :return: the cancelled ``mail.mail``
        """
        refused = self.browse()
        # what was sent stays sent, whatever the customer says afterwards
        mails = self.filtered(
            lambda mail: mail.state == 'outgoing' and mail.pharma_purpose and mail.pharma_partner_id
        )
        for (company, purpose), batch in mails.grouped(
            lambda mail: (mail.record_company_id, mail.pharma_purpose)
        ).items():
            partners = batch.pharma_partner_id.with_company(company)
            refusals = partners._contact_refusals(purpose, 'email')
            for mail in batch:
                kind, reason = refusals[mail.pharma_partner_id.id]
                if kind in FAILURES:
                    mail.write(
                        {
                            'state': 'cancel',
                            'failure_type': FAILURES[kind],
                            'failure_reason': reason,
                        }
                    )
                    refused |= mail
        return refused
