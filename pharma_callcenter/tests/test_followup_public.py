import re

from odoo.fields import Datetime
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import NOW
from .common_followup import FollowupCommon


@tagged('post_install', '-at_install')
class TestFollowupPublic(FollowupCommon, HttpCase, MailCase):
    """What customers do with their links, without log-in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.followup = cls._create_followup()
        cls.followup.action_create_link()
        cls.input = cls.followup.survey_input_id

    def _submit(self, token=None, survey=None, **given):
        survey = survey or self.followup.survey_id
        answers = self._answers(**given)
        post = {}
        for id_, answer in answers.items():
            value = str(answer['value'])
            post[id_] = [value, {'comment': answer['comment']}] if answer['comment'] else value
        return self.make_jsonrpc_request(
            f'/survey/submit/{survey.access_token}/{token or self.input.access_token}', post
        )

    def _start(self, token):
        return self.url_open(
            f'/survey/start/{self.followup.survey_id.access_token}?answer_token={token}'
        )

    def test_a_bad_answer_opens_a_ticket_once(self):
        """000-32, 003-16: the customer answers by his link; a second submission changes nothing."""
        self.assertEqual(self._start(self.input.access_token).status_code, 200)
        self.make_jsonrpc_request(
            f'/survey/begin/{self.followup.survey_id.access_token}/{self.input.access_token}', {}
        )
        given = {'complete': 'no', 'quantity': 'yes', 'satisfaction': 1}
        self._submit(**given)
        self.assertRecordValues(
            self.followup, [{'state': 'done', 'outcome': 'bad', 'rating': 1, 'is_complete': 'no'}]
        )
        ticket = self.followup.bad_complaint_ids
        self.assertEqual(ticket.origin_id.code, 'survey')
        self.assertEqual(ticket.user_id, self.agent)
        self.assertEqual(ticket.create_uid, self.env.ref('base.user_root'))
        second = self._submit(**{**given, 'complete': 'yes', 'satisfaction': 5})
        self.assertEqual(second[1]['error'], 'unauthorized')
        self.assertEqual(self.followup.rating, 1)
        self.assertEqual(self.followup.bad_complaint_ids, ticket)

    def test_a_wrong_token_answers_nothing(self):
        """000-36: a made-up token, and the token of another survey, are refused."""
        given = {'complete': 'no', 'quantity': 'yes', 'satisfaction': 1}
        for result in (
            self._submit(token='0' * 36, **given),
            self._submit(survey=self.survey_ticket, **given),
        ):
            self.assertIn(result[1]['error'], ('token_wrong', 'survey_wrong'))
        self.assertNotIn('Was everything there', self._start('0' * 36).text)
        self.assertEqual(self.followup.state, 'asked')

    def test_without_a_token_nobody_answers(self):
        """000-36: the survey is for those who were asked, and has no open door."""
        page = self.url_open(f'/survey/start/{self.followup.survey_id.access_token}')
        self.assertNotIn('Was everything there', page.text)

    def test_after_the_time_it_is_closed(self):
        """000-43: an old link answers nothing."""
        with freeze_time('2026-03-17 03:00:00'):
            result = self._submit(complete='yes', quantity='yes', satisfaction=5)
        self.assertEqual(result[1]['error'], 'answer_deadline')
        self.assertEqual(self.followup.state, 'asked')

    def test_a_skipped_one_is_closed(self):
        """000-43: who was left out does not answer by an old link."""
        self.followup.action_skip()
        with freeze_time('2026-03-02 03:00:01'):
            result = self._submit(complete='yes', quantity='yes', satisfaction=5)
        self.assertEqual(result[1]['error'], 'answer_deadline')
        self.assertEqual(self.followup.state, 'skipped')

    def test_faces_feed_the_follow_up(self):
        """000-43: the unhappy face reopens the ticket once, whatever is chosen afterwards; the
        page shows nothing of the ticket."""
        ticket = self._create_ticket(user_id=self.agent.id, description='Secret text')
        ticket.stage_id = self.stage_solved
        followup = ticket.followup_ids
        token = ticket._rating_get_access_token()
        page = self.url_open(f'/rate/{token}/1')
        self.assertNotIn('Secret', page.text)
        self.assertEqual(ticket.state, 'solved', 'reading the page rates nothing')
        self._rate(token, 1, 'Nobody called')
        self.assertEqual(ticket.state, 'open')
        self.assertRecordValues(
            followup, [{'state': 'done', 'outcome': 'bad', 'rating': 1, 'note': 'Nobody called'}]
        )
        ticket.stage_id = self.stage_solved
        again = ticket.followup_ids - followup
        again.action_skip()
        self._rate(token, 1, 'Still nobody')
        self.assertEqual(ticket.state, 'solved', 'the same rating is seen to once')
        self._rate(token, 5, 'Thank you')
        self.assertEqual(followup.rating, 5)

    def test_a_happy_face_is_enough(self):
        """000-43: good, and the follow-up is done without a call."""
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        self._rate(ticket._rating_get_access_token(), 5, '')
        self.assertRecordValues(
            ticket.followup_ids,
            [{'state': 'done', 'outcome': 'good', 'rating': 5, 'date_done': NOW}],
        )
        self.assertEqual(ticket.state, 'solved')

    def test_a_rating_without_a_follow_up_makes_one(self):
        """000-43: nothing that a customer says is lost."""
        self.rule_ticket.active = False
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.stage_id = self.stage_solved
        self._rate(ticket._rating_get_access_token(), 1, 'Bad')
        self.assertRecordValues(ticket.followup_ids, [{'state': 'done', 'outcome': 'bad'}])
        self.assertEqual(ticket.state, 'open')

    def test_a_made_up_rating_token(self):
        """000-36: nobody rates with a token that is none."""
        self.assertEqual(self.url_open('/rate/made-up/5').status_code, 404)

    def _rate(self, token, rate, feedback):
        self.assertEqual(Datetime.now(), NOW)
        page = self.url_open(f'/rate/{token}/{rate}').text
        secret = re.search('name="csrf_token" value="([^"]+)"', page).group(1)
        answer = self.url_open(
            f'/rate/{token}/submit_feedback',
            data={'rate': str(rate), 'feedback': feedback, 'csrf_token': secret},
        )
        self.assertEqual(answer.status_code, 200)
