from odoo.tests import tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeOverlap(ProgrammeCommon):
    """Overlapping programmes never have a customer called twice for one reason."""

    def _close(self, case, day):
        self._record(case, day, is_final=True, close_reason_id=self.purpose.id)

    def test_one_purchase(self):
        """000-10: two programmes follow up the same new medicine, one of them from day 10 on; the
        call of day 8 serves both."""
        early = self._start(windows=[(7, 14)])
        late = self._start('purchase', [(10, 14)], product_ids=self.metformin.ids)
        case = self._bought('2026-03-02').care_case_ids
        self._night(late)
        self._night(early)
        self._night(early, '2026-03-09')
        self._close(case, '2026-03-10')
        hit = self._night(late, '2026-03-12')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'contacted'}])
        self.assertEqual(self.customer.care_case_ids, case)

    def test_one_purchase_at_other_times(self):
        """000-10: whoever asks at another time than the other programme still does."""
        soon = self._start(windows=[(0, 3)])
        later = self._start(windows=[(7, 14)])
        case = self._bought('2026-03-02').care_case_ids
        self._night(later)
        self._night(soon)
        self._close(case, '2026-03-03')
        hit = self._night(later, '2026-03-09')
        self.assertEqual(hit.state, 'open')

    def test_another_medicine(self):
        """000-10: two medicines of one order are two reasons."""
        early = self._start(windows=[(7, 14)], product_ids=self.metformin.ids)
        late = self._start(windows=[(10, 14)], product_ids=self.syrup.ids)
        case = self._bought('2026-03-02', (self.metformin, 30), (self.syrup, 1)).care_case_ids
        self._night(late)
        self._night(early)
        self._night(early, '2026-03-09')
        self._close(case, '2026-03-10')
        self.assertEqual(self._night(late, '2026-03-12').state, 'open')

    def test_one_silence(self):
        """000-10, 002-21: the second programme reaches the customer a day later, as its number of
        new customers was used up; preview and night leave him out."""
        self._add_figure(self.customer, segment='lost')
        at_once = self._start('reactivation', [(0, 9)], is_segment_lost=True)
        self._close(self._hits(at_once).case_id, '2026-03-02')
        other = self._create_programme('reactivation', [(0, 9)], silent_days=30)
        with self._at('2026-03-03'):
            shown = self._get_preview(other)
            self.assertRecordValues(shown, [{'part': '3_left_out', 'reason': 'contacted'}])
            other.with_user(self.manager).action_start()
        hit = self._night(other, '2026-03-03')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'contacted'}])
        self.assertEqual(len(self.customer.care_case_ids), 1)

    def test_one_birthday(self):
        """000-10, 004-07: nobody is congratulated twice; next year he is again."""
        self._bought('2026-02-02').care_case_ids._write_closed(self.reason)
        self.customer.pharma_birthdate = '1960-03-04'
        first = self._start('birthday', [(0, 5)])
        second = self._start('birthday', [(2, 9)])
        self._night(second, '2026-03-04')
        self._close(self._night(first, '2026-03-04').case_id, '2026-03-04')
        hit = self._night(second, '2026-03-06')
        self.assertRecordValues(hit, [{'state': 'left_out', 'reason': 'contacted'}])
        self._night(second, '2027-03-06')
        self.assertEqual(len(self._hits(second).filtered(lambda hit: hit.state == 'open')), 1)

    def test_later_steps(self):
        """000-10: both share the first call; the second call of one serves the other as well."""
        one = self._start(windows=[(7, 14), (10, 20)])
        two = self._start(windows=[(7, 14), (14, 21)])
        case = self._bought('2026-03-02').care_case_ids
        for day in ('2026-03-02', '2026-03-09'):
            self._night(one, day)
            self._night(two, day)
        self._close(case, '2026-03-09')
        self.assertEqual((self._hits(one) | self._hits(two)).mapped('care_count'), [1, 1])
        hit = self._night(one, '2026-03-19')
        self._close(hit.case_id, '2026-03-19')
        self.assertEqual(hit.state, 'done')
        self.assertRecordValues(
            self._night(two, '2026-03-23'), [{'state': 'ended', 'reason': 'contacted'}]
        )
        self.assertEqual(len(self.customer.care_case_ids), 2)

    def test_cared_for_while_stopped(self):
        """000-10: started again, the programme goes on with the next step, not with the one that
        was cared for meanwhile."""
        programme = self._start()
        case = self._bought('2026-03-02').care_case_ids
        self._night(programme)
        hit = self._night(programme, '2026-03-09')
        with self._at('2026-03-10'):
            programme.with_user(self.manager).action_stop()
        self._close(case, '2026-03-10')
        self.assertRecordValues(hit, [{'state': 'ended', 'reason': 'stopped'}])
        with self._at('2026-03-11'):
            programme.with_user(self.manager).action_start()
        self._night(programme, '2026-03-11')
        self.assertRecordValues(
            hit, [{'state': 'waiting', 'reason': False, 'step_id': programme.step_ids[1].id}]
        )

    def test_came_by_himself(self):
        """000-10, 002-21: the appointment of a reactivation ends when the customer buys before
        anybody called, but not while somebody speaks with him."""
        self._add_figure(self.customer, segment='lost')
        programme = self._start('reactivation', [(0, 9)], is_segment_lost=True)
        hit = self._hits(programme)
        appointment = hit.case_id
        self.assertEqual(appointment.state, 'todo')
        order = self._bought('2026-03-04')
        appointment.claim_until = '2026-03-06 00:00:00'
        self._night(programme, '2026-03-05')
        self.assertRecordValues(hit, [{'state': 'ended', 'reason': 'bought'}])
        self.assertEqual(appointment.state, 'todo')
        self._night(programme, '2026-03-07')
        bought_again = self.env.ref('pharma_care.close_reason_bought_again')
        self.assertRecordValues(
            appointment, [{'state': 'done', 'close_reason_id': bought_again.id}]
        )
        self.assertEqual(order.care_case_ids.state, 'todo')
        self.assertEqual(self._hits(programme), hit)
