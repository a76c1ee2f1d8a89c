from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tests.common import warmup

from odoo.addons.pharma_care.tests.common_work import CareWorkCommon

# 10:00 in Ho Chi Minh City
NOW = datetime(2026, 3, 2, 3, 0)


@tagged('post_install', '-at_install')
class TestCareCard(CareWorkCommon):
    """What care adds to the customer card: supply, cases, what was said (000-10, 004-69)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.today = cls.company._pharma_today()
        cls.metformin = cls._create_medicine('Metformin', pharma_product_kind='medicine')

    def _get_sections(self, user=None, partner=None):
        partner = (partner or self.customer).with_user(user or self.care_user)
        return {section['key']: section for section in partner.get_customer_card()['sections']}

    def _get_texts(self, section):
        if section['kind'] == 'facts':
            return [[item['label'], item['value']] for item in section['items']]
        return [[cell['text'] for cell in item['cells']] for item in section['items']]

    def test_nothing_before_the_first_case(self):
        """000-10: no empty sections."""
        self.assertEqual(set(self._get_sections()), {'who'})

    def test_supply_with_days_left(self):
        """000-10, 004-62: the nearest end first, red when it is over."""
        later = self._create_medicine('Amlodipine')
        # ten tablets of 20 February, one a day, last until 2 March less two: hence over
        order = self._create_order(self.customer, (self.metformin, 8), (later, 30), days_ago=10)
        section = self._get_sections()['supply']
        lines = order.care_case_ids.line_ids.sorted('date_runout')
        self.assertEqual(
            [line.date_runout for line in lines],
            [self.today - timedelta(days=2), self.today + timedelta(days=20)],
        )
        self.assertEqual(
            self._get_texts(section),
            [
                ['Metformin', '02/28/2026', 'over for 2 day(s)'],
                ['Amlodipine', '03/22/2026', '20 day(s)'],
            ],
        )
        self.assertEqual(section['items'][0]['cells'][2]['tone'], 'danger')

    def test_cases_and_entries(self):
        """003-08, 004-69: open cases, what was said by whom, next date, days since."""
        order = self._create_order(self.customer, (self.metformin, 8), days_ago=10)
        case = order.care_case_ids
        facts = dict(self._get_texts(self._get_sections()['care']))
        self.assertEqual(facts, {'Next Care': '02/28/2026'})
        self.assertEqual(self._get_sections()['care']['items'][0]['hint'], 'Overdue')
        with freeze_time('2026-02-27 03:00:00'):
            self._record(case, self.colleague, content='Takes it ' + 'well ' * 60)
        sections = self._get_sections()
        self.assertEqual(
            dict(self._get_texts(sections['care']))['Last Interaction'],
            '3 day(s) ago, 02/27/2026',
        )
        (row,) = self._get_texts(sections['entries'])
        self.assertEqual(row[2:], ['Doing well', self.colleague.name])
        self.assertLessEqual(len(row[1]), 160)
        self.assertTrue(row[1].startswith('Takes it well well'))
        (row,) = self._get_texts(sections['cases'])
        self.assertEqual(row[1:3], ['Metformin', 'In Care'])
        self.assertEqual(sections['cases']['items'][0]['res_id'], case.id)
        case.sudo().write({'state': 'done'})  # sudo: only jobs close by writing
        self.assertNotIn('cases', self._get_sections())

    def test_alert_is_told(self):
        """004-62: nobody has spoken with the customer since the purchase."""
        order = self._create_order(self.customer, (self.metformin, 8), days_ago=10)
        self.assertNotIn('Alert', dict(self._get_texts(self._get_sections()['care'])))
        case_sudo = order.care_case_ids.sudo()  # sudo: to arrange, not to check
        case_sudo.write({'date_alerted': self.today, 'date_alert_runout': case_sudo.date_runout})
        self.assertIn('Alert', dict(self._get_texts(self._get_sections()['care'])))

    def test_strangers_see_nothing_of_care(self):
        """004-39, 000-36: by customer, a colleague without assignment sees no care; an employee
        without the role never does."""
        order = self._create_order(
            self.customer, (self.metformin, 8), days_ago=10, user_id=self.care_user.id
        )
        self._record(order.care_case_ids, self.care_user)
        self.company.care_mode = 'customer'
        order.care_case_ids.write(
            {'visibility_mode': 'customer', 'user_ids': [Command.set(self.care_user.ids)]}
        )
        care = {'care', 'supply', 'cases', 'entries'}
        self.assertLessEqual(care, set(self._get_sections()))
        self.assertEqual(set(self._get_sections(self.colleague)), {'who'})
        self.assertLessEqual(care, set(self._get_sections(self.manager)))
        self.assertLessEqual(care, set(self._get_sections(self.pharmacist)))
        own = self._get_sections(self.colleague)
        self.assertNotIn('medicines', own)

    def test_own_entry_of_a_case_that_is_gone_from_sight(self):
        """004-34: whoever spoke with the customer still reads that, and nothing else."""
        order = self._create_order(
            self.customer, (self.metformin, 8), days_ago=10, user_id=self.care_user.id
        )
        self._record(order.care_case_ids, self.colleague)
        self.company.care_mode = 'customer'
        order.care_case_ids.write(
            {'visibility_mode': 'customer', 'user_ids': [Command.set(self.care_user.ids)]}
        )
        sections = self._get_sections(self.colleague)
        self.assertEqual(set(sections), {'who', 'care', 'entries'})

    def test_card_opens_from_a_case(self):
        """000-10: from worklists and cases, of cases one may read."""
        order = self._create_order(self.customer, (self.metformin, 8), days_ago=10)
        action = order.care_case_ids.with_user(self.care_user).action_pharma_open_card()
        self.assertEqual(action['params']['partner_id'], self.customer.id)
        self.assertEqual(action['params']['card']['id'], self.customer.id)

    def test_attempts_are_no_interaction(self):
        """004-56, 004-63: whom nobody reached, nobody has spoken with."""
        case = self._create_order(self.customer, (self.metformin, 8), days_ago=10).care_case_ids
        no_answer = self.env.ref('pharma_care.response_type_no_answer')
        self._record(case, self.care_user, response_type_id=no_answer.id)
        sections = self._get_sections()
        self.assertIn('entries', sections)
        self.assertNotIn('Last Interaction', dict(self._get_texts(sections['care'])))

    def _create_adherence(self, key, **vals):
        return self.env['pharma.adherence'].create(
            {
                'company_id': self.company.id,
                'partner_id': self.customer.id,
                'therapeutic_group_id': self.env.ref(f'pharma_crm.therapeutic_group_{key}').id,
                'window': '365',
                **vals,
            }
        )

    def test_adherence_worst_group_first(self):
        """000-13: of the year; what cannot be told yet comes last, and without a figure."""
        self._create_adherence('pain', status='too_short', pdc=30, current_gap=100)
        self._create_adherence('diabetes', status='adherent', pdc=91.9)
        self._create_adherence('hypertension', status='not_adherent', pdc=40, current_gap=12)
        self._create_adherence('diabetes', status='not_adherent', pdc=10, window='180')
        section = self._get_sections()['adherence']
        self.assertEqual(
            section['columns'],
            ['Therapeutic Group', 'Covered (%)', 'Now Without (days)', 'Status'],
        )
        self.assertEqual(
            [row[1:] for row in self._get_texts(section)],
            [
                ['40', '12', 'Not Adherent'],
                ['91', '', 'Adherent'],
                ['', '', 'Too Short to Tell'],
            ],
        )
        self.assertEqual(section['items'][0]['cells'][3]['tone'], 'danger')

    def test_adherence_follows_the_care_mode(self):
        """004-39, 000-36: by customer, colleagues without a case of the group do not see it."""
        self._create_adherence('diabetes', status='adherent', pdc=91)
        self.assertIn('adherence', self._get_sections(self.colleague))
        self.company.care_mode = 'customer'
        self.env.invalidate_all()
        self.assertNotIn('adherence', self._get_sections(self.colleague))
        self.assertIn('adherence', self._get_sections(self.manager))
        self.assertIn('adherence', self._get_sections(self.pharmacist))

    def _fill(self, partner):
        """Give a customer everything that the card asks for."""
        partner.write(
            {
                'phone': '0389 471 562',
                'email': 'lan@example.com',
                'user_id': self.care_user.id,
                'pharma_region_id': self.env.ref('pharma_crm.region_vn_red_river').id,
                'pharma_preferred_product_ids': self.metformin.product_tmpl_id.ids,
            }
        )
        medicines = [self._create_medicine(f'Medicine {n}') for n in range(6)]
        channel = self.env['pharma.sales.channel'].search([], limit=1)
        for number in range(12):
            order = self._create_order(partner, (medicines[number % 6], 40 + number), days_ago=30)
            order.pharma_channel_id = channel
        self.assertTrue(order.care_case_ids)
        for case in partner.care_open_case_ids:
            self._record(case, self.colleague)
        self.env['pharma.contact.permission'].create(
            {'partner_id': partner.id, 'purpose': 'care', 'state': 'accepted'}
        )
        script = self.env.ref('pharma_crm.contact_script_treatment')
        question = script.line_ids.filtered(lambda line: line.answer_type == 'yes_no')[0]
        script.with_user(self.care_user)._record_answers(
            {question.id: self.env.ref('pharma_crm.contact_choice_yes').id}, partner_id=partner.id
        )
        self.env['pharma.customer.figure'].create(
            {
                'company_id': self.company.id,
                'partner_id': partner.id,
                'date_first': self.today,
                'date_last': self.today,
                'segment': 'new',
            }
        )
        for key in ('diabetes', 'pain'):
            self._create_adherence(key, status='adherent', pdc=90, partner_id=partner.id)

    def _measure(self, partner, limit):
        # the web client always sends these two
        partner = partner.with_user(self.care_user).with_context(
            lang='en_US', tz='Asia/Ho_Chi_Minh'
        )
        # what the server keeps from request to request is there, and no record is
        self.env.flush_all()
        self.env.invalidate_all()
        partner.get_customer_card()
        self.env.invalidate_all()
        # the call centre adds tickets and the last follow-up, deliveries what the customer waits
        # for, with a query each
        modules = self.env.registry._init_modules
        more = 2 * ('pharma_callcenter' in modules) + ('pharma_delivery' in modules)
        with self.assertQueryCount(limit + more):
            return partner.get_customer_card()

    @warmup
    def test_card_in_few_queries(self):
        """000-10: the whole card in 25 queries, with many orders, cases and cares."""
        self._fill(self.customer)
        card = self._measure(self.customer, 23)
        keys = {section['key'] for section in card['sections']}
        expected = {'who', 'permissions', 'figures', 'orders', 'medicines', 'answers', 'care'}
        self.assertEqual(keys, expected | {'supply', 'adherence', 'cases', 'entries'})

    @warmup
    def test_card_of_a_partner_in_few_queries(self):
        """000-10, 004-17: two more for licences and the people of a partner."""
        partner = self._create_customer('Pharmacy', is_company=True, pharma_customer_type='level2')
        self._create_customer('Buyer', parent_id=partner.id)
        self._fill(partner)
        self.env['pharma.licence'].create(
            {
                'partner_id': partner.id,
                'type_id': self.env.ref('pharma_crm.licence_type_gpp').id,
                'number': 'GPP-1',
            }
        )
        card = self._measure(partner, 25)
        keys = {section['key'] for section in card['sections']}
        self.assertLessEqual({'licences', 'orders', 'care', 'adherence'}, keys)
