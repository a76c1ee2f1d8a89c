from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_tour import TourUsers

LIST = '/odoo/action-pharma_crm.pharma_customer_report_action'


@tagged('post_install', '-at_install')
class TestTourAnalysis(TourUsers):
    """A manager's way through the analysis of customers, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls._create_tour_company('Tour Analysis')
        company.email = 'tour@example.com'
        cls._create_tour_user('tour_analyst', 'pharma_crm.group_pharma_manager')
        cls.lan, cls.nam = cls.env['res.partner'].create(
            [
                {'name': 'Tour Lan', 'email': 'lan@example.com'},
                {'name': 'Tour Nam', 'email': 'nam@example.com'},
            ]
        )
        tablets = cls.env['product.product'].create({'name': 'Tour Tablets'})
        # Lan bought long ago and is lost; Nam has just begun
        for partner, days_ago in ((cls.lan, 300), (cls.nam, 5)):
            cls.env['sale.order'].create(
                {
                    'partner_id': partner.id,
                    'user_id': False,
                    'pharma_is_past_order': True,
                    'date_order': fields.Datetime.now() - timedelta(days=days_ago),
                    'order_line': [
                        Command.create({'product_id': tablets.id, 'price_unit': 50_000})
                    ],
                }
            )
        Figure = cls.env['pharma.customer.figure']
        Figure._refresh_customers(company, SQL("partner_id > 0"), company._pharma_today())
        Figure._refresh_ranks(company, company._pharma_today())

    def test_from_a_segment_to_the_orders(self):
        """002-21, 000-16, 004-61: graph and pivot lead to customers, card and orders."""
        self.start_tour(LIST, 'pharma_analysis_tour', login='tour_analyst')

    def test_from_a_selection_to_a_mailing(self):
        """000-18, 004-30: the selection can be exported, and written to, as far as permitted."""
        self.env['pharma.contact.permission'].create(
            {
                'partner_id': self.lan.id,
                'purpose': 'advertising',
                'channel': 'email',
                'state': 'accepted',
            }
        )
        self.start_tour(LIST, 'pharma_mailing_tour', login='tour_analyst')
        # sudo: the queue is the system's
        mails_sudo = self.env['mail.mail'].sudo()
        mail = mails_sudo.search([('pharma_partner_id', 'in', (self.lan | self.nam).ids)])
        self.assertRecordValues(
            mail,
            [{'pharma_partner_id': self.lan.id, 'subject': 'New opening hours'}],
        )
        self.assertIn('We open at seven.', mail.body_html)
