from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

ACTION = '/odoo/action-pharma_care.'


@tagged('post_install', '-at_install')
class TestTourCare(HttpCase):
    """The worklists in the browser, each as the role whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a company of its own: the worklists hold what is created here, whatever else there is
        company = cls.env['res.company'].create(
            {'name': 'Tour Chain', 'country_id': cls.env.ref('base.vn').id}
        )
        cls.env.user.write({'company_ids': [Command.link(company.id)], 'company_id': company.id})
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': company.ids})
        cls.today = company._pharma_today()
        cls.employee, cls.manager = (
            new_test_user(
                cls.env,
                login=login,
                name=name,
                groups=group,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            for login, name, group in (
                ('tour_care', 'Tour Employee', 'pharma_care.group_care_user'),
                ('tour_chief', 'Tour Manager', 'pharma_care.group_care_manager'),
            )
        )
        region = cls.env['pharma.region'].create({'name': 'Tour Region'})
        cls.lan, cls.nam, cls.prospect = cls.env['res.partner'].create(
            [
                {'name': 'Tour Lan', 'phone': '0389 471 562', 'pharma_region_id': region.id},
                {'name': 'Tour Nam'},
                {'name': 'Tour Prospect'},
            ]
        )
        group = cls.env.ref('pharma_crm.therapeutic_group_diabetes')
        metformin, paracetamol = cls.env['product.product'].create(
            [
                {
                    'name': 'Metformin Tour',
                    'care_interval_days': 1,
                    'therapeutic_group_id': group.id,
                },
                {'name': 'Paracetamol Tour', 'care_interval_days': 1},
            ]
        )
        # Lan bought twice: the nearest care is 40 days ago; Nam's 5 days
        cls._order(cls.lan, metformin, 20, days_ago=60)
        cls._order(cls.lan, paracetamol, 58, days_ago=60)
        cls._order(cls.nam, paracetamol, 5, days_ago=10)

    @classmethod
    def _order(cls, partner, medicine, quantity, days_ago):
        cls.env['sale.order'].create(
            {
                'partner_id': partner.id,
                'user_id': False,
                'pharma_is_past_order': True,
                'date_order': fields.Datetime.now() - timedelta(days=days_ago),
                'order_line': [
                    Command.create({'product_id': medicine.id, 'product_uom_qty': quantity})
                ],
            }
        )

    def _record(self, partner):
        case = partner.care_case_ids.sorted('date_due')[0]
        return case.with_user(self.employee).record_entry(
            {
                'content': 'Takes it every day.',
                'response_type_id': self.env.ref('pharma_care.response_type_well').id,
                'date_next': self.today + timedelta(days=30),
            }
        )

    def _tour(self, action, tour, login='tour_care'):
        self.start_tour(f'{ACTION}{action}', f'pharma_care_{tour}_tour', login=login)

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
        self._tour('pharma_care_case_action_orders', 'keyboard')
        self.assertRecordValues(
            self.lan.care_entry_ids,
            [
                {
                    'response_type_id': self.env.ref('pharma_care.response_type_reorder').id,
                    'date_next': self.today + timedelta(days=30),
                }
            ],
        )

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
