from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tests.common import warmup
from odoo.tools import SQL

from .common_analysis import NOW, TODAY, AnalysisCommon

REPORTS = ('customer.report', 'customer.group.report', 'customer.product.report')
MANAGER_ONLY = (
    'customer.group.figure',
    'customer.history',
    'sales.month',
    'product.month',
    'product.report',
    'analysis.job',
)


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestAnalysisReports(AnalysisCommon):
    """What lists and pivots show, and to whom.

    ==============  ====  ===========  =========  =========  =============
    customer of     own   nobody       own team   colleague  other company
    ==============  ====  ===========  =========  =========  =============
    pharma user     yes   yes          yes        no         no
    pharmacist      yes   yes          yes        yes        no
    manager         yes   yes          yes        yes        no
    employee        no    no           no         no         no
    ==============  ====  ===========  =========  =========  =============
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            'figures_colleague',
            groups='pharma_crm.group_pharma_user',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.team = cls.env['crm.team'].create(
            {'name': 'Branch 7', 'member_ids': [Command.link(cls.pharma_user.id)]}
        )
        cls.own = cls._create_partner('Own', user_id=cls.pharma_user.id)
        cls.nobody = cls._create_partner('Of nobody', phone='0912 345 678')
        cls.of_team = cls._create_partner('Team', user_id=cls.colleague.id)
        cls.foreign = cls._create_partner('Colleague', user_id=cls.colleague.id)
        cls.partners = cls.own | cls.nobody | cls.of_team | cls.foreign
        for partner in cls.partners:
            team = cls.team if partner == cls.of_team else cls.env['crm.team']
            cls._sell(partner, cls._day(20), team_id=team.id)
            cls._sell(partner, cls._day(10), product=cls.sugar, team_id=team.id)
        Figure = cls.env['pharma.customer.figure']
        Figure._refresh_customers(cls.company, SQL("partner_id > 0"), TODAY)
        Figure._refresh_ranks(cls.company, TODAY)

    def _seen(self, user, model):
        Model = self.env[f'pharma.{model}'].with_user(user)
        Model = Model.with_context(allowed_company_ids=user.company_id.ids)
        rows = Model.search([('partner_id', 'in', self.partners.ids)])
        return rows.sudo().partner_id.sorted('id')

    def test_who_sees_whose_figures(self):
        """000-36: as with orders: own customers, those of nobody, of own teams; pharmacists and
        managers all of their companies."""
        users = self.users_by_login
        expected = {
            'pharma_user': self.own | self.nobody | self.of_team,
            'pharma_pharmacist': self.partners,
            'pharma_manager': self.partners,
            'other_user': self.env['res.partner'],
        }
        for login, partners in expected.items():
            for model in ('customer.figure', *REPORTS):
                with self.subTest(login=login, model=model):
                    self.assertEqual(self._seen(users[login], model), partners.sorted('id'))

    def test_outsiders_read_nothing(self):
        """000-36: an employee without a role, and users of the tables that are for managers."""
        for model in ('customer.figure', *REPORTS, 'customer.lot.report', *MANAGER_ONLY):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f'pharma.{model}'].with_user(self.users_by_login['plain_user']).search([])
        for model in MANAGER_ONLY:
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f'pharma.{model}'].with_user(self.pharma_user).search([])
            self.env[f'pharma.{model}'].with_user(self.pharma_manager).search([], limit=1)

    def test_nobody_writes_figures(self):
        """000-36: figures are worked out, not typed."""
        figure = self._figure(self.own).with_user(self.pharma_manager)
        with self.assertRaises(AccessError):
            figure.segment = 'vip'

    def test_several_dimensions_at_once(self):
        """000-16, 000-17, 004-63: one list takes branch, segment, gender, group and product
        together."""
        self.nobody.write({'pharma_gender': 'female', 'pharma_birthdate': '1950-05-01'})
        self.env.flush_all()
        Report = self.env['pharma.customer.report']
        domain = [
            ('company_id', '=', self.company.id),
            ('warehouse_id', '=', self.warehouse.id),
            ('segment', '=', 'new'),
            ('gender', '=', 'female'),
            ('age_range_id', '!=', False),
            ('bought_group_id', 'child_of', self.group_heart.ids),
            ('bought_product_id', '=', self.heart.id),
            ('recency_days', '<', 30),
        ]
        self.assertEqual(Report.search(domain).partner_id, self.nobody)
        self.assertFalse(Report.search([*domain, ('bought_product_id', '=', self.plaster.id)]))
        groups = Report._read_group(
            [('company_id', '=', self.company.id)],
            ['segment', 'gender', 'date_last:month'],
            ['__count', 'period_amount:sum', 'amount_average:avg'],
        )
        self.assertEqual(sum(row[3] for row in groups), 4)
        self.assertEqual({row[5] for row in groups}, {100_000})

    def test_average_order_of_a_group_of_customers(self):
        """000-08: amount by orders of all, no average of averages."""
        self._sell_days_ago(self.own, 3, 2, amount=400_000)
        self._refresh()
        rows = self.env['pharma.customer.report']._read_group(
            [('company_id', '=', self.company.id)], [], ['amount_average:avg']
        )
        # 8 orders of 100,000 and 2 of 400,000
        self.assertEqual(rows[0][0], 160_000)

    def test_days_since_purchase_are_those_of_today(self):
        """004-61: the figure grows by itself, whenever it was worked out last."""
        row = self.env['pharma.customer.report'].search([('partner_id', '=', self.own.id)])
        self.assertEqual(row.recency_days, 10)
        with freeze_time('2026-03-18 05:00:00'):
            self.env.invalidate_all()
            self.assertEqual(row.recency_days, 13)

    def test_products_of_a_customer_and_customers_of_a_product(self):
        """004-59, 004-60: both buttons open what was bought, with quantity, last date and phone."""
        Report = self.env['pharma.customer.product.report']
        rows = Report.search(self.own.action_pharma_view_products()['domain'])
        self.assertEqual(rows.product_id, self.heart | self.sugar)
        rows = Report.search(self.heart.action_pharma_view_customers()['domain'])
        self.assertEqual(rows.partner_id, self.partners)
        row = rows.filtered(lambda r: r.partner_id == self.nobody)
        self.assertEqual((row.quantity, row.date_last), (1, self._day(20)))
        self.assertEqual(row.phone, '0912 345 678')
        orders = self.env['sale.order'].search(row.action_view_orders()['domain'])
        self.assertEqual(orders.partner_id, self.nobody)
        self.assertEqual(len(orders), 1)
        template = self.heart.product_tmpl_id.action_pharma_view_customers()
        self.assertEqual(Report.search(template['domain']).partner_id, self.partners)

    def test_activities_for_chosen_users(self):
        """000-18, 004-36: the customers of a list are dealt out among users, one activity each."""
        rows = (
            self.env['pharma.customer.report']
            .with_user(self.pharma_manager)
            .search([('partner_id', 'in', self.partners.ids)])
        )
        action = rows.action_schedule_activity()
        wizard = (
            self.env['pharma.customer.activity']
            .with_user(self.pharma_manager)
            .with_context(**action['context'])
            .create(
                {
                    'summary': 'Ask how it goes',
                    'user_ids': [Command.set((self.pharma_user | self.colleague).ids)],
                }
            )
        )
        wizard.action_apply()
        activities = self.partners.activity_ids
        self.assertEqual(len(activities), 4)
        self.assertEqual(
            [len(activities.filtered(lambda a, u=u: a.user_id == u)) for u in wizard.user_ids],
            [2, 2],
        )
        wizard.date_deadline = TODAY - timedelta(days=1)
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_rows_become_excel(self):
        """000-19: the list exports with the names of what it shows, for those who may export."""
        row = self.env['pharma.customer.report'].search([('partner_id', '=', self.own.id)])
        data = row.with_user(self.pharma_manager).export_data(
            ['partner_id/name', 'segment', 'period_amount']
        )
        self.assertEqual(data['datas'], [['Own', 'New', 200_000]])
        self.assertTrue(self.pharma_manager.has_group('base.group_allow_export'))

    @warmup
    def test_a_page_costs_few_queries(self):
        """000-34: a page of the list: rows, count, customers, groups and branches of names."""
        Report = self.env['pharma.customer.report'].with_user(self.pharma_manager)
        specification = {
            'partner_id': {'fields': {'display_name': {}}},
            'segment': {},
            'period_amount': {},
            'warehouse_id': {'fields': {'display_name': {}}},
        }
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            found = Report.web_search_read([], specification, limit=80)
        self.assertGreaterEqual(found['length'], 4)
