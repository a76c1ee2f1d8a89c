from datetime import date, timedelta

from odoo.tests import tagged

from .common_programme import ProgrammeCommon


@tagged('post_install', '-at_install')
class TestProgrammeFind(ProgrammeCommon):
    """Whom a programme finds, by its kind; the company's day is 2026-03-02."""

    def test_first_purchase_of_a_medicine(self):
        """000-10: who buys a medicine for the first time is called on day 7 to 14."""
        programme = self._start()
        self._buy('2026-01-05', (self.metformin, 10), partner_id=self.other_customer.id)
        first = self._bought('2026-03-03')
        self._bought('2026-03-03', partner_id=self.other_customer.id)
        with self._at('2026-03-03'):
            hits = self._assert_preview_is_night(programme, '2026-03-03')
        self.assertRecordValues(
            hits,
            [
                {
                    'partner_id': self.customer.id,
                    'order_id': first.id,
                    'product_id': self.metformin.id,
                    'state': 'waiting',
                    'date_trigger': date(2026, 3, 3),
                    'date_from': date(2026, 3, 10),
                    'date_to': date(2026, 3, 17),
                    'date_hit': date(2026, 3, 3),
                    'reason': False,
                }
            ],
        )
        self.assertEqual(self._night(programme, '2026-03-04'), hits, "once for one purchase")

    def test_second_medicine_of_a_group(self):
        """000-10: by group, another medicine of the same group is nothing new."""
        by_product = self._start()
        by_group = self._start(first_of='group')
        self._buy('2026-01-05', (self.metformin, 10))
        self.gliclazide.therapeutic_group_id = self.metformin.therapeutic_group_id
        self._bought('2026-03-02', (self.gliclazide, 10))
        self.assertTrue(self._night(by_product))
        self.assertFalse(self._night(by_group))

    def test_one_reason_per_order(self):
        """000-10: two new medicines bought together are one call, about the chronic one."""
        programme = self._start()
        self._bought('2026-03-02', (self.paracetamol, 10), (self.metformin, 30))
        self.assertRecordValues(self._night(programme), [{'product_id': self.metformin.id}])

    def test_medicines_of_the_programme(self):
        """000-10: only groups with their subgroups, profiles or products that were chosen."""
        self.group_chronic.care_profile = 'chronic'
        other = self._start(therapeutic_group_ids=self.group_acute.ids)
        groups = self._start(therapeutic_group_ids=self.group_chronic.ids)
        profile = self._start(care_profile='acute')
        product = self._start(product_ids=self.metformin.ids)
        every = self._start()
        self.metformin.therapeutic_group_id = self.subgroup
        self._bought('2026-03-02')
        self._bought('2026-03-02', (self.plaster, 1), partner_id=self.other_customer.id)
        found = [len(self._night(each)) for each in (other, groups, profile, product, every)]
        self.assertEqual(found, [0, 1, 0, 1, 1])

    def test_nothing_from_before_the_start(self):
        """000-10: installing and starting never hit the past."""
        self._bought('2026-03-01')
        programme = self._start()
        self.assertFalse(self._night(programme))
        shown = self._get_preview(programme)
        self.assertEqual(shown.mapped('part'), ['4_past'], "as an example only")

    def test_day_of_the_company(self):
        """000-10: a purchase at 20:00 UTC is one of the next day in Ho Chi Minh City."""
        programme = self._start()
        order = self._confirm((self.metformin, 30))
        order.date_order = '2026-03-02 20:00:00'
        self.assertFalse(self._night(programme))
        hits = self._night(programme, '2026-03-03')
        self.assertEqual(hits.date_trigger, date(2026, 3, 3))

    def test_too_late_is_counted(self):
        """000-10: nights that were left out lose nobody without a word."""
        programme = self._start()
        self._bought('2026-03-02')
        self.assertRecordValues(
            self._night(programme, '2026-03-20'), [{'state': 'left_out', 'reason': 'late'}]
        )

    def test_birthday(self):
        """004-07: on the day and up to three days later; who was born on 29 February on the 28th;
        also before the day; nobody who never bought."""
        self._buy('2026-01-05', (self.metformin, 10))
        self._buy('2026-01-05', (self.metformin, 10), partner_id=self.other_customer.id)
        self.customer.pharma_birthdate = '1960-03-05'
        self.other_customer.pharma_birthdate = '1960-02-29'
        self.env['res.partner'].create({'name': 'Stranger', 'pharma_birthdate': '1970-03-05'})
        programme = self._start('birthday', [(-1, 3)])
        self.assertFalse(self._night(programme, '2026-03-03'))
        hits = self._assert_preview_is_night(programme, '2026-03-04')
        self.assertRecordValues(
            hits,
            [
                {
                    'partner_id': self.customer.id,
                    'trigger': 'year:2026',
                    'date_trigger': date(2026, 3, 5),
                    'date_from': date(2026, 3, 4),
                    'date_to': date(2026, 3, 8),
                }
            ],
        )
        self.assertEqual(self._night(programme, '2026-03-06'), hits)
        later = self._night(programme, '2027-02-27') - hits
        self.assertRecordValues(
            later, [{'partner_id': self.other_customer.id, 'date_trigger': date(2027, 2, 28)}]
        )

    def test_birthdays_to_come_in_the_preview(self):
        """004-07: the preview names those of the next 30 days, and nobody is hit before."""
        self._buy('2026-01-05', (self.metformin, 10))
        self.customer.pharma_birthdate = '1960-03-20'
        programme = self._create_programme('birthday', [(0, 3)])
        shown = self._get_preview(programme)
        self.assertRecordValues(
            shown,
            [
                {
                    'partner_id': self.customer.id,
                    'part': '2_later',
                    'date_hit': date(2026, 3, 20),
                    'date_to': date(2026, 3, 23),
                }
            ],
        )
        self.assertFalse(self._hits(programme))

    def test_birthday_of_a_doctor(self):
        """004-65: people who influence what is bought are cared for likewise."""
        doctor = self.env['res.partner'].create(
            {'name': 'Doctor', 'pharma_contact_type': 'doctor', 'pharma_birthdate': '1960-03-02'}
        )
        programme = self._start('birthday', [(0, 3)], audience='influencer')
        self.assertEqual(self._night(programme).partner_id, doctor)
        regular = self._start('key_customer', [(0, 7)], audience='influencer', repeat_days=90)
        self.assertEqual(self._night(regular).partner_id, doctor)

    def test_reactivation(self):
        """002-21, 000-10: customers of the segments, and those without purchase for 100 days; not
        again for 180 days; not who bought since the figures."""
        self._add_figure(self.customer, segment='lost')
        self._add_figure(self.other_customer, segment='regular', date_last='2025-11-23')
        programme = self._start(
            'reactivation', [(0, 14)], is_segment_lost=True, silent_days=100, repeat_days=180
        )
        hits = self._hits(programme)
        self.assertEqual(hits.partner_id, self.customer, "the other one was silent for 99 days")
        hits = self._night(programme, '2026-03-03')
        self.assertEqual(hits.partner_id, self.customer | self.other_customer)
        hits.write({'state': 'done'})
        self.assertEqual(self._night(programme, '2026-08-28'), hits, "179 days after the first")
        again = self._night(programme, '2026-08-29') - hits
        self.assertEqual(again.partner_id, self.customer)
        self._bought('2027-01-01', partner_id=self.other_customer.id)
        self.assertNotIn(
            self.other_customer, (self._night(programme, '2027-03-01') - hits - again).partner_id
        )

    def test_key_customers(self):
        """003-04: nobody of them goes without a word for 60 days, whoever spoke with them."""
        self._add_figure(self.customer, segment='vip')
        self._add_figure(self.other_customer, value_class='a')
        case = self._buy('2026-01-10', (self.metformin, 90), partner_id=self.other_customer.id)
        self._care(case, '2026-02-01 03:00:00')
        case.date_last_contact = '2026-02-01'
        programme = self._start(
            'key_customer', [(0, 14)], is_segment_vip=True, is_class_a=True, repeat_days=60
        )
        hits = self._hits(programme)
        self.assertEqual(hits.partner_id, self.customer)
        self.assertEqual(
            self._get_preview(programme).filtered(lambda row: row.part == '2_later').partner_id,
            self.env['res.partner'],
            "the other one is due on 2 April, in 31 days",
        )
        later = self._night(programme, '2026-04-02') - hits
        self.assertEqual(later.partner_id, self.other_customer)

    def test_special_needs(self):
        """003-04: a customer group is cared for likewise, whatever its members buy."""
        group = self.env['pharma.customer.group'].create({'name': 'Special needs'})
        self.customer.pharma_customer_group_id = group
        for partner in (self.customer, self.other_customer):
            self._add_figure(partner, segment='regular', value_class='c')
        programme = self._start(
            'key_customer', [(0, 14)], customer_group_ids=group.ids, repeat_days=60
        )
        self.assertEqual(self._hits(programme).partner_id, self.customer)

    def test_purchase(self):
        """000-10: buyers of supplements get a fitting proposal, once in 90 days."""
        self.group_acute.care_profile = 'supplement'
        programme = self._start('purchase', [(20, 30)], care_profile='supplement', repeat_days=90)
        self._bought('2026-03-03', (self.syrup, 1))
        self._bought('2026-03-04')
        hits = self._night(programme, '2026-03-05')
        self.assertRecordValues(
            hits, [{'date_from': date(2026, 3, 23), 'product_id': self.syrup.id}]
        )
        hits.state = 'done'
        self._bought('2026-05-31', (self.syrup, 1))
        self.assertEqual(self._night(programme, '2026-05-31'), hits)
        self._bought('2026-06-01', (self.syrup, 1))
        self.assertEqual(len(self._night(programme, '2026-06-01')), 2)

    def test_filters(self):
        """000-10: region, age, gender, customer group, branch, segment and value class."""
        group = self.env['pharma.customer.group'].create({'name': 'Club'})
        self.customer.write(
            {
                'pharma_birthdate': '1966-03-03',
                'pharma_gender': 'female',
                'pharma_customer_group_id': group.id,
            }
        )
        self._add_figure(self.customer, segment='new', value_class='b')
        order = self._bought('2026-03-02')
        for values, is_found in (
            ({'region_ids': self.region.ids}, True),
            ({'age_from': 59, 'age_to': 59}, True),
            ({'age_from': 60}, False),
            ({'age_to': 58}, False),
            ({'gender': 'female'}, True),
            ({'gender': 'male'}, False),
            ({'customer_group_ids': group.ids}, True),
            ({'warehouse_ids': order.warehouse_id.ids}, True),
            ({'is_segment_new': True, 'is_segment_vip': True}, True),
            ({'is_segment_vip': True}, False),
            ({'is_class_b': True}, True),
            ({'is_class_a': True}, False),
        ):
            with self.subTest(**values):
                programme = self._start(**values)
                self.assertEqual(bool(self._hits(programme)), is_found)

    def test_so_many_a_day(self):
        """000-10: a start does not flood the staff; the others follow on the days after, the best
        customers first."""
        partners = self.env['res.partner'].create([{'name': f'Lost {n}'} for n in range(5)])
        for partner, value_class in zip(partners, 'ccbba', strict=True):
            self._add_figure(partner, segment='lost', value_class=value_class)
        programme = self._create_programme(
            'reactivation', [(0, 14)], is_segment_lost=True, daily_max=2
        )
        shown = self._get_preview(programme)
        days = {row.partner_id: row.date_hit - date(2026, 3, 2) for row in shown}
        self.assertEqual(
            [days[partner].days for partner in partners], [1, 2, 0, 1, 0], "as the nights will"
        )
        programme.with_user(self.manager).action_start()
        first = self._hits(programme)
        self.assertEqual(first.partner_id, partners[4] | partners[2])
        self.assertEqual(self._night(programme), first, "the day is full")
        second = self._night(programme, '2026-03-03') - first
        self.assertEqual(second.partner_id, partners[3] | partners[0])
        third = self._night(programme, '2026-03-04')
        self.assertEqual(len(third), 5)
        self.assertEqual(
            max(third.mapped('date_hit')) - min(third.mapped('date_hit')), timedelta(days=2)
        )
