from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import Form, tagged

from .common import NOW
from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestProposal(FollowupCommon):
    """Suggestions are collected, counted, decided and done (001-15)."""

    def _collect(self, record, **values):
        action = record.with_user(self.agent).action_collect_proposal()
        wizard = Form(
            self.env[action['res_model']].with_user(self.agent).with_context(**action['context'])
        )
        for name, value in values.items():
            setattr(wizard, name, value)
        result = wizard.save().action_apply()
        return self.env['pharma.proposal'].browse(result['res_id'])

    def _suggest(self, text, **values):
        followup = self._create_followup(**values)
        self._ask(followup, complete='yes', quantity='yes', satisfaction=4, suggestion=text)
        return followup

    def test_a_suggestion_becomes_a_proposal(self):
        """001-15: from a follow-up, with the customer's words and its voice."""
        followup = self._suggest('Please print leaflets larger\nand bolder')
        proposal = self._collect(followup)
        self.assertEqual(proposal.name, 'Please print leaflets larger')
        self.assertEqual(proposal.feedback_count, 1)
        self.assertRecordValues(
            proposal.feedback_ids,
            [
                {
                    'followup_id': followup.id,
                    'partner_id': self.customer.id,
                    'text': 'Please print leaflets larger\nand bolder',
                    'date': Date.to_date('2026-03-02'),
                    'user_id': self.agent.id,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, 'counts for'):
            self._collect(followup, proposal_id=proposal)

    def test_a_similar_one_is_found_while_typing(self):
        """001-15: the more words they share the higher it stands; refused ones are not shown."""
        Proposal = self.env['pharma.proposal']
        both, one, refused = Proposal.create(
            [
                {'name': 'Leaflets in larger print'},
                {'name': 'Larger shops'},
                {'name': 'Larger leaflets', 'decision': 'Too dear'},
            ]
        )
        refused.action_refuse()
        ticket = self._create_ticket(
            user_id=self.agent.id,
            kind_id=self.env.ref('pharma_callcenter.pharma_complaint_kind_suggestion').id,
            description='Larger leaflets please',
        )
        action = ticket.with_user(self.agent).action_collect_proposal()
        wizard = Form(
            self.env['pharma.proposal.collect']
            .with_user(self.agent)
            .with_context(**action['context'])
        )
        self.assertEqual(wizard.similar_ids.ids, [both.id, one.id])
        wizard.name = 'Shops'
        self.assertEqual(wizard.similar_ids.ids, [one.id])
        wizard.proposal_id = both
        wizard.save().action_apply()
        self.assertEqual(both.feedback_ids.complaint_id, ticket)

    def test_agents_propose_and_others_decide(self):
        """001-15, 000-36: supervisors, managers and pharmacists decide; a decision is not typed."""
        proposal = self._collect(self._suggest('Open earlier')).with_user(self.agent)
        with self.assertRaisesRegex(AccessError, 'buttons'):
            proposal.state = 'accepted'
        for button in ('action_review', 'action_accept', 'action_done', 'action_merge'):
            with self.assertRaises(AccessError):
                getattr(proposal, button)()
        deciders = proposal.with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, 'why it is refused'):
            deciders.action_refuse()
        deciders.action_review()
        deciders.action_accept()
        self.assertRecordValues(
            proposal,
            [{'state': 'accepted', 'decided_by_id': self.supervisor.id, 'date_decided': NOW}],
        )
        proposal.with_user(self.pharmacist).action_done()
        self.assertRecordValues(proposal, [{'state': 'done', 'date_done': NOW}])
        with self.assertRaisesRegex(UserError, 'is Done'):
            deciders.action_accept()

    def test_merging_adds_the_voices(self):
        """001-15: the oldest keeps them all, each once; the others say where they go on."""
        first = self._collect(self._suggest('Open earlier'))
        shared = self._suggest('Earlier')
        self._collect(shared, proposal_id=first)
        second = self._collect(shared, name='Earlier in the morning')
        self._collect(self._suggest('Open at seven'), proposal_id=second)
        (second + first).with_user(self.supervisor).action_merge()
        self.assertEqual(first.feedback_count, 3)
        self.assertRecordValues(second, [{'state': 'refused', 'merged_into_id': first.id}])
        with self.assertRaisesRegex(UserError, 'two or more'):
            first.with_user(self.supervisor).action_merge()

    def test_what_one_does_not_see_is_not_collected(self):
        """000-36: neither through the wizard's fields."""
        followup = self._suggest('Open earlier')
        followup.user_id = self.stranger
        with self.assertRaises(AccessError):
            followup.with_user(self.agent).action_collect_proposal()
        Wizard = self.env['pharma.proposal.collect'].with_user(self.agent)
        with self.assertRaises(AccessError):
            Wizard.create({'followup_id': followup.id, 'name': 'x', 'text': 'x'}).action_apply()
