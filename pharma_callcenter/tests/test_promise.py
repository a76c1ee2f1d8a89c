from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_promise import PromiseCommon

# A ticket of Monday 10:00 with eight hours is due on Tuesday 10:00, in UTC:
DUE = datetime(2026, 3, 3, 3, 0)
EARLIER = datetime(2026, 3, 3, 1, 0)
LATER = datetime(2026, 3, 6, 3, 0)


@tagged('post_install', '-at_install')
class TestPromise(MailCase, PromiseCommon):
    """The department answers with a date, the next level up extends it, nobody else moves it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiting = cls.env.ref('pharma_callcenter.pharma_complaint_stage_waiting')
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, team_id=cls.team.id, owner_department_id=cls.department.id
        )

    def _apply(self, user, date, reason=None):
        """Promise as a user does, or extend if a reason is given, through button and dialog."""
        ticket = self.ticket.with_user(user)
        action = ticket.action_promise() if reason is None else ticket.action_extend()
        wizard = self.env[action['res_model']].with_user(user).with_context(**action['context'])
        wizard.create({'date': date, 'reason': reason}).action_apply()

    # === PROMISE === #
    def test_the_department_promises_a_date(self):
        """003-17: the responsible person, the head of the department or a supervisor promises; it
        is logged with the date before."""
        for user in (self.agent, self.clerk, self.supervisor, self.manager):
            with self.subTest(user=user.login):
                self._apply(user, EARLIER)
                self.assertEqual(self.ticket.date_promised, EARLIER)
                self.assertEqual(self.ticket.pledge_user_id, user)
        logs = self.ticket.escalation_log_ids
        self.assertEqual(logs.mapped('event'), ['promise'] * 4)
        self.assertEqual(logs[-1].date_due, DUE)
        self.assertEqual(logs[-1].date_after, EARLIER)

    def test_a_colleague_does_not_promise(self):
        """003-17: of the team, but not responsible: refused, with who may."""
        with self.assertRaisesRegex(AccessError, "head of the owning department"):
            self._apply(self.colleague, EARLIER)
        with self.assertRaises(AccessError):
            self._apply(self.stranger, EARLIER)

    def test_a_promise_is_not_later_than_the_target(self):
        """003-17: a later date is an extension, and it is said who grants it; no past dates."""
        with self.assertRaisesRegex(UserError, "extension: ask"):
            self._apply(self.agent, LATER)
        with self.assertRaisesRegex(UserError, "in the future"):
            self._apply(self.agent, datetime(2026, 3, 2, 2, 0))
        self.ticket.stage_id = self.stage_solved
        with self.assertRaisesRegex(UserError, "closed"):
            self._apply(self.agent, EARLIER)

    def test_a_promised_date_stays_when_the_priority_changes(self):
        """003-17: targets make the date until somebody promises another one."""
        self._apply(self.agent, EARLIER)
        self.target.copy({'priority': '2', 'solve_hours': 1})
        self.ticket.priority = '2'
        self.assertEqual(self.ticket.date_promised, EARLIER)
        self.assertEqual(self.ticket.date_target, datetime(2026, 3, 2, 4, 0))

    # === EXTENSION === #
    def test_the_next_level_up_extends(self):
        """003-17: before the manager was told, head and supervisors grant a later date; reminders
        begin anew, and the log has the reason."""
        with self._at(3, 2, 8, 0), self.mock_mail_gateway():
            self._run()
            self.assertEqual(self.ticket.escalation_level, '1')
            self._apply(self.clerk, LATER, "The supplier has to answer")
        self.assertEqual(self.ticket.date_promised, LATER)
        self.assertEqual(self.ticket.escalation_level, '0')
        # four hours before Friday 10:00 is Thursday 15:00
        self.assertEqual(self.ticket.date_next_escalation, datetime(2026, 3, 5, 8, 0))
        log = self.ticket.escalation_log_ids[0]
        self.assertEqual((log.event, log.user_id), ('extension', self.clerk))
        self.assertEqual(log.reason, "The supplier has to answer")

    def test_nobody_extends_for_himself(self):
        """003-17: agents, and a head or supervisor who is responsible himself, are refused, and
        told whom to ask; management may."""
        with self.assertRaisesRegex(AccessError, "call_supervisor"):
            self._apply(self.agent, LATER, "Much to do")
        self.ticket.user_id = self.clerk
        with self.assertRaises(AccessError):
            self._apply(self.clerk, LATER, "Much to do")
        self.ticket.user_id = self.manager
        self._apply(self.manager, LATER, "Much to do")
        self.assertEqual(self.ticket.date_promised, LATER)

    def test_once_the_manager_was_told_only_management_extends(self):
        """003-17: at level 2 and 3 head and supervisors are refused; without management
        administrators stand in."""
        for level in '23':
            self.ticket.escalation_level = level
            for user in (self.agent, self.clerk, self.supervisor):
                with self.subTest(level=level, user=user.login), self.assertRaises(AccessError):
                    self._apply(user, LATER, "Much to do")
        self._apply(self.manager, LATER, "Much to do")
        self.ticket.escalation_level = '2'
        self.company.pharma_management_user_ids = False
        self.assertEqual(self.ticket._get_extension_users(), self.ticket._get_administrators())

    def test_an_extension_needs_a_reason_and_a_later_date(self):
        """003-17: clear messages for a missing reason, an earlier and a past date."""
        for reason, date, message in (
            (' ', LATER, "Say why"),
            ("Much to do", EARLIER, "later than the promised"),
            ("Much to do", datetime(2026, 2, 1), "later than the promised"),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self._apply(self.supervisor, date, reason)

    def test_set_up_is_for_supervisors(self):
        """000-36: agents neither change targets nor rules; outsiders reach nothing."""
        portal = new_test_user(self.env, 'promise_portal', groups='base.group_portal')
        for name in ('target', 'escalation'):
            model = self.env[f'pharma.complaint.{name}']
            for user, allowed in ((self.agent, False), (self.supervisor, True)):
                self.assertEqual(model.with_user(user).has_access('write'), allowed)
                self.assertTrue(model.with_user(user).has_access('read'))
            self.assertFalse(model.with_user(portal).has_access('read'))
        self.ticket.partner_id = portal.partner_id
        ticket = self.ticket.with_user(portal)
        self.assertTrue(ticket.date_promised)
        for method in (ticket.action_promise, ticket.action_extend):
            with self.assertRaises(AccessError):
                method()
        Wizard = self.env['pharma.complaint.promise']
        self.assertFalse(Wizard.with_user(portal).has_access('create'))
        with self.assertRaises(AccessError):
            # subject and dates of a ticket of another team
            Wizard.with_user(self.stranger).create({'complaint_id': self.ticket.id, 'date': LATER})
