from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import warmup
from odoo.tools.safe_eval import safe_eval

from .common_work import CareWorkCommon

WORKLISTS = ('orders', 'customers', 'group', 'region', 'today')


@tagged('post_install', '-at_install')
class TestWorkPerformance(CareWorkCommon):
    """Pages of worklists in a fixed number of queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        medicines = [cls._create_medicine(f'Medicine {number}') for number in range(12)]
        region = cls.region = cls.env.ref('pharma_crm.region_vn_red_river')
        groups = cls.env['pharma.therapeutic.group'].search([], limit=12)
        for medicine, group in zip(medicines, groups, strict=True):
            medicine.therapeutic_group_id = group
        for number in range(12):
            partner = cls._create_customer(f'Customer {number}', pharma_region_id=region.id)
            cls._create_order(partner, (medicines[number], 3), (medicines[0], 4), days_ago=9)

    def _get_page(self, action_name, user):
        """Return the arguments of the request by which the web client gets a page."""
        action = self.env.ref(action_name)
        model = self.env[action.res_model].with_user(user)
        view_id = next((view_id for view_id, mode in action.views if mode == 'list'), False)
        views = model.get_views([(view_id, 'list')])
        names = views['models'][action.res_model]['fields']
        fields_info = model.fields_get(names)
        specification = {
            name: {'fields': {'display_name': {}}} if info.get('relation') else {}
            for name, info in fields_info.items()
            if f'name="{name}"' in views['views']['list']['arch']
        }
        for node in etree.fromstring(views['views']['list']['arch']).iterfind('field[@context]'):
            specification[node.get('name')]['context'] = safe_eval(node.get('context'))
        domain = [('id', '!=', 0)]
        if action.domain:
            domain = safe_eval(action.domain)
        return model, domain, specification

    def _measure(self, action_name, *extra, limit=10):  # fewer than there are: counting counts
        model, domain, specification = self._get_page(action_name, self.care_user)
        domain = [*domain, *extra]
        model.web_search_read(domain, specification, limit=limit)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = model.web_search_read(domain, specification, limit=limit)
        return page, self.env.cr.sql_log_count - before

    def _check_worklists(self, mode, *assigned):
        """Look at a page of each worklist in a care mode, with the targets somebody is given."""
        self.env.company.care_mode = mode
        self.env['pharma.care.assignment'].create(
            [{'user_id': self.care_user.id} | target for target in assigned]
        )
        for name in WORKLISTS:
            action = f'pharma_care.pharma_care_case_action_{name}'
            due = [] if name == 'today' else [('is_due', '=', True)]
            with self.subTest(worklist=name):
                page, count = self._measure(action, *due)
                if name != 'today':
                    self.assertEqual(page['length'], 12)
                    shown = 'customer_medicines' if name == 'customers' else 'medicine_names'
                    self.assertIn('Medicine', page['records'][0][shown])
                self.assertLessEqual(count, 10)

    @warmup
    def test_page_of_each_worklist(self):
        """004-51, 004-52, 004-53, 004-54: a page costs few queries, however many rows it has."""
        self._check_worklists('unrestricted')

    @warmup
    def test_page_by_product(self):
        """004-39, 004-51, 004-52: no more queries where users see the cases of their products."""
        templates = self.Case.search([]).line_ids.product_id.product_tmpl_id
        targets = [{'product_tmpl_id': template.id} for template in templates]
        self._check_worklists('product', *targets)

    def test_what_was_found_is_not_asked_for_again(self):
        """004-39, 000-36: a case found by the employee's rule may be read without another question,
        and no longer once the assignment is gone."""
        self.env.company.care_mode = 'customer'
        assignment = self.env['pharma.care.assignment'].create(
            {'user_id': self.care_user.id, 'region_id': self.region.id}
        )
        Case = self.Case.with_user(self.care_user)
        hidden = self.Case.search([], limit=1)
        self.env.invalidate_all()
        cases = Case.search_fetch([('id', '!=', hidden.id)], ['date_due', 'company_id'])
        with self.assertQueryCount(0):
            cases.check_access('read')
        # one that was not among them is asked for
        self.assertTrue(hidden.with_user(self.care_user).has_access('read'))
        assignment.unlink()
        with self.assertRaises(AccessError):
            cases.check_access('read')
        self.assertFalse(Case.search([]))

    def test_what_another_rule_found_is_asked_for(self):
        """000-36: where an administrator lets employees read more, that does not make it theirs."""
        self.env.company.care_mode = 'customer'
        self.env['ir.rule'].create(
            {
                'name': 'Reads everything',
                'model_id': self.env['ir.model']._get_id('pharma.care.case'),
                'domain_force': [(1, '=', 1)],
                'groups': [Command.link(self.env.ref('base.group_user').id)],
                'perm_write': False,
                'perm_create': False,
                'perm_unlink': False,
            }
        )
        self.env.invalidate_all()
        cases = self.Case.with_user(self.care_user).search_fetch([], ['company_id'])
        self.assertEqual(len(cases), 12)
        cases.check_access('read')
        self.assertFalse(any(cases.mapped('is_visible')))
        with self.assertRaises(AccessError):
            cases.check_access('write')

    @warmup
    def test_page_by_customer(self):
        """004-39, 004-51, 004-53: no more queries where users see the cases of their customers."""
        self._check_worklists('customer', {'region_id': self.region.id})

    @warmup
    def test_page_of_customers(self):
        """004-55: next care and open cases of a page of customers come in one query."""
        page, count = self._measure('pharma_care.pharma_care_customer_action')
        self.assertGreaterEqual(page['length'], 12)
        self.assertLessEqual(count, 10)

    @warmup
    def test_page_of_cares_done(self):
        """004-57: a page of the history costs few queries, also of one's own cases only."""
        self.env.company.care_mode = 'customer'
        self.env['pharma.care.assignment'].create(
            [
                {'user_id': user.id, 'region_id': self.region.id}
                for user in self.care_user | self.colleague
            ]
        )
        for case in self.Case.search([]):
            self._record(case, self.care_user if case.id % 2 else self.colleague)
        page, count = self._measure('pharma_care.pharma_care_entry_action')
        self.assertEqual(page['length'], 12)
        self.assertLessEqual(count, 10)

    def test_panel_counts_as_core_does(self):
        """004-52: the panel counts the cases of all groups at once, with core's result."""
        groups = self.env['pharma.therapeutic.group'].search([], limit=3)
        for number, case in enumerate(self.Case.search([])):
            case.therapeutic_group_ids = groups[: number % 4]
        Case = self.Case.with_user(self.care_user)
        arguments = {
            'search_domain': [('is_due', '=', True), ('partner_id.name', '!=', 'Customer 3')],
            'category_domain': [],
            'filter_domain': [],
            'comodel_domain': [],
            'enable_counters': True,
        }
        counted = Case.search_panel_select_multi_range('therapeutic_group_ids', **arguments)
        core = self.env.registry['base'].search_panel_select_multi_range
        expected = core(Case, 'therapeutic_group_ids', **arguments)
        self.assertEqual(counted, expected)
        self.assertEqual(len(counted['values']), 3)

    @warmup
    def test_next_customer(self):
        """004-50: 'Next Customer' costs the same few queries however many are due."""
        self.Case.with_user(self.care_user).action_next()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            self.Case.with_user(self.colleague).action_next()
