from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged, users

from .common_refill import RefillCommon


@tagged('post_install', '-at_install')
class TestSynchronisationRights(RefillCommon):
    """Who may agree with whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._buy(12, (cls.metformin, 30))

    def test_care_user_by_the_mode(self):
        """004-39: who sees a case of the customer agrees with him and sees what is agreed."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self._run_jobs()
        self.assertTrue(self._sees(self.user_a, self.case))
        with self.assertRaises(AccessError):
            self._agree(self.user_b)
        agreement = self._agree(self.user_a)
        for user, sees in ((self.user_a, True), (self.user_b, False), (self.manager, True)):
            found = self.Agreement.with_user(user).search([('id', '=', agreement.id)])
            self.assertEqual(bool(found), sees, user.login)
            self.assertEqual(agreement.with_user(user).has_access('write'), sees)
            self.assertEqual(agreement.with_user(user).is_visible if sees else False, sees)

    @users('care_pharmacist', 'care_manager', 'care_user')
    def test_roles_that_agree(self):
        """004-42: pharmacists and managers with all customers; who cares, in the free mode, too."""
        Agreement = self.env['pharma.care.synchronisation']
        agreement = Agreement.create({'partner_id': self.customer.id, 'note': 'Monday'})
        self.assertEqual(agreement.user_id, self.env.user)
        agreement.write({'interval_days': 28, 'note': 'Tuesday'})
        self.assertEqual(agreement.line_ids.product_id.sudo(), self.metformin)
        agreement.action_end()

    def test_pharmacists_end_what_others_agreed(self):
        """004-42: and the cases follow, which they may not write themselves."""
        agreement = self._agree(self.care_user, date_anchor='2026-03-10')
        self.env.invalidate_all()
        self.assertEqual(self.case.date_due, self._day('2026-03-10'))
        agreement.with_user(self.pharmacist).action_end()
        self.env.invalidate_all()
        self.assertEqual(self.case.date_due, self._day('2026-03-20'))

    def test_others_know_nothing(self):
        """000-36: sales people without care, employees, the portal and other companies."""
        agreement = self._agree()
        strangers = [
            new_test_user(self.env, 'refill_sales', groups='sales_team.group_sale_salesman'),
            new_test_user(self.env, 'refill_employee', groups='base.group_user'),
            new_test_user(self.env, 'refill_portal', groups='base.group_portal'),
        ]
        for user in strangers:
            with self.assertRaises(AccessError):
                agreement.with_user(user).read(['note'])
            with self.assertRaises(AccessError):
                agreement.with_user(user).action_end()
        self.assertFalse(self.Agreement.with_user(self.outsider).search([]))
        with self.assertRaises(AccessError):
            agreement.with_user(self.outsider).write({'note': 'Mine'})
        with self.assertRaises(AccessError):
            self.Agreement.with_user(self.outsider).create(
                {'partner_id': self.customer.id, 'company_id': self.company.id}
            )

    def test_nobody_signs_for_another(self):
        """004-42: the author and the day are those of whoever agrees."""
        agreement = self._agree(self.care_user, user_id=self.manager.id, date_start='2020-01-01')
        self.assertEqual(agreement.user_id, self.care_user)
        self.assertEqual(agreement.date_start, self._day('2026-03-02'))

    def test_the_day_is_that_of_the_company(self):
        """004-42: not of the company the user happens to work in: at 20:00 UTC it is 2 March in
        London, and 3 March in Hanoi."""
        self.other_company.partner_id.tz = 'Europe/London'
        self.manager.write({'company_ids': [Command.link(self.other_company.id)]})
        companies = (self.company + self.other_company).ids
        Agreement = self.Agreement.with_user(self.manager)
        with freeze_time('2026-03-02 20:00:00'):
            self.assertEqual(str(self.company._pharma_today()), '2026-03-03')
            self.assertEqual(str(self.other_company._pharma_today()), '2026-03-02')
            agreement = Agreement.with_context(allowed_company_ids=companies).create(
                {'partner_id': self.customer.id, 'company_id': self.other_company.id}
            )
        self.assertEqual(str(agreement.date_start), '2026-03-02')
        self.assertEqual(str(agreement.date_anchor), '2026-03-02')

    def test_button_on_the_customer(self):
        """004-42: leads to what holds, else to the form of a new agreement."""
        customer = self.customer.with_user(self.care_user)
        action = customer.action_pharma_synchronise()
        self.assertFalse(action['res_id'])
        self.assertEqual(action['context'], {'default_partner_id': customer.id})
        agreement = self._agree()
        self.assertEqual(customer.action_pharma_synchronise()['res_id'], agreement.id)

    def test_companies_without_agreements_are_not_asked(self):
        """004-42: confirming an order costs no query more while nobody synchronises."""
        self.assertFalse(self.company.care_is_synchronised)
        self._agree()
        self.assertTrue(self.company.care_is_synchronised)
        self.assertFalse(self.other_company.care_is_synchronised)

    def test_page_in_few_queries(self):
        """004-42: a page of agreements costs the same for one customer and for six."""
        names = ['date_common', 'date_care', 'date_runout', 'interval_days', 'date_start']
        specification = {name: {} for name in names} | {
            'partner_id': {'fields': {'display_name': {}}}
        }
        Agreement = self.Agreement.with_user(self.care_user)
        self._agree()
        counts = []
        for number in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = Agreement.web_search_read([], specification, limit=80)
            counts.append(self.env.cr.sql_log_count - before)
            if not number:
                for name in 'ABCDE':
                    partner = self.env['res.partner'].create({'name': f'Page {name}'})
                    self._buy(12, (self.metformin, 30), partner_id=partner.id)
                    self._agree(partner_id=partner.id)
        self.assertEqual(page['length'], 6)
        self.assertLessEqual(counts[1], counts[0])
