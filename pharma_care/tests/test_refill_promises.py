from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common_refill import RefillCommon


@tagged('post_install', '-at_install')
class TestRefillPromises(RefillCommon):
    """Care dates after a refill order that is confirmed early, or lost; today is 2026-03-02."""

    def test_a_later_agreement_outlives_the_lost_order(self):
        """004-45: who was asked again meanwhile, and agreed on another day, is called then."""
        case = self._buy(20, (self.metformin, 25))  # until 2026-03-07
        order, _answer = self._press(case)
        self._record(case, refill_order_id=order.id, date_next='2026-04-01')
        with freeze_time('2026-03-05 03:00:00'):
            self._record(case, date_next='2026-04-15')
            order.action_cancel()
            self.env.invalidate_all()
            self.assertEqual(case.date_due, self._day('2026-04-15'))

    def test_what_was_moved_along_comes_back_too(self):
        """004-42, 004-45: of synchronised refills the other medicines are not bought either."""
        case = self._buy(12, (self.metformin, 30))  # until 2026-03-20
        other = self._buy(5, (self.gliclazide, 60))  # until 2026-03-27
        self._agree()
        with freeze_time('2026-03-20 03:00:00'):
            self.env.invalidate_all()
            order, answer = self._press(case)
            self._record(case, refill_order_id=order.id, date_next=answer['date_next'])
            dates = (case + other).mapped('date_due')
            self.assertEqual(dates, [self._day('2026-04-19')] * 2)
            order.action_cancel()
            self.env.invalidate_all()
            dates = (case + other).mapped('date_due')
            self.assertEqual(dates, [self._day('2026-03-20'), self._day('2026-03-27')])

    def test_a_quotation_that_nobody_confirmed_brings_him_back(self):
        """004-45, 004-62: his supply ended on 03-07, the next date counts on an order that is
        still open on the 8th (decision 4); the medicine of another quotation is bought."""
        case = self._buy(20, (self.metformin, 25))
        order, _answer = self._press(case)
        self._record(case, refill_order_id=order.id, date_next='2026-04-01')
        with freeze_time('2026-03-07 03:00:00'):
            self.Case._alert_company(self.company)
            self.assertEqual(case.date_due, self._day('2026-04-01'))
        with freeze_time('2026-03-08 03:00:00'):
            self.env.invalidate_all()
            self.Case._alert_company(self.other_company)
            self.assertEqual(case.date_due, self._day('2026-04-01'))
            self.Case._alert_company(self.company)
            self.assertEqual(case.date_due, self._day('2026-03-08'))

    def test_what_was_ordered_yesterday_may_still_come(self):
        """004-45: nothing was left when it was ordered; three days are given to fetch it."""
        case = self._buy(40, (self.metformin, 25))  # ended 2026-02-15
        order, _answer = self._press(case)
        self._record(case, refill_order_id=order.id, date_next='2026-04-01')
        for moment, date_due in (
            ('2026-03-05 03:00:00', '2026-04-01'),
            ('2026-03-05 03:00:01', '2026-03-05'),
        ):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.Case._alert_company(self.company)
                self.assertEqual(case.date_due, self._day(date_due))

    def test_an_appointment_keeps_its_date(self):
        """004-45, 004-55: it has no supply, so its date never counted on an order."""
        self._buy(20, (self.metformin, 25))
        case = self._create_appointment(self.seller)
        order, answer = self._press(case)
        self.assertFalse(answer['date_next'])
        self._record(case, refill_order_id=order.id, date_next='2026-05-01')
        order.unlink()
        self.env.invalidate_all()
        self.assertEqual(case.date_due, self._day('2026-05-01'))

    def test_an_earlier_date_passes_to_what_was_bought(self):
        """004-45: 'call me on the 10th' holds, though the order closed the case before."""
        case = self._buy(20, (self.metformin, 25))
        order, _answer = self._press(case)
        order.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(order.care_case_ids.date_due, self._day('2026-04-01'))
        self._record(case, refill_order_id=order.id, date_next='2026-03-10')
        self.assertRecordValues(
            order.care_case_ids,
            [{'state': 'todo', 'date_due': self._day('2026-03-10'), 'is_date_manual': True}],
        )

    def test_a_later_date_moves_nothing(self):
        """004-45: the supply that was bought ends on 04-01; nobody is called after it."""
        case = self._buy(20, (self.metformin, 25))
        order, _answer = self._press(case)
        order.action_confirm()
        self.env.invalidate_all()
        self._record(case, refill_order_id=order.id, date_next='2026-04-20')
        self.assertRecordValues(
            order.care_case_ids, [{'date_due': self._day('2026-04-01'), 'is_date_manual': False}]
        )

    def test_colleagues_in_two_cases_make_one_order(self):
        """000-10: whoever presses in another case of the customer waits, too."""
        case = self._buy(20, (self.metformin, 25))
        other = self._buy(5, (self.gliclazide, 40))
        closed = self._buy(3, (self.insulin, 2))
        self._record(closed, is_final=True, close_reason_id=self.reason.id)
        locked = []

        def lock(cases):
            locked.extend(cases.ids)

        with patch.object(type(case), '_lock_for_entry', lock):
            self._press(case)
        self.assertEqual(sorted(locked), (case + other).ids)
