from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common_call import NOW, CallCommon


@tagged('post_install', '-at_install')
class TestCallDesk(CallCommon):
    """What the desk shows, and the end of a call there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call(cls.agent, partner_id=cls.customer.id)
        cls.finished_call = cls._create_call(
            cls.agent, seconds_ago=900, is_finished=True, purpose_id=cls.purpose.id
        )
        cls.others_call = cls._create_call(cls.colleague)

    def _desk(self):
        return self.env['pharma.call'].get_desk()

    @users('cc_agent')
    def test_the_desk_shows_own_calls(self):
        """004-04, 002-28: what is to be finished, what was, and no call of a colleague."""
        desk = self._desk()
        self.assertEqual([call['id'] for call in desk['calls']], self.call.ids)
        self.assertEqual([call['id'] for call in desk['last']], self.finished_call.ids)
        [call] = desk['calls']
        self.assertEqual(call['partner'], {'id': self.customer.id, 'name': 'Nguyễn Văn An'})
        self.assertEqual((call['number'], call['called']), ('0912345678', 'Orders'))
        self.assertFalse(call['purpose_id'])
        self.assertEqual(desk['seat']['code'], '101')
        self.assertEqual(desk['now'], '2026-03-02 03:00:00')

    @users('cc_agent')
    def test_a_call_that_rings_is_on_the_desk(self):
        """004-04: also in a queue of others; of a colleague's seat it is not, nor an old one."""
        values = {'state': 'ringing', 'date_answer': False, 'date_end': False, 'user_id': False}
        mine, others, old = (
            self._create_call(seconds_ago=5, queue_id=self.night_queue.id, **values)
            for _each in range(3)
        )
        for call, agent, seconds in (
            (mine, self.agent, 5),
            (others, self.colleague, 5),
            (old, self.agent, 600),
        ):
            self.env['pharma.call.attempt'].sudo().create(
                {
                    'call_id': call.id,
                    'company_id': self.company.id,
                    'agent_id': agent.id,
                    'user_id': agent.user_id.id,
                    'date_ring': NOW - timedelta(seconds=seconds),
                }
            )
        calls = self._desk()['calls']
        self.assertEqual([call['id'] for call in calls], [mine.id, self.call.id])
        self.assertTrue(calls[0]['is_open'])

    @users('cc_agent')
    def test_a_shared_number_offers_who_has_it(self):
        """001-04: a family; nobody is chosen beforehand."""
        numbers = [self._prepare_customer(name, '028 3822 9753') for name in ('Mother', 'Son')]
        self.env['res.partner'].create(numbers)
        call = self._create_call(self.agent, number='(028) 3822-9753', seconds_ago=60)
        shown = self._desk()['calls'][0]
        self.assertEqual(shown['id'], call.id)
        self.assertFalse(shown['partner'])
        names = [candidate['name'] for candidate in shown['candidates']]
        self.assertEqual(sorted(names), ['Mother', 'Son'])

    @users('cc_agent')
    def test_a_draft_is_kept(self):
        """004-04: purpose, note and customer before the call is finished."""
        call = self.call.with_env(self.env)
        answer = call.save_draft(
            {'note': 'Asks for', 'purpose_id': self.purpose.id, 'partner_id': self.mother.id}
        )
        self.assertEqual(
            answer,
            {'is_finished': False, 'partner': {'id': self.mother.id, 'name': 'Lê Thị Mẹ'}},
        )
        self.assertRecordValues(
            call,
            [
                {
                    'note': 'Asks for',
                    'purpose_id': self.purpose.id,
                    'partner_id': self.mother.id,
                    'is_finished': False,
                    # measured
                    'state': 'answered',
                    'talk_seconds': 60,
                }
            ],
        )
        call.save_draft({'note': '', 'is_finished': True, 'talk_seconds': 5})
        self.assertRecordValues(call, [{'note': False, 'is_finished': False, 'talk_seconds': 60}])

    @users('cc_agent')
    def test_finishing_needs_a_purpose(self):
        """002-28, 000-02: none is proposed, and without one the call stays open."""
        call = self.call.with_env(self.env)
        with self.assertRaisesRegex(UserError, "what the call was about"):
            call.finish({'note': 'Hello'})
        desk = call.finish({'note': 'Hello', 'purpose_id': self.purpose.id})
        self.assertFalse(desk['calls'])
        self.assertEqual(desk['last'][0]['id'], call.id)
        self.assertRecordValues(
            call, [{'is_finished': True, 'note': 'Hello', 'date_end': NOW - timedelta(seconds=530)}]
        )

    @users('cc_agent')
    def test_finishing_twice_changes_nothing(self):
        """004-04: two windows, or two clicks: the first counts."""
        call = self.call.with_env(self.env)
        call.finish({'note': 'First', 'purpose_id': self.purpose.id})
        call.finish({'note': 'Second', 'purpose_id': self.purpose_order.id})
        self.assertEqual((call.note, call.purpose_id), ('First', self.purpose))
        self.assertTrue(call.save_draft({'note': 'Third'})['is_finished'])
        self.assertEqual(call.note, 'First')

    @users('cc_agent')
    def test_an_outgoing_call_needs_a_result(self):
        """001-14: reached or not is what the list goes on with."""
        call = self._create_call(self.agent, direction='outbound').with_env(self.env)
        with self.assertRaisesRegex(UserError, "came out of the call"):
            call.finish({'purpose_id': self.purpose.id})
        call.finish({'purpose_id': self.purpose.id, 'disposition_id': self.solved.id})
        self.assertTrue(call.is_finished)

    @users('cc_agent')
    def test_a_ringing_call_is_not_finished(self):
        """004-04: what nobody answered yet has no purpose."""
        call = self._create_call(self.agent, state='ringing', date_end=False).with_env(self.env)
        with self.assertRaisesRegex(UserError, "still rings"):
            call.finish({'purpose_id': self.purpose.id})

    @users('cc_agent')
    def test_a_call_by_hand_runs_until_it_is_finished(self):
        """000-04, 000-21: without a PBX the desk measures, from the click to the finish."""
        self.agent.sudo().write({'pbx_id': False, 'code': 'desk-1'})
        answer = self.env['pharma.call'].start_call(number='0912 345 678')
        call = self.env['pharma.call'].browse(answer['call_id'])
        self.assertEqual(answer['desk']['calls'][0]['id'], call.id)
        candidates = answer['desk']['calls'][0]['candidates']
        self.assertIn(self.customer.id, [candidate['id'] for candidate in candidates])
        self.assertRecordValues(
            call,
            [
                {
                    'source': 'manual',
                    'direction': 'inbound',
                    'state': 'talking',
                    'user_id': self.agent_user.id,
                    'agent_id': self.agent.id,
                    'number_e164': '+84912345678',
                    'hour': 10,
                    'date_start': NOW,
                }
            ],
        )
        self.frozen.move_to(NOW + timedelta(seconds=95))
        self.addCleanup(self.frozen.move_to, NOW)
        call.finish({'purpose_id': self.purpose.id, 'partner_id': self.customer.id})
        self.assertRecordValues(
            call, [{'state': 'answered', 'talk_seconds': 95, 'partner_id': self.customer.id}]
        )

    @users('cc_agent')
    def test_an_unknown_caller_becomes_a_customer(self):
        """001-04, 002-28: in the same place, with the number that calls."""
        call = self._create_call(self.agent, number='0933 111 222').with_env(self.env)
        with self.assertRaisesRegex(UserError, "name"):
            call.create_desk_customer('  ')
        answer = call.create_desk_customer('Phạm Thị Mới')
        self.assertEqual(call.partner_id.id, answer['id'])
        self.assertEqual(call.partner_id._search_by_phone('+84933111222').id, answer['id'])

    @users('cc_agent')
    def test_an_order_of_the_call_is_linked(self):
        """004-04, 003-12: the one that the agent entered for the customer since it began."""
        call = self.call.with_env(self.env)
        action = call.action_desk_order()
        self.assertEqual(action['context']['default_partner_id'], self.customer.id)
        order = self.env['sale.order'].sudo().create({'partner_id': self.customer.id})
        other = self.env['sale.order'].sudo().create({'partner_id': self.mother.id})
        (order | other).flush_recordset()
        # the database writes the time of the transaction
        self.env.cr.execute(
            'UPDATE sale_order SET create_date = %s WHERE id IN %s', (NOW, (order.id, other.id))
        )
        call.finish({'purpose_id': self.purpose_order.id})
        self.assertEqual(call.sudo().order_id, order)

    @users('cc_agent')
    def test_what_is_sent_is_checked(self):
        """000-36: values by field, records by ids that exist and may be read."""
        call = self.call.with_env(self.env)
        for vals in (['note'], {'purpose_id': 'x'}, {'purpose_id': True}, {'partner_id': [1]}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                call.save_draft(vals)
        with self.assertRaisesRegex(UserError, "does not exist"):
            call.save_draft({'purpose_id': 999999999})
        hidden = (
            self.env['res.partner']
            .sudo()
            .create({'name': 'Of others', 'company_id': self.other_company.id})
        )
        with self.assertRaises(AccessError):
            call.save_draft({'partner_id': hidden.id})

    @users('cc_agent')
    def test_defaults_of_people_have_no_say(self):
        """000-36, 000-45: neither those of a context nor those that a user set for himself."""
        self.env['ir.default'].set('pharma.call', 'wait_seconds', 77, user_id=True)
        wrong = {
            'default_external_id': 'x-1',
            'default_pbx_id': self.pbx.id,
            'default_talk_seconds': 9999,
            'default_is_finished': True,
            'default_date_end': '2020-01-01 00:00:00',
            'default_user_id': self.colleague_user.id,
            'default_seconds': 9999,
            'default_state': 'failed',
        }
        Call = self.env['pharma.call'].with_context(**wrong)
        call = Call.browse(Call.start_call(number='0977 000 333')['call_id'])
        self.assertRecordValues(
            call,
            [
                {
                    'external_id': False,
                    'pbx_id': False,
                    'wait_seconds': 0,
                    'talk_seconds': 0,
                    'is_finished': False,
                    'date_end': False,
                    'user_id': self.agent_user.id,
                    'state': 'talking',
                }
            ],
        )
        self.agent.sudo().write({'pbx_id': False, 'code': 'desk-1'})
        self.env['pharma.agent'].with_context(**wrong).set_my_state('available')
        self.assertRecordValues(
            self.env['pharma.agent.state'].search([('agent_id', '=', self.agent.id)]),
            [{'seconds': 0, 'date_end': False, 'user_id': self.agent_user.id}],
        )
