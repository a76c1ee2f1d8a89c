from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common_intake import NOW, IntakeCommon, at


@tagged('post_install', '-at_install')
class TestIntakeUnknown(IntakeCommon):
    """What is not known here never costs a call, and shows to the administrator (000-45)."""

    def refusals(self):
        self.env.invalidate_all()
        rows = self.env['pharma.pbx.refusal'].search([('pbx_id', '=', self.pbx.id)], order='id')
        return [(row.reason, row.key, row.count) for row in rows]

    def test_unknown_queue_and_agent(self):
        """The call is kept without that part; the gap is counted, not listed (000-45)."""
        event = self.queued(agent='999')
        event['visits'][0]['queue'] = 'nowhere'
        event['visits'][0]['attempts'][0]['agent'] = '888'
        self.assertEqual(self.take(event), {'accepted': 1, 'refused': []})
        call = self.get_call()
        self.assertEqual(
            (call.date_end.hour, call.queue_id.id, call.agent_id.id), (2, False, False)
        )
        self.assertEqual(call.partner_id, self.customer)
        self.assertEqual(
            self.refusals(),
            [
                ('Unknown agent', '888', 1),
                ('Unknown agent', '999', 1),
                ('Unknown queue', 'nowhere', 1),
            ],
        )
        # within the minute they are counted in memory
        self.take(event)
        self.assertEqual(len(self.refusals()), 3)
        self.assertEqual(self.refusals()[0][2], 1)
        self.assertIn('"call": "c1"', self.env['pharma.pbx.refusal'].search([], limit=1).sample)

    def test_refused_events_are_counted_by_field(self):
        """One line for a field and a reason, however many such events come (000-45)."""
        answer = self.take(*[self.queued(id=str(i), started='x\r\n') for i in range(5)])
        self.assertEqual(answer['accepted'], 0)
        self.assertEqual(len(answer['refused']), 5)
        self.assertEqual(
            self.refusals(), [('holds a control character or half a character', 'started', 5)]
        )

    def test_partner_by_number(self):
        """One active customer of the company is found; several, or another's, are not (000-45)."""
        other = self.env['res.company'].create({'name': 'Other'})
        Partner = self.env['res.partner']
        vals = {'country_id': self.vietnam.id}
        shared = '0905 111 111'
        Partner.create([vals | {'name': name, 'phone': shared} for name in ('Bình', 'Chi')])
        Partner.create(vals | {'name': 'Theirs', 'phone': '0905222222', 'company_id': other.id})
        Partner.create(vals | {'name': 'Gone', 'phone': '0905333333', 'active': False})
        second = Partner.create(
            vals
            | {
                'name': 'Dung',
                'phone': '0905444444',
                'pharma_phone_ids': [Command.create({'number': '0905 555 555'})],
            }
        )
        numbers = {
            'shared': '0905111111',
            'theirs': '0905222222',
            'gone': '+84905333333',
            'second': '00840905555555',
            'second2': '+84 905 555 555',
            'hidden': 'Anonymous',
            'short': '115',
        }
        self.take(*[self.queued(call=key, number=value) for key, value in numbers.items()])
        found = {key: self.get_call(key).partner_id for key in numbers}
        self.assertEqual(found.pop('second2'), second)
        found.pop('second')
        self.assertFalse(any(found.values()), found)
        self.assertFalse(self.get_call('hidden').number)
        self.take(self.queued(call='out', direction='outbound', number='0905444444'))
        self.assertEqual(self.get_call('out').partner_id, second, 'the one who is called')

    def test_choice_of_the_agent_stays(self):
        """Who was chosen or emptied by a person is not looked up again (000-45)."""
        other = self.env['res.partner'].create({'name': 'Daughter'})
        self.take(self.queued(ended=None), self.queued(ended=None, call='c2'))
        self.env.invalidate_all()
        self.get_call().with_user(self.agent_user).partner_id = other
        self.get_call('c2').with_user(self.agent_user).partner_id = False
        self.env.flush_all()
        more = {'number': '+84912345678'}
        self.take(self.queued(**more), self.queued(call='c2', **more))
        self.env.invalidate_all()
        self.assertEqual(self.get_call().partner_id, other)
        self.assertFalse(self.get_call('c2').partner_id)
        self.assertEqual(self.get_call().state, 'answered')

    def test_merged_customers_keep_their_calls(self):
        """Merging two contacts loses neither calls nor calls to make (000-45)."""
        self.take(self.queued())
        todo = self.env['pharma.call.todo'].create({'partner_id': self.customer.id})
        kept = self.env['res.partner'].create({'name': 'Nguyễn Văn An'})
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((kept | self.customer).ids, kept)
        self.env.invalidate_all()
        self.assertEqual(self.get_call().partner_id, kept)
        self.assertEqual(todo.partner_id, kept)
        self.take(self.queued(ended=at(99)))
        self.env.invalidate_all()
        self.assertEqual(self.get_call().partner_id, kept)

    def test_silent_connector(self):
        """Administrators are told after 5 minutes without a sign of life, once (000-37)."""
        admin = self.env.ref('base.user_admin')
        self.take({'type': 'heartbeat', 'at': at(3600)})
        self.env.invalidate_all()
        self.assertEqual(self.pbx.date_heartbeat, NOW)
        Activities = self.env['mail.activity']
        domain = [('res_model', '=', 'pharma.pbx'), ('res_id', '=', self.pbx.id)]
        for minutes, count in ((5, 0), (6, 1), (20, 1)):
            self.env.invalidate_all()
            with freeze_time(NOW + timedelta(minutes=minutes)):
                self.env['pharma.pbx']._cron_watch()
            found = Activities.search(domain + [('user_id', '=', admin.id)])
            self.assertEqual(len(found), count, minutes)
        self.assertIn('silent', found.summary)
        self.pbx.date_heartbeat = NOW + timedelta(minutes=20)
        self.env.invalidate_all()
        with freeze_time(NOW + timedelta(minutes=21)):
            self.env['pharma.pbx']._cron_watch()
        self.assertFalse(Activities.search(domain))

    def test_heartbeat_is_written_once_a_minute(self):
        """The hot path does not write the same row again and again (000-37)."""
        for shift, expected in ((0, 0), (59, 0), (60, 60)):
            with freeze_time(NOW + timedelta(seconds=shift)):
                self.pbx._take_in([{'type': 'heartbeat', 'at': at(0)}])
            self.env.invalidate_all()
            self.assertEqual(self.pbx.date_heartbeat, NOW + timedelta(seconds=expected))
            self.assertEqual(self.pbx.date_last_event, self.pbx.date_heartbeat)

    def test_counts_are_compared(self):
        """A difference shows at once, is told, and goes when the calls come (000-45)."""
        counts = {'type': 'counts', 'date': '2026-03-02', 'queue': 'orders'}
        self.take(self.queued(), counts | {'entered': 2, 'answered': 1, 'abandoned': 1})
        check = self.env['pharma.pbx.count.check'].search([('pbx_id', '=', self.pbx.id)])
        self.assertRecordValues(
            check, [{'entered': 1, 'answered': 1, 'abandoned': 0, 'is_different': True}]
        )
        with freeze_time(NOW):
            self.env['pharma.pbx.count.check']._cron_compare()
            self.assertIn('counts other calls', self.pbx.activity_ids[0].summary)
            visit = {'queue': 'orders', 'entered': at(10), 'left': at(30), 'result': 'abandoned'}
            self.take(self.queued(call='c2', visits=[visit]))
            self.env['pharma.pbx.count.check']._cron_compare()
        self.env.invalidate_all()
        self.assertFalse(check.is_different)
        self.assertFalse(self.pbx.activity_ids)
        # the day of Ho Chi Minh City ends at 17:00 UTC
        self.take(counts | {'date': '2026-03-01', 'entered': 0, 'answered': 0, 'abandoned': 0})
        self.assertFalse(self.env['pharma.pbx.count.check'].search([('is_different', '=', True)]))
