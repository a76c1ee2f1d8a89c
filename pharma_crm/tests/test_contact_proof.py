from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged, users

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

NOON = fields.Datetime.to_datetime('2026-11-21 05:00:00')  # UTC: 12:00 in Ho Chi Minh City


@tagged('post_install', '-at_install')
class TestContactProof(CustomersCommon):
    """What proves a permission stays, and what somebody declined holds for his numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner(phone='0912 345 678', email='lan@example.com')
        cls.creator = new_test_user(
            cls.env,
            login='contact_creator',
            groups='base.group_user,base.group_partner_manager',
        )

    def _permit(self, partner, channel, state, **vals):
        return self.env['pharma.contact.permission'].create(
            {
                'partner_id': partner.id,
                'purpose': 'advertising',
                'channel': channel,
                'state': state,
                **vals,
            }
        )

    def test_customer_with_permission_history_is_not_deleted(self):
        """004-73: proof of consent outlives the wish to delete; archiving is the way out."""
        self._permit(self.lan, 'sms', 'accepted').unlink()
        with self.assertRaisesRegex(UserError, 'Nguyen Thi Lan.*Archive the customer'):
            self.lan.with_user(self.creator).unlink()
        self.lan.with_user(self.creator).action_archive()
        self.assertEqual(len(self.lan.pharma_permission_history_ids), 2)

    def test_contacted_customer_is_not_deleted(self):
        """004-30, 004-73: who was contacted stays, for the limits and as proof."""
        self.lan._log_contact('care', 'call')
        with self.assertRaisesRegex(UserError, 'Archive the customer'):
            self.lan.with_user(self.creator).unlink()

    def test_customer_without_history_is_deleted(self):
        """004-34: a contact entered by mistake may go, with its numbers."""
        self.lan.with_user(self.creator).unlink()
        self.assertFalse(self.lan.exists())
        self.assertFalse(self.Partner._search_by_phone('0912345678'))

    def test_same_answer_again_changes_nothing(self):
        """004-73: writing what is already there makes no history and no newer date."""
        with freeze_time('2026-11-20 05:00:00'):
            line = self._permit(self.lan, 'sms', 'declined', source='form', note='Form 17')
            other = self._permit(self.lan, 'call', 'accepted')
        first = fields.Datetime.to_datetime('2026-11-20 05:00:00')
        with freeze_time(NOON):
            line.state = 'declined'
            line.write({'state': 'declined', 'source': 'form', 'note': 'Form 17', 'date': first})
            self.assertEqual(line.date, first)
            self.assertEqual(len(self.lan.pharma_permission_history_ids), 2)
            (line + other).write({'state': 'declined'})
        self.assertEqual((line + other).mapped('date'), [first, NOON])
        self.assertEqual(
            self.lan.pharma_permission_history_ids.sorted('id').mapped('state_to'),
            ['declined', 'accepted', 'declined'],
        )
        line.note = 'Form 18'
        self.assertEqual(len(self.lan.pharma_permission_history_ids), 4)

    def test_decline_counts_for_the_number(self):
        """004-30, 004-73: who declined advertising is not reached by somebody else's record."""
        husband = self._create_partner('Husband', phone='+84 912 345 678', email='LAN@example.com')
        stranger = self._create_partner('Stranger', phone='0987 654 321', email='s@example.com')
        everybody = husband + stranger
        for channel in ('call', 'sms', 'zalo', 'email'):
            for partner in everybody:
                self._permit(partner, channel, 'accepted')
            check = everybody._contact_allowed_batch('advertising', channel, NOON)
            self.assertTrue(check[husband.id][0], channel)
            declined = self._permit(self.lan, channel, 'declined')
            check = everybody._contact_allowed_batch('advertising', channel, NOON)
            self.assertFalse(check[husband.id][0], channel)
            self.assertIn('Husband shares', check[husband.id][1])
            self.assertNotIn('Nguyen', check[husband.id][1])
            self.assertTrue(check[stranger.id][0], channel)
            self.assertTrue(husband.contact_allowed('care', channel, NOON)[0])
            self.lan.active = False
            self.assertFalse(husband.contact_allowed('advertising', channel, NOON)[0], channel)
            self.lan.active = True
            declined.state = 'not_asked'
            self.assertTrue(husband.contact_allowed('advertising', channel, NOON)[0], channel)

    @users('plain_user')
    def test_reason_hides_numbers_from_others(self):
        """004-73: the reason names a number only to those who may read the list of numbers."""
        self.env['pharma.partner.phone'].sudo().create(
            {'partner_id': self.lan.id, 'number': '0987654321'}
        )
        self.env['phone.blacklist'].sudo().create({'number': '+84987654321'})
        for user, shown in ((self.env.user, False), (self.pharma_user, True)):
            allowed, reason = self.lan.with_user(user).contact_allowed('care', 'call', NOON)
            self.assertFalse(allowed)
            self.assertIn('do-not-contact list', reason)
            self.assertEqual('987654321' in reason, shown)

    def test_unreadable_time_is_refused_with_its_format(self):
        """004-30: a time that cannot be read is answered by how to write it."""
        for when in ('tomorrow', '21/11/2026', 5):
            with self.subTest(when=when), self.assertRaisesRegex(UserError, 'YYYY-MM-DD HH:MM:SS'):
                self.lan.contact_allowed('care', 'call', when)

    @users('pharma_user')
    def test_log_is_not_written_by_hand(self):
        """004-30: a contact is logged by the buttons, now and for who presses them."""
        vals = {'partner_id': self.lan.id, 'purpose': 'care', 'channel': 'call'}
        Log = self.env['pharma.contact.log']
        with self.assertRaises(AccessError):
            Log.create({**vals, 'user_id': self.pharma_manager.id, 'date': '2030-01-01'})
        lan = self.lan.with_env(self.env).with_context(
            pharma_purpose='care',
            default_user_id=self.pharma_manager.id,
            default_date='2030-01-01',
        )
        with freeze_time(NOON):
            lan.action_pharma_call()
        log = Log.search([('partner_id', '=', lan.id)])
        self.assertRecordValues(log, [{'user_id': self.env.uid, 'date': NOON}])
        with self.assertRaises(AccessError):
            log.date = '2030-01-01'

    @users('portal_user')
    def test_portal_user_logs_nothing(self):
        """004-30: a customer cannot use up the limits through his own record."""
        with self.assertRaises(AccessError):
            self.env['res.partner'].browse(self.env.user.partner_id.id)._log_contact('care', 'call')
