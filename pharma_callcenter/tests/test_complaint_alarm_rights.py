from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import NOW
from .common_alarm import AlarmCommon

OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}
# role: what it may do with an alarm
ROLES = {
    'pharmacist': 'rw',
    'supervisor': 'r',
    'manager': 'r',
    'agent': '',
    'clerk': '',
    'portal': '',
    'public': '',
    'employee': '',
}


@tagged('post_install', '-at_install')
class TestComplaintAlarmRights(AlarmCommon):
    """Who reads and decides lot alarms, and what the check costs."""

    def test_operations_of_each_role(self):
        """000-36: pharmacists decide, supervisors and managers read, nobody else reaches it."""
        self._complain(3)
        alarm = self._alarms()
        for role, allowed in ROLES.items():
            theirs = alarm.with_user(getattr(self, role))
            for letter, operation in OPERATIONS.items():
                with self.subTest(role=role, operation=operation):
                    self.assertEqual(theirs.has_access(operation), letter in allowed)
            if 'w' not in allowed:
                with self.subTest(role=role), self.assertRaises(AccessError):
                    theirs.action_decide()
            if 'r' not in allowed:
                for name in ('action_view_tickets', 'action_view_customers'):
                    with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                        getattr(theirs, name)()

    def test_only_the_decision_is_written(self):
        """000-36: state, person and counts are not typed, not even by a pharmacist."""
        self._complain(3)
        alarm = self._alarms().with_user(self.pharmacist)
        for values in (
            {'state': 'decided'},
            {'user_id': self.pharmacist.id},
            {'date_from': NOW},
            {'decision': 'x', 'lot_id': self.other_lot.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                alarm.write(values)

    def test_whoever_takes_in_a_ticket_finds_the_lot(self):
        """000-22, 000-36: lots can be chosen and read without a role in the warehouse."""
        self._complain(3)
        for role in ('agent', 'clerk', 'pharmacist'):
            lots = self.env['stock.lot'].with_user(getattr(self, role))
            with self.subTest(role=role):
                self.assertIn(self.lot.id, [lot_id for lot_id, _name in lots.name_search('L-001')])
                self.assertFalse(lots.has_access('write'))
        alarm = self._alarms().with_user(self.pharmacist)
        self.assertEqual(alarm.display_name, 'Metformin: L-001')
        with Form(alarm) as form:
            form.decision = 'Blocked'

    # === SPEED === #
    def test_the_check_costs_the_same_for_any_number_of_tickets(self):
        """003-08: one query for alarms and decisions, one for the count, however many tickets."""
        self.company.pharma_alarm_customers = 500
        first = self._complain(2)
        self.env.flush_all()
        with self.assertQueryCount(2):
            first[0]._raise_alarms()
        for _round in range(5):
            self._complain(6)
        many = self._complain(6)
        self.env.flush_all()
        with self.assertQueryCount(2):
            many._raise_alarms()

    def test_creation_costs_the_same_for_any_number_of_tickets(self):
        """003-08: a ticket about a lot with many tickets takes no query more than the first."""
        self.company.pharma_alarm_customers = 500
        values = {'partner_id': self.people[5].id, 'lot_id': self.lot.id, 'name': 'Broken'}
        Ticket = self.env['pharma.complaint']
        for _first in range(2):
            Ticket.create(dict(values))  # fills the caches, also those of a repeated one
        counts = []
        for round_ in range(3):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            Ticket.create(dict(values))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            if not round_:
                for _more in range(5):
                    self._complain(5)
        self.assertEqual(len(set(counts)), 1, counts)
