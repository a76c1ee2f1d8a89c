from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common_adherence import AdherenceCommon


@tagged('post_install', '-at_install')
class TestAdherenceScreens(AdherenceCommon):
    """Who sees which figures, where, and how they are worked out every night (000-13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures = cls.Adherence.browse()

    def setUp(self):
        super().setUp()
        self._buy('2025-10-01', (self.metformin, 30))
        self.case = self._buy('2025-12-01', (self.gliclazide, 40))
        self.figures = self._get_figures()

    def _finds(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.Adherence.with_user(user).search([('id', '=', self.figures.id)])
        self.assertEqual(self.figures.with_user(user).has_access('read'), bool(rows))
        return bool(rows)

    def test_rights_in_each_mode(self):
        """000-13, 004-39: an employee sees a figure if a case of that customer and group is his;
        managers and pharmacists see all of their company, nobody writes."""
        self._set_mode('unrestricted')
        self.assertTrue(self._finds(self.user_a))
        self._set_mode('product')
        self.assertFalse(self._finds(self.user_a))
        self._assign(self.user_a, product_tmpl_id=self.gliclazide.product_tmpl_id)
        self._assign(self.user_b, product_tmpl_id=self.syrup.product_tmpl_id)
        self._buy('2026-02-01', (self.syrup, 1))
        self.assertTrue(self._finds(self.user_a))
        # he sees the customer, for a medicine of another group
        self.assertFalse(self._finds(self.user_b))
        self._set_mode('customer')
        self._run_jobs()
        self.assertFalse(self._finds(self.user_a))
        self._assign(self.user_b, partner_id=self.customer)
        self.assertTrue(self._finds(self.user_b))
        for user in (self.manager, self.pharmacist):
            self.assertTrue(self._finds(user))
        for user in (self.stranger, self.outsider):
            self.assertFalse(self._finds(user))
        for user in (self.user_b, self.manager, self.pharmacist):
            for operation in ('create', 'write', 'unlink'):
                self.assertFalse(self.Adherence.with_user(user).has_access(operation))

    def test_the_purchases_behind_a_figure(self):
        """000-13: clicking the number of purchases shows exactly those that count."""
        self._buy('2025-11-01', (self.metformin, 30)).order_id._action_cancel()
        self._buy('2025-11-02', (self.syrup, 1))
        figures = self._get_figures()
        action = figures.with_user(self.manager).action_view_lines()
        lines = self.env['pharma.care.line'].with_user(self.manager).search(action['domain'])
        self.assertEqual(len(lines), figures.fill_count)
        self.assertEqual(sum(lines.mapped('days_of_supply')), figures.days_supplied)
        self.assertEqual(lines.product_id, self.metformin | self.gliclazide)
        with self.assertRaises(AccessError):
            figures.with_user(self.outsider).action_view_lines()
        # an employee reads no orders, and sees what is his nevertheless
        self._set_mode('product')
        self._assign(self.user_a, product_tmpl_id=self.gliclazide.product_tmpl_id)
        self.env.invalidate_all()
        action = figures.with_user(self.user_a).action_view_lines()
        lines = self.env['pharma.care.line'].with_user(self.user_a).search(action['domain'])
        self.assertEqual(lines.product_id, self.gliclazide)

    def test_customer_and_case_tell_it_in_a_few_words(self):
        """000-13: the worst group, and for how long there has been nothing."""
        # 70 of 153 days; the last one was 9 January, 52 days ago
        self.assertEqual(self.figures.pdc, 45.75)
        self.assertEqual(self.customer.care_adherence, "45 %, 52 days without")
        self.assertEqual(self.case.adherence, "45 %, 52 days without")
        self._buy('2025-11-01', (self.syrup, 1))
        self.company.care_adherence_profile = 'all'
        self._get_figures()
        self.env.invalidate_all()
        self.assertEqual(self.customer.care_adherence, "45 %, 52 days without")
        acute = self._buy('2026-02-27', (self.paracetamol, 400))
        self._get_figures()
        self.env.invalidate_all()
        # pain was bought on 1 November and 27 February: 12 and 4 of 122 days
        self.assertEqual(acute.adherence, "13 %")
        self.assertFalse(self.other_customer.care_adherence)
        self._buy('2026-02-01', (self.metformin, 30), partner_id=self.other_customer.id)
        self._get_figures(partner=self.other_customer)
        self.env.invalidate_all()
        self.assertEqual(self.other_customer.care_adherence, "Too short to tell")
        action = self.customer.with_user(self.user_a).action_pharma_view_adherence()
        found = self.Adherence.search(action['domain'])
        self.assertEqual(found.partner_id, self.customer)

    def test_averages_leave_out_what_is_too_short(self):
        """000-13: too short to tell is no 0 per cent, in no average."""
        self._buy('2026-02-01', (self.metformin, 1), partner_id=self.other_customer.id)
        self._get_figures(partner=self.other_customer)
        domain = [('partner_id', 'in', (self.customer | self.other_customer).ids)]
        domain += [('window', '=', '365')]
        [[count, pdc, mpr, share]] = self.Adherence._read_group(
            domain, aggregates=['__count', 'pdc:avg', 'mpr:avg', 'adherent_share:avg']
        )
        self.assertEqual((count, pdc, mpr, share), (2, 45.75, 45.75, 0.0))
        [[share]] = self.Adherence._read_group(
            [*domain, ('status', '=', 'too_short')], aggregates=['adherent_share:avg']
        )
        self.assertFalse(share)

    def test_every_night_once(self):
        """000-13: each company has its night once a day, in slices; a new day begins anew."""
        self.Adherence.search([]).unlink()
        Job = self.env['pharma.care.job']
        Job.search([]).unlink()

        def run():
            Job._enqueue_nightly(self.company)
            for job in Job.search([('state', '!=', 'done')]):
                while job.state != 'done':
                    job._run_batch()
            return Job.search_count([('kind', '=', 'adherence')])

        self.assertEqual(run(), 1)
        row = self.Adherence.search([('partner_id', '=', self.customer.id), ('window', '=', '365')])
        self.assertEqual(row.date_end, date(2026, 3, 2))
        self.assertEqual(run(), 1)
        with self._at('2026-03-03'):
            self.env.cr.execute("UPDATE pharma_care_job SET create_date = '2026-03-02 03:00:00'")
            Job.invalidate_model()
            self.assertEqual(run(), 2)
        self.assertEqual(row.date_end, date(2026, 3, 3))
        self.assertEqual(row.current_gap, 53)

    def test_a_slice_is_hashed_in_memory(self):
        """000-13, 004-36: a job has the memory in which a whole slice of figures is compared."""
        Job = self.env['pharma.care.job']
        for kind in ('adherence', 'effect'):
            self.env.cr.execute("SET LOCAL work_mem = '4MB'")
            Job.create({'kind': kind, 'company_id': self.company.id, 'total': 1})._process([0])
            self.env.cr.execute('SHOW work_mem')
            self.assertEqual(self.env.cr.fetchone(), ('64MB',))

    def test_a_night_that_is_not_done_goes_on(self):
        """000-13: what was interrupted is not begun a second time."""
        Job = self.env['pharma.care.job']
        Job.search([]).unlink()
        job = Job.create({'kind': 'adherence', 'company_id': self.company.id, 'total': 1})
        Job._enqueue_nightly(self.company)
        self.assertEqual(Job.search([('kind', '=', 'adherence')]), job)

    def test_a_company_that_fails_keeps_nobody_waiting(self):
        """000-13: an error in one company does not keep the others from their figures."""
        Job = self.env['pharma.care.job']
        Job.search([]).unlink()
        failed = self.env['res.company'].search([], limit=1)
        begin = Job._enqueue_nightly

        def enqueue(jobs, company):
            if company == failed:
                raise ValueError("broken")
            return begin(company)

        commit = patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        logger = 'odoo.addons.pharma_care.models.pharma_care_job_nightly'
        others = self.env['res.company'].search([]) - failed
        tried = []
        with (
            commit,
            self.assertLogs(logger, 'ERROR'),
            patch.object(
                type(Job),
                '_enqueue_nightly',
                lambda jobs, company: tried.append(company) or enqueue(jobs, company),
            ),
        ):
            Job._cron_nightly()
        self.assertEqual(tried, [failed, *others])

    def test_months_of_which_nothing_can_be_told(self):
        """000-13: nobody bought medicine that is measured: no month is looked at night by
        night."""
        Month = self.env['pharma.adherence.month']
        Month.search([]).unlink()
        self._buy('2025-03-10', (self.syrup, 1))
        self.assertEqual(Month._get_missing_months(self.company)[0], date(2025, 12, 31))
        self.group_chronic.care_profile = 'acute'
        self.assertFalse(Month._get_missing_months(self.company))
        self.company.care_adherence_profile = 'all'
        self.assertEqual(Month._get_missing_months(self.company)[0], date(2025, 6, 30))

    def test_months(self):
        """000-13, 004-36: the end of each month is worked out once; shares are of all customers
        together, and customers are not kept."""
        Month = self.env['pharma.adherence.month']
        Month.search([]).unlink()
        self._buy('2025-10-01', (self.metformin, 100), partner_id=self.other_customer.id)
        self._buy('2025-12-01', (self.metformin, 100), partner_id=self.other_customer.id)
        ends = Month._get_missing_months(self.company)
        self.assertEqual(ends[-1], date(2026, 2, 28))
        # the 91st day after the first purchase is the last of the year: nothing to tell before
        self.assertEqual(ends[0], date(2025, 12, 31))
        for day in ends:
            Month._update(self.company, day)
        self.assertFalse(Month._get_missing_months(self.company))
        rows = Month.search(
            [
                ('company_id', '=', self.company.id),
                ('date_end', '=', '2026-02-28'),
                ('window', '=', '365'),
                ('therapeutic_group_id', '=', self.group_chronic.id),
            ]
        )
        # 70 of 151 days, and all 151
        self.assertEqual(sum(rows.mapped('measured_count')), 2)
        [[share, pdc]] = Month._read_group(
            [('id', 'in', rows.ids)], aggregates=['adherent_share:avg', 'pdc:avg']
        )
        self.assertEqual(share, 50.0)
        self.assertAlmostEqual(pdc, 100 * 221 / 302)
        # the past stays as it was
        before = rows.mapped('adherent_count')
        self._buy('2025-11-01', (self.metformin, 200))
        Month.invalidate_model()
        self.assertEqual(rows.mapped('adherent_count'), before)

    def test_merged_customers(self):
        """000-13: the kept customer has the figures of all purchases at once."""
        self._buy('2025-11-10', (self.metformin, 21), partner_id=self.other_customer.id)
        self._get_figures(partner=self.other_customer)
        self.env['base.partner.merge.automatic.wizard']._merge(
            (self.customer | self.other_customer).ids, self.customer
        )
        self.env.invalidate_all()
        row = self.Adherence.search([('partner_id', '=', self.customer.id), ('window', '=', '365')])
        self.assertRecordValues(row, [{'fill_count': 3, 'days_covered': 91}])

    def test_settings_name_the_field(self):
        """000-13: a share above 100 is refused in words."""
        with self.assertRaisesRegex(ValidationError, r"'Adherent From \(%\)'"):
            self.company.care_adherence_percent = 101
        with self.assertRaisesRegex(ValidationError, r"'Adherent From \(%\)'"):
            self.group_chronic.care_adherence_percent = -1

    def test_lists_cost_few_queries(self):
        """000-13: a page of figures costs no query per row."""
        self.env['res.partner'].create([{'name': f'Customer {n}'} for n in range(10)])
        action = self.env.ref('pharma_care.pharma_adherence_action')
        context = safe_eval(action.context)
        self.assertEqual(context['search_default_not_adherent'], 1)
        rows = self.Adherence.with_user(self.user_a)
        names = ['partner_id', 'therapeutic_group_id', 'user_id']
        specification = {name: {'fields': {'display_name': {}}} for name in names}
        specification |= {'pdc': {}, 'status': {}, 'current_gap': {}}
        rows.web_search_read([], specification, limit=80)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            rows.web_search_read([], specification, limit=80)
