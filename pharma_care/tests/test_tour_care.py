from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common_tour import TourCommon


@tagged('post_install', '-at_install')
class TestTourCare(TourCommon):
    """The worklists in the browser, each as the role whose work it is."""

    def test_employee_records_a_care_from_the_orders(self):
        """Four clicks and the content: the care is saved and the list is back (004-51, 004-56)."""
        self._tour('pharma_care_case_action_orders', 'orders')
        self.assertRecordValues(
            self.lan.care_entry_ids,
            [
                {
                    'content': 'Takes it every day.',
                    'user_id': self.employee.id,
                    'date_next': self.today + timedelta(days=30),
                    'channel': 'call',
                }
            ],
        )

    def test_employee_records_a_care_without_the_mouse(self):
        """Tab, arrows and Alt+W reach everything, the required response, too (004-56)."""
        # the browser counts '+30d' from its own day, which may be the day before the company's
        days = [day + timedelta(days=30) for day in (fields.Date.today(), self.today)]
        self._tour('pharma_care_case_action_orders', 'keyboard')
        [entry] = self.lan.care_entry_ids
        self.assertEqual(entry.response_type_id, self.env.ref('pharma_care.response_type_reorder'))
        self.assertIn(entry.date_next, [*days, fields.Date.today() + timedelta(days=30)])

    def test_employee_takes_one_customer_after_the_other(self):
        """'Next Customer' and 'Save & Next Customer' lead through all who are due (004-50)."""
        self._tour('pharma_care_case_action_orders', 'next')
        entries = (self.lan | self.nam).care_entry_ids
        self.assertEqual(entries.partner_id, self.lan | self.nam)
        self.assertFalse((self.lan | self.nam).care_case_ids.claim_user_id)

    def test_employee_calls_and_gives_back(self):
        """The call is logged as care and keeps the form; given back, the customer is free
        (004-30, 004-50)."""
        self._tour('pharma_care_case_action_orders', 'call')
        log = self.env['pharma.contact.log'].search([('partner_id', '=', self.lan.id)])
        self.assertRecordValues(
            log, [{'purpose': 'care', 'channel': 'call', 'user_id': self.employee.id}]
        )
        self.assertFalse(self.lan.care_case_ids.claim_user_id)
        self.assertFalse(self.lan.care_entry_ids)

    def test_employee_finds_whose_supply_ends(self):
        """The top bar counts who was not asked in time, and leads there (004-62)."""
        self.env['pharma.care.assignment'].create(
            [
                {'user_id': self.employee.id, 'partner_id': customer.id}
                for customer in (self.lan, self.nam)
            ]
        )
        Case = self.env['pharma.care.case']
        self.env.execute_query(Case._get_alert_query(self.env.company, 'date_alerted'))
        self._tour('pharma_care_case_action_orders', 'alert')
        self.assertTrue(self.nam.care_entry_ids)

    def test_employee_works_by_therapeutic_group(self):
        """The panel of groups narrows the list (004-52)."""
        self._tour('pharma_care_case_action_group', 'group')

    def test_employee_works_by_region(self):
        """The panel of regions narrows the list (004-53)."""
        self._tour('pharma_care_case_action_region', 'region')

    def test_employee_works_by_customer(self):
        """Each customer once; who was contacted is under 'Today' (004-44, 004-50, 004-54)."""
        self._tour('pharma_care_case_action_customers', 'customers')

    def test_employee_books_a_prospect(self):
        """The customer list holds everybody, and books a care before any purchase (004-55)."""
        self._tour('pharma_care_customer_action', 'customer_list')
        self.assertRecordValues(
            self.prospect.care_case_ids,
            [{'user_id': self.employee.id, 'note': 'Asked for a price', 'date_due': self.today}],
        )

    def test_employee_looks_at_the_cares_done(self):
        """The own cares, one of which the author puts right (004-57)."""
        entry = self._record(self.lan)
        self._tour('pharma_care_entry_action', 'done')
        self.assertEqual(entry.content, 'Takes it every morning.')

    def test_manager_sums_up(self):
        """The pivot of cares opens the cares behind a figure (004-57)."""
        self._record(self.lan)
        self._tour('pharma_care_entry_action_analysis', 'pivot', login='tour_chief')

    def test_manager_moves_what_is_due(self):
        """All ticked cases move at once (004-33)."""
        self._tour('pharma_care_case_action_orders', 'reschedule', login='tour_chief')
        due = self.nam.care_case_ids.date_due
        self.assertEqual(due, self.today + timedelta(days=3))

    def test_employee_reads_the_card_and_asks(self):
        """The card before the contact, an approved answer while talking, and the required
        question of a script before the care is saved (000-10, 001-11, 004-08, 004-68)."""
        script = self.env['pharma.contact.script'].create(
            {
                'name': 'Tour Script',
                'sequence': -1,
                'therapeutic_group_ids': self.lan.care_case_ids.therapeutic_group_ids.ids,
                'line_ids': [
                    Command.create(
                        {
                            'kind': 'question',
                            'content': 'Does it help?',
                            'answer_type': 'choice',
                            'choice_ids': [
                                Command.create({'name': name}) for name in ('A lot', 'A little')
                            ],
                        }
                    ),
                    Command.create(
                        {
                            'kind': 'question',
                            'content': 'Any side effect?',
                            'is_required': True,
                            'advice_on': 'yes',
                            'advice': 'See a doctor.',
                        }
                    ),
                ],
            }
        )
        answer = self.env['pharma.approved.answer'].create(
            {'name': 'Đau đầu (Tour)', 'answer': 'Uống đủ nước.'}
        )
        answer._approve()
        self._tour('pharma_care_case_action_orders', 'card')
        entry = self.lan.care_entry_ids
        self.assertEqual(entry.script_id, script)
        self.assertEqual(set(entry.answer_ids.mapped('value')), {'A little', 'Yes'})
