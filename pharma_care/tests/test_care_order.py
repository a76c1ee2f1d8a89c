from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CareCommon


@tagged('post_install', '-at_install')
class TestCareOrder(CareCommon):
    """A case follows its order through its life (004-42, decision 28)."""

    def test_stock_of_a_partner_proposes_no_date_years_ahead(self):
        """The limit of wholesale holds for the next care as for the first (decision 2, 004-45)."""
        self.customer.write({'pharma_customer_type': 'level2', 'pharma_partner_kind': 'pharmacy'})
        case = self._create_case((self.metformin, 900))
        self.assertEqual(case.date_due, date(2026, 5, 31))
        case.with_user(self.manager).date_due = date(2026, 3, 2)
        self.assertEqual(case._propose_date_next(), date(2026, 5, 31))
        self.company.care_wholesale_cap_days = 0
        self.assertEqual(case._propose_date_next(), date(2028, 8, 18))

    def test_cancelling_closes_and_confirming_again_reopens(self):
        """A cancelled order is nobody's to care for; confirmed again it is, as of that day
        (decision 28, 004-42)."""
        order = self._confirm((self.metformin, 10))
        case = order.care_case_ids
        order._action_cancel()
        self.assertRecordValues(
            case,
            [
                {
                    'state': 'done',
                    'close_reason_id': self.env.ref('pharma_care.close_reason_cancelled').id,
                }
            ],
        )
        self.assertTrue(case.date_closed)
        # the order shows no day on which nobody will call, the case no button to be refused
        self.assertFalse(order.care_date_due)
        with Form(case.with_user(self.manager)) as form:
            self.assertTrue(form.is_closed_by_system)
        order.action_draft()
        self.assertEqual(case.state, 'done')
        order.action_confirm()
        self.assertRecordValues(
            case,
            [
                {
                    'state': 'todo',
                    'close_reason_id': False,
                    'date_closed': False,
                    'date_due': date(2026, 3, 12),
                }
            ],
        )
        self.assertEqual(order.care_case_ids, case)
        self.assertEqual(order.care_date_due, date(2026, 3, 12))

    def test_reopened_care_goes_on_with_the_employee_s_date(self):
        """Who was cared for before the order was cancelled keeps the agreed date (004-45)."""
        order = self._confirm((self.metformin, 10))
        case = order.care_case_ids
        case.record_entry({'content': 'Call again', 'date_next': date(2026, 3, 20)})
        order._action_cancel()
        self.assertEqual(case.state, 'done')
        order.action_draft()
        order.action_confirm()
        self.assertRecordValues(case, [{'state': 'ongoing', 'date_due': date(2026, 3, 20)}])

    def test_reconfirmed_order_knows_of_contacts_meanwhile(self):
        """Closed cases are not told of contacts; one that comes back is (decision 8, 004-50)."""
        order = self._confirm((self.metformin, 10))
        other = self._create_case((self.syrup, 1))
        order._action_cancel()
        other.record_entry({'content': 'Well', 'date_next': '2026-03-20'})
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.care_case_ids.date_last_contact, date(2026, 3, 2))

    def test_what_a_person_closed_stays_closed(self):
        """Cancelling and confirming again does not undo an employee's decision (004-56)."""
        order = self._confirm((self.metformin, 10))
        case = order.care_case_ids
        case.record_entry({'content': 'Cured', 'is_final': True, 'close_reason_id': self.reason.id})
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertRecordValues(
            case, [{'state': 'done', 'close_reason_id': self.reason.id, 'entry_count': 1}]
        )

    def test_changed_quantity_moves_the_date(self):
        """The customer took more, or less, than was confirmed (004-42)."""
        order = self._confirm((self.metformin, 10))
        order.order_line.product_uom_qty = 20
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 22))

    def test_added_and_removed_lines_move_the_date(self):
        """A line that comes later counts from the order's day; without lines that count there is
        no case (004-42)."""
        order = self._confirm((self.metformin, 30))
        case = order.care_case_ids
        order.order_line = [Command.create({'product_id': self.syrup.id, 'product_uom_qty': 1})]
        self.assertEqual(case.date_due, date(2026, 3, 14))
        self.assertEqual(case.therapeutic_group_ids, self.group_chronic | self.group_acute)
        order.order_line.filtered(lambda line: line.product_id == self.syrup).product_uom_qty = 0
        self.assertEqual(case.date_due, date(2026, 4, 1))
        self.assertEqual(case.line_ids.product_id, self.metformin)
        self.assertEqual(case.therapeutic_group_ids, self.group_chronic)
        order.order_line.product_uom_qty = 0
        self.assertFalse(case.exists())

    def test_changed_order_date_and_customer_are_taken_over(self):
        """A corrected date or customer of a confirmed order reaches its case (004-42)."""
        order = self._confirm((self.metformin, 10))
        order.date_order = datetime(2026, 2, 20, 3, 0)
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 2))
        order.partner_id = self.other_customer
        self.assertEqual(order.care_case_ids.partner_id, self.other_customer)

    def test_the_interval_no_longer_counts_after_the_first_care(self):
        """A changed order does not move what was agreed with the customer (004-45)."""
        order = self._confirm((self.metformin, 10))
        order.care_case_ids.record_entry({'content': 'Well', 'date_next': date(2026, 3, 30)})
        order.order_line.product_uom_qty = 5
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 30))
        self.assertEqual(order.care_case_ids.date_runout, date(2026, 3, 7))

    def test_a_date_set_by_hand_stays(self):
        """An employee moved the care; the interval no longer does (004-45)."""
        order = self._confirm((self.metformin, 10))
        order.care_case_ids.with_user(self.care_user).date_due = date(2026, 3, 25)
        order.order_line.product_uom_qty = 5
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 25))

    def test_past_orders_count_from_their_own_day(self):
        """An order entered for its history has its case at once, unless it is older than the
        company looks back (decision 24, 004-42)."""
        recent, old = (
            self._create_order((self.metformin, 10), date_order=moment, pharma_is_past_order=True)
            for moment in (datetime(2026, 2, 1, 3, 0), datetime(2024, 2, 1, 3, 0))
        )
        self.assertEqual(recent.care_case_ids.date_due, date(2026, 2, 11))
        self.assertFalse(old.care_case_ids)

    def test_a_state_that_was_only_written_counts(self):
        """An import that updates quotations to confirmed ones brings care, too (004-42)."""
        order = self._create_order((self.metformin, 10))
        order.write({'state': 'sale', 'date_order': datetime(2026, 2, 20, 3, 0)})
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 2))

    def test_doing_it_twice_changes_nothing(self):
        """The case is a function of its order (004-42)."""
        order = self._confirm((self.metformin, 10), (self.syrup, 2))
        case = order.care_case_ids
        before = case.read(['date_due', 'date_runout', 'state', 'line_ids', 'user_ids'])
        self.env['pharma.care.case']._sync_orders(order)
        self.assertEqual(
            case.read(['date_due', 'date_runout', 'state', 'line_ids', 'user_ids']), before
        )

    def test_an_order_with_a_care_history_is_not_deleted(self):
        """What was said stays; a cancelled order without care may go (004-34)."""
        cared = self._confirm((self.metformin, 10))
        untouched = self._confirm((self.syrup, 1))
        cared.care_case_ids.record_entry({'content': 'Well', 'date_next': date(2026, 3, 30)})
        (cared | untouched)._action_cancel()
        untouched.unlink()
        with self.assertRaisesRegex(UserError, cared.name):
            cared.unlink()

    def test_region_and_branch_are_those_of_customer_and_order(self):
        """Lists by region follow the customer when he moves (004-53)."""
        order = self._confirm((self.metformin, 10))
        case = order.care_case_ids
        self.assertEqual(case.warehouse_id, order.warehouse_id)
        region = self.env['pharma.region'].create({'name': 'Test Region'})
        self.customer.pharma_region_id = region
        self.assertEqual(case.region_id, region)
        self.assertEqual(self._create_case().region_id, region)
