from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import NOW
from .common_phone import PhoneCommon

HOUR = timedelta(hours=1)


@tagged('post_install', '-at_install')
class TestSecondLine(PhoneCommon):
    """Experts, day and night, other branches, and data that the caller confirms."""

    def _open(self, action, user, **values):
        model = self.env[action['res_model']].with_user(user).with_context(**action['context'])
        return model.create(values)

    def _shift(self, user, start, end, **values):
        return self.env['pharma.duty.shift'].create(
            {'user_id': user.id, 'date_start': start, 'date_end': end, **values}
        )

    def test_the_expert_on_duty_is_shown_and_asked(self):
        """001-09, 003-09: name and number of who is on duty now, not before or after; an important
        question goes to him, linked to the call."""
        self._shift(self.pharmacist, NOW - HOUR, NOW + HOUR, phone='0909 000 111')
        self._shift(self.supervisor, NOW + HOUR, NOW + 2 * HOUR, phone='0909 000 222')
        call = self.call.with_user(self.seller)
        wizard = self._open(call.action_ask_duty_expert(), self.seller, name='Metformin and scan?')
        self.assertIn('0909 000 111', wizard.duty_now)
        self.assertNotIn('0909 000 222', wizard.duty_now)
        self.assertEqual(wizard.phone, '0909 000 111')
        self.assertFalse(wizard.may_conference)
        with self.assertRaisesRegex(UserError, '0909 000 111'):
            wizard.action_conference()
        wizard.action_ask()
        question = self.env['pharma.complaint.question'].search(
            [('name', '=', 'Metformin and scan?')]
        )
        self.assertEqual(question.expert_id, self.pharmacist)
        self.assertEqual(question.importance, '1')
        self.assertEqual(question.user_id, self.seller)
        self.assertEqual(question.call_id, self.call)

    def test_three_way_call(self):
        """003-09: in a running call of the PBX the expert is called into it, by the own seat."""
        pbx = self.env['pharma.pbx'].create({'name': 'Test', 'code': 'second-line'})
        self.env['pharma.agent'].create(
            {'user_id': self.seller.id, 'code': '901', 'pbx_id': pbx.id, 'interface': 'PJSIP/901'}
        )
        self.call.write(
            {'source': 'pbx', 'pbx_id': pbx.id, 'external_id': 'x-1', 'date_end': False}
        )
        self._shift(self.pharmacist, NOW - HOUR, NOW + HOUR, phone='0909 000 111')
        call = self.call.with_user(self.seller)
        wizard = self._open(call.action_ask_duty_expert(), self.seller, name='?')
        self.assertTrue(wizard.may_conference)
        self.assertEqual(wizard.action_conference()['res_id'], wizard.id)
        command = self.env['pharma.call.command'].search([('pbx_id', '=', pbx.id)])
        self.assertEqual(command.kind, 'conference')
        self.assertEqual(command.number, '0909000111')
        self.assertEqual(command.call_id, self.call)

    def test_nobody_on_duty(self):
        """001-09: out of the rota the pharmacists are named; a question needs words."""
        wizard = self._open(self.call.with_user(self.seller).action_ask_duty_expert(), self.seller)
        self.assertIn(self.pharmacist.name, wizard.duty_now)
        with self.assertRaises(UserError):
            wizard.action_ask()
        with self.assertRaises(AccessError):
            self.call.with_user(self.stranger).action_ask_duty_expert()

    def test_day_and_night(self):
        """001-07: ten on a Monday the day queue is open and the night's closed; at night it is the
        other way round; a queue without hours is always open."""
        calendar = self.env['resource.calendar'].create(
            {
                'name': 'Monday 8 to 17',
                'tz': 'Asia/Ho_Chi_Minh',
                'attendance_ids': [
                    Command.clear(),
                    Command.create({'name': 'Mo', 'dayofweek': '0', 'hour_from': 8, 'hour_to': 17}),
                ],
            }
        )
        Queue = self.env['pharma.call.queue']
        night = Queue.create({'name': 'Nights', 'code': 'tq-night'})
        day = Queue.create(
            {
                'name': 'Days',
                'code': 'tq-day',
                'calendar_id': calendar.id,
                'night_queue_id': night.id,
            }
        )
        always = Queue.create({'name': 'Always', 'code': 'tq-always'})
        queues = (day + night + always).with_user(self.clerk)
        self.assertEqual(queues.mapped('is_open_now'), [True, False, True])
        self.frozen.move_to(NOW + 10 * HOUR)
        queues.invalidate_recordset()
        self.assertEqual(queues.mapped('is_open_now'), [False, True, True])
        self.frozen.move_to(NOW)
        with self.assertRaises(ValidationError):
            day.night_queue_id = day

    def test_who_takes_calls_now(self):
        """001-07: who is signed in, and how many are free; the expert on duty."""
        queue = self.env['pharma.call.queue'].create({'name': 'Orders', 'code': 'tq-orders'})
        for user, state in ((self.agent, 'available'), (self.colleague, 'paused')):
            self.env['pharma.agent'].create(
                {
                    'user_id': user.id,
                    'code': user.login,
                    'state': state,
                    'queue_ids': [Command.link(queue.id)],
                }
            )
        self._shift(self.pharmacist, NOW - HOUR, NOW + HOUR, phone='0909 000 111')
        queue = queue.with_user(self.clerk)
        self.assertEqual(queue.available_count, 1)
        self.assertIn(self.agent.name, queue.signed_in_names)
        self.assertIn('0909 000 111', queue.expert_now)

    def test_referred_by_call_and_by_mail(self):
        """001-10: the branch at the destination is on the list of calls, or gets an e-mail, and the
        call tells so."""
        self.other_branch.partner_id = self.env['res.partner'].create(
            {'name': 'Second', 'email': 'second@chain.example.com', 'phone': '028 3822 0002'}
        )
        call = self.call.with_user(self.seller)
        values = {
            'warehouse_id': self.other_branch.id,
            'note': 'Needs insulin on Friday',
            'date_arrival': date(2026, 3, 6),
        }
        self._open(call.action_refer(), self.seller, **values).action_apply()
        todo = self.env['pharma.call.todo'].search(
            [('origin_model', '=', 'pharma.call'), ('origin_res_id', '=', call.id)]
        )
        self.assertEqual(todo.number, '028 3822 0002')
        self.assertEqual(todo.user_id, self.seller)
        self.assertIn('insulin', todo.note)
        self.assertIn('2026-03-06', todo.note)
        self.assertIn('Second', self.call.note)
        wizard = self._open(call.action_refer(), self.seller, means='email', **values)
        wizard.action_apply()
        mail = self.env['mail.mail'].search([('email_to', '=', 'second@chain.example.com')])
        self.assertIn('Nguyễn Văn An', mail.body_html)
        self.assertNotIn('Nguyễn', mail.subject)
        self.other_branch.partner_id.email = False
        with self.assertRaises(UserError):
            self._open(call.action_refer(), self.seller, means='email', **values).action_apply()

    def test_verified_today(self):
        """001-04: who and when; the missing is named; after a year it is due again; the stamp is
        written by the button alone."""
        partner = self.customer.with_user(self.seller)
        self.assertTrue(partner.pharma_verify_due)
        self.assertIn('City', partner.pharma_missing_data)
        result = self.call.with_user(self.seller).action_verify_customer()
        self.assertIn('City', result['params']['message'])
        self.assertEqual(partner.pharma_date_verified, date(2026, 3, 2))
        self.assertEqual(partner.pharma_verified_user_id, self.seller)
        Partner = self.env['res.partner'].with_user(self.seller)
        due = [('pharma_verify_due', '=', True), ('id', '=', partner.id)]
        self.assertFalse(Partner.search(due))
        self.customer.sudo().pharma_date_verified = date(2025, 3, 1)
        self.assertEqual(Partner.search(due), partner)
        with self.assertRaises(AccessError):
            partner.pharma_date_verified = date(2026, 3, 1)
        new = Partner.with_context(default_pharma_date_verified='2026-01-01').create({'name': 'X'})
        self.assertFalse(new.pharma_date_verified)
        self.call.partner_id = False
        with self.assertRaises(UserError):
            self.call.with_user(self.seller).action_verify_customer()

    def test_branches(self):
        """000-02: address, and whether it is open now."""
        self.branch.partner_id.write({'street': '125 Minh Khai', 'city': 'Hồ Chí Minh'})
        branch = self.branch.with_user(self.clerk)
        self.assertIn('125 Minh Khai', branch.pharma_branch_address)
        self.branch.pharma_opening_hours_id = False
        self.assertFalse(branch.pharma_is_open_now)
