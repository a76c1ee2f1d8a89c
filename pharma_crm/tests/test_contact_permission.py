from datetime import datetime, timedelta, timezone

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

NOON = fields.Datetime.to_datetime('2026-11-21 05:00:00')  # UTC: 12:00 in Ho Chi Minh City


@tagged('post_install', '-at_install')
class TestContactPermission(CustomersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner(phone='0912 345 678', email='lan@example.com')

    def _permit(self, purpose, channel, state='accepted', partner=None, **vals):
        return self.env['pharma.contact.permission'].create(
            {
                'partner_id': (partner or self.lan).id,
                'purpose': purpose,
                'channel': channel,
                'state': state,
                **vals,
            }
        )

    def _is_allowed(self, purpose, channel, when=NOON, partner=None):
        return (partner or self.lan).contact_allowed(purpose, channel, when)[0]

    def test_default_by_purpose(self):
        """004-30, 004-73: care and surveys unless declined, advertising only when accepted."""
        for channel in ('call', 'sms', 'email', 'zalo'):
            with self.subTest(channel=channel):
                self.assertEqual(self.lan.contact_allowed('care', channel, NOON), (True, ''))
                self.assertTrue(self._is_allowed('survey', channel))
                allowed, reason = self.lan.contact_allowed('advertising', channel, NOON)
                self.assertFalse(allowed)
                self.assertIn('has not accepted', reason)
                self._permit('advertising', channel)
                self.assertTrue(self._is_allowed('advertising', channel))

    def test_declined_stops_each_purpose(self):
        """004-30, 004-73: a refusal stops that purpose and channel, no other."""
        for purpose in ('care', 'advertising', 'survey'):
            self._permit(purpose, 'call', 'declined')
            allowed, reason = self.lan.contact_allowed(purpose, 'call', NOON)
            self.assertFalse(allowed)
            self.assertIn('declined', reason)
        self.assertTrue(self._is_allowed('care', 'sms'))

    def test_opt_in_is_a_setting(self):
        """004-30: a company may advertise unless declined."""
        self.company.pharma_advertising_opt_in = False
        self.assertTrue(self._is_allowed('advertising', 'sms'))

    def test_do_not_call_list(self):
        """004-30: numbers and addresses on core's black lists are not contacted for anything."""
        self._permit('advertising', 'call')
        self.env['phone.blacklist'].create({'number': '+84912345678'})
        self.env['mail.blacklist'].create({'email': 'LAN@example.com'})
        for purpose, channel in (
            ('advertising', 'call'),
            ('care', 'sms'),
            ('care', 'zalo'),
            ('care', 'email'),
        ):
            allowed, reason = self.lan.contact_allowed(purpose, channel, NOON)
            self.assertFalse(allowed)
            self.assertIn('do-not-contact list', reason)

    def test_order_of_the_checks(self):
        """004-30: the permission is checked before the list, the list before the hours."""
        night = '2026-11-21 20:00:00'
        self.env['phone.blacklist'].create({'number': '+84912345678'})
        self.assertIn('accepted', self.lan.contact_allowed('advertising', 'call', night)[1])
        self._permit('advertising', 'call')
        self.assertIn('list', self.lan.contact_allowed('advertising', 'call', night)[1])
        self.env['phone.blacklist'].search([('number', '=', '+84912345678')]).action_archive()
        self.assertIn('only from', self.lan.contact_allowed('advertising', 'call', night)[1])

    def test_hours_of_advertising_where_the_customer_lives(self):
        """004-30: calls 8-17, messages 7-22, in Vietnamese time; the end is excluded."""
        self._permit('advertising', 'call')
        self._permit('advertising', 'sms')
        self._permit('advertising', 'email')
        for channel, utc, expected in (
            ('call', '2026-11-21 00:59:59', False),  # 07:59:59
            ('call', '2026-11-21 01:00:00', True),  # 08:00
            ('call', '2026-11-21 09:59:59', True),  # 16:59:59
            ('call', '2026-11-21 10:00:00', False),  # 17:00
            ('sms', '2026-11-20 23:59:59', False),  # 06:59:59
            ('sms', '2026-11-21 00:00:00', True),  # 07:00
            ('sms', '2026-11-21 14:59:59', True),  # 21:59:59
            ('sms', '2026-11-21 15:00:00', False),  # 22:00
            ('email', '2026-11-21 19:00:00', True),  # 02:00, no hours for e-mail
        ):
            with self.subTest(channel=channel, utc=utc):
                self.assertEqual(self._is_allowed('advertising', channel, utc), expected)
        reason = self.lan.contact_allowed('advertising', 'call', '2026-11-21 10:00:00')[1]
        self.assertIn('from 08:00 to 17:00', reason)
        self.assertIn('17:00 where Nguyen Thi Lan lives (Asia/Ho_Chi_Minh)', reason)
        self.assertTrue(self._is_allowed('care', 'call', '2026-11-21 10:00:00'))

    def test_hours_may_cover_every_purpose(self):
        """004-30: the company may bind care and surveys to the hours, too."""
        self.company.pharma_contact_limit_scope = 'all'
        self.assertFalse(self._is_allowed('care', 'call', '2026-11-21 10:00:00'))
        self.assertTrue(self._is_allowed('care', 'call', '2026-11-21 09:59:59'))

    def test_zone_of_the_customer(self):
        """004-30: country with one zone, else the customer's own zone, else the company's."""
        tokyo = self._create_partner(country_id=self.env.ref('base.jp').id, tz='Europe/Paris')
        shanghai = self._create_partner(country_id=self.china.id, tz='Asia/Shanghai')
        unknown = self._create_partner(country_id=False, tz=False)
        for partner, zone in (
            (tokyo, 'Asia/Tokyo'),
            (shanghai, 'Asia/Shanghai'),
            (unknown, 'Asia/Ho_Chi_Minh'),
        ):
            self.assertEqual(partner._pharma_contact_tz(self.company), zone)
        self._permit('advertising', 'call', partner=tokyo)
        # 08:00 in Tokyo is 06:00 in Ho Chi Minh City
        self.assertTrue(self._is_allowed('advertising', 'call', '2026-11-20 23:00:00', tokyo))
        self.assertFalse(self._is_allowed('advertising', 'call', '2026-11-21 08:00:00', tokyo))

    def test_when_with_a_zone_is_understood(self):
        """004-30: an aware time is converted."""
        self._permit('advertising', 'call')
        vietnam = timezone(timedelta(hours=7))
        at_eight = datetime(2026, 11, 21, 8, 0, tzinfo=vietnam)
        self.assertTrue(self._is_allowed('advertising', 'call', at_eight))
        self.assertFalse(self._is_allowed('advertising', 'call', at_eight - timedelta(seconds=1)))

    def test_daily_caps(self):
        """004-30: one advertising call, three messages within 24 hours; care does not count."""
        for channel, cap in (('call', 1), ('sms', 3), ('email', 3), ('zalo', 3)):
            with self.subTest(channel=channel):
                self._permit('advertising', channel)
                self.lan._log_contact('care', channel, when=NOON)
                for _number in range(cap):
                    self.assertTrue(self._is_allowed('advertising', channel))
                    self.lan._log_contact('advertising', channel, when=NOON)
                allowed, reason = self.lan.contact_allowed('advertising', channel, NOON)
                self.assertFalse(allowed)
                self.assertIn(f'The limit is {cap}.', reason)
                self.assertTrue(self._is_allowed('care', channel))
                day = timedelta(days=1)
                just_before = NOON + day - timedelta(seconds=1)
                self.assertFalse(self._is_allowed('advertising', channel, just_before))
                self.assertTrue(self._is_allowed('advertising', channel, NOON + day))

    def test_cap_counts_the_number_not_only_the_person(self):
        """004-30: the limit is per number, a family is not called three times."""
        husband = self._create_partner('Husband', phone='+84 912 345 678')
        self._permit('advertising', 'call', partner=husband)
        self.lan._log_contact('advertising', 'call', '+84912345678', NOON)
        self.assertFalse(self._is_allowed('advertising', 'call', partner=husband))

    def test_cap_zero_is_no_limit(self):
        """004-30: 0 means no limit, negative is refused."""
        self._permit('advertising', 'call')
        self.lan._log_contact('advertising', 'call', when=NOON)
        self.company.pharma_call_daily_max = 0
        self.assertTrue(self._is_allowed('advertising', 'call'))
        with self.assertRaisesRegex(ValidationError, "'Calls a Day'"):
            self.company.pharma_call_daily_max = -1
        with self.assertRaisesRegex(ValidationError, "'Hours of Calls'"):
            self.company.pharma_call_hour_to = 7

    def test_unknown_purpose_or_channel(self):
        """004-30: a misspelt purpose never means 'allowed'."""
        for purpose, channel in (('Care', 'call'), ('care', 'fax'), ('', 'call'), ('care', None)):
            with self.assertRaisesRegex(UserError, 'is unknown; use one of'):
                self.lan.contact_allowed(purpose, channel)

    @users('pharma_user')
    def test_history_keeps_every_change(self):
        """004-73: who changed what, when and from which source; nobody edits or deletes it."""
        lan = self.lan.with_env(self.env)
        with freeze_time('2026-11-20 05:00:00'):
            line = self.env['pharma.contact.permission'].create(
                {'partner_id': lan.id, 'purpose': 'advertising', 'channel': 'sms'}
            )
            line.write({'state': 'accepted', 'source': 'form', 'note': 'Form 17'})
        with freeze_time('2026-11-21 05:00:00'):
            line.write({'state': 'declined', 'source': 'recorded'})
        self.assertEqual(line.date, NOON)
        history = lan.pharma_permission_history_ids.sorted('id')
        self.assertRecordValues(
            history,
            [
                {
                    'state_from': 'not_asked',
                    'state_to': 'accepted',
                    'source': 'form',
                    'note': 'Form 17',
                    'user_id': self.env.uid,
                    'date': fields.Datetime.to_datetime('2026-11-20 05:00:00'),
                },
                {
                    'state_from': 'accepted',
                    'state_to': 'declined',
                    'source': 'recorded',
                    'note': 'Form 17',
                    'user_id': self.env.uid,
                    'date': NOON,
                },
            ],
        )
        with self.assertRaisesRegex(UserError, 'cannot be changed'):
            history[0].sudo().note = 'rewritten'
        with self.assertRaisesRegex(UserError, 'cannot be deleted'):
            history.sudo().unlink()

    def test_deleted_permission_leaves_its_history(self):
        """004-73: deleting a line is a change like any other."""
        self._permit('care', 'call', 'declined').with_user(self.pharma_manager).unlink()
        last = self.lan.pharma_permission_history_ids[0]
        self.assertEqual((last.state_from, last.state_to), ('declined', 'not_asked'))
        self.assertEqual(last.user_id, self.pharma_manager)

    def test_line_keeps_its_customer_purpose_and_channel(self):
        """004-73: a permission is not turned into another one; one line per purpose and channel."""
        line = self._permit('care', 'call')
        with self.assertRaisesRegex(UserError, 'stay as they are'):
            line.purpose = 'advertising'
        line.write({'purpose': 'care', 'note': 'same purpose, fine'})
        with self.assertRaisesRegex(UserError, 'in the future'):
            line.date = '2099-01-01 00:00:00'
        with self.assertRaisesRegex(UserError, "field 'Since'.*1990"):
            line.date = '1900-01-01 00:00:00'
        with (
            self.assertRaises(UniqueViolation),
            mute_logger('odoo.sql_db'),
            self.env.cr.savepoint(),
        ):
            self._permit('care', 'call')

    @users('pharma_user')
    @freeze_time('2026-11-21 05:00:00')
    def test_buttons_check_log_and_open(self):
        """004-06, 004-30: the buttons dial or write, count the contact, or say why not."""
        lan = self.lan.with_env(self.env).with_context(pharma_purpose='care')
        self.assertEqual(lan.action_pharma_call()['params'], {'url': 'tel:+84912345678'})
        self.assertEqual(lan.action_pharma_email()['res_model'], 'mail.compose.message')
        lan.action_pharma_sms()
        logs = self.env['pharma.contact.log'].search([('partner_id', '=', lan.id)])
        self.assertEqual(
            sorted(logs.mapped(lambda log: (log.purpose, log.channel, log.address))),
            [
                ('care', 'call', '+84912345678'),
                ('care', 'email', 'lan@example.com'),
                ('care', 'sms', '+84912345678'),
            ],
        )
        self.assertEqual(logs.user_id, self.env.user)
        with self.assertRaisesRegex(UserError, 'has not accepted'):
            lan.with_context(pharma_purpose='advertising').action_pharma_call()
        lan.phone = False
        with self.assertRaisesRegex(UserError, "field 'Phone'"):
            lan.action_pharma_call()

    @users('pharma_user')
    @freeze_time('2026-11-21 05:00:00')
    def test_grid_on_the_form(self):
        """004-30, 004-73: all purposes and channels at a glance, answered on the form."""
        lan = self.lan.with_env(self.env)
        lan.action_pharma_prepare_permissions()
        lan.action_pharma_prepare_permissions()
        self.assertEqual(len(lan.pharma_permission_ids), 12)
        self.assertFalse(lan.pharma_permission_history_ids, 'nothing was asked yet')
        with Form(lan) as form, form.pharma_permission_ids.edit(0) as line:
            line.state = 'accepted'
        self.assertEqual(lan.pharma_permission_history_ids.state_to, 'accepted')
        zalo = lan.pharma_permission_ids.filtered(
            lambda line: (line.purpose, line.channel) == ('care', 'zalo')
        )
        self.assertEqual(zalo.action_contact()['url'], 'https://zalo.me/84912345678')
