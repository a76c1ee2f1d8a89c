from datetime import datetime

from odoo.tests import tagged

from .common_promise import PromiseCommon


@tagged('post_install', '-at_install')
class TestPromiseMemory(PromiseCommon):
    """Working hours are kept in memory; whatever changes them is followed at once."""

    def _promised(self):
        """Return the promised date of a ticket of Monday 10:00, eight hours later."""
        with self._at(3, 2, 3, 0):
            return self._create_ticket().date_promised

    def _add_tuesday(self, company=None):
        Leave = self.env['resource.calendar.leaves'].with_company(company or self.company)
        leave = Leave.create(
            {
                'name': 'Holiday',
                'date_from': datetime(2026, 3, 2, 17, 0),
                'date_to': datetime(2026, 3, 3, 16, 59, 59),
            }
        )
        self.assertEqual(leave.company_id, company or self.company)  # computed late otherwise
        return leave

    def test_public_holidays_are_followed_at_once(self):
        """003-17: Tuesday becomes a holiday, Wednesday instead, none at all."""
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))
        holiday = self._add_tuesday()
        self.assertEqual(self._promised(), datetime(2026, 3, 4, 3, 0))
        holiday.write(
            {
                'date_from': datetime(2026, 3, 3, 17, 0),
                'date_to': datetime(2026, 3, 4, 16, 59, 59),
            }
        )
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))
        holiday.write({'date_from': datetime(2026, 3, 2, 17, 0)})
        self.assertEqual(self._promised(), datetime(2026, 3, 5, 3, 0))
        holiday.unlink()
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))

    def test_a_holiday_given_to_one_person_is_a_working_day_again(self):
        """003-17: a public holiday that becomes the day off of one employee."""
        holiday = self._add_tuesday()
        self.assertEqual(self._promised(), datetime(2026, 3, 4, 3, 0))
        holiday.resource_id = self.env['resource.resource'].create({'name': 'An'})
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))

    def test_working_hours_are_followed_at_once(self):
        """003-17: mornings begin at nine, afternoons vanish, the time zone moves."""
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))
        self.calendar.attendance_ids.filtered(lambda a: a.hour_from == 8).hour_from = 9
        # Monday two and four hours, Tuesday 9:00 and two: 11:00
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 4, 0))
        self.calendar.attendance_ids.filtered(lambda a: a.hour_from == 13).unlink()
        # two hours on Monday, three on Tuesday and on Wednesday: noon
        self.assertEqual(self._promised(), datetime(2026, 3, 4, 5, 0))
        self.calendar.tz = 'UTC'
        # three hours each day from 9:00 UTC: Wednesday 11:00
        self.assertEqual(self._promised(), datetime(2026, 3, 4, 11, 0))

    def test_companies_do_not_share_what_is_kept(self):
        """003-17: the same working hours, a holiday of one company alone."""
        self.calendar.company_id = False
        other = self.env['res.company'].create({'name': 'Other chain'})
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))
        self._add_tuesday(other)
        hours = self.calendar._pharma_get_hours(self.company.id, 160)
        of_other = self.calendar._pharma_get_hours(other.id, 160)
        tuesday = datetime(2026, 3, 3, 1, 0)
        self.assertIn(tuesday, [start for start, _stop in hours])
        self.assertNotIn(tuesday, [start for start, _stop in of_other])

    def test_a_ticket_asks_for_no_working_hours_again(self):
        """003-17: taking a ticket in reads no working hours that were read before."""
        self._promised()
        self.env.invalidate_all()
        calendar = self.calendar.sudo()  # sudo: as tickets read it
        with self.assertQueryCount(0):
            calendar._pharma_get_hours(self.company.id, 160)

    def test_taking_in_a_ticket_asks_little(self):
        """000-22: an agent takes a ticket in with at most 45 queries; working hours cost none."""
        values = {
            'partner_id': self.customer.id,
            'product_id': self.metformin.id,
            'description': 'The box was open.',
            'user_id': self.agent.id,
        }
        Ticket = self.Ticket.with_user(self.agent)
        Ticket.create(values)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(45):
            Ticket.create(values)
            self.env.flush_all()

    def test_the_set_up_is_followed_at_once(self):
        """000-22, 003-17: kinds, stages, targets and rules are kept in memory, too."""
        Kind = self.env['pharma.complaint.kind'].with_user(self.agent)
        self.assertEqual(Kind._get_default(self.company), self.kind)
        first = self.kind.copy({'name': 'Of our own', 'sequence': -1})
        self.assertEqual(Kind._get_default(self.company), first)
        first.company_id = self.env['res.company'].create({'name': 'Other'})
        self.assertEqual(Kind._get_default(self.company), self.kind)
        self.assertEqual(Kind._get_default(first.company_id).id, first.id)
        first.write({'company_id': False, 'active': False})
        self.assertEqual(Kind._get_default(self.company), self.kind)

        Stage = self.env['pharma.complaint.stage'].with_user(self.agent)
        self.assertIn(self.stage_open, Stage._get_of_kind(self.kind))
        self.stage_open.kind_ids = self.kind_service
        self.assertNotIn(self.stage_open, Stage._get_of_kind(self.kind))
        self.kind.stage_ids |= self.stage_open
        self.assertIn(self.stage_open, Stage._get_of_kind(self.kind))

        self.assertEqual(self._promised(), datetime(2026, 3, 3, 3, 0))
        self.target.solve_hours = 9
        self.assertEqual(self._promised(), datetime(2026, 3, 3, 4, 0))
        self.target.unlink()
        self.assertFalse(self._promised())

    def test_rules_of_escalation_are_followed_at_once(self):
        """003-17: the most specific rule holds, whoever asks, until it is archived."""
        Rule = self.env['pharma.complaint.escalation']
        Rule.search([]).active = False
        ask = Rule.with_user(self.agent)._get_for
        self.assertEqual(ask(self.company, self.kind, '0'), ())
        vals = {'about': 'solve', 'level': '2'}
        Rule.create({**vals, 'hours': 3})
        own = Rule.create({**vals, 'kind_id': self.kind.id, 'hours': 1})
        self.assertEqual(ask(self.company, self.kind, '0'), (('solve', 2, 1.0),))
        self.assertEqual(ask(self.company, self.kind_service, '0'), (('solve', 2, 3.0),))
        other = self.env['res.company'].create({'name': 'Other'})
        Rule.create({**vals, 'company_id': other.id, 'kind_id': self.kind.id, 'hours': 9})
        self.assertEqual(ask(other, self.kind, '0'), (('solve', 2, 9.0),))
        self.assertEqual(ask(self.company, self.kind, '0'), (('solve', 2, 1.0),))
        own.hours = 2
        self.assertEqual(ask(self.company, self.kind, '1'), (('solve', 2, 2.0),))
        own.active = False
        self.assertEqual(ask(self.company, self.kind, '1'), (('solve', 2, 3.0),))
