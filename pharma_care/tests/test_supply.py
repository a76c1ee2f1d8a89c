import runpy
from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_path

from .common_assign import AssignCommon


@tagged('post_install', '-at_install')
class TestSupply(AssignCommon):
    """What customers have at home, and what becomes of older cases (004-42; decision 5).

    Today is 2026-03-02; metformin is taken once a day, a bottle of syrup lasts 12 days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bought_again = cls.env.ref('pharma_care.close_reason_bought_again')
        cls.glucose = cls._create_product('Gliclazide', 1, cls.subgroup)

    def _buy(self, day, *lines, **values):
        """Enter a purchase of a past day; return its case."""
        values = {'date_order': f'{day} 03:00:00', 'pharma_is_past_order': True, **values}
        return self._create_order(*lines, **values).care_case_ids

    def _assert_supply(self, case, *expected):
        """Compare (begins, ends, state) of the lines of a case."""
        self.env.invalidate_all()
        lines = [
            (str(line.date_supply), str(line.date_runout), line.state)
            for line in case.line_ids.sorted('order_line_id')
        ]
        self.assertEqual(lines, list(expected))

    def test_days_that_are_left_are_carried_forward(self):
        """30 tablets on 10 February and 30 on 2 March last until 11 April (004-42)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'open'))
        new = self._create_case((self.metformin, 30))
        self._assert_supply(new, ('2026-03-12', '2026-04-11', 'open'))
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'closed'))
        self.assertEqual(old.line_ids.next_line_id, new.line_ids)
        self.assertEqual(old.line_ids.close_reason_id, self.bought_again)
        self.assertRecordValues(
            old + new,
            [
                {'state': 'done', 'close_reason_id': self.bought_again.id},
                {'state': 'todo', 'close_reason_id': False},
            ],
        )
        self.assertEqual(old.date_closed, new.order_id.date_order)
        self.assertEqual(new.date_due, date(2026, 4, 11))
        self.assertEqual(new.date_runout, date(2026, 4, 11))

    def test_a_gap_is_not_carried_forward(self):
        """Who buys after the end begins on that day; days without medicine are lost (004-42)."""
        old = self._buy('2026-01-01', (self.metformin, 30))
        new = self._create_case((self.metformin, 30))
        self._assert_supply(old, ('2026-01-01', '2026-01-31', 'closed'))
        self._assert_supply(new, ('2026-03-02', '2026-04-01', 'open'))

    def test_third_purchase_of_a_published_example(self):
        """90 days bought on 25 March, 5 July and 25 September: the third begins on 3 October
        (example of the Pharmacy Quality Alliance for covered days, a year earlier here)."""
        cases = [
            self._buy(day, (self.metformin, 90))
            for day in ('2025-03-25', '2025-07-05', '2025-09-25')
        ]
        self._assert_supply(cases[0], ('2025-03-25', '2025-06-23', 'closed'))
        self._assert_supply(cases[1], ('2025-07-05', '2025-10-03', 'closed'))
        self._assert_supply(cases[2], ('2025-10-03', '2026-01-01', 'open'))

    def test_purchases_come_to_be_known_in_any_order(self):
        """Past orders are imported as they come, the chain is the same (004-42)."""
        last = self._buy('2025-09-25', (self.metformin, 90))
        first = self._buy('2025-03-25', (self.metformin, 90))
        middle = self._buy('2025-07-05', (self.metformin, 90))
        self._assert_supply(first, ('2025-03-25', '2025-06-23', 'closed'))
        self._assert_supply(middle, ('2025-07-05', '2025-10-03', 'closed'))
        self._assert_supply(last, ('2025-10-03', '2026-01-01', 'open'))
        self.assertEqual(first.line_ids.next_line_id, middle.line_ids)
        self.assertEqual(middle.line_ids.next_line_id, last.line_ids)
        self.assertFalse(last.line_ids.next_line_id)

    def test_other_medicines_of_the_older_case_stay(self):
        """The case waits for what was not bought again (004-42)."""
        old = self._buy('2026-02-25', (self.metformin, 10), (self.syrup, 2))
        self.assertEqual(old.date_due, date(2026, 3, 7))
        new = self._create_case((self.metformin, 10))
        self._assert_supply(
            old, ('2026-02-25', '2026-03-07', 'closed'), ('2026-02-25', '2026-03-21', 'open')
        )
        self.assertEqual(old.state, 'todo')
        self.assertEqual(old.date_due, date(2026, 3, 21))
        self.assertEqual(old.date_runout, date(2026, 3, 21))
        self.assertEqual(new.date_due, date(2026, 3, 17))

    def test_a_date_that_was_agreed_stays(self):
        """The employee's date holds while a medicine is left; nothing left ends the case
        (004-42, 004-45)."""
        old = self._buy('2026-02-25', (self.metformin, 10), (self.syrup, 2))
        old.record_entry({'content': 'Call again.', 'date_next': '2026-03-09'})
        self._create_case((self.metformin, 10))
        self.assertRecordValues(old, [{'state': 'ongoing', 'date_due': date(2026, 3, 9)}])
        self._create_case((self.syrup, 1))
        self.assertRecordValues(
            old, [{'state': 'done', 'close_reason_id': self.bought_again.id, 'entry_count': 1}]
        )

    def test_cancelling_gives_the_older_case_back(self):
        """As if the later order had never been (004-42)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        cared = self._buy('2026-02-11', (self.syrup, 1))
        cared.record_entry({'content': 'Is well.', 'date_next': '2026-03-20'})
        order = self._confirm((self.metformin, 30), (self.syrup, 1))
        self.assertEqual((old + cared).mapped('state'), ['done', 'done'])
        order._action_cancel()
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'open'))
        self.assertRecordValues(
            old + cared,
            [
                {
                    'state': 'todo',
                    'close_reason_id': False,
                    'date_closed': False,
                    'date_due': date(2026, 3, 12),
                },
                {
                    'state': 'ongoing',
                    'close_reason_id': False,
                    'date_closed': False,
                    'date_due': date(2026, 3, 20),
                },
            ],
        )
        order.action_draft()
        order.action_confirm()
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'closed'))
        self._assert_supply(
            order.care_case_ids,
            ('2026-03-12', '2026-04-11', 'open'),
            ('2026-03-02', '2026-03-14', 'open'),
        )

    def test_changed_orders_move_what_follows(self):
        """More, less, another customer: later supplies move along (004-42)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        new = self._create_case((self.metformin, 30))
        old.order_id.order_line.product_uom_qty = 40
        self._assert_supply(new, ('2026-03-22', '2026-04-21', 'open'))
        self.assertEqual(new.date_due, date(2026, 4, 21))
        old.order_id.partner_id = self.other_customer
        self._assert_supply(old, ('2026-02-10', '2026-03-22', 'open'))
        self._assert_supply(new, ('2026-03-02', '2026-04-01', 'open'))
        self.assertEqual(old.state, 'todo')
        self.assertEqual(new.date_due, date(2026, 4, 1))

    def test_a_line_that_is_taken_off_gives_the_older_one_back(self):
        """A case that goes with its last line leaves no gap behind (004-42)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        order = self._confirm((self.metformin, 30))
        order.order_line.product_uom_qty = 0
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'open'))
        self.assertEqual(old.state, 'todo')

    def test_same_medicine_twice_in_one_order(self):
        """Two lines are one supply after the other, and neither ends the other (004-42)."""
        case = self._create_case((self.metformin, 10), (self.metformin, 5))
        self._assert_supply(
            case, ('2026-03-02', '2026-03-12', 'open'), ('2026-03-12', '2026-03-17', 'open')
        )
        self.assertEqual(case.date_due, date(2026, 3, 12))

    def test_therapeutic_group_by_setting(self):
        """Another medicine of the group ends the older case if the company wants so; days are
        carried forward for the same medicine only (decision 5)."""
        old = self._buy('2026-02-20', (self.metformin, 30))
        self._create_case((self.glucose, 30), partner_id=self.customer.id)
        self.assertEqual(old.state, 'todo')
        self.company.care_bought_again = 'group'
        new = self._create_case((self.glucose, 10))
        self.assertEqual(old.state, 'done')
        self.assertEqual(old.close_reason_id, self.bought_again)
        self._assert_supply(old, ('2026-02-20', '2026-03-22', 'closed'))
        self._assert_supply(new, ('2026-04-01', '2026-04-11', 'open'))
        plaster = self._create_case((self.syrup, 1))
        self.assertEqual((new + plaster).mapped('state'), ['todo', 'todo'])

    def test_customers_and_companies_stay_apart(self):
        """Somebody else's purchase, or one in another company, is no repeat (004-42)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        self._create_case((self.metformin, 30), partner_id=self.other_customer.id)
        there = self.env['sale.order'].with_company(self.other_company)
        order = there.create(
            {
                'company_id': self.other_company.id,
                'partner_id': self.customer.id,
                'order_line': [(0, 0, {'product_id': self.metformin.id, 'product_uom_qty': 30})],
            }
        )
        order.action_confirm()
        self.assertTrue(order.care_case_ids)
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'open'))
        self.assertEqual(old.state, 'todo')

    def test_stock_of_wholesale_partners_is_not_carried_forward(self):
        """A hospital is contacted 90 days after its last order at the latest (decision 2)."""
        self.customer.pharma_customer_type = 'level1'
        self._buy('2026-02-20', (self.metformin, 30))
        new = self._create_case((self.metformin, 3000))
        self._assert_supply(new, ('2026-03-02', '2034-05-19', 'open'))
        self.assertEqual(new.date_due, date(2026, 5, 31))

    def test_what_a_person_closed_stays_closed(self):
        """The reason is the person's, though the medicine was bought again (decision 28)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        old.record_entry({'content': 'Done.', 'is_final': True, 'close_reason_id': self.reason.id})
        self._create_case((self.metformin, 30))
        self.assertRecordValues(old, [{'state': 'done', 'close_reason_id': self.reason.id}])
        self.assertEqual(old.line_ids.close_reason_id, self.bought_again)

    def test_one_contact_names_all_medicines(self):
        """004-54: the list of customers names what is left of every open case, what runs out first
        coming first, and of other users' cases nothing."""
        first = self._buy('2026-02-20', (self.syrup, 1))
        second = self._create_case((self.metformin, 30), (self.paracetamol, 20))
        first.record_entry({'content': 'Again.', 'date_next': '2026-03-05'})
        cases = (first + second).with_user(self.user_a)
        self.assertEqual(cases.mapped('customer_medicines'), ['Syrup, Paracetamol, Metformin'] * 2)
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.syrup.product_tmpl_id)
        self.env.invalidate_all()
        self.assertEqual(first.with_user(self.user_a).customer_medicines, 'Syrup')

    def test_another_setting_holds_for_earlier_purchases(self):
        """By group and back: what was over because of another medicine is open again, and shown
        (decision 5)."""
        old = self._buy('2026-02-20', (self.metformin, 30))
        self._create_case((self.glucose, 10))
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        self.company.care_bought_again = 'group'
        self.assertEqual((old.state, old.close_reason_id), ('done', self.bought_again))
        self.company.care_bought_again = 'product'
        self.assertEqual((old.state, old.close_reason_id.id), ('todo', False))
        self.env.invalidate_all()
        self.assertTrue(old.with_user(self.user_a).is_visible)

    def test_a_medicine_that_changes_its_group(self):
        """What was over because of the group is open again, and the other way (decision 5)."""
        self.company.care_bought_again = 'group'
        old = self._buy('2026-02-20', (self.metformin, 30))
        self._create_case((self.glucose, 10))
        self.assertEqual(old.state, 'done')
        self.glucose.therapeutic_group_id = False
        self.assertEqual(old.state, 'todo')
        self.glucose.therapeutic_group_id = self.subgroup
        self.assertEqual((old.state, old.close_reason_id), ('done', self.bought_again))

    def test_purchases_of_before_are_joined_by_the_update(self):
        """What a former version wrote: each purchase from its own day, all of them open."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        new = self._create_case((self.metformin, 30))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pharma_care_line SET date_supply = NULL, date_runout = date_start + 30,"
            " state = 'open', close_reason_id = NULL, next_line_id = NULL"
        )
        self.env.cr.execute(
            "UPDATE pharma_care_case SET state = 'todo', close_reason_id = NULL WHERE id = %s",
            [old.id],
        )
        self.env.invalidate_all()
        path = file_path('pharma_care/migrations/19.0.1.3.0/post-migrate.py')
        runpy.run_path(path)['migrate'](self.env.cr, '19.0.1.2.2')
        self._assert_supply(old, ('2026-02-10', '2026-03-12', 'closed'))
        self._assert_supply(new, ('2026-03-12', '2026-04-11', 'open'))
        self.assertEqual((old + new).mapped('state'), ['done', 'todo'])

    def test_a_contact_of_before_is_recorded_with_the_older_case(self):
        """It counts, and what was agreed holds if the later order is cancelled (004-56)."""
        old = self._buy('2026-02-10', (self.metformin, 30))
        order = self._confirm((self.metformin, 30))
        old.date_closed = datetime(2026, 3, 1, 10)
        vals = {'content': 'Will come.', 'date_next': '2026-03-04'}
        with self.assertRaisesRegex(UserError, 'bought the medicine again.*newer order'):
            old.with_user(self.care_user).record_entry({**vals, 'date': '2026-03-01 11:00:00'})
        old.with_user(self.care_user).record_entry({**vals, 'date': '2026-03-01 09:00:00'})
        self.assertRecordValues(
            old, [{'state': 'done', 'entry_count': 1, 'close_reason_id': self.bought_again.id}]
        )
        order._action_cancel()
        self.env.invalidate_all()
        self.assertRecordValues(old, [{'state': 'ongoing', 'date_due': date(2026, 3, 4)}])
