from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

E164 = '+84912345678'
# what people type, dial or read from a display; each is the number above
WRITINGS = (
    '0912 345 678',
    '0912345678',
    '0912.345.678',
    '(0912) 345-678',
    '+84912345678',
    '+84 912 345 678',
    '+84 (0) 912 345 678',
    '84-912-345-678',
    '84912345678',
    '0084912345678',
    '00 84 912 345 678',
    'tel:+84912345678',
    '\uff10\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18',
)


@tagged('post_install', '-at_install')
class TestPartnerPhone(CustomersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lan = cls._create_partner(phone='0912 345 678')

    def test_each_writing_finds_the_customer(self):
        """001-04, 000-27: a caller is found by any writing of the number."""
        for writing in WRITINGS:
            with self.subTest(writing=writing):
                self.assertEqual(self.Partner._search_by_phone(writing), self.lan)
                found = [row[0] for row in self.Partner.name_search(writing)]
                self.assertEqual(found, self.lan.ids)

    def test_a_known_number_is_told_while_typing(self):
        """001-02: whoever enters a customer a second time sees who has the number."""
        employee = new_test_user(
            self.env, login='phone_counter', groups='pharma_crm.group_pharma_user'
        )
        form = Form(self.Partner.with_user(employee))
        form.name = 'Tran Thi Doi'
        form.phone = '0912 345 679'
        self.assertFalse(form.pharma_phone_notice)
        form.phone = '0084 912 345 678'
        self.assertIn(self.lan.name, form.pharma_phone_notice)
        form.save()

    def test_each_writing_is_stored_alike(self):
        """001-02: whatever way a number is entered, it is stored in one writing."""
        for writing in WRITINGS:
            with self.subTest(writing=writing):
                partner = self._create_partner(phone=writing)
                self.assertEqual(partner.pharma_phone_ids.mapped('number_e164'), [E164])
                self.assertEqual(partner.phone, writing, 'what was typed stays')

    def test_national_writing_of_another_country(self):
        """001-04: a national number is read in the country that is named."""
        wang = self._create_partner('Wang Fang', country_id=self.china.id, phone='138 1234 5678')
        self.assertEqual(wang.pharma_phone_ids.number_e164, '+8613812345678')
        self.assertEqual(self.Partner._search_by_phone('13812345678', self.china), wang)
        self.assertEqual(self.Partner._search_by_phone('+86 138-1234-5678'), wang)
        self.assertEqual(self.Partner._search_by_phone('0086 138 1234 5678'), wang)

    def test_text_finds_nothing_by_number(self):
        """001-04: names, short codes and nonsense are no numbers."""
        for text in ('', False, '115', '12', 'Lan 0912345678', '1' * 25, '+', '--'):
            with self.subTest(text=text):
                self.assertFalse(self.Partner._search_by_phone(text))

    @users('pharma_user')
    def test_search_box_finds_by_number(self):
        """001-04: the fields of the search views find by any writing, too."""
        Partner = self.env['res.partner']
        for name in ('pharma_phone_search', 'display_name'):
            found = Partner.search([(name, 'ilike', '84-912-345-678')])
            self.assertEqual(found, self.lan, name)
        self.assertEqual(Partner.search([('pharma_phone_search', 'ilike', '2 345 6')]), self.lan)

    def test_search_by_name_still_works(self):
        """001-04: names, codes and e-mail addresses are found as before."""
        self.lan.write({'ref': '0312345678', 'email': 'lan@example.com'})
        for text in ('Nguyen Thi', '0312345678', 'lan@example'):
            self.assertIn(self.lan.id, [row[0] for row in self.Partner.name_search(text)], text)

    @users('pharma_user')
    def test_several_numbers_and_shared_numbers(self):
        """000-27, 001-04: several numbers per customer, several people per number."""
        lan = self.lan.with_env(self.env)
        with Form(lan) as form, form.pharma_phone_ids.new() as line:
            line.number = '024 3825 1234'
            line.kind = 'home'
        self.assertRecordValues(
            lan.pharma_phone_ids,
            [
                {'number_e164': E164, 'is_main': True, 'kind': 'mobile', 'is_shared': False},
                {
                    'number_e164': '+842438251234',
                    'is_main': False,
                    'kind': 'home',
                    'is_shared': False,
                },
            ],
        )
        son = self.env['res.partner'].create(
            {'name': 'Son', 'country_id': self.vietnam.id, 'phone': '(024) 3825-1234'}
        )
        self.assertEqual(self.env['res.partner']._search_by_phone('02438251234'), lan + son)
        self.assertTrue(son.pharma_phone_ids.is_shared)
        shared = self.env['pharma.partner.phone'].search([('is_shared', '=', True)])
        self.assertEqual(shared.partner_id, lan + son)
        self.assertNotIn(
            lan.pharma_phone_ids[0] in shared, [True], 'a number of one customer is not shared'
        )

    def test_main_line_follows_the_phone(self):
        """001-04, 000-34: correcting the phone corrects the list of numbers."""
        line = self.lan.pharma_phone_ids
        line.write({'kind': 'zalo', 'note': 'daughter'})
        self.lan.phone = '+84 912-345-678'
        self.assertEqual(self.lan.pharma_phone_ids, line, 'another writing of the same number')
        self.lan.phone = '0987 654 321'
        self._assert_numbers(
            self.lan,
            [('+84987654321', True, 'mobile', False), (E164, False, 'zalo', 'daughter')],
        )
        self.assertEqual(self.Partner._search_by_phone('0912345678'), self.lan)

    def _assert_numbers(self, partner, expected):
        partner.invalidate_recordset(['pharma_phone_ids'])
        lines = partner.pharma_phone_ids
        self.assertEqual(
            [(line.number_e164, line.is_main, line.kind, line.note) for line in lines], expected
        )

    def test_cleared_phone_keeps_the_number(self):
        """001-02, 001-04: a cleared or unreadable phone loses no number, and no line is main."""
        for phone in (False, 'ask the neighbour'):
            with self.subTest(phone=phone):
                partner = self._create_partner(phone='0912 345 678')
                partner.phone = phone
                self._assert_numbers(partner, [(E164, False, 'mobile', False)])
                partner.phone = '0912345678'
                self._assert_numbers(partner, [(E164, True, 'mobile', False)])

    def test_import_keeps_the_former_number(self):
        """001-02, 000-34: a list with newer numbers adds them, the former stay."""
        self.lan.pharma_phone_ids.note = 'daughter'
        result = self.Partner.load(['.id', 'phone'], [[str(self.lan.id), '0987 654 321']])
        self.assertFalse(result['messages'])
        self._assert_numbers(
            self.lan,
            [('+84987654321', True, 'mobile', False), (E164, False, 'mobile', 'daughter')],
        )

    def test_phone_taken_from_the_other_numbers(self):
        """001-04: a number that is known already becomes the main one instead of a second line."""
        second = self.env['pharma.partner.phone'].create(
            {'partner_id': self.lan.id, 'number': '0987654321', 'kind': 'zalo'}
        )
        self.lan.phone = '+84 987 654 321'
        self.assertEqual(self.lan.pharma_phone_ids.filtered('is_main'), second)
        self.assertEqual(len(self.lan.pharma_phone_ids), 2)
        self.assertEqual(second.kind, 'zalo')

    def test_first_line_fills_the_phone(self):
        """000-27: the first number of a customer without phone is his phone."""
        partner = self._create_partner('No Phone')
        line = self.env['pharma.partner.phone'].create(
            {'partner_id': partner.id, 'number': '0987654321'}
        )
        self.assertEqual(partner.phone, '0987654321')
        self.assertTrue(line.is_main)
        line.number = '0987654322'
        self.assertEqual(partner.phone, '0987654322')
        with self.assertRaisesRegex(UserError, 'main number'):
            line.unlink()

    def test_country_change_reads_the_number_anew(self):
        """001-04: the national writing follows the customer's country."""
        partner = self._create_partner('Mover', phone='138 1234 5678')
        self.assertTrue(partner.pharma_phone_invalid)
        self.assertFalse(partner.pharma_phone_ids)
        partner.country_id = self.china
        self.assertFalse(partner.pharma_phone_invalid)
        self.assertEqual(partner.pharma_phone_ids.number_e164, '+8613812345678')

    def test_country_change_loses_no_number(self):
        """001-02, 001-04: numbers that the new country cannot read stay what they were."""
        self.env['pharma.partner.phone'].create(
            {'partner_id': self.lan.id, 'number': '0987654321', 'note': 'son'}
        )
        self.lan.country_id = self.env.ref('base.us')
        numbers = [(E164, True, 'mobile', False), ('+84987654321', False, 'mobile', 'son')]
        self._assert_numbers(self.lan, numbers)
        self.assertEqual(self.lan._pharma_contact_address('call'), E164)
        self.lan.country_id = self.vietnam
        self._assert_numbers(self.lan, numbers)
        second = self.lan.pharma_phone_ids[1]
        with self.assertRaisesRegex(ValidationError, 'not a valid'):
            second.number = '4321'

    def test_unreadable_phone_is_kept_and_flagged(self):
        """000-34: what was typed is never lost, and can be found to be corrected."""
        partner = self._create_partner('Odd', phone='ask the neighbour')
        self.assertEqual(partner.phone, 'ask the neighbour')
        self.assertTrue(partner.pharma_phone_invalid)
        flagged = self.Partner.search([('pharma_phone_invalid', '=', True)])
        self.assertIn(partner, flagged)
        self.assertNotIn(self.lan, flagged)

    def test_broken_line_names_record_field_and_way_out(self):
        """000-34: a broken number in the list is refused with a message that helps."""
        with self.assertRaisesRegex(ValidationError, "Nguyen Thi Lan.*'Number'.*\\+84 912 345 678"):
            self.env['pharma.partner.phone'].create({'partner_id': self.lan.id, 'number': '12'})

    def test_same_number_twice_is_refused(self):
        """001-02: one customer has a number once, in whatever writing."""
        with (
            self.assertRaises(UniqueViolation),
            mute_logger('odoo.sql_db'),
            self.env.cr.savepoint(),
        ):
            self.env['pharma.partner.phone'].create(
                {'partner_id': self.lan.id, 'number': '+84 912 345 678'}
            )

    @users('pharma_user')
    def test_main_is_not_set_by_hand(self):
        """001-04: which number is main follows from the phone, whatever a client sends."""
        Phone = self.env['pharma.partner.phone'].with_context(pharma_skip_phone_sync=True)
        main = self.lan.with_env(Phone.env).pharma_phone_ids
        line = Phone.with_context(default_is_main=True).create(
            {'partner_id': self.lan.id, 'number': '0987654321', 'is_main': True}
        )
        self.assertFalse(line.is_main)
        line.is_main = True
        line.invalidate_recordset()
        self.assertFalse(line.is_main)
        main.write({'is_main': False, 'partner_id': self.lan.id})
        self.assertTrue(main.is_main)
        with self.assertRaisesRegex(UserError, "Nguyen Thi Lan.*'Customer'"):
            main.partner_id = self._create_partner('Other').id

    @users('pharma_user')
    def test_mistyped_number_is_removed(self):
        """000-34, 001-04: an employee removes a number, but the main one by the phone field."""
        lan = self.lan.with_env(self.env)
        line = self.env['pharma.partner.phone'].create(
            {'partner_id': lan.id, 'number': '0987654321'}
        )
        main = lan.pharma_phone_ids - line
        line.unlink()
        self.assertEqual(lan.pharma_phone_ids, main)
        with self.assertRaisesRegex(UserError, 'main number'):
            main.with_context(pharma_skip_phone_sync=True).unlink()

    def test_number_with_remark_and_two_numbers(self):
        """001-04: a pasted cell finds its customers: a remark in brackets, several numbers."""
        son = self._create_partner('Son', phone='0987 654 321')
        both = self.lan + son
        for text, found in (
            ('0912345678 (me)', self.lan),
            ('(024) 3825 1234 (office)', self.Partner),
            ('0912 345 678 / 0987 654 321', both),
            ('0912345678; +84987654321 (son)', both),
            ('0912345678 0987654321', both),
            ('0912345678,', self.lan),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.Partner._search_by_phone(text), found)
        self.assertIn(self.lan.id, [row[0] for row in self.Partner.name_search('0912345678 (me)')])

    def test_archived_duplicate_is_not_sharing(self):
        """001-04: a number is shared only by customers who are still there."""
        double = self._create_partner('Double', phone='0912345678')
        self.assertTrue(self.lan.pharma_phone_ids.is_shared)
        double.active = False
        self.env.invalidate_all()
        self.assertFalse(self.lan.pharma_phone_ids.is_shared)
        shared = self.env['pharma.partner.phone'].search([('is_shared', '=', True)])
        self.assertNotIn(self.lan.pharma_phone_ids, shared)
