from odoo.tests import tagged
from odoo.tests.common import warmup
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.res_partner_search import SEARCHED_COLUMNS
from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon


@tagged('post_install', '-at_install')
class TestCustomersPerformance(CustomersCommon):
    def _prepare_vals(self, count, start=0):
        return [
            {
                'name': f'Customer {number}',
                'country_id': self.vietnam.id,
                'phone': f'0912 {number:06d}',
            }
            for number in range(start, start + count)
        ]

    def _count_create_queries(self, vals_list):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        partners = self.Partner.create(vals_list)
        self.env.flush_all()
        return partners, self.cr.sql_log_count - before

    def test_numbers_of_many_customers_in_few_queries(self):
        """001-02: 100 customers with numbers cost no query per customer more than without."""
        self._count_create_queries(self._prepare_vals(2, 900))  # warm caches
        plain = [{**vals, 'phone': False} for vals in self._prepare_vals(100, 200)]
        _partners, without = self._count_create_queries(plain)
        partners, with_phone = self._count_create_queries(self._prepare_vals(100))
        self.assertEqual(len(partners.pharma_phone_ids), 100)
        self.assertLessEqual(with_phone - without, 10)

    @warmup
    def test_permission_of_a_page_of_customers(self):
        """004-30: a page of 80 customers is checked in a handful of queries."""
        partners = self.Partner.create(self._prepare_vals(80))
        partners._contact_allowed_batch('advertising', 'call')
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            result = partners._contact_allowed_batch('advertising', 'call')
        self.assertEqual(len(result), 80)

    @warmup
    def test_search_by_number_in_few_queries(self):
        """001-04: number, customers, and the countries of the companies."""
        partner = self.Partner.create(self._prepare_vals(1))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            found = self.Partner.name_search('0912 000 000')
        self.assertEqual([row[0] for row in found], partner.ids)

    def test_number_search_uses_the_index(self):
        """001-04: a caller is found by index, however many customers there are."""
        partner = self.Partner.create(self._prepare_vals(1))
        self.env.flush_all()
        # of few numbers every index that holds them is as good to the planner
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_partner_phone (partner_id, number, number_e164, kind)
                SELECT %s, number, number, 'other'
                  FROM (SELECT '+849120' || n AS number
                          FROM generate_series(100000, 119999) n) typed
                """,
                partner.id,
            )
        )
        self.env.cr.execute("ANALYZE pharma_partner_phone")
        rows = self.env.execute_query(
            SQL(
                "EXPLAIN SELECT partner_id FROM pharma_partner_phone WHERE number_e164 IN (%s)",
                '+84912345678',
            )
        )
        plan = '\n'.join(row[0] for row in rows)
        self.assertIn('pharma_partner_phone__number_e164_index', plan)

    def test_existing_contacts_are_filled_by_sql(self):
        """001-02: at install existing contacts get their number; doing it twice adds nothing."""
        partners = self.Partner.create(self._prepare_vals(20))
        Phone = self.env['pharma.partner.phone']
        Phone.search([('partner_id', 'in', partners.ids)]).with_context(
            pharma_skip_phone_sync=True
        ).unlink()
        self.env.flush_all()
        Phone._fill_from_partners()
        Phone._fill_from_partners()
        lines = Phone.search([('partner_id', 'in', partners.ids)])
        self.assertEqual(len(lines), 20)
        self.assertEqual(set(lines.mapped('is_main')), {True})
        self.assertEqual(self.Partner._search_by_phone('0912000007'), partners[7])

    def test_name_search_uses_one_trigram_index(self):
        """001-04: whatever of a name, address or code is typed, an index answers it."""
        self.assertEqual(sorted(self.Partner._rec_names_search), sorted(SEARCHED_COLUMNS))
        if not self.env.registry.has_trigram:
            self.skipTest("PostgreSQL without pg_trgm")
        self.env.flush_all()
        # so few customers as here would be read one by one
        self.env.cr.execute('SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off')
        query = self.Partner._search([('display_name', 'ilike', 'nguyen van')], order='id')
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        plan = '\n'.join(row[0] for row in rows)
        self.assertNotIn('Seq Scan', plan)
        for column in ('complete_name', 'email', 'ref', 'vat'):
            self.assertIn(f"Index Cond: (({column})::text ~~* '%nguyen van%'::text)", plan)

    def test_name_search_answers_in_every_way(self):
        """001-04: archived ones are found on demand, and names through documents as well."""
        partner = self.Partner.create({'name': 'Nguyen Quy Khach', 'active': False})
        domain = [('display_name', 'ilike', 'quy khach')]
        self.assertFalse(self.Partner.search(domain))
        self.assertEqual(self.Partner.with_context(active_test=False).search(domain), partner)
        self.assertEqual(partner.filtered_domain(domain), partner)
        self.assertNotIn(
            self.env.user.partner_id,
            self.Partner.search([('display_name', 'not ilike', self.env.user.partner_id.name)]),
        )
        order = self.env['sale.order'].create({'partner_id': partner.id})
        by_customer = [('partner_id', 'ilike', 'quy khach')]
        self.assertEqual(self.env['sale.order'].search(by_customer), order)
        self.assertEqual(order.filtered_domain(by_customer), order)
