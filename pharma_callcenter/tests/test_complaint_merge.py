from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import NOW
from .common_handling import HandlingCommon


@tagged('post_install', '-at_install')
class TestComplaintMerge(HandlingCommon):
    """Joining, splitting and reopening: nothing that was said is lost."""

    def setUp(self):
        super().setUp()
        self.first = self._create_ticket(user_id=self.agent.id, description='Box open')
        self.second = self._create_ticket(
            team_id=self.team.id, description='Two are missing', priority='2'
        )
        self.both = self.first + self.second

    def _merge(self, tickets, user=None, **values):
        return self._wizard('merge', user or self.agent, tickets, **values)

    def test_joining_takes_everything_along(self):
        """000-23: texts, messages, files, followers, activities, links; the other one points on."""
        self.second.message_subscribe(self.other_customer.ids)
        message = self.second.message_post(body='Photo', attachments=[('box.jpg', b'jpg')])
        activity = self.second.activity_schedule(
            'mail.mail_activity_data_todo', user_id=self.agent.id
        )
        self._answer(self.second.with_user(self.agent), is_see_doctor=True)
        again = self._create_ticket(original_id=self.second.id, relation='repeated')
        action = self._merge(self.both)
        self.assertEqual(action['res_id'], self.first.id, 'the older one stays')
        self.assertRecordValues(
            self.both,
            [
                {'state': 'new', 'merged_into_id': False, 'priority': '2', 'answer_count': 1},
                {'state': 'cancelled', 'merged_into_id': self.first.id}
                | {'priority': '2', 'answer_count': 1},
            ],
        )
        self.assertEqual(
            self.first.description, f'Box open\n\n[{self.second.number}] Two are missing'
        )
        self.assertEqual(message.res_id, self.first.id)
        self.assertEqual(message.attachment_ids.res_id, self.first.id)
        self.assertEqual(activity.res_id, self.first.id)
        self.assertIn(self.other_customer, self.first.message_partner_ids)
        self.assertEqual(again.original_id, self.first)
        self.assertTrue(self.first.is_see_doctor)
        self.assertEqual(self.first.see_doctor_user_id, self.agent)
        self.assertEqual(self.first.team_id, self.env['crm.team'], 'it stays where it was')
        self.assertEqual(self.second.cancel_reason_id.name, 'Joined with Another Ticket')
        self.assertIn(self.first.number, self.second.message_ids[0].body)
        self.assertIn(self.second.number, self.first.message_ids[0].body)

    def test_different_customers_are_never_joined(self):
        """000-23: each of them has to be answered; one of nobody may be joined."""
        other = self._create_ticket(partner_id=self.other_customer.id, team_id=self.team.id)
        with self.refused(UserError, 'different customers'):
            self._merge(self.first + other)
        nobody = self._create_ticket(partner_id=False, phone='0999', team_id=self.team.id)
        self._merge(nobody + other, target_id=nobody.id)
        self.assertEqual(nobody.partner_id, self.other_customer)
        self.assertEqual(other.merged_into_id, nobody)

    def test_a_repetition_joined_with_its_first(self):
        """000-23: the link that would point to itself is gone, whichever of the two stays."""
        first = self._create_ticket(product_id=self.metformin.id, team_id=self.team.id)
        again = self._create_ticket(product_id=self.metformin.id, team_id=self.team.id)
        third = self._create_ticket(product_id=self.metformin.id, team_id=self.team.id)
        self.assertEqual((again + third).original_id, first)
        self._merge(first + again, target_id=again.id)
        self.assertFalse(again.original_id)
        self.assertEqual(again.relation, 'new')
        self.assertEqual(third.original_id, again)

    def test_what_cannot_be_joined(self):
        """000-23: one alone, a closed one, another company's, or one that is out of reach."""
        with self.refused(UserError, 'at least two'):
            self._merge(self.first)
        with self.refused(UserError, "field 'Stays'"):
            self.env['pharma.complaint.merge'].create({}).action_apply()
        hidden = self._create_ticket(user_id=self.stranger.id)
        with self.assertRaises(AccessError):
            self._merge(self.first + hidden)
        with self.assertRaises(AccessError):
            self._merge(self.both, self.clerk)
        company = self.env['res.company'].create({'name': 'Other chain'})
        elsewhere = self._create_ticket(company_id=company.id)
        with self.refused(UserError, 'different companies'):
            elsewhere._merge_into(self.first)
        self._solve(self.second.with_user(self.agent))
        with self.refused(UserError, "closed. Press 'Reopen'"):
            self._merge(self.both)

    def test_a_joined_ticket_stays_joined(self):
        """000-23: reopened, it sends on to the one that goes on."""
        self._merge(self.both)
        with self.refused(UserError, f'joined with {self.first.number}'):
            self._wizard('reopen', self.agent, self.second, reason='Again')
        self._answer(self.first.with_user(self.agent))
        self._later(minutes=1)
        self.second.message_post(
            body='And now?',
            author_id=self.customer.id,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
        )
        self.assertTrue(self.first.is_waiting_for_us, 'the one that goes on waits for us')
        self.assertIn(f'wrote in {self.second.number}', self.first.message_ids[0].body)
        # the suite itself, e.g. for an e-mail of the customer, goes on there
        self._solve(self.first.with_user(self.agent))
        self.assertFalse(self.second._action_reopen('He wrote again'))
        self.assertEqual(self.second.state, 'cancelled')
        self.assertEqual(self.first.state, 'open')
        self.assertIn(f'{self.second.number}: He wrote again', self.first.message_ids[0].body)

    def test_split(self):
        """002-13: a part becomes a ticket of another kind, linked, and not a repeated one."""
        mine = self.first.with_user(self.agent)
        self.first.product_id = self.metformin
        values = {'kind_id': self.kind_service.id, 'description': 'Please repair'}
        action = self._wizard('split', self.agent, mine, remaining='Box open', **values)
        new = self.env['pharma.complaint'].browse(action['res_id'])
        self.assertRecordValues(
            new,
            [
                {
                    'split_from_id': self.first.id,
                    'kind_id': self.kind_service.id,
                    'partner_id': self.customer.id,
                    'product_id': self.metformin.id,
                    'description': 'Please repair',
                    'relation': 'new',
                    'original_id': False,
                    'date_received': NOW,
                }
            ],
        )
        self.assertIn(new.number, self.first.message_ids[0].body)
        self.first.product_id = False
        with self.refused(ValidationError, 'fill in Medicine'):
            self._wizard('split', self.agent, mine, **values)
        hidden = self._create_ticket(user_id=self.stranger.id, product_id=self.metformin.id)
        with self.assertRaises(AccessError):
            self._wizard('split', self.agent, hidden, **values)

    def test_reopen(self):
        """002-16: counted, with the reason; the solution stays in the chatter, and it takes a new
        answer to solve it again."""
        mine = self.first.with_user(self.agent)
        self._solve(mine)
        self._later(days=1)
        self._wizard('reopen', self.agent, mine, reason='Broken <again>')
        self.assertRecordValues(
            self.first,
            [
                {
                    'reopen_count': 1,
                    'stage_id': self.stage_open.id,
                    'solution': False,
                    'date_closed': False,
                    'is_waiting_for_us': True,
                }
            ],
        )
        log = self.first.message_ids[0].body
        self.assertIn('Broken &lt;again&gt;', log)
        self.assertIn('Exchanged', log)
        mine.solution = 'Refunded'
        with self.refused(ValidationError, 'Record Answer'):
            mine.stage_id = self.stage_solved
        with self.refused(UserError, 'opened it again already'):
            self._wizard('reopen', self.agent, mine, reason='Twice')
        self.assertEqual(self.first.reopen_count, 1)

    def test_reopening_asks_why(self):
        """002-16: without a reason nothing happens; open ones are left alone, several at once."""
        with self.refused(UserError, "field 'Reason'"):
            self.first._action_reopen(' ')
        self.both[0]._cancel(self.reason)
        self.assertEqual(self.both._action_reopen('Called again'), self.first)
        self.assertFalse(self.first.cancel_reason_id)
        self.assertFalse(self.second.reopen_count)
        hidden = self._create_ticket(user_id=self.stranger.id)
        hidden._cancel(self.reason)
        with self.assertRaises(AccessError):
            self._wizard('reopen', self.agent, hidden, reason='x')
