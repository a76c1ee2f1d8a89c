from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.base.tests.common import BaseCommon

from .common_quality import MONDAY, NOW, QualityMixin


@tagged('post_install', '-at_install')
class TestCallRating(QualityMixin, BaseCommon):
    """Customers rate calls; bad ratings are passed on and told apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls._create_quality()
        cls.call = cls._create_call(cls.agent)

    def _take(self, *events):
        return self.env['pharma.call']._take_ratings(self.pbx, list(events))

    def _event(self, rating, at='2026-02-23T03:05:00Z', call=None):
        return {'call': call or self.call.external_id, 'rating': rating, 'at': at}

    def test_the_first_rating_counts(self):
        """003-14: whatever the order in which they arrive."""
        self._take(self._event(4, '2026-02-23T03:05:10Z'))
        self._take(self._event(2), self._event(5, '2026-02-23T03:06:00Z'))
        self.assertEqual(self.call.rating, 2)
        self._take(self._event(4, '2026-02-23T03:05:10Z'))
        self.assertEqual(self.call.rating, 2)

    def test_what_is_no_rating(self):
        """003-14: out of range, no number, an unknown call: refused, the good one is taken."""
        events = [self._event(n) for n in (0, 6, '3', 2.5, True, None)]
        events += [self._event(3, call='nobody'), self._event(3, at='soon'), self._event(5)]
        refused = self._take(*events)
        self.assertEqual(sorted(place for place, _why in refused), [0, 1, 2, 3, 4, 5, 6, 7])
        self.assertEqual(self.call.rating, 5)

    def test_nobody_rates_by_hand(self):
        """003-14: neither by writing nor creating, nor by a default."""
        call = self.call.with_user(self.supervisor)
        for name in ('rating', 'date_rating', 'recording_ids', 'check_ids'):
            with self.assertRaises(UserError, msg=name):
                call.write({name: False})
        Call = self.env['pharma.call'].with_user(self.agent)
        with self.assertRaises(UserError):
            Call.create({'number': '1', 'rating': 5})
        defaults = Call.with_context(default_rating=5).default_get(['rating'])
        self.assertFalse(defaults.get('rating'))

    def test_a_bad_rating_is_passed_on_once(self):
        """003-14: as an activity, or as a ticket, never to the employee himself."""
        company = self.env.company
        self._take(self._event(1))
        self.call._pass_on_rating()
        self.assertEqual(len(self.call.activity_ids), 1)
        self.assertNotEqual(self.call.activity_ids.user_id, self.agent)
        company.pharma_call_bad_action = 'ticket'
        other = self._create_call(self.colleague)
        self._take(self._event(2, call=other.external_id))
        other._pass_on_rating()
        ticket = other.rating_complaint_id
        self.assertEqual((ticket.origin_model, ticket.origin_res_id), ('pharma.call', other.id))
        self.assertEqual(other.date_rating_handled, NOW)

    def _rate(self, user, bad, good):
        for rating, count in ((1, bad), (5, good)):
            for _n in range(count):
                self._create_call(user, rating=rating)

    def _rows(self):
        self.env.flush_all()
        Report = self.env['pharma.call.satisfaction'].with_user(self.supervisor)
        users = self.agent | self.colleague | self.supervisor2
        rows = Report.search([('user_id', 'in', users.ids)])
        return {row.user_id: row for row in rows}

    def test_bad_ratings_of_one_agent(self):
        """003-14: 10 of 20 against 2 of 40: z = 0.45 / sqrt(0.2 x 0.8 x 0.075) = 4.11."""
        self._rate(self.agent, 10, 10)
        self._rate(self.colleague, 1, 19)
        self._rate(self.supervisor2, 1, 19)
        rows = self._rows()
        row = rows[self.agent]
        self.assertAlmostEqual(row.bad_percent, 50.0)
        self.assertAlmostEqual(row.team_percent, 20.0)
        self.assertAlmostEqual(row.z_value, 4.1079, 3)
        self.assertTrue(row.is_flagged)
        self.assertFalse(rows[self.colleague].is_flagged)
        self.assertEqual({row.verdict for row in rows.values()}, {'agent'})
        calls = self.env['pharma.call'].search(row.action_view_calls()['domain'])
        self.assertEqual(len(calls), 20)
        self.assertEqual(calls[0].date_start, MONDAY)

    def test_bad_ratings_of_the_whole_team(self):
        """003-14: spread evenly: the process is to be looked at."""
        for user in (self.agent, self.colleague, self.supervisor2):
            self._rate(user, 5, 15)
        rows = self._rows()
        self.assertEqual({row.verdict for row in rows.values()}, {'team'})
        self.assertFalse(any(row.is_flagged for row in rows.values()))
