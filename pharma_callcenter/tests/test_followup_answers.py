from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import NOW
from .common_followup import FollowupCommon

GOOD = {'complete': 'yes', 'quantity': 'yes', 'satisfaction': 5}
TICKET = {'solved': 'yes', 'overall': 4}


@tagged('post_install', '-at_install')
class TestFollowupAnswers(FollowupCommon):
    """What answers mean and what bad ones lead to."""

    def test_good_answers_close_it(self):
        """000-32: complete, right quantity, satisfied: content, and nobody else is troubled."""
        followup = self._create_followup()
        self._ask(followup, **GOOD, loyalty=9, suggestion='Larger print')
        self.assertRecordValues(
            followup,
            [
                {
                    'state': 'done',
                    'outcome': 'good',
                    'rating': 5,
                    'is_complete': 'yes',
                    'is_right_quantity': 'yes',
                    'is_side_effect': False,
                    'suggestion': 'Larger print',
                    'date_done': NOW,
                    'date_handled': False,
                }
            ],
        )
        scores = {row.meaning: row.score for row in followup.score_ids}
        self.assertEqual(scores, {'satisfaction': 5, 'loyalty': 9})
        self.assertFalse(followup.bad_complaint_ids)
        self.assertEqual(followup.survey_input_id.state, 'done')

    def test_each_bad_answer_opens_one_ticket(self):
        """000-32, 003-16: not complete, wrong quantity, a low rating: a complaint each."""
        cases = [
            ({'complete': 'no'}, 'INCOMPLETE', 'not complete'),
            ({'quantity': 'no'}, 'WRONG', 'wrong quantity'),
            ({'satisfaction': 2}, 'SERVICE', '2 of 5'),
        ]
        for bad, category, words in cases:
            with self.subTest(bad=bad):
                followup = self._create_followup()
                self._ask(followup, **{**GOOD, **bad})
                ticket = followup.bad_complaint_ids
                self.assertRecordValues(
                    ticket,
                    [
                        {
                            'nature': 'complaint',
                            'partner_id': self.customer.id,
                            'order_id': followup.order_id.id,
                            'user_id': self.agent.id,
                            'origin_model': 'pharma.followup',
                            'origin_res_id': followup.id,
                        }
                    ],
                )
                self.assertEqual(ticket.category_id.code, category)
                self.assertEqual(ticket.origin_id.code, 'followup')
                self.assertIn(words, ticket.description)
                self.assertEqual(followup.outcome, 'bad')

    def test_a_middling_rating_is_neutral(self):
        """000-43: 3 of 5 opens nothing; the limit is a setting."""
        followup = self._create_followup()
        self._ask(followup, **{**GOOD, 'satisfaction': 3})
        self.assertEqual(followup.outcome, 'neutral')
        self.company.pharma_followup_bad_rating = 3
        followup = self._create_followup()
        self._ask(followup, **{**GOOD, 'satisfaction': 3})
        self.assertEqual(followup.outcome, 'bad')
        with self.assertRaisesRegex(ValidationError, 'from 1 to 4'):
            self.company.pharma_followup_bad_rating = 5

    def test_a_side_effect_goes_to_the_pharmacist(self):
        """000-32: a question for the pharmacist with what happened; a good rating does not hide
        it, and the pharmacist is told."""
        followup = self._create_followup()
        self._ask(followup, **GOOD, side_effect=('yes', 'Dizzy after Metformin'))
        ticket = followup.bad_complaint_ids
        self.assertEqual(ticket.nature, 'professional')
        self.assertEqual(ticket.category_id.code, 'SIDE_EFFECT')
        self.assertIn('Dizzy after Metformin', ticket.description)
        self.assertEqual(
            ticket.stage_id, self.env.ref('pharma_callcenter.pharma_complaint_stage_pharmacist')
        )
        told = self.env['mail.message'].search(
            [
                ('model', '=', 'pharma.complaint'),
                ('res_id', '=', ticket.id),
                ('message_type', '=', 'user_notification'),
                ('subject', 'like', 'not content'),
            ]
        )
        self.assertIn(self.pharmacist.partner_id, told.partner_ids)
        self.assertNotIn('Dizzy', told.body)
        self.assertNotIn(self.customer, told.partner_ids + ticket.message_partner_ids)

    def test_side_effect_and_wrong_quantity_are_two_tickets(self):
        """000-32: the pharmacist answers one, the branch the other."""
        followup = self._create_followup()
        self._ask(followup, **{**GOOD, 'quantity': 'no'}, side_effect='yes')
        natures = followup.bad_complaint_ids.mapped('nature')
        self.assertEqual(sorted(natures), ['complaint', 'professional'])

    def test_not_solved_reopens_the_ticket(self):
        """000-43, 003-16: after a ticket, 'not solved' reopens it with what was said, once."""
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        followup = ticket.followup_ids
        self.assertEqual(followup.state, 'planned')
        self._ask(followup, **{**TICKET, 'solved': 'no'}, attitude=5)
        self.assertEqual(ticket.state, 'open')
        self.assertFalse(ticket.date_closed)
        self.assertFalse(followup.bad_complaint_ids)
        self.assertTrue(any('not solved' in (message.body or '') for message in ticket.message_ids))
        # solved again, and asked again
        ticket.stage_id = self.stage_solved
        again = ticket.followup_ids - followup
        self.assertRecordValues(again, [{'state': 'planned', 'occurrence': 2}])
        followup._take_answers()
        self.assertEqual(ticket.state, 'solved', 'the first answers were seen to')

    def test_several_answers_fill_the_scores(self):
        """000-43, 001-16: kind of service, attitude, timeliness, proficiency, overall."""
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        followup = ticket.followup_ids
        self._ask(followup, **TICKET, service=3, attitude=5, timeliness=1, proficiency=4)
        scores = {row.meaning: row.score for row in followup.score_ids}
        golden = {'service': 3, 'attitude': 5, 'timeliness': 1, 'proficiency': 4, 'overall': 4}
        self.assertEqual(scores, golden)
        self.assertEqual(followup.outcome, 'good', 'the overall impression decides')

    def test_any_survey_feeds_the_figures(self):
        """001-16: a survey of one's own, on a scale of 0 to 10, counts as 1 to 5."""
        survey = self.env['survey.survey'].create({'title': 'Mine', 'pharma_is_followup': True})
        question = self.env['survey.question'].create(
            {
                'survey_id': survey.id,
                'title': 'Well?',
                'question_type': 'scale',
                'pharma_meaning': 'overall',
            }
        )
        for value, expected in ((0, 1), (5, 3), (10, 5), (3, 2)):
            self.assertEqual(question._get_pharma_score(value), expected)
        followup = self._create_followup(survey_id=survey.id)
        agents = followup.with_user(self.agent)
        agents.answers = {str(question.id): {'value': 0}}
        agents.action_done()
        self.assertEqual(followup.rating, 1)
        self.assertEqual(followup.outcome, 'bad')
        with self.assertRaisesRegex(ValidationError, "'Well\\?'.*type"):
            question.pharma_meaning = 'solved'

    def test_missing_and_foreign_answers_are_refused(self):
        """000-32: required questions are named; choices of other questions are no answers."""
        followup = self._create_followup().with_user(self.agent)
        followup.answers = self._answers(complete='yes')
        with self.assertRaisesRegex(ValidationError, 'quantity right'):
            followup.action_done()
        foreign = self.env.ref('pharma_callcenter.survey_ticket_solved_yes').id
        answers = self._answers(**GOOD)
        answers[str(self.env.ref('pharma_callcenter.survey_purchase_complete').id)] = {
            'value': foreign
        }
        answers['0'] = {'value': 'x'}
        followup.answers = answers
        with self.assertRaisesRegex(ValidationError, 'everything there'):
            followup.action_done()
        for odd in (['x'], {'1': 'x'}, {'1': {'value': 'x' * 40000}}):
            with self.assertRaisesRegex(UserError, 'cannot be read'):
                followup.answers = odd

    def test_a_second_time_is_refused(self):
        """003-16: a follow-up that is over is not answered again, nor changed."""
        followup = self._create_followup()
        self._ask(followup, **{**GOOD, 'complete': 'no'})
        agents = followup.with_user(self.agent)
        with self.assertRaisesRegex(UserError, 'is over'):
            agents.action_done()
        with self.assertRaisesRegex(UserError, 'has answered'):
            agents.answers = {}
        self.assertEqual(len(followup.bad_complaint_ids), 1)

    def test_results_are_not_written_by_hand(self):
        """000-36: the state, the outcome and the rating follow from answers, not from typing."""
        followup = self._create_followup().with_user(self.agent)
        for values in (
            {'state': 'done'},
            {'outcome': 'good'},
            {'rating': 5},
            {'is_side_effect': True},
            {'bad_complaint_ids': []},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(AccessError, 'buttons'):
                followup.write(values)
        Followup = self.env['pharma.followup'].with_user(self.agent)
        with self.assertRaisesRegex(AccessError, 'buttons'):
            Followup.with_context(default_state='done').create({'partner_id': self.customer.id})
        with self.assertRaisesRegex(UserError, 'plan another'):
            followup.partner_id = self.other_customer
