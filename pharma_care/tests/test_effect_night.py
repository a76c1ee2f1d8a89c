from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.pharma_care.models.pharma_care_effect_figures import (
    EFFECT_SLICE_BITS,
    EFFECT_TURNS,
)

from .common_effect import EffectCommon

# The turn of a slice is a day of the week: of the first one, Sunday.
MONDAY, TUESDAY = '2026-03-02', '2026-03-03'


@tagged('post_install', '-at_install')
class TestEffectNight(EffectCommon):
    """What a night of the effect of care looks at (000-13, 004-36)."""

    def setUp(self):
        super().setUp()
        self.Job = self.env['pharma.care.job']
        other = {'partner_id': self.other_customer.id}
        # used up on 31 October, and on 31 January: whether within 30 days is known on 3 March
        self.past = self._buy('2025-10-01', (self.metformin, 30))
        self.other = self._buy('2025-10-01', (self.metformin, 30), **other)
        self.latest = self._buy('2026-01-01', (self.metformin, 30), **other)

    def _night(self, day=MONDAY):
        """Do the night of a day; return the kinds of jobs of effect that it took."""
        self.env.flush_all()
        self.Job.search([]).unlink()
        with self._at(day):
            self.Job._enqueue_nightly(self.company)
            for job in self.Job.search([('state', '!=', 'done')]):
                while job.state != 'done':
                    job._run_batch()
        self.env.invalidate_all()
        return set(self.Job.search([('kind', 'like', 'effect')]).mapped('kind'))

    def _forget_writing(self):
        """Let all that is there have been written long ago."""
        self.env.flush_all()
        for table in ('sale_order', 'pharma_care_entry'):
            self.env.cr.execute(
                SQL("UPDATE %s SET write_date = '2025-12-01'", SQL.identifier(table))
            )
        self.env.invalidate_all()

    def _get_row(self, case):
        return self.Effect.search([('case_id', '=', case.id)])

    def _turn_of(self, case):
        return (case.id >> EFFECT_SLICE_BITS) % EFFECT_TURNS

    def _spoil(self, case):
        """Write what no night would, into the row of a case."""
        self._get_row(case).entry_count = 99
        self.env.flush_all()

    def test_the_first_night_looks_at_everything(self):
        """004-36: nothing is known yet, so no cases are looked for."""
        self.assertFalse(self.company.care_effect_date)
        self.assertEqual(self._night(), {'effect'})
        self.assertTrue(self._get_row(self.past))
        self.assertFalse(self._get_row(self.latest))
        self.assertEqual(self.company.care_effect_date, date(2026, 3, 2))

    def test_a_night_looks_at_what_has_ended(self):
        """004-36: on 3 March the customer has not bought again; what ended long ago waits for
        the day of its slice."""
        self._night()
        self._forget_writing()
        self._spoil(self.past)
        self.assertNotEqual(self._turn_of(self.past), date(2026, 3, 3).toordinal() % EFFECT_TURNS)
        self._night(TUESDAY)
        self.assertTrue(self._get_row(self.latest))
        self.assertFalse(self._get_row(self.latest).is_bought)
        self.assertEqual(self._get_row(self.past).entry_count, 99)

    def test_a_night_looks_at_what_was_changed(self):
        """004-36: of a cancelled order there is no row, and a care that was entered later
        counts."""
        self._night()
        self._forget_writing()
        self._care(self.past, '2025-11-01 03:00:00')
        self._night(TUESDAY)
        self.assertEqual(self._get_row(self.past).entry_count, 1)
        self._forget_writing()
        self.past.order_id._action_cancel()
        self._night('2026-03-04')
        self.assertFalse(self._get_row(self.past))
        self.assertTrue(self._get_row(self.other))

    def test_every_slice_has_its_day(self):
        """004-36: what nothing tells is put right within a week."""
        self._night()
        self._forget_writing()
        self._spoil(self.past)
        turn = self._turn_of(self.past)
        for number in range(3, 10):
            day = date(2026, 3, number)
            self._night(str(day))
            count = self._get_row(self.past).entry_count
            if day.toordinal() % EFFECT_TURNS == turn:
                break
            self.assertEqual(count, 99)
        self.assertEqual(count, 0)

    def test_missed_nights_are_made_up_for(self):
        """000-13: after a break the slices of all its days are looked at, and what has ended."""
        self._night('2026-02-28')
        self._forget_writing()
        self._spoil(self.past)
        self._night('2026-03-04')
        self.assertEqual(self._turn_of(self.past), date(2026, 3, 1).toordinal() % EFFECT_TURNS)
        self.assertEqual(self._get_row(self.past).entry_count, 0)
        self.assertTrue(self._get_row(self.latest))
        self.assertEqual(self._night('2026-03-11'), {'effect'})

    def test_other_settings_hold_for_all(self):
        """004-36: with other days, everything is worked out anew."""
        self._buy('2025-12-10', (self.metformin, 30))
        self._night()
        self.assertFalse(self._get_row(self.past).is_bought)
        self._forget_writing()
        self.company.care_effect_days = 40
        self.assertEqual(self._night(TUESDAY), {'effect'})
        self.assertTrue(self._get_row(self.past).is_bought)
        # another setting does not
        self.company.care_effect_minimum = 10
        self._night('2026-03-04')
        self.assertEqual(self.company.care_effect_date, date(2026, 3, 4))

    def test_twice_a_day_is_harmless(self):
        """000-13: a night that is repeated finds the same."""
        self._night()
        before = self.Effect.search_read([])
        self._night()
        self.assertEqual(self.Effect.search_read([]), before)
