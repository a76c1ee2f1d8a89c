from datetime import date

from odoo.tests import freeze_time, tagged

from .common_programme import ProgrammeCommon
from .common_refill import RefillCommon


@tagged('post_install', '-at_install')
class TestProgrammeTogether(RefillCommon, ProgrammeCommon):
    """One customer whose refills are synchronised, who is in programmes, orders out of the care,
    is merged, or is drawn to be observed."""

    def _merge(self, source, target):
        self.env['base.partner.merge.automatic.wizard'].create({})._merge(
            (source | target).ids, target
        )
        self.env.invalidate_all()

    def test_synchronised_customer(self):
        """000-10, 004-42: the follow-up is called in its window, once; afterwards all long-term
        medicines are due on one day again."""
        older = self._buy(12, (self.gliclazide, 60))  # until 2026-03-20
        programme = self._start()
        case = self._bought('2026-03-02').care_case_ids  # until 2026-04-01
        self._agree()
        self.env.invalidate_all()
        self.assertEqual((older | case).mapped('date_due'), [date(2026, 3, 20)] * 2)
        self._night(programme)
        hit = self._night(programme, '2026-03-09')
        self.assertRecordValues(hit, [{'state': 'open', 'case_id': case.id}])
        self.assertEqual(case.date_due, date(2026, 3, 9))
        # whatever else changes supply, the call stays
        self._bought('2026-03-09', (self.insulin, 3))
        self.assertEqual(case.date_due, date(2026, 3, 9))
        with freeze_time('2026-03-10 03:00:00'):
            self.assertEqual(case._propose_date_next(), date(2026, 3, 20))
            self._record(case, date_next='2026-03-20')
        self.assertEqual(hit.state, 'waiting')
        open_cases = self.customer.care_case_ids
        self.assertEqual(set(open_cases.mapped('date_due')), {date(2026, 3, 20)})
        known = self._night(programme, '2026-03-24')
        self.assertIn('open', known.filtered(lambda each: each == hit).mapped('state'))
        self.assertEqual(self.customer.care_case_ids, open_cases, "no second case")

    def test_refill_order_in_the_call(self):
        """000-10, 004-45: the order made in the call of a programme closes its case; the care that
        is saved afterwards is the programme's, and the next step is called once."""
        programme = self._start(windows=[(7, 25), (14, 21)])
        case = self._bought('2026-03-02', (self.metformin, 20)).care_case_ids
        self._night(programme)
        hit = self._night(programme, '2026-03-20')
        self.assertEqual(hit.case_id, case)
        with freeze_time('2026-03-20 03:00:00'):
            self.env.invalidate_all()
            order, answer = self._press(case)
            order.action_confirm()
            self.env.invalidate_all()
            self.assertEqual(case.state, 'done')
            self._record(case, refill_order_id=order.id, date_next=answer['date_next'])
        self.assertRecordValues(
            hit, [{'state': 'waiting', 'care_count': 1, 'step_id': programme.step_ids[1].id}]
        )
        hits = self._night(programme, '2026-03-21')
        self.assertEqual(hits, hit, "what was bought again is not new")
        self._night(programme, '2026-04-03')
        self.assertRecordValues(hit, [{'state': 'open', 'case_id': order.care_case_ids.id}])
        self.assertEqual(self.customer.care_case_ids, case | order.care_case_ids)

    def test_refill_order_before_a_night(self):
        """000-10: made in the call, confirmed, and the care is saved after the night."""
        programme = self._start(windows=[(7, 25), (14, 21)])
        case = self._bought('2026-03-02', (self.metformin, 20)).care_case_ids
        self._night(programme)
        hit = self._night(programme, '2026-03-20')
        with freeze_time('2026-03-20 03:00:00'):
            self.env.invalidate_all()
            order, answer = self._press(case)
            order.action_confirm()
        self._night(programme, '2026-03-21')
        with freeze_time('2026-03-21 03:00:00'):
            self.env.invalidate_all()
            self._record(case, refill_order_id=order.id, date_next=answer['date_next'])
        self.assertRecordValues(hit, [{'state': 'waiting', 'care_count': 1}])

    def test_won_back_by_a_refill(self):
        """000-10, 002-21: a refill order in the call of a reactivation is no reason to take the
        care away."""
        older = self._buy(20, (self.metformin, 25))
        self._add_figure(self.customer, segment='at_risk', date_last='2026-02-10')
        programme = self._start('reactivation', [(0, 9)], is_segment_at_risk=True)
        hit = self._hits(programme)
        self.assertEqual(hit.case_id, older)
        order, answer = self._press(older)
        order.action_confirm()
        self.env.invalidate_all()
        self._record(older, refill_order_id=order.id, date_next=answer['date_next'])
        self.assertRecordValues(hit, [{'state': 'done', 'care_count': 1}])
        self._night(programme, '2026-03-03')
        self.assertEqual(self.customer.care_case_ids, older | order.care_case_ids)

    def test_merged_while_both_are_to_be_called(self):
        """000-10, 001-02: of two appointments for one birthday one stays, and its programme."""
        for partner in (self.customer, self.other_customer):
            case = self._buy(50, (self.plaster, 1), partner_id=partner.id)
            case._write_closed(self.reason)
            partner.pharma_birthdate = '1960-03-02'
        birthday = self._start('birthday', [(0, 3)])
        self.assertEqual(self._hits(birthday).mapped('state'), ['open'] * 2)
        self._merge(self.other_customer, self.customer)
        self._night(birthday)
        hit = self._hits(birthday)
        appointment = self.customer.care_case_ids.filtered(lambda each: each.state != 'done')
        self.assertRecordValues(hit, [{'state': 'open', 'case_id': appointment.id}])
        self.assertEqual(len(appointment), 1)

    def test_merged_into_an_observed_customer(self):
        """004-36, 001-02: whom a merge makes one of the observed is called by no programme."""
        self._hold_out()
        self._draw()
        self._buy(50, (self.plaster, 1), partner_id=self.cared.id)
        self.cared.care_case_ids._write_closed(self.reason)
        self._add_figure(self.cared, segment='lost')
        lost = self._start('reactivation', [(0, 9)], is_segment_lost=True)
        medicine = self._start()
        self._bought('2026-03-02', partner_id=self.cared.id)
        self._night(medicine)
        self._merge(self.cared, self.held)
        for day in ('2026-03-03', '2026-03-09'):
            for programme in (lost, medicine):
                self._night(programme, day)
        self.assertFalse(
            (self._hits(lost) | self._hits(medicine)).filtered_domain(
                [('state', 'in', ('open', 'waiting'))]
            )
        )
        self.assertFalse(self.held.care_case_ids.filtered(lambda case: case.state != 'done'))
