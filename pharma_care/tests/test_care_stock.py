from datetime import date, datetime

from odoo.tests import freeze_time, new_test_user, tagged

from .common_stock import StockCommon


@tagged('post_install', '-at_install')
class TestCareStock(StockCommon):
    """Deliveries and returns move care dates (decisions 2 and 28, 004-42)."""

    def test_a_full_return_closes_the_case(self):
        """Nobody is asked how a medicine works that came back (decision 28)."""
        order = self._confirm((self.metformin, 10))
        self._return(self._deliver(order), {self.metformin: 10})
        returned = self.env.ref('pharma_care.close_reason_returned')
        self.assertRecordValues(
            order.care_case_ids, [{'state': 'done', 'close_reason_id': returned.id}]
        )
        self.assertRecordValues(
            order.care_case_ids.line_ids,
            [{'state': 'closed', 'close_reason_id': returned.id, 'quantity': 0}],
        )

    def test_a_returned_line_leaves_the_others(self):
        """The date moves to the next medicine (decision 28)."""
        order = self._confirm((self.metformin, 30), (self.syrup, 1))
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 14))
        self._return(self._deliver(order), {self.syrup: 1})
        self.assertRecordValues(
            order.care_case_ids, [{'state': 'todo', 'date_due': date(2026, 4, 1)}]
        )

    def test_a_part_returned_shortens_the_supply(self):
        """Of 30 tablets 10 came back: the rest lasts 20 days (decision 28, 004-42)."""
        order = self._confirm((self.metformin, 30))
        self._return(self._deliver(order), {self.metformin: 10})
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 22))

    def test_goods_to_be_exchanged_still_count(self):
        """A broken pack that is replaced changes nothing (004-42)."""
        order = self._confirm((self.metformin, 30))
        self._return(self._deliver(order), {self.metformin: 10}, to_refund=False)
        self.assertEqual(order.care_case_ids.date_due, date(2026, 4, 1))

    def test_a_return_does_not_move_what_was_agreed(self):
        """After the first care the employee's date rules, until nothing is left (004-45)."""
        order = self._confirm((self.metformin, 30))
        picking = self._deliver(order)
        case = order.care_case_ids
        case.record_entry({'content': 'Well', 'date_next': date(2026, 3, 20)})
        self._return(picking, {self.metformin: 10})
        self.assertRecordValues(case, [{'state': 'ongoing', 'date_due': date(2026, 3, 20)}])
        self._return(picking, {self.metformin: 20})
        self.assertEqual(case.state, 'done')

    def test_dates_count_from_the_delivery_if_the_company_says_so(self):
        """Until the goods arrive the order's day is the best guess; they arrive at 00:30 of the
        7th in Ho Chi Minh City (decision 2, 004-42)."""
        self.company.care_date_base = 'delivery'
        order = self._confirm((self.metformin, 10))
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 12))
        with freeze_time(datetime(2026, 3, 6, 17, 30)):
            self._deliver(order)
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 17))

    def test_confirming_again_knows_of_earlier_goods(self):
        """An order that was delivered, returned in part, cancelled and is confirmed again counts
        what happened before, also by users who see no transfers (decisions 2 and 28, 004-42)."""
        self.company.care_date_base = 'delivery'
        order = self._confirm((self.metformin, 30))
        with freeze_time(datetime(2026, 3, 6, 17, 30)):
            self._return(self._deliver(order), {self.metformin: 10})
        order.action_unlock()
        order._action_cancel()
        order.action_draft()
        self.env.flush_all()
        self.env.invalidate_all()
        salesman = new_test_user(
            self.env, 'care_seller', groups='sales_team.group_sale_salesman_all_leads'
        )
        order.with_user(salesman).action_confirm()
        self.assertRecordValues(
            order.care_case_ids, [{'state': 'todo', 'date_due': date(2026, 3, 27)}]
        )
        self.assertRecordValues(
            order.care_case_ids.line_ids, [{'date_start': date(2026, 3, 7), 'quantity': 20}]
        )

    def test_dates_move_when_the_company_counts_otherwise(self):
        """Cases that nobody cared for yet follow the setting (decision 2, 004-42)."""
        order = self._confirm((self.metformin, 10))
        with freeze_time(datetime(2026, 3, 6, 17, 30)):
            self._deliver(order)
        self.company.care_date_base = 'delivery'
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 17))

    def test_dates_count_from_the_order_otherwise(self):
        """A late delivery changes nothing (decision 2, 004-42)."""
        order = self._confirm((self.metformin, 10))
        with freeze_time(datetime(2026, 3, 6, 17, 30)):
            self._deliver(order)
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 12))

    def test_partial_delivery_keeps_the_first_date(self):
        """What arrives first is taken first; the rest extends nothing (decision 2, 004-42)."""
        self.company.care_date_base = 'delivery'
        order = self._confirm((self.metformin, 10))
        with freeze_time(datetime(2026, 3, 4, 3, 0)):
            self._deliver(order, {self.metformin: 4})
        with freeze_time(datetime(2026, 3, 8, 3, 0)):
            self._deliver(order)
        self.assertEqual(order.care_case_ids.date_due, date(2026, 3, 14))
