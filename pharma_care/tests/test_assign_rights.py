from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common_assign import AssignCommon

# What each role may do: c(reate), r(ead), u(pdate), d(elete); cases by hand only their date.
RIGHTS = {
    'pharma.care.assignment': {
        'user_a': 'r',
        'pharmacist': '',
        'manager': 'crud',
    },
    'pharma.care.job': {'user_a': '', 'pharmacist': '', 'manager': 'r'},
    'pharma.care.case': {'user_a': 'ru', 'pharmacist': 'r', 'manager': 'ru'},
    'pharma.care.line': {'user_a': 'r', 'pharmacist': 'r', 'manager': 'r'},
    'pharma.care.entry': {'user_a': 'cru', 'pharmacist': 'r', 'manager': 'cru'},
    'pharma.care.assign': {'user_a': '', 'pharmacist': '', 'manager': 'cru'},
    'pharma.care.handover': {'user_a': '', 'pharmacist': '', 'manager': 'cru'},
}
OPERATIONS = {'c': 'create', 'r': 'read', 'u': 'write', 'd': 'unlink'}


@tagged('post_install', '-at_install')
class TestAssignRights(AssignCommon):
    """Who may assign, hand over and look at the background work."""

    def test_the_table_of_rights_holds(self):
        """Each role may do what the table says, and nothing else (000-36, 004-47)."""
        for model, roles in RIGHTS.items():
            for role, letters in roles.items():
                Model = self.env[model].with_user(getattr(self, role))
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(Model.has_access(operation), letter in letters)

    def test_employees_read_their_own_assignments(self):
        """They know what is theirs, and not what is others' (004-40)."""
        own = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        other = self._assign(self.user_b, product_tmpl_id=self.metformin.product_tmpl_id)
        found = self.Assignment.with_user(self.user_a).search([])
        self.assertIn(own, found)
        self.assertNotIn(other, found)
        self.assertIn("Metformin", own.with_user(self.user_a).display_name)

    def test_employees_assign_nobody(self):
        """Neither by hand nor by the dialog (000-36, 004-47)."""
        own = self._assign(self.user_a, product_tmpl_id=self.metformin.product_tmpl_id)
        with self.assertRaises(AccessError):
            own.with_user(self.user_a).write({'product_tmpl_id': self.syrup.product_tmpl_id.id})
        with self.assertRaises(AccessError):
            own.with_user(self.user_a).unlink()
        with self.assertRaises(AccessError):
            self.Assignment.with_user(self.user_a).create(
                {'user_id': self.user_a.id, 'partner_id': self.customer.id}
            )
        with self.assertRaises(AccessError):
            self.env['pharma.care.assign'].with_user(self.user_a).create({'kind': 'customer'})

    def test_managers_assign_in_their_companies_only(self):
        """A manager of another company can neither see nor make an assignment here (000-36,
        004-47)."""
        own = self._assign(self.user_a, partner_id=self.customer)
        Assignment = self.Assignment.with_user(self.outsider)
        self.assertFalse(Assignment.search_count([('id', '=', own.id)]))
        with self.assertRaises(AccessError):
            Assignment.create(
                {
                    'user_id': self.user_a.id,
                    'company_id': self.company.id,
                    'partner_id': self.other_customer.id,
                }
            )

    def test_employees_do_not_see_who_is_assigned(self):
        """The column of users is for managers (000-36, 004-47)."""
        with self.assertRaises(AccessError):
            self.customer.with_user(self.user_a).read(['pharma_care_user_ids'])
        self.customer.with_user(self.manager).read(['pharma_care_user_ids'])

    def test_a_manager_assigns_with_the_rights_of_a_manager(self):
        """No more is needed for cases of all companies' employees (004-47)."""
        self._set_mode('product')
        case = self._create_case()
        assignment = self.Assignment.with_user(self.manager).create(
            {
                'user_id': self.user_a.id,
                'product_tmpl_id': self.metformin.product_tmpl_id.id,
            }
        )
        self.assertTrue(self._sees(self.user_a, case))
        assignment.user_id = self.user_b
        self.assertFalse(self._sees(self.user_a, case))
        assignment.unlink()
        self.assertFalse(self._sees(self.user_b, case))

    def test_the_screens_open_for_managers(self):
        """Every list of targets, the assignments and the background work (004-47, 004-48)."""
        self._assign(self.user_a, partner_id=self.customer)
        self.env['pharma.care.job'].create({'kind': 'orders', 'company_id': self.company.id})
        for name in (
            'assign_product',
            'assign_group',
            'assign_category',
            'assign_customer',
            'assign_region',
            'assignment',
            'job',
        ):
            with self.subTest(screen=name):
                action = self.env.ref(f'pharma_care.pharma_care_{name}_action')
                Model = self.env[action.res_model].with_user(self.manager)
                views = Model.get_views([*action.views, (action.search_view_id.id, 'search')])
                arch = etree.fromstring(views['views']['list']['arch'])
                names = [node.get('name') for node in arch.iter('field')]
                self.assertTrue(Model.search([], limit=2).web_read({name: {} for name in names}))

    def test_the_wizard_counts_no_cases_of_other_companies(self):
        """How many cases a company has is its own affair (000-36)."""
        self.Case.create({'partner_id': self.customer.id, 'company_id': self.other_company.id})
        wizard = (
            self.env['pharma.care.assign']
            .with_user(self.manager)
            .create(
                {
                    'kind': 'customer',
                    'company_id': self.other_company.id,
                    'partner_ids': self.customer.ids,
                }
            )
        )
        self.assertEqual(wizard.case_count, 0)

    def test_only_those_who_may_care_are_offered(self):
        """Nobody of another company and nobody without the role, who would be refused
        (000-36, 004-47)."""
        for model, name in (
            ('pharma.care.assignment', 'user_id'),
            ('pharma.care.assign', 'user_ids'),
            ('pharma.care.handover', 'user_ids'),
            ('pharma.care.appointment', 'user_id'),
        ):
            with self.subTest(model=model):
                Model = self.env[model].with_user(self.manager)
                text = Model.fields_get([name], ['domain'])[name]['domain']
                offered = self.env['res.users'].with_user(self.manager)
                offered = offered.search(
                    safe_eval(text, {'company_id': self.company.id, 'user_id': False})
                )
                self.assertLessEqual(self.user_a + self.manager, offered)
                self.assertFalse(offered & (self.outsider + self.pharmacist))
                arch = etree.fromstring(Model.get_view(view_type='form')['arch'])
                self.assertTrue(arch.xpath("//field[@name='company_id']"))
