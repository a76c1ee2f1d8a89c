from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import NOW
from .common_alarm import AlarmCommon


@tagged('post_install', '-at_install')
class TestComplaintAlarm(AlarmCommon):
    """Several customers complain about one lot: the pharmacists are told and decide."""

    # === RAISED === #
    def test_three_customers_raise_one_alarm(self):
        """000-22: the third different customer raises the alarm, later ones let it grow."""
        self._complain(2)
        self.assertFalse(self._alarms())
        self._complain(1, start=2)
        alarm = self._alarms()
        self.assertRecordValues(
            alarm,
            [
                {
                    'state': 'open',
                    'product_id': self.metformin.id,
                    'customer_count': 3,
                    'ticket_count': 3,
                    'date_first': NOW,
                }
            ],
        )
        self._complain(2, start=3)
        self.assertEqual(self._alarms(), alarm, 'one while it is open')
        self.assertEqual(alarm.customer_count, 5)

    def test_one_customer_counts_once(self):
        """000-23: repeated tickets of a customer, or of his company's people, count once; those
        without customer count each."""
        shop = self.people[0]
        self.people[1].parent_id = shop
        for _again in range(3):
            self._complain(2)
        self.assertFalse(self._alarms())
        self._complain(1, start=2)
        self.assertFalse(self._alarms(), 'two customers')
        self._create_ticket(partner_id=False, lot_id=self.lot.id)
        self.assertEqual(self._alarms().customer_count, 3)

    def test_only_complaints_and_questions_count(self):
        """000-22: service requests, and what was cancelled, do not count."""
        self._complain(3, kind_id=self.kind_service.id)
        self._complain(2).stage_id = self.stage_cancelled
        self._complain(2, start=2)
        self.assertFalse(self._alarms())
        question = self.env.ref('pharma_callcenter.pharma_complaint_kind_professional')
        self._complain(1, start=4, kind_id=question.id)
        self.assertEqual(self._alarms().customer_count, 3)

    def test_old_tickets_do_not_count(self):
        """000-22: only tickets of the last 90 days count."""
        self._complain(2, date_received=NOW - timedelta(days=91))
        self._complain(1, start=2)
        self.assertFalse(self._alarms())
        self._complain(2, start=3)
        self.assertEqual(self._alarms().customer_count, 3)

    def test_a_lot_that_is_filled_in_later_counts(self):
        """000-22: an e-mail has no lot; the alarm comes when somebody fills it in, or takes back
        that a ticket was cancelled."""
        tickets = self._complain(3, lot_id=False)
        for ticket in tickets:
            self.assertFalse(self._alarms())
            ticket.with_user(self.agent).lot_id = self.lot
        self.assertTrue(self._alarms())
        tickets = self._complain(3, lot_id=self.other_lot.id)[:1]
        self.assertTrue(self._alarms(self.other_lot))
        tickets.stage_id = self.stage_cancelled
        self.assertEqual(self._alarms(self.other_lot).customer_count, 2)

    def test_settings_of_the_company(self):
        """000-22: how many customers within how many days; 0 customers turns it off."""
        self.company.pharma_alarm_customers = 0
        self._complain(5)
        self.assertFalse(self._alarms())
        self.company.pharma_alarm_customers = 2
        self._complain(1)
        self.assertTrue(self._alarms())
        for name, value in (
            ('pharma_alarm_customers', -1),
            ('pharma_alarm_days', 0),
            ('pharma_ticket_mail_limit', 1000),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.company[name] = value

    def test_two_at_once_raise_one(self):
        """000-22: two tickets at the same moment: the index lets one alarm in, nobody sees an
        error."""
        self._complain(2)
        Ticket = type(self.env['pharma.complaint'])
        self._complain(1, start=2)
        span = (self.lot.id, self.company.id, NOW)
        self.assertFalse(self.env['pharma.complaint']._raise_alarm(*span))
        self.assertEqual(len(self._alarms()), 1)
        with patch.object(Ticket, '_raise_alarm') as raised:
            self._complain(1, start=3)
        self.assertFalse(raised.called, 'it is open already')

    def test_companies_count_apart(self):
        """000-36: another company's tickets about the lot are not counted."""
        other = self.env['res.company'].create({'name': 'Other chain'})
        self._complain(2)
        self._complain(1, start=2, company_id=other.id)
        self.assertFalse(self._alarms())
        self._complain(2, start=3, company_id=other.id)
        self.assertEqual(self._alarms().company_id, other)
        outsider = self.env['pharma.complaint.alarm'].with_user(self.pharmacist)
        self.assertFalse(outsider.search([]), 'the pharmacist is of the first company')

    # === TOLD === #
    def test_pharmacists_are_told(self):
        """000-22: every pharmacist of the company has a reminder in his language."""
        retired = new_test_user(self.env, 'retired', groups='pharma_crm.group_pharmacist')
        retired.active = False
        self._complain(3)
        activity = self._alarms().activity_ids
        self.assertEqual(activity.user_id, self.pharmacist)
        self.assertEqual(activity.summary, '3 customers complained about lot L-001')

    def test_supervisors_are_told_where_there_is_no_pharmacist(self):
        """000-22: without an active pharmacist the supervisors are told."""
        self.pharmacist.active = False
        self._complain(3)
        self.assertIn(self.supervisor, self._alarms().activity_ids.user_id)

    def test_agents_see_that_an_alarm_exists(self):
        """000-22: who takes in a ticket sees how many complained, not what was decided."""
        self._complain(3)
        ticket = self._create_ticket(lot_id=self.lot.id, user_id=self.agent.id)
        mine = ticket.with_user(self.agent)
        self.assertTrue(self._alarms())
        self.assertEqual(mine.alarm_customer_count, 4)
        with self.assertRaises(AccessError):
            mine.read(['alarm_id'])
        self.assertEqual(ticket.with_user(self.pharmacist).alarm_id, self._alarms())
        other = self._create_ticket(lot_id=self.other_lot.id)
        self.assertFalse(other.alarm_customer_count or other.alarm_id)

    # === DECIDED === #
    def test_the_pharmacist_decides(self):
        """000-22, V11: a decision needs a text, names person and time, and stays as it is."""
        self._complain(3)
        alarm = self._alarms().with_user(self.pharmacist)
        with self.assertRaises(UserError):
            alarm.action_decide()
        alarm.decision = 'The lot is blocked, the supplier is asked.'
        alarm.action_decide()
        self.assertRecordValues(
            alarm, [{'state': 'decided', 'user_id': self.pharmacist.id, 'date_decided': NOW}]
        )
        self.assertFalse(alarm.activity_ids)
        with self.assertRaises(UserError):
            alarm.decision = 'Nothing'

    def test_tickets_after_the_decision_raise_a_new_alarm(self):
        """000-22: what was known when it was decided does not count again."""
        self._complain(3)
        alarm = self._alarms()
        alarm.decision = 'Nothing found'
        alarm.action_decide()
        with freeze_time(NOW + timedelta(days=1)):
            self._complain(2, start=2)
            self.assertEqual(self._alarms(), alarm)
            self._complain(1, start=4)
            newest = self._alarms() - alarm
        self.assertEqual(newest.customer_count, 3)
        alarm.invalidate_recordset()
        self.assertEqual(alarm.customer_count, 3)

    def test_buttons(self):
        """000-22, 004-60: the tickets that count, and who has goods of the lot."""
        tickets = self._complain(3)
        self._complain(1, start=3, kind_id=self.kind_service.id)
        alarm = self._alarms().with_user(self.pharmacist)
        action = alarm.action_view_tickets()
        self.assertEqual(self.env['pharma.complaint'].search(action['domain']), tickets)
        action = alarm.action_view_customers()
        self.assertEqual(action['domain'], [('lot_id', 'in', self.lot.ids)])
