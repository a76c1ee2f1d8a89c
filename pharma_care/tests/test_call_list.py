from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_work import CareWorkCommon


@tagged('post_install', '-at_install')
class TestCallList(CareWorkCommon):
    """From the analysis of customers to cases, never two for one customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env['res.partner'].union(
            *(cls._create_customer(f'Customer {number}') for number in range(5))
        )

    def _make(self, user=None, **vals):
        wizard = (
            self.env['pharma.care.call.list']
            .with_user(user or self.manager)
            .create(
                {
                    'partner_ids': [Command.set(self.customers.ids)],
                    'user_ids': [Command.set((self.care_user | self.colleague).ids)],
                    'note': "Ask why they buy",
                    **vals,
                }
            )
        )
        return wizard

    def _open_cases(self):
        return self.Case.search([('partner_id', 'in', self.customers.ids), ('state', '!=', 'done')])

    def test_customers_are_dealt_out(self):
        """000-18: five customers for two users: three and two, with date and purpose."""
        self._make(date_due=self.today + timedelta(days=2)).action_apply()
        cases = self._open_cases()
        self.assertEqual(cases.partner_id, self.customers)
        self.assertEqual(
            sorted(len(cases.filtered(lambda c, u=u: c.user_id == u)) for u in cases.user_id),
            [2, 3],
        )
        self.assertEqual(set(cases.mapped('date_due')), {self.today + timedelta(days=2)})
        self.assertEqual(set(cases.mapped('note')), {"Ask why they buy"})

    def test_nobody_gets_a_second_case(self):
        """003-04: who has an open case is left out, and making the list twice adds nothing."""
        case = self._create_case(self.customers[0], days=5)
        wizard = self._make()
        self.assertEqual((wizard.partner_count, wizard.open_count), (5, 1))
        wizard.action_apply()
        self._make().action_apply()
        self.assertEqual(len(self._open_cases()), 5)
        self.assertEqual(case.date_due, self.today + timedelta(days=5))

    def test_only_managers_and_only_possible_values(self):
        """000-36: employees make no lists; a day that is over or a user without care is refused."""
        with self.assertRaises(AccessError):
            self._make(self.care_user)
        with self.assertRaises(UserError):
            self._make(date_due=self.today - timedelta(days=1)).action_apply()
        with self.assertRaises(UserError):
            self._make(user_ids=[Command.set(self.pharmacist.ids)]).action_apply()

    def _hold_out(self):
        """Have half of all customers only observed; return those of the list."""
        self.company.care_holdout_percent = 50
        self.company.sudo().care_holdout_salt = 'fixed'  # sudo: nobody writes the secret
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET care_holdout_from = '2025-01-01' WHERE id = %s",
            [self.company.id],
        )
        self.company.invalidate_recordset(['care_holdout_from'])
        while len(self.customers) < 20:
            self.customers |= self._create_customer('Drawn or not')
        return self.Case._get_held_out(self.company, self.customers)

    def test_observed_customers_are_left_out(self):
        """004-36: whoever is only observed stands on no call list; the manager is told how many."""
        held = self._hold_out()
        self.assertTrue(held)
        self._create_case(held[0], days=5)
        wizard = self._make()
        self.assertEqual((wizard.open_count, wizard.observed_count), (1, len(held) - 1))
        message = wizard.action_apply()['params']['message']
        self.assertIn(f'Only observed: {len(held) - 1}.', message)
        self.assertEqual(self._open_cases().partner_id, self.customers - held[1:])

    def test_observed_customers_get_no_activity_of_care(self):
        """004-36: nor an activity, but for what is no care; employees decide and learn nothing."""
        held = self._hold_out()

        def schedule(user, **vals):
            self.customers.activity_ids.unlink()
            wizard = (
                self.env['pharma.customer.activity']
                .with_user(user)
                .create(
                    {
                        'partner_ids': [Command.set(self.customers.ids)],
                        'user_ids': [Command.set(self.care_user.ids)],
                        'summary': 'Ask',
                        **vals,
                    }
                )
            )
            message = wizard.action_apply()['params']['message']
            cared = self.customers.filtered('activity_ids')
            return cared, f'Only observed: {len(held)}.' in message

        others = self.customers - held
        self.assertEqual(schedule(self.manager), (others, True))
        self.assertEqual(schedule(self.manager, is_care=False), (self.customers, False))
        self.assertEqual(schedule(self.care_user, is_care=False), (others, False))

    def test_lists_are_made_in_a_company_of_the_manager(self):
        """000-36: not in another company, nor for customers of another one; rows of two companies
        make no list."""
        other = self.env['res.company'].create({'name': 'Other'})
        self.care_user.company_ids |= other
        with self.assertRaises(UserError):
            self._make(company_id=other.id).action_apply()
        self.manager.company_ids |= other
        self.customers[3].company_id = other
        with self.assertRaises(UserError):
            self._make().with_context(
                allowed_company_ids=[self.company.id, other.id]
            ).action_apply()
        self.assertFalse(self._open_cases())

    def test_attempts_are_no_care(self):
        """004-61, 000-11: who was not reached has had no care, in the list as in its filters."""
        customer = self.customers[0]
        self._create_order(customer, (self._create_medicine('Metformin', 0), 1), days_ago=20)
        case = self._create_case(customer)
        self.env['pharma.customer.figure']._refresh_customers(
            self.company, SQL("partner_id = %s", customer.id)
        )
        no_answer = self.env.ref('pharma_care.response_type_no_answer')
        case.with_user(self.manager).record_entry({'response_type_id': no_answer.id})
        self.assertTrue(case.entry_ids.is_attempt)
        self.env.flush_all()
        domain = [('partner_id', '=', customer.id)]
        row = self.env['pharma.customer.report'].search(
            [*domain, ('date_last_contact', '=', False)]
        )
        self.assertTrue(row)
        self.assertFalse(row.date_last_contact)
        self._record(case, self.manager)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(row.date_last_contact, self.today)

    def test_analysis_knows_the_last_care(self):
        """004-61: customers by last purchase or last care, and the way to the list."""
        customer = self.customers[0]
        order = self.env['sale.order'].create(
            {
                'partner_id': customer.id,
                'date_order': '2026-01-05 05:00:00',
                'pharma_is_past_order': True,
                'order_line': [
                    Command.create({'product_id': self._create_medicine('Metformin', 0).id})
                ],
            }
        )
        self.assertEqual(order.state, 'sale')
        day = self.today - timedelta(days=40)
        case = self._create_case(customer, days=5)
        case.date_last_contact = day
        self.env['pharma.customer.figure']._refresh_customers(
            self.company, SQL("partner_id = %s", customer.id)
        )
        self.env.flush_all()
        row = self.env['pharma.customer.report'].search(
            [('partner_id', '=', customer.id), ('date_last_contact', '<=', day)]
        )
        self.assertEqual(row.date_last_contact, day)
        self.assertEqual(row.date_next_care, self.today + timedelta(days=5))
        action = row.with_user(self.manager).action_pharma_care_call_list()
        self.assertEqual(action['context']['default_partner_ids'], customer.ids)
        self.assertEqual(action['context']['default_company_id'], self.company.id)

    def test_every_list_of_customers_offers_it(self):
        """000-18, 004-59, 004-60: by group, product and lot, each customer once; employees have no
        button."""
        medicine = self._create_medicine('Listed', interval=0, is_storable=True)
        medicine.therapeutic_group_id = self.env.ref('pharma_crm.therapeutic_group_pain')
        for partner in self.customers[:2]:
            for days_ago in (10, 20):
                self._create_order(partner, (medicine, 5), days_ago=days_ago)
        today = self.company._pharma_today()
        Figure = self.env['pharma.customer.figure']
        Figure._refresh_customers(
            self.company, SQL("partner_id = ANY(%s)", self.customers.ids), today
        )
        for name in ('customer', 'customer.group', 'customer.product'):
            Report = self.env[f'pharma.{name}.report'].with_user(self.manager)
            rows = Report.search([('partner_id', 'in', self.customers.ids)])
            with self.subTest(name=name):
                self.assertTrue(rows)
                context = rows.action_pharma_care_call_list()['context']
                self.assertEqual(set(context['default_partner_ids']), set(self.customers[:2].ids))
                self.assertEqual(context['default_company_id'], self.company.id)
                for action in ('action_schedule_activity', 'action_view_customers'):
                    self.assertTrue(getattr(rows, action)())
                card = rows[0].action_pharma_open_card()
                self.assertEqual(card['params']['partner_id'], rows[0].partner_id.id)
        for name in ('customer', 'customer.group', 'customer.product', 'customer.lot'):
            for user, is_offered in ((self.manager, True), (self.care_user, False)):
                Report = self.env[f'pharma.{name}.report'].with_user(user)
                arch = Report.get_view(view_type='list')['arch']
                with self.subTest(name=name, user=user.login):
                    self.assertEqual('action_pharma_care_call_list' in arch, is_offered)
                    self.assertIn('action_schedule_activity', arch)
