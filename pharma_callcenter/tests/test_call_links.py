from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestCallLinks(CallCommon):
    """What comes out of a call, and what the next colleague sees of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call(cls.agent, partner_id=cls.customer.id, note='Milk?')

    def _open(self, action, user=None):
        model = self.env[action['res_model']].with_user(user or self.agent_user)
        return Form(model.with_context(**action['context']))

    def test_a_ticket_from_a_call(self):
        """001-13, 003-03: customer, number and what was said stand in it; the call counts it."""
        call = self.call.with_user(self.agent_user)
        ticket = self._open(call.action_pharma_new_complaint()).save()
        self.assertRecordValues(
            ticket,
            [{'partner_id': self.customer.id, 'description': 'Milk?', 'origin_res_id': call.id}],
        )
        self.assertEqual(ticket.origin_id.code, 'call')
        call.invalidate_recordset()
        self.assertEqual(call.pharma_complaint_count, 1)

    def test_a_question_from_a_call(self):
        """001-09, 001-12: the expert reads whom to call and what about, without reading the call;
        a question is linked to no call of others."""
        action = self.call.with_user(self.agent_user).action_ask_expert()
        form = self._open(action)
        form.name = 'With milk?'
        question = form.save()
        self.assertEqual(question.call_id, self.call)
        self.assertEqual(question.description, f'{self.customer.name}\n0912345678\nMilk?')
        Question = self.env['pharma.complaint.question'].with_user(self.stranger_user)
        with self.assertRaises(AccessError):
            Question.create({'name': 'x', 'call_id': self.call.id})
        with self.assertRaises(AccessError):
            Question.with_context(default_call_id=self.call.id).create({'name': 'x'})

    def test_a_call_back_is_agreed(self):
        """002-28: when, who and why; it stands in the calls to make."""
        form = self._open(self.call.with_user(self.agent_user).action_call_back())
        form.date_due = NOW + timedelta(hours=4)
        form.name = 'Insulin arrived?'
        form.save().action_apply()
        todo = self.env['pharma.call.todo'].search([('partner_id', '=', self.customer.id)])
        self.assertRecordValues(
            todo,
            [
                {
                    'kind': 'callback',
                    'user_id': self.agent_user.id,
                    'queue_id': self.queue.id,
                    'number': '0912345678',
                    'name': 'Insulin arrived?',
                    'date_due': NOW + timedelta(hours=4),
                    'state': 'todo',
                    'origin_model': 'pharma.call',
                    'origin_res_id': self.call.id,
                }
            ],
        )
        form = self._open(self.call.with_user(self.agent_user).action_call_back())
        form.date_due = NOW - timedelta(hours=1)
        form.name = 'x'
        window = form.save()
        with self.assertRaisesRegex(UserError, 'has passed'):
            window.action_apply()
        with self.assertRaises(AccessError):
            window.with_user(self.colleague_user).action_apply()

    def test_an_unknown_caller_becomes_a_customer(self):
        """000-27, 001-04: in the same screen, with the number of the call; once."""
        call = self._create_call(self.agent, number='0933 444 555').with_user(self.agent_user)
        form = self._open(call.action_new_customer())
        self.assertEqual(form.phone, '0933 444 555')
        self.assertFalse(form.partner_ids)
        form.name = 'Phạm Văn Mới'
        window = form.save()
        window.action_apply()
        self.assertRecordValues(
            call.partner_id,
            [{'name': 'Phạm Văn Mới', 'country_id': self.vietnam.id, 'phone': '0933 444 555'}],
        )
        self.assertEqual(call._find_partner('+84933444555', self.pbx), call.partner_id)
        with self.assertRaisesRegex(UserError, 'has a customer already'):
            window.action_apply()

    def test_a_known_number_is_told(self):
        """001-04: before the same person is entered twice."""
        call = self._create_call(self.agent, number='02838221111').with_user(self.agent_user)
        form = self._open(call.action_new_customer())
        self.assertEqual(form.partner_ids[:], self.mother | self.daughter)

    def test_numbers_are_read_as_of_the_country_of_the_pbx(self):
        """000-01, 001-04: two exchanges in two countries."""
        Call = self.env['pharma.call']
        self.assertEqual(Call._find_partner('0912345678', self.pbx), self.customer)
        self.pbx.country_id = self.env.ref('base.fr')
        self.assertFalse(Call._find_partner('0912345678', self.pbx))
        self.assertEqual(Call._find_partner('+84 912 345 678', self.pbx), self.customer)

    # === CUSTOMER === #
    def test_the_customer_counts_his_calls(self):
        """000-34, 003-08: his own and his people's, as many as the user may read."""
        person = self.env['res.partner'].create(
            {'name': 'Buyer', 'parent_id': self.customer.id, 'type': 'contact'}
        )
        self._create_call(self.agent, partner_id=person.id)
        self._create_call(self.agent, partner_id=self.other_customer.id)
        partners = (self.customer | self.other_customer | self.mother).with_user(self.agent_user)
        self.assertEqual(partners.mapped('pharma_call_count'), [2, 1, 0])
        partners.invalidate_recordset()
        strangers = partners.with_user(self.stranger_user)
        self.assertEqual(strangers.mapped('pharma_call_count'), [0, 0, 0])
        action = self.customer.with_user(self.agent_user).action_pharma_view_calls()
        self.assertEqual(self.env['pharma.call'].search_count(action['domain']), 2)

    def _card(self, user, key):
        card = self.customer.with_user(user).get_customer_card()
        return next((s['items'] for s in card['sections'] if s['key'] == key), [])

    def test_the_card_tells_of_earlier_calls(self):
        """003-08: later colleagues see when and what about; what was said only those who may read
        the call."""
        self.call.purpose_id = self.purpose
        [item] = self._card(self.colleague_user, 'calls')
        self.assertEqual([cell['text'] for cell in item['cells'][2:4]], ['Consultation', 'Milk?'])
        self.assertEqual(item['res_id'], self.call.id)
        [item] = self._card(self.stranger_user, 'calls')
        self.assertEqual([cell['text'] for cell in item['cells'][2:4]], ['Consultation', ''])
        self.assertNotIn('res_id', item)
        self.assertFalse(self._card(self.outsider_user, 'calls'))
        self.env['pharma.call.todo'].create(
            {'partner_id': self.customer.id, 'name': 'Insulin', 'user_id': self.agent_user.id}
        )
        [item] = self._card(self.agent_user, 'call_todos')
        self.assertEqual(item['cells'][2]['text'], 'Insulin')

    def test_counts_cost_one_query_for_a_page(self):
        """003-08: a list of customers asks once."""
        partners = self.customer | self.other_customer | self.mother | self.daughter
        partners.mapped('pharma_call_count')
        partners.invalidate_recordset()
        with self.assertQueryCount(4):
            partners.mapped('pharma_call_count')
