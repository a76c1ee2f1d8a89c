from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestPartnerMerge(CustomersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._create_partner('Lan', phone='0912 345 678')
        cls.double = cls._create_partner('Lan Nguyen', phone='+84912345678')
        cls.third = cls._create_partner('N. T. Lan', phone='0987654321')

    def _merge(self):
        wizard = (
            self.env['base.partner.merge.automatic.wizard']
            .with_user(self.pharma_manager)
            .create(
                {
                    'partner_ids': [Command.set((self.kept + self.double + self.third).ids)],
                    'dst_partner_id': self.kept.id,
                }
            )
        )
        wizard.action_merge()
        self.assertFalse((self.double + self.third).exists())

    def test_numbers_of_all_are_kept_once(self):
        """001-02, 004-34: numbers unite; clashing ones stay once, the main one stays main."""
        self.env['pharma.partner.phone'].create(
            [
                {'partner_id': self.double.id, 'number': '024 3825 1234', 'kind': 'home'},
                {'partner_id': self.third.id, 'number': '02438251234', 'kind': 'work'},
            ]
        )
        self._merge()
        self.assertEqual(
            sorted(self.kept.pharma_phone_ids.mapped(lambda p: (p.number_e164, p.is_main))),
            [('+842438251234', False), ('+84912345678', True), ('+84987654321', False)],
        )
        self.assertEqual(self.kept.phone, '0912 345 678')
        self.assertEqual(self.Partner._search_by_phone('0987654321'), self.kept)

    def test_number_of_the_double_becomes_main(self):
        """001-02: a kept customer without phone takes that of the duplicate."""
        self.kept.phone = False
        self._merge()
        main = self.kept.pharma_phone_ids.filtered('is_main')
        self.assertEqual(len(main), 1)
        self.assertEqual(main.number, self.kept.phone)
        self.assertEqual(len(self.kept.pharma_phone_ids), 2)

    def test_latest_answer_wins_and_history_is_kept(self):
        """004-34, 004-73: of two answers the latest holds, at the same moment the refusal."""
        early, late = '2026-01-01 00:00:00', '2026-06-01 00:00:00'
        Permission = self.env['pharma.contact.permission']
        for partner, channel, state, date in (
            (self.kept, 'call', 'accepted', early),
            (self.double, 'call', 'declined', late),
            (self.kept, 'sms', 'accepted', late),
            (self.double, 'sms', 'declined', early),
            (self.kept, 'zalo', 'accepted', early),
            (self.third, 'zalo', 'declined', early),
            (self.double, 'email', 'accepted', early),
            (self.third, 'email', 'not_asked', late),
        ):
            Permission.create(
                {
                    'partner_id': partner.id,
                    'purpose': 'advertising',
                    'channel': channel,
                    'state': state,
                    'date': date,
                }
            )
        self._merge()
        states = {line.channel: line.state for line in self.kept.pharma_permission_ids}
        self.assertEqual(
            states, {'call': 'declined', 'sms': 'accepted', 'zalo': 'declined', 'email': 'accepted'}
        )
        self.assertEqual(len(self.kept.pharma_permission_ids), 4)
        history = self.kept.pharma_permission_history_ids
        # seven answers, and two changes by the merge
        self.assertEqual(len(history), 9)
        merged = history.filtered(lambda row: row.source == 'merge')
        self.assertEqual(set(merged.mapped('channel')), {'call', 'zalo'})
        self.assertEqual(set(merged.mapped('user_id')), {self.pharma_manager})

    def test_licences_logs_and_orders_move(self):
        """001-02, 001-06, 004-34: nothing of a duplicate is lost."""
        licence = self.env['pharma.licence'].create(
            {
                'partner_id': self.double.id,
                'type_id': self.env.ref('pharma_crm.licence_type_gpp').id,
                'number': 'GPP-1',
            }
        )
        log = self.double._log_contact('care', 'call')
        order = self.env['sale.order'].create({'partner_id': self.third.id})
        self.third.pharma_birthdate = '1980-05-20'
        self._merge()
        for record in (licence, log, order):
            self.assertEqual(record.partner_id, self.kept)
        self.assertTrue(self.kept.pharma_age_range_id)

    def test_customer_data_of_a_double(self):
        """001-02: a prospect merged with a level-2 pharmacy is that pharmacy; region by rule."""
        hanoi = self.env.ref('base.state_vn_VN-HN')
        mekong = self.env.ref('pharma_crm.region_vn_mekong')
        self.double.write({'pharma_customer_type': 'level2', 'pharma_partner_kind': 'pharmacy'})
        self.double.pharma_region_id = mekong
        self.third.state_id = hanoi
        self._merge()
        self.assertRecordValues(
            self.kept,
            [
                {
                    'pharma_customer_type': 'level2',
                    'pharma_partner_kind': 'pharmacy',
                    'pharma_region_id': self.env.ref('pharma_crm.region_vn_red_river').id,
                    'pharma_region_manual': False,
                }
            ],
        )

    def test_rows_follow_the_company_of_the_kept_customer(self):
        """004-34: what came over is readable where the kept customer is."""
        self.double.company_id = self.other_company
        self.env['pharma.contact.permission'].create(
            {'partner_id': self.double.id, 'purpose': 'care', 'channel': 'call'}
        )
        self.assertEqual(self.double.pharma_permission_ids.company_id, self.other_company)
        self.kept.company_id = self.company
        wizard = self.env['base.partner.merge.automatic.wizard']
        wizard._merge((self.kept + self.double).ids, self.kept)
        self.assertEqual(self.kept.pharma_permission_ids.company_id, self.company)
        self.assertEqual(self.kept.pharma_phone_ids.company_id, self.company)

    def test_menu_for_managers(self):
        """001-02: managers find the merge in the customers menu, employees do not."""
        menu = self.env.ref('pharma_crm.pharma_customer_merge_menu')
        visible = self.env['ir.ui.menu'].with_user(self.pharma_manager)._visible_menu_ids()
        self.assertIn(menu.id, visible)
        visible = self.env['ir.ui.menu'].with_user(self.pharma_user)._visible_menu_ids()
        self.assertNotIn(menu.id, visible)

    def test_notes_and_kinds_of_double_numbers_are_kept(self):
        """001-02, 004-34: what was noted about a number survives; what has no place is posted."""
        self.double.pharma_phone_ids.write({'note': 'daughter', 'kind': 'zalo'})
        self.kept.pharma_phone_ids.write({'note': 'evenings', 'kind': 'mobile'})
        self.env['pharma.partner.phone'].create(
            [
                {'partner_id': self.kept.id, 'number': '024 3825 1234', 'kind': 'home'},
                {
                    'partner_id': self.third.id,
                    'number': '02438251234',
                    'kind': 'work',
                    'note': 'ask for Lan',
                },
            ]
        )
        self._merge()
        notes = {line.number_e164: line.note for line in self.kept.pharma_phone_ids}
        self.assertEqual(notes['+84912345678'], 'evenings; daughter')
        self.assertEqual(notes['+842438251234'], 'ask for Lan')
        posted = ' '.join(self.kept.message_ids.mapped('body'))
        self.assertIn('Zalo', posted)
        self.assertIn('Work', posted)

    def test_unreadable_phone_of_a_double_is_posted(self):
        """001-02: a phone text that is no valid number stays readable in the chatter."""
        self.double.phone = '12 ask the guard'
        self._merge()
        self.assertEqual(self.kept.phone, '0912 345 678')
        self.assertIn('12 ask the guard', ' '.join(self.kept.message_ids.mapped('body')))

    def test_wholesale_partner_wins_over_retail(self):
        """001-02, 004-01: a shopper who turns out to be a clinic is a clinic."""
        self.kept.pharma_customer_type = 'retail'
        self.third.write({'pharma_customer_type': 'level2', 'pharma_partner_kind': 'clinic'})
        self._merge()
        self.assertEqual(self.kept.pharma_customer_type, 'level2')
        self.assertEqual(self.kept.pharma_partner_kind, 'clinic')

    def test_odd_number_lines_are_no_doubles_of_each_other(self):
        """001-02, 004-34: lines whose number cannot be read are told apart by their text."""
        lines = self.env['pharma.partner.phone'].create(
            [
                {'partner_id': self.kept.id, 'number': '024 3825 1234'},
                {'partner_id': self.double.id, 'number': '024 3825 9999'},
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE pharma_partner_phone SET number_e164 = NULL WHERE id IN %s", lines._ids)
        )
        self.env.invalidate_all()
        self._merge()
        self.assertEqual(lines.exists(), lines)
        self.assertEqual(lines.partner_id, self.kept)

    def test_same_licence_of_two_doubles_stays_once(self):
        """001-02, 004-17: one entry stays in use, that with the later end; none is deleted."""
        licences = self.env['pharma.licence'].create(
            [
                {
                    'partner_id': partner.id,
                    'type_id': self.env.ref('pharma_crm.licence_type_gpp').id,
                    'number': 'GPP-1',
                    'date_expiry': date_expiry,
                }
                for partner, date_expiry in (
                    (self.kept, '2026-12-31'),
                    (self.double, '2029-12-31'),
                )
            ]
        )
        self._merge()
        self.assertEqual(licences.partner_id, self.kept)
        self.assertEqual(licences.mapped('active'), [False, True])
