from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_followup import FollowupCommon

# model: role -> what it may do
ROLES = {
    'pharma.followup': {
        'agent': 'rwc',
        'clerk': 'rwc',
        'supervisor': 'rwcu',
        'pharmacist': 'rwc',
        'portal': '',
        'public': '',
        'employee': '',
    },
    'pharma.followup.score': {'agent': 'r', 'supervisor': 'r', 'portal': '', 'public': ''},
    'pharma.followup.rule': {'agent': 'r', 'supervisor': 'rwcu', 'portal': '', 'public': ''},
    'pharma.proposal': {'agent': 'rwc', 'supervisor': 'rwcu', 'portal': '', 'public': ''},
    'pharma.proposal.feedback': {'agent': 'r', 'supervisor': 'rwcu', 'portal': '', 'public': ''},
    'pharma.proposal.collect': {'agent': 'rwcu', 'portal': '', 'public': '', 'employee': ''},
    'survey.user_input': {'agent': '', 'supervisor': '', 'portal': '', 'public': ''},
}
OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}


@tagged('post_install', '-at_install')
class TestFollowupRights(FollowupCommon):
    """Who asks whom, and who reads what was answered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, 'followup_portal', groups='base.group_portal')
        cls.employee = new_test_user(cls.env, 'followup_employee', groups='base.group_user')
        cls.public = cls.env.ref('base.public_user')
        values = {'partner_id': cls.customer.id}
        cls.mine = cls._create_followup(**values)
        cls.of_team = cls._create_followup(**values, user_id=False, team_id=cls.team.id)
        cls.of_nobody = cls._create_followup(**values, user_id=False)
        cls.of_other = cls._create_followup(**values, user_id=cls.stranger.id)
        cls.followups = cls.mine + cls.of_team + cls.of_nobody + cls.of_other

    def _seen_by(self, user):
        found = self.env['pharma.followup'].with_user(user)
        return found.search([('id', 'in', self.followups.ids)]).with_env(self.env)

    def test_operations_of_each_role(self):
        """000-36: the rights of each role on each model; portal and public have none."""
        for name, roles in ROLES.items():
            for role, allowed in roles.items():
                model = self.env[name].with_user(getattr(self, role))
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=name, role=role, operation=operation):
                        self.assertEqual(model.has_access(operation), letter in allowed)

    def test_own_team_all(self):
        """000-36: agents see their own, their team's and nobody's; supervisors and pharmacists all;
        clerks their own."""
        self.assertEqual(self._seen_by(self.agent), self.mine + self.of_team + self.of_nobody)
        self.assertEqual(self._seen_by(self.colleague), self.of_team + self.of_nobody)
        self.assertEqual(self._seen_by(self.supervisor), self.followups)
        self.assertEqual(self._seen_by(self.pharmacist), self.followups)
        self.assertFalse(self._seen_by(self.clerk))
        self.mine.user_id = self.clerk
        self.assertEqual(self._seen_by(self.clerk), self.mine)

    def test_another_company_sees_nothing(self):
        """000-36: follow-ups, rules and proposals stay in their company."""
        company = self.env['res.company'].create({'name': 'Other chain'})
        outsider = new_test_user(
            self.env,
            'other_followups',
            groups='pharma_callcenter.group_call_supervisor',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.env['pharma.proposal'].create({'name': 'Larger print'})
        self._ask(self.mine, complete='yes', quantity='yes', satisfaction=4)
        self.assertFalse(self._seen_by(outsider))
        for name in ('pharma.proposal', 'pharma.followup.score'):
            self.assertFalse(self.env[name].with_user(outsider).search([]))
        rules = self.env['pharma.followup.rule'].with_user(outsider).search([])
        self.assertNotIn(self.rule, rules.with_env(self.env))

    def test_buttons_need_the_follow_up(self):
        """000-36: no button works for somebody who does not see the follow-up."""
        for user in (self.agent, self.clerk, self.portal, self.employee):
            followup = self.of_other.with_user(user)
            for name in (
                'action_call',
                'action_sms',
                'action_send_email',
                'action_create_link',
                'action_done',
                'action_unreachable',
                'action_refused',
                'action_skip',
                'action_collect_proposal',
                'action_pharma_new_complaint',
                'action_pharma_view_complaints',
            ):
                with self.subTest(user=user.login, method=name), self.assertRaises(AccessError):
                    getattr(followup, name)()
        self.assertEqual(self.of_other.state, 'planned')

    def test_no_follow_up_about_a_ticket_of_others(self):
        """000-36: nobody plans one about a ticket he does not see, which a bad answer would
        reopen."""
        ticket = self._create_ticket(user_id=self.stranger.id)
        with self.assertRaises(AccessError):
            self.env['pharma.followup'].with_user(self.agent).create({'complaint_id': ticket.id})
        with self.assertRaises(AccessError):
            self.mine.with_user(self.agent).complaint_id = ticket

    def test_the_survey_is_not_open_to_agents(self):
        """000-36: agents see the names of surveys of follow-ups, no others, and no answers."""
        other = self.env['survey.survey'].create({'title': 'Staff'})
        surveys = self.env['survey.survey'].with_user(self.agent).search([])
        self.assertIn(self.survey, surveys.with_env(self.env))
        self.assertNotIn(other, surveys.with_env(self.env))
        with self.assertRaises(AccessError):
            self.mine.with_user(self.agent).read(['survey_input_id'])
        with self.assertRaises(AccessError):
            self.survey.with_user(self.agent).title = 'x'

    def test_asked_ones_are_kept(self):
        """003-16: only what nobody was asked is deleted."""
        self.mine.action_create_link()
        with self.assertRaisesRegex(UserError, 'is kept'):
            self.mine.with_user(self.supervisor).unlink()
        self.of_nobody.with_user(self.supervisor).unlink()
