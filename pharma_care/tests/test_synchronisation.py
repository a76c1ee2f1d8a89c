from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common_refill import RefillCommon


@tagged('post_install', '-at_install')
class TestSynchronisation(RefillCommon):
    """One common date for all long-term medicines of a customer; today is 2026-03-02."""

    def _assert_plan(self, agreement, **dates):
        agreement.invalidate_recordset()
        self.assertRecordValues(
            agreement, [{name: self._day(date) for name, date in dates.items()}]
        )

    def test_the_first_end_of_supply_is_proposed(self):
        """004-42: of long-term medicines; others, and what ended before, do not count."""
        self._buy(12, (self.metformin, 30))  # until 2026-03-20
        self._buy(5, (self.gliclazide, 60))  # until 2026-03-27
        self._buy(60, (self.insulin, 1))  # ended 2026-01-11
        self._buy(1, (self.paracetamol, 20))  # until 2026-03-06, taken when needed
        form = Form(self.Agreement.with_user(self.care_user))
        form.partner_id = self.customer
        self.assertEqual(form.date_anchor, self._day('2026-03-20'))
        self.assertEqual(form.interval_days, 30)
        agreement = form.save()
        self.assertEqual(agreement.user_id, self.care_user)
        self.assertEqual(agreement.date_start, self._day('2026-03-02'))

    def test_one_care_date_for_all(self):
        """004-42, 004-45: two orders, whose own dates are 03-20 and 03-27, are due together."""
        cases = self._buy(12, (self.metformin, 30)) + self._buy(5, (self.gliclazide, 60))
        self.assertEqual(
            cases.mapped('date_due'), [self._day('2026-03-20'), self._day('2026-03-27')]
        )
        agreement = self._agree()
        self.env.invalidate_all()
        self._assert_plan(
            agreement,
            date_runout='2026-03-20',
            date_common='2026-03-20',
            date_care='2026-03-20',
            date_target='2026-04-19',
        )
        self.assertEqual(set(cases.mapped('date_due')), {self._day('2026-03-20')})

    def test_what_ends_before_is_bridged(self):
        """000-10: the common date is the 20th, one medicine ends on the 10th: care is due then,
        and ten days of two tablets are missing."""
        cases = self._buy(22, (self.gliclazide, 60))  # until 2026-03-10
        cases += self._buy(7, (self.metformin, 30))  # until 2026-03-25
        agreement = self._agree(date_anchor='2026-03-20')
        self.env.invalidate_all()
        self._assert_plan(
            agreement,
            date_runout='2026-03-10',
            date_common='2026-03-20',
            date_care='2026-03-10',
            date_target='2026-03-20',
        )
        self.assertEqual(set(cases.mapped('date_due')), {self._day('2026-03-10')})
        bridges = {line.product_id.name: line.bridge_quantity for line in agreement.line_ids}
        self.assertEqual(bridges, {'Gliclazide': 20.0, 'Metformin': 0.0})

    def test_the_bridge_leads_to_the_common_date(self):
        """000-10, 004-42: bought on the 10th for ten days, all is due on the 20th; then all ends
        on 2026-04-19: 60 of two a day, 25 of one a day."""
        first = self._buy(22, (self.gliclazide, 60))
        self._buy(7, (self.metformin, 30))
        agreement = self._agree(date_anchor='2026-03-20')
        with freeze_time('2026-03-10 03:00:00'):
            order, _answer = self._press(first)
            self.assertEqual(self._get_quantities(order), {'Gliclazide': (20.0, 'Units')})
            order.action_confirm()
            self.env.invalidate_all()
            self.assertEqual(first.state, 'done')
            self._assert_plan(agreement, date_common='2026-03-20', date_care='2026-03-20')
        with freeze_time('2026-03-20 03:00:00'):
            self.env.invalidate_all()
            case = order.care_case_ids
            self.assertEqual(case.date_due, self._day('2026-03-20'))
            order, _answer = self._press(case)
            self.assertEqual(
                self._get_quantities(order),
                {'Gliclazide': (60.0, 'Units'), 'Metformin': (25.0, 'Units')},
            )
            order.action_confirm()
            self.env.invalidate_all()
            ends = set(order.care_case_ids.line_ids.mapped('date_runout'))
            self.assertEqual(ends, {self._day('2026-04-19')})
            self.assertEqual(order.care_case_ids.date_due, self._day('2026-04-19'))
            self._assert_plan(agreement, date_common='2026-04-19', date_target='2026-05-19')

    def test_bought_before_the_common_date(self):
        """004-42: who fetches all on the 15th, until 04-19, is left alone on the 20th."""
        self._buy(12, (self.metformin, 30))  # until 2026-03-20
        agreement = self._agree()
        with freeze_time('2026-03-15 03:00:00'):
            self.env.invalidate_all()
            order, _answer = self._press(self.customer.care_case_ids)
            self.assertEqual(self._get_quantities(order), {'Metformin': (30.0, 'Units')})
            order.action_confirm()
            self.env.invalidate_all()
            self.assertEqual(order.care_case_ids.date_due, self._day('2026-04-19'))
            self._assert_plan(agreement, date_common='2026-04-19')

    def test_whole_boxes(self):
        """000-10: 25 tablets are missing, sold in boxes of 30: one box."""
        self._buy(12, (self.gliclazide, 60))  # until 2026-03-20
        case = self._buy(7, (self.metformin, 1, self.box))  # until 2026-03-25
        self._agree()
        order, _answer = self._press(case)
        self.assertEqual(
            self._get_quantities(order),
            {'Gliclazide': (60.0, 'Units'), 'Metformin': (1.0, 'Box of 30')},
        )

    def test_parts_of_a_unit_are_rounded_up(self):
        """000-10: 24 days are missing of a pen that lasts ten: three pens."""
        self._buy(12, (self.metformin, 30))  # until 2026-03-20
        case = self._buy(4, (self.insulin, 3))  # until 2026-03-28
        self._agree(interval_days=32)  # 03-20, then 04-21
        order, _answer = self._press(case)
        self.assertEqual(
            self._get_quantities(order),
            {'Metformin': (32.0, 'Units'), 'Insulin': (3.0, 'Units')},
        )

    def test_another_medicine_of_the_case_keeps_its_date(self):
        """004-42: what is taken when needed ends earlier and is asked for then."""
        case = self._buy(12, (self.metformin, 30), (self.syrup, 1))  # 03-20 and 03-02
        self._agree(date_anchor='2026-03-18')
        self.env.invalidate_all()
        self.assertEqual(case.date_due, self._day('2026-03-02'))

    def test_a_promise_for_an_earlier_day_stays(self):
        """004-45: what was agreed for tomorrow is kept, what was agreed for later moves."""
        early = self._buy(12, (self.metformin, 30))
        late = self._buy(5, (self.gliclazide, 60))
        self._record(early, date_next='2026-03-03')
        self._record(late, date_next='2026-03-26')
        self._agree()
        self.env.invalidate_all()
        self.assertEqual(early.date_due, self._day('2026-03-03'))
        self.assertEqual(late.date_due, self._day('2026-03-20'))
        self.assertFalse(late.is_date_manual)

    def test_one_contact_moves_all(self):
        """004-45: the date agreed in one case holds for the customer's other synchronised ones;
        the next common date is proposed."""
        case = self._buy(12, (self.metformin, 30))
        other = self._buy(5, (self.gliclazide, 60))
        self._agree()
        with freeze_time('2026-03-27 03:00:00'):
            self.env.invalidate_all()
            entry = self._record(case, date_next=case._propose_date_next())
            self.assertEqual(entry.date_next, self._day('2026-04-19'))
            self.assertEqual(other.date_due, self._day('2026-04-19'))
            self.assertEqual(other.date_last_contact, self._day('2026-03-27'))

    def test_a_treatment_that_ends(self):
        """004-45, 004-56: without the medicine that had to be bridged all wait for the date."""
        case = self._buy(22, (self.gliclazide, 60))  # until 2026-03-10
        other = self._buy(7, (self.metformin, 30))  # until 2026-03-25
        self._agree(date_anchor='2026-03-20')
        self.env.invalidate_all()
        self.assertEqual(other.date_due, self._day('2026-03-10'))
        self._record(case, is_final=True, close_reason_id=self.reason.id)
        self.assertEqual(other.date_due, self._day('2026-03-20'))

    def test_nothing_is_proposed_past_the_end_of_a_medicine(self):
        """004-45: the other medicine ends before the next common date, so care is due then."""
        case = self._buy(12, (self.metformin, 30))  # until 2026-03-20
        self._buy(5, (self.gliclazide, 60))  # until 2026-03-27
        self._agree()
        self.env.invalidate_all()
        self.assertEqual(case._propose_date_next(), self._day('2026-03-27'))

    def test_ended_by_the_button(self):
        """004-42: each medicine has its own date again; the agreement stays as history."""
        cases = self._buy(12, (self.metformin, 30)) + self._buy(5, (self.gliclazide, 60))
        agreement = self._agree()
        agreement.with_user(self.care_user).action_end()
        self.env.invalidate_all()
        self.assertEqual(
            cases.mapped('date_due'), [self._day('2026-03-20'), self._day('2026-03-27')]
        )
        self.assertRecordValues(
            agreement,
            [
                {
                    'is_open': False,
                    'date_end': self._day('2026-03-02'),
                    'end_user_id': self.care_user.id,
                }
            ],
        )
        with self.assertRaises(UserError):
            agreement.with_user(self.care_user).action_end()
        self.assertTrue(self._agree().is_open)

    def test_bad_values_are_refused(self):
        """004-42: the message names the customer, the field and what is possible."""
        with self.assertRaisesRegex(ValidationError, '1 to 366'), self.env.cr.savepoint():
            self._agree(interval_days=0)
        with self.assertRaisesRegex(ValidationError, 'Common Date'), self.env.cr.savepoint():
            self._agree(date_anchor='2026-03-01')
        agreement = self._agree()
        with self.assertRaisesRegex(UserError, 'synchronised already'):
            self._agree()
        with self.assertRaisesRegex(UserError, 'cannot be changed'):
            agreement.with_user(self.manager).write({'partner_id': self.other_customer.id})
        with self.assertRaises(AccessError):
            agreement.with_user(self.manager).unlink()
        self.other_customer.pharma_customer_type = 'level2'
        with self.assertRaisesRegex(UserError, 'wholesale'):
            self._agree(partner_id=self.other_customer.id)

    def test_merged_customers_have_one_agreement(self):
        """004-34, 004-42: that of the customer who is kept."""
        double = self.other_customer
        self._buy(12, (self.metformin, 30))
        case = self._buy(5, (self.gliclazide, 60), partner_id=double.id)
        ended = self._agree(partner_id=double.id)
        kept = self._agree()
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((self.customer + double).ids, self.customer)
        self.env.invalidate_all()
        self.assertTrue(kept.is_open)
        self.assertFalse(ended.is_open)
        self.assertEqual((kept + ended).partner_id, self.customer)
        self.assertEqual(case.date_due, self._day('2026-03-20'))
