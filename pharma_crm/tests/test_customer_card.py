from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged, users

from odoo.addons.pharma_crm.models.pharma_contact_permission import CHANNELS, PURPOSES
from odoo.addons.pharma_crm.tests.common_card import CardCommon

# 10:00 in Ho Chi Minh City
NOW = datetime(2026, 3, 2, 3, 0)


@tagged('post_install', '-at_install')
class TestCustomerCard(CardCommon):
    """One screen before and during a contact: only what is known, and only what one may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))

    @users('pharma_user')
    def test_card_of_nobody_known_is_short(self):
        """000-10: what is not known takes no place on the card."""
        partner = self._create_partner('Stranger')
        card = partner.with_env(self.env).get_customer_card()
        self.assertEqual(card['name'], 'Stranger')
        self.assertEqual([section['key'] for section in card['sections']], ['who'])
        self.assertEqual(card['buttons'], [])
        for section in card['sections']:
            self.assertTrue(section['items'])

    def test_who_the_customer_is(self):
        """004-07, 004-69: age, gender, group, numbers, preferences and address."""
        region = self.env['pharma.region'].create({'name': 'Delta'})
        partner = self._create_partner(
            'Nguyễn Thị Lan',
            phone='0389 471 562',
            pharma_birthdate='1960-03-01',
            pharma_gender='female',
            pharma_customer_type='retail',
            pharma_preferred_channel='zalo',
            street='12 Hàng Bài',
            city='Hà Nội',
            user_id=self.pharma_user.id,
            pharma_preferred_product_ids=self.medicine.product_tmpl_id.ids,
        )
        partner.pharma_region_id = region
        self.env['pharma.partner.phone'].create(
            {'partner_id': partner.id, 'number': '024 3825 1234', 'kind': 'home'}
        )
        facts = dict(self._get_texts(self._get_sections(partner)['who']))
        self.assertEqual(facts['Born'], '03/01/1960, 66 years')
        self.assertEqual(facts['Gender'], 'Female')
        self.assertEqual(facts['Customer Type'], 'Retail')
        self.assertEqual(facts['Preferred Channel'], 'Zalo')
        self.assertEqual(facts['Address'], '12 Hàng Bài, Hà Nội')
        self.assertEqual(facts['Phone (Mobile)'], '0389 471 562')
        self.assertEqual(facts['Phone (Home)'], '024 3825 1234')
        self.assertEqual(facts['Region'], 'Delta')
        self.assertEqual(facts['Preferred Medicines'], 'Metformin 500 mg')
        card = partner.with_user(self.pharma_user).get_customer_card()
        self.assertEqual([button['name'] for button in card['buttons']], ['call', 'sms'])

    def test_birthday_is_pointed_at(self):
        """004-07: today and the week before; 29 February is congratulated on 1 March."""
        for born, expected in (
            ('1980-03-02', 'Birthday today'),
            ('1980-03-09', 'Birthday in 7 day(s)'),
            ('1980-03-10', None),
            ('1980-03-01', None),
        ):
            partner = self._create_partner(pharma_birthdate=born)
            fact = self._get_sections(partner)['who']['items'][0]
            with self.subTest(born=born):
                self.assertEqual(fact.get('hint'), expected)
                self.assertEqual(fact.get('tone'), 'warning' if expected else None)
        partner.pharma_birthdate = '1980-02-29'
        today = fields.Date.to_date('2026-02-27')
        self.assertEqual(partner._pharma_days_to_birthday(today), 2)
        self.assertEqual(partner._pharma_days_to_birthday(fields.Date.to_date('2028-02-27')), 2)
        self.assertEqual(partner._pharma_days_to_birthday(fields.Date.to_date('2026-03-02')), 364)

    def test_permissions_are_those_of_the_buttons(self):
        """004-30: the card answers as the buttons do, for each purpose and channel."""
        partner = self._create_partner(phone='0389 471 562', email='lan@example.com')
        family = self._create_partner('Mother', phone='0389 471 562')
        Permission = self.env['pharma.contact.permission']

        def check(title):
            overview = partner.with_user(self.pharma_user)._contact_overview()
            self.assertEqual(len(overview), len(PURPOSES) * len(CHANNELS))
            for (purpose, channel), answer in overview.items():
                with self.subTest(title, purpose=purpose, channel=channel):
                    expected = partner.with_user(self.pharma_user).contact_allowed(purpose, channel)
                    self.assertEqual(answer, expected)
            return overview

        check("nothing asked")
        Permission.create(
            [
                {'partner_id': partner.id, 'purpose': purpose, 'channel': channel, 'state': state}
                for purpose, channel, state in (
                    ('care', 'call', 'declined'),
                    ('advertising', 'sms', 'accepted'),
                    ('advertising', 'email', 'accepted'),
                    ('advertising', 'call', 'accepted'),
                )
            ]
        )
        self.assertTrue(check("answered")['advertising', 'sms'][0])
        partner._log_contact('advertising', 'call', address='+84389471562')
        self.assertFalse(check("called today")['advertising', 'call'][0])
        Permission.create(
            {
                'partner_id': family.id,
                'purpose': 'advertising',
                'channel': 'sms',
                'state': 'declined',
            }
        )
        self.assertFalse(check("declined by the family")['advertising', 'sms'][0])
        self.env['phone.blacklist'].create({'number': '+84389471562'})
        self.env['mail.blacklist'].create({'email': 'lan@example.com'})
        self.assertFalse(check("blocked")['survey', 'email'][0])
        section = self._get_sections(partner)['permissions']
        self.assertEqual(len(section['notes']), len(set(section['notes'])))
        self.assertEqual(section['columns'], ['', 'Call', 'SMS', 'E-mail', 'Zalo'])
        self.assertEqual(section['items'][0]['cells'][1]['tone'], 'danger')
        self.assertIn('declined to be contacted', section['items'][0]['cells'][1]['hint'])

    def test_last_orders_and_medicines(self):
        """003-08, 000-10: the last orders first, and each medicine with its last purchase."""
        partner = self._create_partner(pharma_customer_type='retail')
        other = self.env['product.product'].create({'name': 'Aspirin'})
        fee = self.env['product.product'].create({'name': 'Delivery', 'type': 'service'})
        for days in range(1, 8):
            self._create_order(
                partner, self.medicine, fee, *([other] if days > 6 else []), days_ago=days
            )
        quotation = self._create_order(partner, other, days_ago=0, pharma_is_past_order=False)
        sections = self._get_sections(partner)
        orders = self._get_texts(sections['orders'])
        self.assertEqual(len(orders), 5)
        self.assertEqual(orders[0][0], quotation.name)
        self.assertEqual([row[1] for row in orders[:3]], ['03/02/2026', '03/01/2026', '02/28/2026'])
        self.assertEqual(orders[1][3], 'Sales Order')
        self.assertEqual(sections['orders']['items'][0]['res_id'], quotation.id)
        self.assertEqual(
            self._get_texts(sections['medicines']),
            [
                ['Metformin 500 mg', '2', '03/01/2026'],
                ['Aspirin', '2', '02/23/2026'],
            ],
        )
        self.pharma_user.group_ids += self.env.ref('uom.group_uom')
        medicines = self._get_sections(partner)['medicines']
        self.assertEqual(self._get_texts(medicines)[0][1], '2 Units')
        action = partner.with_user(self.pharma_user).action_pharma_card_orders()
        self.assertEqual(self.env['sale.order'].search_count(action['domain']), 8)

    def test_orders_of_a_company_are_those_of_its_people(self):
        """003-08: what the pharmacy's buyer ordered stands on the pharmacy's card."""
        pharmacy = self._create_partner('Pharmacy', is_company=True)
        buyer = self._create_partner('Buyer', parent_id=pharmacy.id)
        order = self._create_order(buyer)
        for partner in (pharmacy, buyer):
            self.assertEqual(self._get_sections(partner)['orders']['items'][0]['res_id'], order.id)
        buyer.active = False
        self.assertEqual(self._get_sections(pharmacy)['orders']['items'][0]['res_id'], order.id)

    def test_licences_of_wholesale_partners(self):
        """004-17: what has ended is red, and what is missing is said."""
        partner = self._create_partner(pharma_customer_type='level2', is_company=True)
        section = self._get_sections(partner)['licences']
        self.assertEqual(section['kind'], 'notices')
        self.env['pharma.licence'].create(
            {
                'partner_id': partner.id,
                'type_id': self.env.ref('pharma_crm.licence_type_gpp').id,
                'number': 'GPP-1',
                'date_expiry': '2026-03-01',
            }
        )
        section = self._get_sections(partner)['licences']
        self.assertEqual(self._get_texts(section)[0][1:], ['GPP-1', '03/01/2026', 'Expired'])
        self.assertEqual(section['items'][0]['cells'][3]['tone'], 'danger')
        partner.pharma_customer_type = 'retail'
        partner.is_company = False
        self.assertNotIn('licences', self._get_sections(partner))

    def test_strangers_see_nothing(self):
        """000-36: no card without the role, of other companies, nor orders of other teams."""
        partner = self._create_partner(company_id=self.company.id)
        colleague = new_test_user(self.env, 'card_colleague', groups='pharma_crm.group_pharma_user')
        self._create_order(partner, user_id=self.pharma_manager.id)
        sections = self._get_sections(partner, colleague)
        self.assertNotIn('orders', sections)
        self.assertNotIn('medicines', sections)
        self.assertIn('orders', self._get_sections(partner, self.pharma_manager))
        for login in ('plain_user', 'portal_user', 'other_user'):
            with self.subTest(login=login), self.assertRaises(AccessError):
                partner.with_user(self.users_by_login[login]).get_customer_card()

    def test_a_module_adds_a_section(self):
        """000-10: other modules extend the hook, and their sections stand in their place."""
        partner = self._create_partner(phone='0389 471 562')
        class_ = self.env.registry['res.partner']
        original = class_._get_customer_card_sections

        def with_complaints(records):
            return original(records) + records._prepare_card_section(
                'complaints',
                "Open Complaints",
                'notices',
                15,
                [{'text': f'{records.name} waits', 'tone': 'danger'}],
            )

        with patch.object(class_, '_get_customer_card_sections', with_complaints):
            card = partner.with_user(self.pharma_user).get_customer_card()
        keys = [section['key'] for section in card['sections']]
        self.assertEqual(keys, ['who', 'complaints', 'permissions'])
        self.assertEqual(self._get_texts(card['sections'][1]), [['Nguyen Thi Lan waits']])

    def test_card_opens_in_a_dialog(self):
        """000-10: the buttons of form and lists open one client action."""
        action = self._create_partner().with_user(self.pharma_user).action_pharma_open_card()
        self.assertEqual((action['tag'], action['target']), ('pharma_customer_card', 'new'))
        # it comes along, and need not be asked for
        self.assertEqual(action['params']['card']['sections'][0]['key'], 'who')
        views = self.env['res.partner'].with_user(self.pharma_user)
        for xml_id, mode in (
            ('base.view_partner_form', 'form'),
            ('pharma_crm.pharma_customer_view_list', 'list'),
        ):
            arch = views.get_view(self.env.ref(xml_id).id, mode)['arch']
            self.assertIn('action_pharma_open_card', arch)
