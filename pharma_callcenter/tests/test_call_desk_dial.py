from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestCallDeskDial(CallCommon):
    """Preview dialling: the card first, then the call, if the customer permits it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref('pharma_callcenter.pharma_call_purpose_survey')
        cls.sales = cls.env.ref('pharma_callcenter.pharma_call_purpose_sales')
        cls.no_answer = cls.env.ref('pharma_callcenter.pharma_call_disposition_no_answer')
        cls.todo = cls._create_todo()

    @classmethod
    def _create_todo(cls, **values):
        vals = {
            'name': 'Ask how she is',
            'partner_id': cls.customer.id,
            'user_id': cls.agent_user.id,
            'purpose_id': cls.survey.id,
            'date_due': NOW - timedelta(hours=1),
        }
        return cls.env['pharma.call.todo'].create({**vals, **values})

    def _without_pbx(self):
        self.agent.sudo().write({'pbx_id': False, 'code': 'desk-1'})

    def _take(self):
        return self.env['pharma.call.todo'].take_next()

    @users('cc_agent')
    def test_the_next_call_is_taken_and_shown(self):
        """000-04: the most urgent first; what is taken is on the desk after a reload, too."""
        urgent = self._create_todo(priority='1', user_id=False, partner_id=self.mother.id)
        self.assertEqual(self._take(), {'todo_id': urgent.id})
        self.assertEqual(self.env['pharma.call'].get_desk()['due'], 1)
        [shown] = self.env['pharma.call'].get_desk()['todos']
        self.assertEqual((shown['id'], shown['refusal']), (urgent.id, ''))
        self.assertEqual(shown['purpose_id'], self.survey.id)
        self.assertEqual(shown['partner']['name'], 'Lê Thị Mẹ')
        self.assertEqual(self._take(), {'todo_id': self.todo.id})
        self.assertFalse(self._take())
        urgent.with_env(self.env).give_back()
        self.assertEqual(self._take(), {'todo_id': urgent.id})
        with self.assertRaises(AccessError):
            urgent.with_user(self.colleague_user).give_back()

    @users('cc_agent')
    def test_without_a_pbx_dialling_logs_the_call(self):
        """000-04, 000-21: one click; the number goes to the telephone of the device."""
        self._without_pbx()
        self._take()
        answer = self.env['pharma.call'].dial(todo_id=self.todo.id)
        self.assertEqual(answer['action']['params'], {'url': 'tel:+84912345678'})
        call = self.env['pharma.call'].browse(answer['call_id'])
        self.assertRecordValues(
            call,
            [
                {
                    'direction': 'outbound',
                    'source': 'manual',
                    'state': 'talking',
                    'partner_id': self.customer.id,
                    'todo_id': self.todo.id,
                    'number': '+84912345678',
                    'purpose_id': False,
                }
            ],
        )
        self.assertFalse(answer['desk']['todos'])
        again = self.env['pharma.call'].dial(todo_id=self.todo.id)
        self.assertEqual((again['call_id'], again['action']), (call.id, False))
        call.finish({'purpose_id': self.survey.id, 'disposition_id': self.no_answer.id})
        self.assertRecordValues(call, [{'state': 'no_answer', 'talk_seconds': 0}])
        self.assertRecordValues(
            self.todo,
            [
                {
                    'state': 'todo',
                    'attempt_count': 1,
                    'date_due': NOW + timedelta(minutes=240),
                    'claim_user_id': False,
                }
            ],
        )

    @users('cc_agent')
    def test_finish_and_next_takes_the_next(self):
        """000-04: one request finishes the call, ends what was to be done and takes the next."""
        self._without_pbx()
        second = self._create_todo(partner_id=self.mother.id, date_due=NOW)
        self._take()
        answer = self.env['pharma.call'].dial(todo_id=self.todo.id)
        call = self.env['pharma.call'].browse(answer['call_id'])
        vals = {'purpose_id': self.survey.id, 'disposition_id': self.solved.id}
        desk = call.finish(vals, get_next=True)
        self.assertEqual(self.todo.state, 'done')
        self.assertEqual([todo['id'] for todo in desk['todos']], second.ids)

    @users('cc_agent')
    def test_a_pbx_dials(self):
        """000-04, 002-26: it is asked with customer and call to make, and reports the call."""
        self._take()
        answer = self.env['pharma.call'].dial(todo_id=self.todo.id)
        self.assertEqual((answer['call_id'], answer['action']), (False, False))
        self.assertRecordValues(
            self.env['pharma.call.command'].search([], limit=1),
            [
                {
                    'kind': 'dial',
                    'agent_id': self.agent.id,
                    'number': '+84912345678',
                    'partner_id': self.customer.id,
                    'todo_id': self.todo.id,
                }
            ],
        )

    @users('cc_agent')
    def test_who_declined_is_not_called(self):
        """000-04, 004-30: the desk says why, and dialling is refused; a missed caller is."""
        self.env['pharma.contact.permission'].sudo().create(
            {
                'partner_id': self.customer.id,
                'purpose': 'survey',
                'channel': 'call',
                'state': 'declined',
            }
        )
        self.assertFalse(self._take())
        self.todo.with_env(self.env).action_take()
        [shown] = self.env['pharma.call'].get_desk()['todos']
        self.assertTrue(shown['refusal'])
        with self.assertRaises(UserError):
            self.env['pharma.call'].dial(todo_id=self.todo.id)
        self._without_pbx()
        self.todo.sudo().kind = 'missed'
        self.assertTrue(self.env['pharma.call'].dial(todo_id=self.todo.id)['call_id'])

    @users('cc_agent')
    def test_an_offer_needs_permission_to_advertise(self):
        """004-30: without a word of the customer, sales calls are not made."""
        self.todo.sudo().purpose_id = self.sales
        with self.assertRaises(UserError):
            self.env['pharma.call'].dial(todo_id=self.todo.id)

    @users('cc_agent')
    def test_typed_numbers(self):
        """000-04: of no customer, of one, on the do-not-call list, and no number at all."""
        self._without_pbx()
        Call = self.env['pharma.call']
        call = Call.browse(Call.dial(number='0977 000 111')['call_id'])
        self.assertEqual((call.number, call.partner_id.ids), ('+84977000111', []))
        self.env['phone.blacklist'].sudo().create({'number': '+84977000222'})
        for number in ('0977 000 222', '', 'Anna', '12'):
            with self.subTest(number=number), self.assertRaises(UserError):
                Call.dial(number=number)
        with self.assertRaisesRegex(UserError, "Only agents"):
            Call.with_user(self.clerk_user).dial(number='0977 000 111')

    @users('cc_agent')
    def test_what_a_colleague_has_taken_is_his(self):
        """000-04: neither dialled nor given back by others; nor what is over."""
        self._without_pbx()
        self.todo.sudo().write(
            {'claim_user_id': self.colleague_user.id, 'date_claim': NOW + timedelta(minutes=5)}
        )
        Call = self.env['pharma.call']
        with self.assertRaisesRegex(UserError, "is making this call"):
            Call.dial(todo_id=self.todo.id)
        self.todo.sudo().write({'claim_user_id': False, 'state': 'done'})
        with self.assertRaisesRegex(UserError, "made already"):
            Call.dial(todo_id=self.todo.id)
        for user in (self.stranger_user, self.outsider_user):
            hidden = self._create_todo(user_id=self.colleague_user.id)
            with self.subTest(login=user.login), self.assertRaises(AccessError):
                Call.with_user(user).dial(todo_id=hidden.id)

    @users('cc_agent')
    def test_answers_to_the_script_of_the_list_are_kept(self):
        """001-11, 000-04: with the customer, when the call is finished."""
        self._without_pbx()
        script = (
            self.env['pharma.contact.script']
            .sudo()
            .create(
                {
                    'name': 'Blood pressure',
                    'line_ids': [
                        Command.create({'kind': 'text', 'content': 'Good morning'}),
                        Command.create(
                            {'kind': 'question', 'content': 'How high?', 'answer_type': 'number'}
                        ),
                    ],
                }
            )
        )
        self.todo.sudo().list_id = (
            self.env['pharma.call.list']
            .sudo()
            .create(
                {
                    'name': 'List',
                    'state': 'running',
                    'purpose_id': self.survey.id,
                    'script_id': script.id,
                }
            )
        )
        self._take()
        [shown] = self.env['pharma.call'].get_desk()['todos']
        self.assertEqual(shown['script']['name'], 'Blood pressure')
        answer = self.env['pharma.call'].dial(todo_id=self.todo.id)
        self.assertEqual(answer['desk']['calls'][0]['todo']['script']['id'], script.id)
        self.env['pharma.call'].browse(answer['call_id']).finish(
            {
                'purpose_id': self.survey.id,
                'disposition_id': self.solved.id,
                'answers': {str(script.line_ids[1].id): 135},
            }
        )
        given = self.env['pharma.contact.answer'].search([('script_id', '=', script.id)])
        self.assertRecordValues(
            given,
            [
                {
                    'partner_id': self.customer.id,
                    'value_number': 135,
                    'user_id': self.agent_user.id,
                    'company_id': self.company.id,
                }
            ],
        )

    @users('cc_agent')
    def test_the_call_button_of_a_customer_dials_by_the_pbx(self):
        """000-04, 002-26: wherever it stands, if the seat is signed in; else the device does."""
        customer = self.customer.with_env(self.env).with_context(pharma_purpose='care')
        self.assertEqual(customer.action_pharma_call()['tag'], 'pharma_open_link')
        self.agent.sudo().state = 'available'
        self.assertEqual(customer.action_pharma_call()['tag'], 'display_notification')
        command = self.env['pharma.call.command'].search([], limit=1)
        self.assertRecordValues(
            command,
            [
                {
                    'kind': 'dial',
                    'number': '+84912345678',
                    'partner_id': self.customer.id,
                    'agent_id': self.agent.id,
                }
            ],
        )
        # an employee of a shop without a seat
        customer = customer.with_user(self.clerk_user)
        self.assertEqual(customer.action_pharma_call()['tag'], 'pharma_open_link')
