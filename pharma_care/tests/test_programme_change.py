from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeChange(ProgrammeCommon):
    """Programmes that are stopped and changed while customers are in them, and what they bring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme = cls._start(name='Follow-up')
        cls.steps = cls.programme.step_ids

    def test_stop_and_start(self):
        """000-10: stopping takes back who waits and leaves open cases; starting again lets them
        wait again."""
        case, called = self._hit_first()
        self._bought('2026-03-09', partner_id=self.other_customer.id)
        waiting = self._night(self.programme, '2026-03-09') - called
        programme = self.programme.with_user(self.manager)
        with self._at('2026-03-10'):
            programme.action_stop()
        self.assertRecordValues(
            called | waiting,
            [{'state': 'open', 'reason': False}, {'state': 'ended', 'reason': 'stopped'}],
        )
        self.assertEqual(case.state, 'todo')
        self._night(self.programme, '2026-03-16')
        self.assertEqual(waiting.state, 'ended')
        with self._at('2026-03-16'):
            programme.action_start()
        self.assertRecordValues(waiting, [{'state': 'open', 'reason': False}])
        self.assertEqual(len(self._hits(self.programme)), 2)

    def test_steps_change_while_it_runs(self):
        """000-10: dates that were planned stay, later ones follow the new step; a step at which
        customers are cannot be deleted."""
        case, hit = self._hit_first()
        self.steps[0].write({'day_from': 3, 'day_to': 5})
        self.steps[1].write({'day_from': 30, 'day_to': 40})
        self.assertEqual(hit.date_to, date(2026, 3, 16))
        self._record(case, '2026-03-10', date_next='2026-05-01')
        self.assertEqual(hit.date_from, date(2026, 4, 9))
        with self.assertRaisesRegex(UserError, "are at the step 'Step 2'"):
            self.steps[1].with_user(self.manager).unlink()
        self.steps[0].with_user(self.manager).unlink()
        self.assertEqual(hit.step_id, self.steps[1])

    def test_scripts_of_the_step_come_first(self):
        """000-10, 004-08: the employee sees the step's words while recording."""
        script = self.env['pharma.contact.script'].create(
            {'name': 'New medicine talk', 'purpose': 'advertising'}
        )
        self.steps[0].write({'script_id': script.id, 'note': 'Ask how it is borne.'})
        case, _hit = self._hit_first()
        case = case.with_user(self.care_user)
        self.assertEqual(case.get_contact_scripts()[0]['id'], script.id)
        entry = self.env['pharma.care.entry'].with_user(self.care_user).new({'case_id': case.id})
        self.assertIn('Ask how it is borne.', entry.case_programme_notice)
        self._record(case, '2026-03-10', date_next='2026-05-01')
        self.assertNotIn(script.id, [each['id'] for each in case.get_contact_scripts()])
        self.assertFalse(case.programme_notice)

    def test_who_bought_afterwards(self):
        """004-36: whether customers bought within 30 days of the first planned day, known once they
        are over; the cases of the effect name the programme."""
        case, hit = self._hit_first()
        other = self._bought('2026-03-02', partner_id=self.other_customer.id).care_case_ids
        self._night(self.programme, '2026-03-09')
        self._bought('2026-03-20', partner_id=self.other_customer.id)
        hits = self._night(self.programme, '2026-04-08')
        self.assertFalse(any(hits.mapped('date_bought')))
        hits = self._night(self.programme, '2026-04-09')
        self.assertRecordValues(
            hits.sorted(lambda each: each != hit),
            [
                {'date_bought': False, 'bought_share': 0},
                {'date_bought': date(2026, 3, 20), 'bought_share': 100},
            ],
        )
        domain = self.programme.with_user(self.manager).action_view_effect()['domain']
        self.assertEqual(self.Hit.with_user(self.manager).search(domain), hits)
        [[share]] = self.Hit._read_group(domain, aggregates=['bought_share:avg'])
        self.assertEqual(share, 50)
        with self._at('2026-06-01'):
            effects = self._get_effect(case) | self._get_effect(other)
        self.assertEqual(effects.programme_id, self.programme)
