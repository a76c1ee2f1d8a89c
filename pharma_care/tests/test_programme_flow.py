from datetime import date

from odoo.tests import tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeFlow(ProgrammeCommon):
    """How a customer goes through a programme; it starts on 2026-03-02, a Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme = cls._start(name='Follow-up')
        cls.steps = cls.programme.step_ids

    def test_the_open_case_is_joined(self):
        """000-10: nobody is called twice: the case of the order is called in the window."""
        case = self._bought('2026-03-02').care_case_ids
        hit = self._night(self.programme, '2026-03-08')
        self.assertEqual((hit.state, hit.case_id), ('waiting', self.Case))
        self.assertEqual(case.date_due, date(2026, 4, 1))
        self._night(self.programme, '2026-03-09')
        self.assertRecordValues(hit, [{'state': 'open', 'case_id': case.id}])
        self.assertRecordValues(
            case,
            [
                {
                    'date_due': date(2026, 3, 9),
                    'programme_id': self.programme.id,
                    'state': 'todo',
                    'is_date_manual': True,
                }
            ],
        )
        self.assertIn(
            'Follow-up: Step 1 (Metformin)', case.with_user(self.care_user).programme_notice
        )
        self._night(self.programme, '2026-03-10')
        self.assertEqual(self.customer.care_case_ids, case)

    def test_a_date_within_the_window_stays(self):
        """000-10: what is due soon enough is not moved."""
        case = self._bought('2026-03-02', (self.metformin, 12)).care_case_ids
        self._night(self.programme, '2026-03-09')
        self.assertRecordValues(
            case, [{'date_due': date(2026, 3, 14), 'programme_id': self.programme.id}]
        )

    def test_an_appointment_without_an_open_case(self):
        """000-10, 004-55: else an appointment, by the programme's responsible."""
        self.programme.user_id = self.colleague
        case = self._bought('2026-03-02').care_case_ids
        case._write_closed(self.reason)
        self._night(self.programme, '2026-03-09')
        new = self.customer.care_case_ids - case
        self.assertRecordValues(
            new,
            [
                {
                    'order_id': False,
                    'date_due': date(2026, 3, 9),
                    'user_id': self.colleague.id,
                    'programme_id': self.programme.id,
                    'note': 'Follow-up',
                    'warehouse_id': case.warehouse_id.id,
                }
            ],
        )

    def test_who_answered_last_gets_the_appointment(self):
        """000-10, 004-48: without a responsible it is whoever answered for the customer before, in
        every care mode."""
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        case = self._bought('2026-03-02').care_case_ids
        case._write_closed(self.reason)
        self._night(self.programme, '2026-03-09')
        new = self.customer.care_case_ids - case
        self.assertEqual(new.user_id, self.user_a)
        self.assertTrue(self._sees(self.user_a, new))
        self.assertFalse(self._sees(self.stranger, new))

    def test_both_steps(self):
        """000-10: day 7 to 14, again 14 to 21 days after the first care; an attempt is none."""
        case, hit = self._hit_first()
        self._record(case, '2026-03-10', response_type_id=self.no_answer.id, content=False)
        self.assertEqual((hit.state, hit.care_count), ('open', 0))
        with self._at('2026-03-11'):
            self.assertEqual(case._propose_date_next(), date(2026, 3, 25))
        self._record(case, '2026-03-11', date_next='2026-05-01')
        self.assertRecordValues(
            hit,
            [
                {
                    'state': 'waiting',
                    'step_id': self.steps[1].id,
                    'date_from': date(2026, 3, 25),
                    'date_to': date(2026, 4, 1),
                    'care_count': 1,
                    'date_cared': date(2026, 3, 11),
                    'user_id': self.care_user.id,
                }
            ],
        )
        self._night(self.programme, '2026-03-24')
        self.assertEqual(case.date_due, date(2026, 5, 1))
        self._night(self.programme, '2026-03-25')
        self.assertEqual((hit.state, case.date_due), ('open', date(2026, 3, 25)))
        self._record(case, '2026-03-26', date_next='2026-05-01')
        self.assertRecordValues(hit, [{'state': 'done', 'care_count': 2}])
        self.assertEqual(case.state, 'ongoing')
        self._night(self.programme, '2026-03-27')
        self.assertEqual(case.date_due, date(2026, 5, 1), "what was agreed on stays")

    def test_a_care_of_before(self):
        """000-34, 000-10: what is entered late, of before the customer was found, is no step."""
        case, hit = self._hit_first()
        self._record(case, '2026-03-10', date='2026-03-01 03:00:00', date_next='2026-03-15')
        self.assertRecordValues(hit, [{'state': 'open', 'care_count': 0}])

    def test_a_contact_that_reached_its_purpose(self):
        """000-10: closing a contact for that reason plans the next step as an appointment."""
        case, hit = self._hit_first()
        self._record(case, '2026-03-10', is_final=True, close_reason_id=self.purpose.id)
        self.assertEqual(hit.state, 'waiting')
        self._night(self.programme, '2026-03-24')
        self.assertEqual(hit.state, 'open')
        self.assertFalse(hit.case_id.order_id)
        self.assertNotEqual(hit.case_id, case)

    def test_other_reasons_end_it(self):
        """000-10: whoever refused is not called again, by no programme, until the next purchase."""
        case, hit = self._hit_first()
        self._record(case, '2026-03-10', is_final=True, close_reason_id=self.refused.id)
        self.assertRecordValues(
            hit, [{'state': 'ended', 'reason': 'closed', 'close_reason_id': self.refused.id}]
        )
        with self._at('2026-03-11'):
            self._add_figure(self.customer, segment='vip', date_last='2026-03-02')
            vip = self._start('key_customer', [(0, 9)], is_segment_vip=True, repeat_days=1)
        self.assertRecordValues(self._hits(vip), [{'state': 'left_out', 'reason': 'refused'}])
        self._bought('2026-03-12')
        self.assertIn('open', self._night(vip, '2026-03-13').mapped('state'))

    def test_given_up(self):
        """000-10, 004-56: closed as nobody was reached."""
        case, hit = self._hit_first()
        self._record(
            case,
            '2026-03-10',
            content=False,
            response_type_id=self.no_answer.id,
            is_final=True,
            close_reason_id=self.env.ref('pharma_care.close_reason_unreachable').id,
        )
        self.assertRecordValues(hit, [{'state': 'ended', 'reason': 'closed', 'care_count': 0}])

    def test_closed_by_a_manager(self):
        """000-10, 004-56: without a contact the customer's programme ends, too."""
        case, hit = self._hit_first()
        case.with_user(self.manager)._close(self.reason)
        self._night(self.programme, '2026-03-10')
        self.assertRecordValues(
            hit, [{'state': 'ended', 'reason': 'closed', 'close_reason_id': self.reason.id}]
        )

    def test_bought_again(self):
        """000-10: the matter moves on to the case of the newer order."""
        case, hit = self._hit_first()
        newer = self._bought('2026-03-10').care_case_ids
        self.assertEqual(case.state, 'done')
        self._night(self.programme, '2026-03-10')
        self.assertRecordValues(hit, [{'state': 'open', 'case_id': newer.id}])
        self.assertEqual(newer.date_due, date(2026, 3, 10))

    def test_cancelled_and_confirmed_again(self):
        """000-10: a cancelled order ends it; confirmed again it goes on within the window."""
        case, hit = self._hit_first()
        order = case.order_id
        order._action_cancel()
        self._night(self.programme, '2026-03-10')
        self.assertRecordValues(hit, [{'state': 'ended', 'reason': 'cancelled'}])
        order.action_draft()
        with self._at('2026-03-11'):
            order.action_confirm()
        hits = self._night(self.programme, '2026-03-11')
        self.assertEqual(hits, hit)
        self.assertRecordValues(hit, [{'state': 'open', 'case_id': case.id}])

    def test_another_reason_outlives_the_order(self):
        """000-10, 004-07: a birthday that shares the case of an order that is cancelled."""
        birthday = self._start('birthday', [(0, 9)])
        self.customer.pharma_birthdate = '1960-03-03'
        case = self._bought('2026-03-02').care_case_ids
        hit = self._night(birthday, '2026-03-03')
        self.assertEqual(hit.case_id, case)
        case.order_id._action_cancel()
        self.assertEqual(case.state, 'done')
        self.customer.sale_order_ids.invalidate_recordset()
        self._night(birthday, '2026-03-04')
        self.assertEqual(hit.state, 'open')
        self.assertRecordValues(hit.case_id, [{'order_id': False, 'state': 'todo'}])

    def test_cancelled_while_waiting(self):
        """000-10: nobody is called about what came to nothing, nor is an appointment left."""
        order = self._bought('2026-03-02')
        order.care_case_ids._write_closed(self.reason)
        hit = self._night(self.programme, '2026-03-09')
        appointment = hit.case_id
        self.assertFalse(appointment.order_id)
        order._action_cancel()
        self._night(self.programme, '2026-03-10')
        self.assertEqual(hit.reason, 'cancelled')
        self.assertRecordValues(
            appointment,
            [
                {
                    'state': 'done',
                    'close_reason_id': self.env.ref('pharma_care.close_reason_cancelled').id,
                }
            ],
        )
