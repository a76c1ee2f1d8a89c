from datetime import datetime

from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

# 10:00 in Ho Chi Minh City
NOW = datetime(2026, 3, 2, 3, 0)


class MailingCommon(CustomersCommon):
    """Customers with e-mail addresses, and mailings to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company.email = 'pharmacy@example.com'
        cls.lan = cls._create_partner('Lan', email='Lan <Lan@example.com>')
        cls.nam = cls._create_partner('Nam', email='nam@example.com')
        cls.Mail = cls.env['mail.mail']
        cls.Log = cls.env['pharma.contact.log']

    @classmethod
    def _permit(cls, partner, state='accepted', purpose='advertising'):
        return cls.env['pharma.contact.permission'].create(
            {'partner_id': partner.id, 'purpose': purpose, 'channel': 'email', 'state': state}
        )

    def _create_mailing(self, partners, user=None, **vals):
        return (
            self.env['pharma.customer.mailing']
            .with_user(user or self.pharma_manager)
            .create(
                {
                    'partner_ids': [Command.set(partners.ids)],
                    'company_id': self.company.id,
                    'purpose': 'advertising',
                    'subject': 'New opening hours',
                    'body': '<p>We open at <b>seven</b>.</p>',
                    **vals,
                }
            )
        )

    def _get_mails(self, partners):
        return self.Mail.search([('pharma_partner_id', 'in', partners.ids)], order='id')

    def _get_status(self, mailing):
        """Return {name of the customer: status}."""
        return {partner.name: status for partner, (status, _) in mailing._get_statuses().items()}
