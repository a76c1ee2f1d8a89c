from datetime import datetime

from odoo.tests import freeze_time, tagged
from odoo.tests.common import warmup

from odoo.addons.pharma_crm.tests.common_card import CardCommon

# 01:00 on 3 March in Ho Chi Minh City
NOW = datetime(2026, 3, 2, 18, 0)


@tagged('post_install', '-at_install')
class TestCustomerCardFigures(CardCommon):
    """Segment, value class and expected purchase on the card, and what the whole card costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.partner = cls._create_partner(phone='0389 471 562', email='lan@example.com')

    def _create_figure(self, company=None, **vals):
        return self.env['pharma.customer.figure'].create(
            {
                'company_id': (company or self.company).id,
                'partner_id': self.partner.id,
                'date_first': '2025-01-01',
                'date_last': '2026-02-01',
                **vals,
            }
        )

    def test_segment_and_expected_purchase(self):
        """004-29, 002-21: the segment in its colour, and red what was expected before today."""
        figure = self._create_figure(segment='at_risk', value_class='a', date_expected='2026-03-02')
        section = self._get_sections(self.partner)['figures']
        self.assertEqual(
            section['columns'],
            ['Segment', 'Value Class', 'Last Purchase', 'Next Purchase Expected'],
        )
        self.assertEqual(self._get_texts(section), [['At Risk', 'A', '02/01/2026', '03/02/2026']])
        tones = [cell.get('tone', '') for cell in section['items'][0]['cells']]
        self.assertEqual(tones, ['warning', '', '', 'danger'])
        # expected today is not late, and without a rhythm nothing is expected
        figure.date_expected = '2026-03-03'
        (row,) = self._get_sections(self.partner)['figures']['items']
        self.assertFalse(row['cells'][3]['tone'])
        figure.write({'date_expected': False, 'segment': False, 'value_class': False})
        section = self._get_sections(self.partner)['figures']
        self.assertEqual(self._get_texts(section), [['', '', '02/01/2026', '']])

    def test_figures_of_several_companies(self):
        """004-29: one row for each company of the user, which is then named."""
        self._create_figure(segment='vip', date_last='2026-02-20')
        self._create_figure(self.other_company, segment='lost')
        self.assertEqual(len(self._get_sections(self.partner)['figures']['items']), 1)
        self.pharma_user.company_ids += self.other_company
        partner = self.partner.with_context(
            allowed_company_ids=(self.company + self.other_company).ids
        )
        section = self._get_sections(partner)['figures']
        self.assertEqual(section['columns'][-1], 'Company')
        self.assertEqual(
            [(row[0], row[-1]) for row in self._get_texts(section)],
            [('VIP', self.company.name), ('Lost', self.other_company.name)],
        )

    def test_figures_of_another_employees_customer(self):
        """000-36: whoever may not read the figures in the analysis does not on the card either."""
        self._create_figure(segment='vip')
        self.partner.user_id = self.pharma_manager
        self.assertNotIn('figures', self._get_sections(self.partner))
        self.assertIn('figures', self._get_sections(self.partner, self.pharma_manager))

    @warmup
    def test_card_in_few_queries(self):
        """000-10: the same few queries with one order as with very many; names cost one."""
        self._create_figure(segment='vip')
        channel = self.env['pharma.sales.channel'].search([], limit=1)
        for _number in range(30):
            self._create_order(self.partner, pharma_channel_id=channel.id)
        script = self.env.ref('pharma_crm.contact_script_treatment')
        for line in script.line_ids.filtered(lambda line: line.answer_type == 'yes_no'):
            script.with_user(self.pharma_user)._record_answers(
                {line.id: self.env.ref('pharma_crm.contact_choice_yes').id},
                partner_id=self.partner.id,
            )
        sections = self._get_sections(self.partner)
        self.assertLessEqual({'figures', 'orders', 'medicines', 'answers'}, set(sections))
        self.env.flush_all()
        self.env.invalidate_all()
        # the call centre adds tickets and the last follow-up, deliveries what the customer waits
        # for, with a query each
        modules = self.env.registry._init_modules
        more = 2 * ('pharma_callcenter' in modules) + ('pharma_delivery' in modules)
        with self.assertQueryCount(18 + more):
            self.partner.with_user(self.pharma_user).get_customer_card()
