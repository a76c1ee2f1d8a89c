from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users

from .common_handling import HandlingCommon


@tagged('post_install', '-at_install')
class TestComplaintStageRules(HandlingCommon):
    """What a ticket needs before it may go on, through whichever door."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(team_id=self.team.id)
        self.mine = self.ticket.with_user(self.agent)

    def test_all_that_is_missing_is_told_at_once(self):
        """000-24: no way to 'Solved' without answer and solution, and both are named."""
        self.stage_solved.write({'require_user': True, 'require_category': True})
        with self.assertRaises(ValidationError) as caught:
            self.mine.stage_id = self.stage_solved
        text = str(caught.exception)
        for part in (self.ticket.number, 'Record Answer', "page 'Solution'", "'Take'", 'Category'):
            with self.subTest(part=part):
                self.assertIn(part, text)
        self.assertEqual(text.count('\n- '), 4)

    def test_every_door_asks_the_same(self):
        """000-24: status bar and RPC, several at once, import, and a new ticket."""
        other = self._create_ticket(team_id=self.team.id)
        both = (self.ticket + other).with_user(self.agent)
        with self.refused(ValidationError, f'(?s){both[0].number}.*{both[1].number}'):
            both.write({'stage_id': self.stage_solved.id})
        with self.assertRaises(ValidationError):
            self.env['pharma.complaint'].with_user(self.agent).create(
                {'stage_id': self.stage_solved.id}
            )
        result = both.load(['.id', 'stage_id/.id'], [[other.id, self.stage_solved.id]])
        self.assertFalse(result['ids'])
        self.assertIn('Record Answer', result['messages'][0]['message'])
        self.assertEqual(both.stage_id.state, 'new')

    def test_a_supervisor_asks_no_less(self):
        """000-24: whoever leads cannot skip what the customer is owed."""
        for user in (self.supervisor, self.pharmacist):
            with self.subTest(user=user.login), self.assertRaises(ValidationError):
                self.ticket.with_user(user).stage_id = self.stage_solved

    @users('call_agent')
    def test_answer_and_solution_solve_it(self):
        """000-24: with both it goes on, and one after the last message of the customer counts."""
        self._answer(self.mine)
        self.mine.solution = 'Exchanged'
        self._later(hours=1)
        self.ticket.message_post(
            body='Still broken',
            author_id=self.customer.id,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
        )
        with self.refused(ValidationError, 'Record Answer'):
            self.mine.stage_id = self.stage_solved
        self._later(hours=2)
        self._answer(self.mine)
        self.mine.stage_id = self.stage_solved
        self.assertEqual(self.ticket.state, 'solved')

    def test_a_stage_of_another_kind_is_refused(self):
        """000-24: with the stages that the kind has; the suite's own code is refused, too."""
        with self.refused(ValidationError, "not one of the kind.*'Complaint'.*Solved"):
            self.ticket.stage_id = self.stage_pharmacist

    def test_another_kind_has_its_own_stages(self):
        """000-24: the ticket goes on in the stage that means the same, not in the first one."""
        ticket = self._create_ticket(
            kind_id=self.kind_professional.id, stage_id=self.stage_pharmacist.id
        )
        ticket.kind_id = self.kind
        self.assertEqual(ticket.stage_id, self.stage_open)
        self.ticket.stage_id = self.stage_waiting
        self.ticket.kind_id = self.kind_professional
        self.assertEqual(self.ticket.stage_id, self.stage_waiting, 'a shared stage stays')

    def test_an_archived_kind_keeps_its_stages(self):
        """000-24: its stages are not those of all others, and its tickets may stay in them."""
        kind = self.kind.copy({'name': "Of the past"})
        stage = self.env['pharma.complaint.stage'].create(
            {'name': "On its own", 'kind_ids': kind.ids, 'sequence': -1}
        )
        ticket = self._create_ticket(kind_id=kind.id, stage_id=stage.id)
        kind.active = False
        self.env.invalidate_all()
        self.assertNotEqual(self._create_ticket().stage_id, stage)
        with self.assertRaisesRegex(ValidationError, "not one of the kind"):
            self._create_ticket(stage_id=stage.id)
        ticket.priority = '1'
        self.assertEqual(ticket.stage_id, stage)

    def test_cancelling_asks_why(self):
        """000-24: dragged to 'Cancelled' it is refused; the window asks for the reason."""
        with self.refused(ValidationError, 'Cancel Ticket'):
            self.mine.stage_id = self.stage_cancelled
        self._wizard('cancel', self.agent, self.mine, reason_id=self.reason.id, note='By phone')
        self.assertEqual(self.ticket.state, 'cancelled')
        self.assertEqual(self.ticket.cancel_reason_id, self.reason)
        self.assertIn('By phone', self.ticket.message_ids[0].body)

    def test_buttons_own_their_fields(self):
        """000-24: what follows from buttons is refused in words, in writing and in taking in."""
        values = {
            'cancel_reason_id': self.reason.id,
            'nature': 'suggestion',
            'purchase_state': 'proven',
            'date_first_answer': '2026-03-01 00:00:00',
            'date_last_answer': '2026-03-03 00:00:00',
            'answer_count': 3,
            'date_last_customer_message': '2026-03-01 00:00:00',
            'is_waiting_for_us': False,
            'is_see_doctor': True,
            'see_doctor_user_id': self.agent.id,
            'date_see_doctor': '2026-03-01 00:00:00',
            'reopen_count': 1,
            'date_reopened': '2026-03-01 00:00:00',
            'merged_into_id': self.ticket.id,
            'split_from_id': self.ticket.id,
            'pharmacist_id': self.pharmacist.id,
            'pharmacist_state': 'answered',
            'pharmacist_question': 'x',
            'date_pharmacist_asked': '2026-03-01 00:00:00',
            'pharmacist_answer': 'x',
            'pharmacist_answer_user_id': self.pharmacist.id,
            'date_pharmacist_answer': '2026-03-01 00:00:00',
        }
        self.ticket.invalidate_recordset()
        self.assertEqual(set(values), set(self.ticket._get_button_fields()))
        for name, value in values.items():
            for user in (self.agent, self.supervisor):
                with (
                    self.subTest(field=name, user=user.login),
                    self.refused(UserError, 'not written by hand'),
                ):
                    self.ticket.with_user(user).write({name: value})
            if value:
                with self.refused(UserError, 'not written by hand'):
                    self.env['pharma.complaint'].with_user(self.agent).create({name: value})

    def test_a_closed_ticket_is_reopened_by_its_button(self):
        """002-16: the status bar does not open it without a reason."""
        self._solve(self.mine)
        for stage in (self.stage_open, self.stage_cancelled):
            with self.refused(UserError, "'Reopen'"):
                self.mine.stage_id = stage
        with self.refused(UserError, "'Reopen'"):
            self._wizard('cancel', self.agent, self.mine, reason_id=self.reason.id)
        self.mine.stage_id = self.stage_solved  # the same one again does no harm
