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
