from datetime import date

from freezegun import freeze_time
from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.pharma_crm.hooks import post_init_hook
from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestPartnerProfile(CustomersCommon):
    def test_age_range_edges(self):
        """004-63: first and last day of each range."""
        infant = self.env.ref('pharma_crm.age_range_infant')
        child = self.env.ref('pharma_crm.age_range_child')
        adult = self.env.ref('pharma_crm.age_range_young_adult')
        old = self.env.ref('pharma_crm.age_range_old')
        with freeze_time('2026-11-21 12:00:00'):
            for born, expected in (
                ('2026-11-21', infant),
                ('2020-11-22', infant),
                ('2020-11-21', child),
                ('2008-11-22', child),
                ('2008-11-21', adult),
                ('1951-11-21', old),
                ('1920-01-01', old),
            ):
                with self.subTest(born=born):
                    partner = self._create_partner(pharma_birthdate=born)
                    self.assertEqual(partner.pharma_age_range_id, expected)
                    partner.pharma_birthdate = False
                    self.assertFalse(partner.pharma_age_range_id)

    def test_birthday_moves_to_the_next_range(self):
        """004-63: the nightly job moves people on their birthday, and only them."""
        with freeze_time('2026-11-20 12:00:00'):
            today, tomorrow, leap = (
                self._create_partner(pharma_birthdate=born)
                for born in ('2008-11-21', '2008-11-22', '2008-02-29')
            )
            self.env.flush_all()
        child = self.env.ref('pharma_crm.age_range_child')
        adult = self.env.ref('pharma_crm.age_range_young_adult')
        partners = today + tomorrow
        self.assertEqual(partners.pharma_age_range_id, child)
        self.assertEqual(leap.pharma_age_range_id, adult)
        cron = self.env.ref('pharma_crm.ir_cron_pharma_age_range')
        with freeze_time('2026-11-21 12:00:00'), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        partners.invalidate_recordset()
        self.assertEqual(today.pharma_age_range_id, adult)
        self.assertEqual(tomorrow.pharma_age_range_id, child)
        domain = self.env['pharma.age.range']._get_outdated_domain(date(2026, 11, 21))
        self.assertFalse(self.Partner.search(domain), 'nothing is left to do')

    def test_born_on_29_february(self):
        """004-63: without a 29 February one is older on 1 March; job and field agree."""
        partner = self._create_partner(pharma_birthdate='2008-02-29')
        for today, age in (
            (date(2026, 2, 28), 17),
            (date(2026, 3, 1), 18),
            (date(2028, 2, 29), 20),
        ):
            self.assertEqual(partner._pharma_get_age(today), age)
        for today, name in (('2026-02-28', 'child'), ('2026-03-01', 'young_adult')):
            with freeze_time(f'{today} 12:00:00'):
                partner.pharma_birthdate = False
                partner.pharma_birthdate = '2008-02-29'
                expected = self.env.ref(f'pharma_crm.age_range_{name}')
                self.assertEqual(partner.pharma_age_range_id, expected)
                domain = self.env['pharma.age.range']._get_outdated_domain(
                    date.fromisoformat(today)
                )
                self.assertNotIn(partner, self.Partner.search(domain))

    def test_ranges_do_not_overlap(self):
        """004-63: every age has one range at most."""
        with self.assertRaisesRegex(ValidationError, "'Teens'.*overlaps '6-17 years'"):
            self.env['pharma.age.range'].create({'name': 'Teens', 'age_from': 13, 'age_to': 19})

    def test_changed_range_moves_its_customers(self):
        """004-63: the ranges are the house's own data."""
        partner = self._create_partner(pharma_birthdate='1990-01-01')
        with freeze_time('2026-11-21 12:00:00'):
            self.env.ref('pharma_crm.age_range_adult').age_from = 37
            self.env['pharma.age.range'].create({'name': '30-36', 'age_from': 30, 'age_to': 36})
            with self.enter_registry_test_mode():
                self.env.ref('pharma_crm.ir_cron_pharma_age_range').method_direct_trigger()
        partner.invalidate_recordset()
        self.assertEqual(partner.pharma_age_range_id.name, '30-36')

    @freeze_time('2026-11-21 12:00:00')
    def test_impossible_birthdates(self):
        """004-69: a date of birth in the future or absurdly early is refused."""
        for born in ('2026-11-22', '1876-11-21', '1066-10-14'):
            with self.assertRaisesRegex(ValidationError, "'Date of Birth'"):
                self._create_partner(pharma_birthdate=born)

    @freeze_time('2026-11-21 12:00:00')
    def test_birthday_this_month(self):
        """004-07, 004-63: customers with a birthday this month."""
        november = self._create_partner(pharma_birthdate='1980-11-30')
        december = self._create_partner(pharma_birthdate='1980-12-01')
        self.assertTrue(november.pharma_is_birthday_month)
        found = self.Partner.search([('pharma_is_birthday_month', '=', True)])
        self.assertIn(november, found)
        self.assertNotIn(december, found)

    def test_prospect_becomes_retail_with_the_first_order(self):
        """004-29, 004-55: a confirmed order makes a prospect a customer, a partner stays one."""
        product = self.env['product.product'].create({'name': 'Paracetamol 500 mg'})
        prospect = self._create_partner()
        partner = self._create_partner(pharma_customer_type='level2')
        self.assertEqual(prospect.pharma_customer_type, 'prospect')
        orders = self.env['sale.order'].create(
            [
                {
                    'partner_id': each.id,
                    'order_line': [Command.create({'product_id': product.id})],
                }
                for each in (prospect, partner)
            ]
        )
        self.assertEqual(prospect.pharma_customer_type, 'prospect', 'a quotation is no purchase')
        orders.action_confirm()
        self.assertEqual(prospect.pharma_customer_type, 'retail')
        self.assertEqual(partner.pharma_customer_type, 'level2')

    def test_install_takes_over_numbers_and_regions(self):
        """004-29, 001-02: at install contacts keep their number; regions follow by a job."""
        buyer = self._create_partner('Buyer', phone='0912 345 678')
        buyer.pharma_phone_ids.with_context(pharma_skip_phone_sync=True).unlink()
        self.env.flush_all()
        post_init_hook(self.env)
        self.assertEqual(buyer.pharma_phone_ids.number_e164, '+84912345678')
        self.assertTrue(self.env['pharma.region']._get_apply_job(), 'regions follow by job')

    def test_install_tells_customers_from_prospects(self):
        """001-02, 004-65: who has bought before is a customer, be it most contacts or few."""
        buyer, other = self._create_partner('Buyer'), self._create_partner('Other')
        self.env['sale.order'].create({'partner_id': buyer.id}).action_confirm()
        self._assert_types_at_install(buyer, other)
        rest = self.env['res.partner'].with_context(active_test=False).search([]) - other
        orders = self.env['sale.order'].create([{'partner_id': partner.id} for partner in rest])
        orders.state = 'sale'
        self._assert_types_at_install(buyer, other)

    def _assert_types_at_install(self, buyer, other):
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE res_partner DROP COLUMN pharma_customer_type")
        self.env['res.partner']._create_customer_type()
        self.env.invalidate_all()
        self.assertEqual(buyer.pharma_customer_type, 'retail')
        self.assertEqual(other.pharma_customer_type, 'prospect')

    @users('pharma_user')
    def test_employee_fills_the_customer_form(self):
        """004-01, 004-63, 004-65, 004-69: all of a profile is entered on one form."""
        group = self.env['pharma.customer.group'].sudo().create({'name': 'Diabetes Club'})
        product = self.env['product.template'].sudo().create({'name': 'Metformin 500 mg'})
        with Form(self.env['res.partner'], view='base.view_partner_form') as form:
            form.name = 'Dr. Tran Van Minh'
            form.phone = '0912 345 678'
            form.country_id = self.vietnam
            form.pharma_contact_type = 'doctor'
            form.pharma_birthdate = '1975-05-20'
            form.pharma_gender = 'male'
            form.pharma_customer_group_id = group
            form.pharma_channel_id = self.env.ref('pharma_crm.sales_channel_zalo')
            form.pharma_preferred_channel = 'zalo'
            form.pharma_preferred_product_ids.add(product)
        partner = form.record
        self.assertEqual(partner.pharma_contact_type, 'doctor')
        self.assertEqual(partner.pharma_preferred_product_ids, product)
        self.assertTrue(partner.pharma_age_range_id)
        self.assertEqual(partner.pharma_phone_ids.number_e164, '+84912345678')

    def test_kind_only_for_wholesale_partners(self):
        """004-01: a hospital that is no wholesale partner any more loses its kind."""
        partner = self._create_partner(
            is_company=True, pharma_customer_type='level1', pharma_partner_kind='hospital'
        )
        self.assertEqual(partner.pharma_partner_kind, 'hospital')
        partner.pharma_customer_type = 'other'
        self.assertFalse(partner.pharma_partner_kind)

    def test_kind_fits_the_level(self):
        """004-01: level 1 are companies and hospitals, level 2 pharmacies, clinics, stations."""
        partner = self._create_partner(
            pharma_customer_type='level1', pharma_partner_kind='hospital'
        )
        partner.pharma_customer_type = 'level2'
        self.assertFalse(partner.pharma_partner_kind, 'to be chosen anew')
        for level, kind in (('level1', 'pharmacy'), ('level2', 'company'), ('retail', 'hospital')):
            with self.assertRaisesRegex(ValidationError, "'Tam An', field 'Partner Kind'"):
                self._create_partner('Tam An', pharma_customer_type=level, pharma_partner_kind=kind)

    def test_customer_group_in_use_stays(self):
        """004-63: a group with customers cannot be deleted, so they keep it."""
        group = self.env['pharma.customer.group'].create({'name': 'Diabetes Club'})
        partner = self._create_partner(pharma_customer_group_id=group.id)
        with (
            self.assertRaises(ForeignKeyViolation),
            mute_logger('odoo.sql_db'),
            self.env.cr.savepoint(),
        ):
            group.with_user(self.pharma_manager).unlink()
        self.assertEqual(partner.pharma_customer_group_id, group)

    def test_staff_who_buy_are_customers(self):
        """004-63: employees are listed among the customers once they buy, not before."""
        partner = self.pharma_user.partner_id
        domain = safe_eval(self.env.ref('pharma_crm.pharma_customer_action').domain)
        self.assertNotIn(partner, self.Partner.search(domain))
        partner.pharma_customer_type = 'retail'
        self.assertIn(partner, self.Partner.search(domain))
