from odoo.tests import new_test_user, tagged

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestCardSegment(AssignCommon):
    """Who cares for a customer sees segment and value class on the card (004-29, 004-69)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the orders are a colleague's, so the figures are not for those who care
        cls.seller = new_test_user(cls.env, 'segment_seller', groups='pharma_crm.group_pharma_user')
        cls.customer.user_id = cls.seller
        cls.figure = cls._create_figure(cls.company, segment='vip', value_class='a')

    @classmethod
    def _create_figure(cls, company, **vals):
        return cls.env['pharma.customer.figure'].create(
            {
                'company_id': company.id,
                'partner_id': cls.customer.id,
                'date_first': '2025-01-01',
                'date_last': '2026-02-20',
                'date_expected': '2026-03-20',
                'amount_total': 9_876_543,
                **vals,
            }
        )

    def _get_rows(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        card = self.customer.with_user(user).get_customer_card()
        return [
            [cell['text'] for cell in item['cells']]
            for section in card['sections']
            if section['key'] == 'figures'
            for item in section['items']
        ]

    def test_in_each_mode(self):
        """004-39, 004-69: as the care mode shows a case, open or past; never days or amounts."""
        self._set_mode('unrestricted')
        self.assertFalse(self._get_rows(self.user_a), 'nothing to care for yet')
        case = self._create_case((self.metformin, 10))
        brief = [['VIP', 'A', '', '']]
        self.assertEqual(self._get_rows(self.user_a), brief)
        self._set_mode('product')
        self._run_jobs()
        self.assertFalse(self._get_rows(self.user_a))
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._assign(self.user_b, product_tmpl_id=self.syrup.product_tmpl_id)
        self.assertEqual(self._get_rows(self.user_a), brief)
        self.assertFalse(self._get_rows(self.user_b))
        self._set_mode('customer')
        self._run_jobs()
        self.assertFalse(self._get_rows(self.user_a))
        self._assign(self.user_b, partner_id=self.customer)
        self.assertEqual(self._get_rows(self.user_b), brief)
        case._write_closed(self.reason)
        self.assertEqual(self._get_rows(self.user_b), brief, 'a past case')
        self.assertFalse(self._get_rows(self.stranger))

    def test_who_reads_the_figures_reads_all_of_them(self):
        """004-29, 000-36: managers, pharmacists and the seller have the whole row; another company
        and a role without care have none."""
        self._set_mode('unrestricted')
        self._create_case((self.metformin, 10))
        whole = [['VIP', 'A', '02/20/2026', '03/20/2026']]
        for user in (self.manager, self.pharmacist, self.seller):
            self.assertEqual(self._get_rows(user), whole)
        plain = new_test_user(self.env, 'segment_plain', groups='pharma_crm.group_pharma_user')
        for user in (plain, self.outsider):
            self.assertFalse(self._get_rows(user))

    def test_each_company_by_its_own_cases(self):
        """000-36: a case in one company tells nothing of the purchases in another."""
        self._set_mode('unrestricted')
        self._create_case((self.metformin, 10))
        self._create_figure(self.other_company, segment='lost')
        self.user_a.company_ids += self.other_company
        self.customer = self.customer.with_context(
            allowed_company_ids=(self.company + self.other_company).ids
        )
        self.assertEqual(self._get_rows(self.user_a), [['VIP', 'A', '', '']])
        self.env['pharma.care.case'].create(
            {
                'partner_id': self.customer.id,
                'company_id': self.other_company.id,
                'date_due': '2026-03-02',
            }
        )
        self.other_company.care_mode = 'unrestricted'
        self.assertEqual(
            [row[0] for row in self._get_rows(self.user_a)], ['VIP', 'Lost'], 'named, of both'
        )

    def test_figures_stay_closed(self):
        """000-36: the card opens no door: neither figures nor the analysis are read otherwise."""
        self._set_mode('unrestricted')
        self._create_case((self.metformin, 10))
        self.assertTrue(self._get_rows(self.user_a))
        for model in ('pharma.customer.figure', 'pharma.customer.report'):
            self.assertFalse(
                self.env[model]
                .with_user(self.user_a)
                .search([('partner_id', '=', self.customer.id)])
            )
