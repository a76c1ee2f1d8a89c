from datetime import datetime

from odoo.tests import new_test_user, tagged

from .common import CareCommon

# after midnight in Ho Chi Minh City, still the day before in London
BOUGHT = datetime(2026, 3, 1, 18, 0)


@tagged('post_install', '-at_install')
class TestCareFollow(CareCommon):
    """Units and time zones are master data: what nobody cared for yet follows their change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Job = cls.env['pharma.care.job']
        cls.order = cls._create_order((cls.metformin, 2, cls.box), date_order=BOUGHT)
        cls.order.with_context(pharma_keep_date_order=True).action_confirm()
        cls.case = cls.order.care_case_ids
        cls.admin = new_test_user(
            cls.env, 'follow_admin', groups='base.group_system,product.group_product_manager'
        )

    def assertDue(self, date):
        self.assertEqual(str(self.case.date_due), date)

    def assertNoJob(self, change):
        """Do a change and check that it starts no work."""
        before = self.Job.search([])
        change()
        self.assertEqual(self.Job.search([]), before)

    # === UNITS === #
    def test_another_content_of_a_unit_moves_the_date(self):
        """004-42: two boxes of 30 tablets last 60 days, of 10 tablets 20 days."""
        self.assertDue('2026-05-01')
        self.box.with_user(self.admin).relative_factor = 10
        self.assertDue('2026-03-22')
        self.assertEqual(self.case.line_ids.quantity, 20)

    def test_a_unit_below_counts(self):
        """004-42: a carton of boxes contains less when the box does."""
        carton = self.env['uom.uom'].create(
            {'name': 'Carton', 'relative_factor': 3, 'relative_uom_id': self.box.id}
        )
        case = self._create_case((self.metformin, 1, carton), partner_id=self.other_customer.id)
        self.assertEqual((case.date_due - case.date_order).days, 90)
        self.box.with_user(self.admin).relative_factor = 10
        self.assertEqual((case.date_due - case.date_order).days, 30)

    def test_the_unit_of_the_product_counts(self):
        """004-42: a day per box bought in tablets: the date moves with the content of the box."""
        cream = self._create_product('Cream', 1, False, uom_id=self.box.id)
        # core refuses while goods of that unit are on their way
        case = self._create_order((cream, 60, self.unit), pharma_is_past_order=True).care_case_ids
        self.assertEqual((case.date_due - case.date_order).days, 2)
        self.box.with_user(self.admin).relative_factor = 10
        self.assertEqual((case.date_due - case.date_order).days, 6)

    def test_other_units_and_contacts_stay(self):
        """004-42, 004-45: an unchanged unit is no work, and what was agreed stays."""
        other = self._create_case((self.syrup, 1))
        self.case.with_user(self.care_user).record_entry(
            {'content': 'Agreed.', 'date_next': '2026-12-01'}
        )
        self.assertNoJob(lambda: self.box.write({'relative_factor': 30, 'name': 'Box'}))
        date_due = other.date_due
        self.assertNoJob(lambda: self.box.write({'relative_factor': 10}))
        self.assertDue('2026-12-01')
        self.assertEqual(other.date_due, date_due)

    # === TIME ZONE === #
    def test_another_country_of_the_company_moves_the_date(self):
        """004-42: bought at one in the morning, the day before in London."""
        self.company.with_user(self.admin).country_id = self.env.ref('base.uk')
        self.assertDue('2026-04-30')
        self.assertEqual(str(self.case.date_order), '2026-03-01')

    def test_every_way_to_another_time_zone_counts(self):
        """004-42: the contact above, the contact, its own zone, the calendar, another calendar."""
        partner = self.company.partner_id.with_user(self.admin)
        head = self.env['res.partner'].create({'name': 'Head', 'is_company': True})
        partner.write({'type': 'contact', 'is_company': False, 'parent_id': head.id})
        self.assertDue('2026-05-01')
        head.with_user(self.admin).country_id = self.env.ref('base.uk')
        self.assertDue('2026-04-30')
        calendar = self.company.resource_calendar_id.with_user(self.admin)
        calendar.tz = 'Asia/Tokyo'
        self.assertDue('2026-04-30')  # the country rules
        partner.country_id = self.env.ref('base.us')  # which has many
        self.assertDue('2026-05-01')
        calendar.tz = 'UTC'
        partner.tz = 'America/New_York'
        self.assertDue('2026-04-30')
        tokyo = self.env['resource.calendar'].create({'name': 'Tokyo', 'tz': 'Asia/Tokyo'})
        self.company.with_user(self.admin).resource_calendar_id = tokyo
        self.assertDue('2026-05-01')

    def test_the_same_time_zone_is_no_work(self):
        """004-42: customers, other contacts and a country with the same zone start nothing."""
        self.assertNoJob(
            lambda: (
                self.customer.write({'country_id': self.env.ref('base.uk').id}),
                self.company.partner_id.write({'country_id': self.env.ref('base.vn').id}),
                self.company.resource_calendar_id.write({'tz': 'Europe/London'}),
                self.admin.write({'tz': 'Europe/London'}),
                self.company.write({'name': 'Another Name'}),
            )
        )

    def test_customers_cost_one_look_and_no_more(self):
        """000-35: a thousand customers who move abroad are compared with companies at once."""
        partners = self.env['res.partner'].create([{'name': f'Abroad {n}'} for n in range(50)])
        country = self.env.ref('base.uk')
        partners.mapped('country_id')
        with self.assertQueryCount(2):
            partners._get_zone_companies({'country_id': country.id})
