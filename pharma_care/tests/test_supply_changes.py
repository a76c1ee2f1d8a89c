from datetime import date, datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .common_stock import StockCommon


@tagged('post_install', '-at_install')
class TestSupplyChanges(StockCommon):
    """Orders that change after the medicine was bought again (004-42; decisions 5 and 28).

    Metformin was bought on 10 February for 30 days, and again today, 2026-03-02: the second 30 days
    end on 11 April.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bought_again = cls.env.ref('pharma_care.close_reason_bought_again')
        cls.returned = cls.env.ref('pharma_care.close_reason_returned')
        cls.cancelled = cls.env.ref('pharma_care.close_reason_cancelled')

    def _buy(self, days_ago, *lines, **values):
        """Confirm an order of so many days ago, as on that day; return its case."""
        with freeze_time(NOW - timedelta(days=days_ago)):
            return self._create_case(*lines, **values)

    def _assert_end(self, case, end, state='open'):
        self.env.invalidate_all()
        line = case.line_ids.filtered(lambda line: line.product_id == self.metformin)
        self.assertEqual((str(line.date_runout), line.state), (end, state))

    def test_an_earlier_purchase_is_cancelled(self):
        """Nothing is left of it, and its case says why (decision 28)."""
        old = self._buy(20, (self.metformin, 30))
        new = self._create_case((self.metformin, 30))
        self._assert_end(new, '2026-04-11')
        old.order_id._action_cancel()
        self._assert_end(new, '2026-04-01')
        self.assertEqual(new.date_due, date(2026, 4, 1))
        self.assertEqual(old.close_reason_id, self.cancelled)
        old.order_id.action_draft()
        with freeze_time(NOW - timedelta(days=20)):
            old.order_id.action_confirm()
        self._assert_end(new, '2026-04-11')
        self.assertEqual((old.state, old.close_reason_id), ('done', self.bought_again))

    def test_an_earlier_purchase_that_a_person_closed_is_cancelled(self):
        """The reason stays the person's, and nothing is left of it (decision 28)."""
        old = self._buy(20, (self.metformin, 30))
        old.record_entry({'content': 'Done.', 'is_final': True, 'close_reason_id': self.reason.id})
        new = self._create_case((self.metformin, 30))
        self._assert_end(new, '2026-04-11')
        old.order_id._action_cancel()
        self._assert_end(new, '2026-04-01')
        self.assertEqual(old.close_reason_id, self.reason)

    def test_an_earlier_purchase_comes_back(self):
        """A part of it shortens what follows, all of it leaves nothing (decision 28)."""
        old = self._buy(20, (self.metformin, 30))
        picking = self._deliver(old.order_id)
        new = self._create_case((self.metformin, 30))
        self._return(picking, {self.metformin: 8})
        self._assert_end(new, '2026-04-03')
        self._return(picking, {self.metformin: 22})
        self._assert_end(new, '2026-04-01')
        self.assertEqual((old.state, old.close_reason_id), ('done', self.returned))
        self.assertFalse(old.line_ids.next_line_id)

    def test_an_earlier_purchase_is_taken_off(self):
        """Its case goes with the last line (004-42)."""
        old = self._buy(20, (self.metformin, 30))
        new = self._create_case((self.metformin, 30))
        old.order_id.order_line.product_uom_qty = 0
        self._assert_end(new, '2026-04-01')
        self.assertFalse(old.exists())

    def test_what_was_not_bought_again_comes_back(self):
        """The case is over because of the medicine that was; cancelling that opens it again
        (004-42)."""
        old = self._buy(20, (self.metformin, 30), (self.syrup, 1))
        picking = self._deliver(old.order_id)
        order = self._confirm((self.metformin, 30))
        self._return(picking, {self.syrup: 1})
        self.assertEqual((old.state, old.close_reason_id), ('done', self.bought_again))
        order._action_cancel()
        self._assert_end(old, '2026-03-12')
        self.assertEqual((old.state, old.date_due), ('todo', date(2026, 3, 12)))

    def test_parts_delivered_on_different_days(self):
        """Two lines of one order are one purchase, whenever they arrive (decision 2)."""
        self.company.care_date_base = 'delivery'
        case = self._buy(10, (self.metformin, 10), (self.metformin, 5))
        moves = case.order_id.picking_ids.move_ids
        for day, move in zip((8, 3), moves, strict=True):
            with freeze_time(NOW - timedelta(days=day)):
                move.write({'quantity': move.product_uom_qty, 'picked': True})
                move._action_done()
        self.env.invalidate_all()
        lines = case.line_ids.sorted('order_line_id')
        self.assertEqual(
            [(str(line.date_start), str(line.date_runout), line.state) for line in lines],
            [('2026-02-22', '2026-03-04', 'open'), ('2026-02-27', '2026-03-09', 'open')],
        )
        self.assertEqual(case.state, 'todo')

    def test_purchases_of_the_same_moment_are_joined(self):
        """Two counters that confirm at once do not see each other's order; an hour later all is
        as if one had waited (004-42)."""
        old = self._buy(20, (self.metformin, 30))
        new = self._create_case((self.metformin, 30))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pharma_care_line SET date_supply = date_start, date_runout = date_start + 30,"
            " date_due = date_start + 30, state = 'open', close_reason_id = NULL,"
            " next_line_id = NULL WHERE case_id = ANY(%s)",
            [(old + new).ids],
        )
        self.env.cr.execute(
            "UPDATE pharma_care_case SET state = 'todo', close_reason_id = NULL WHERE id = %s",
            [old.id],
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref('pharma_care.ir_cron_pharma_care_job').method_direct_trigger()
        self._assert_end(old, '2026-03-12', 'closed')
        self._assert_end(new, '2026-04-11')
        self.assertEqual((old.state, old.close_reason_id), ('done', self.bought_again))

    def test_endless_supply_stays_a_date(self):
        """Three times a hundred years is a slip of the pen, and no error (004-42)."""
        self.metformin.care_interval_days = 3650
        for _purchase in range(3):
            case = self._create_case((self.metformin, 10))
        self._assert_end(case, '2126-02-06')
        self.assertEqual(case.date_due, date(2126, 2, 6))

    def test_a_purchase_in_between_is_entered_late(self):
        """The older case ended then, not with the last purchase (decision 94)."""
        old = self._buy(60, (self.metformin, 30))
        self._create_case((self.metformin, 30))
        self.assertEqual(old.date_closed, NOW)
        middle = datetime(2026, 2, 1, 3, 0)
        self._create_order((self.metformin, 30), date_order=middle, pharma_is_past_order=True)
        self.env.invalidate_all()
        self.assertEqual(old.date_closed, middle)

    def test_a_last_word_of_before_changes_no_reason(self):
        """Recorded late, it counts; the case ended as the medicine was bought again
        (decision 95)."""
        old = self._buy(20, (self.metformin, 30))
        self._create_case((self.metformin, 30))
        vals = {'content': 'Done.', 'is_final': True, 'close_reason_id': self.reason.id}
        old.record_entry({**vals, 'date': NOW - timedelta(days=1)})
        self.assertRecordValues(
            old,
            [
                {
                    'state': 'done',
                    'close_reason_id': self.bought_again.id,
                    'date_closed': NOW,
                    'entry_count': 1,
                }
            ],
        )
        with self.assertRaises(UserError):
            old.record_entry(vals)
        self.assertEqual(old.date_due, date(2026, 3, 12))

    def test_whoever_cares_for_what_is_left_answers_for_it(self):
        """By product: the medicine that is due first decides, also after the other was bought
        again (decision 27)."""
        self.company.care_mode = 'product'
        for user, medicine in ((self.care_user, self.metformin), (self.colleague, self.syrup)):
            self.env['pharma.care.assignment'].create(
                {'user_id': user.id, 'product_tmpl_id': medicine.product_tmpl_id.id}
            )
        old = self._buy(2, (self.metformin, 3), (self.syrup, 3))
        self.assertEqual(old.user_id, self.care_user)
        self._create_case((self.metformin, 30))
        self.assertEqual((old.state, old.user_id), ('todo', self.colleague))
