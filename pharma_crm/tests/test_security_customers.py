"""Rights on customers: C create, R read, W write, U unlink.

| model                     | plain user | pharma user | pharmacist | manager | portal |
|---------------------------|------------|-------------|------------|---------|--------|
| res.partner               | R          | CRW         | CRW        | CRW     | -      |
| permission, licence       | -          | CRW         | CRW        | CRWU    | -      |
| phone                     | -          | CRWU        | CRWU       | CRWU    | -      |
| permission history        | -          | R           | R          | R       | -      |
| contact log               | -          | R           | R          | R       | -      |
| purpose of a contact      | -          | CRW         | CRW        | CRW     | -      |
| region, group, age range, | R          | R           | R          | CRWU    | -      |
|   licence type            |            |             |            |         |        |
| region rule               | -          | R           | R          | CRWU    | -      |
| region job                | -          | -           | -          | R       | -      |

Customers are shared within a company; another company's customers are closed to everybody.
"""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools.safe_eval import safe_eval

from odoo.addons.pharma_crm.tests.common_customers import CustomersCommon

NONE, READ, USE, ALL = '', 'r', 'crw', 'crwu'
OPERATIONS = {'c': 'create', 'r': 'read', 'w': 'write', 'u': 'unlink'}
ROLES = ('plain_user', 'pharma_user', 'pharma_pharmacist', 'pharma_manager', 'portal_user')
OWN_DATA = (NONE, USE, USE, ALL, NONE)
MASTER_DATA = (READ, READ, READ, ALL, NONE)
MATRIX = {
    'res.partner': (READ, USE, USE, USE, None),
    'pharma.partner.phone': (NONE, ALL, ALL, ALL, NONE),
    'pharma.contact.permission': OWN_DATA,
    'pharma.licence': OWN_DATA,
    'pharma.contact.permission.history': (NONE, READ, READ, READ, NONE),
    'pharma.contact.log': (NONE, READ, READ, READ, NONE),
    'pharma.contact.start': (NONE, USE, USE, USE, NONE),
    'pharma.region': MASTER_DATA,
    'pharma.customer.group': MASTER_DATA,
    'pharma.age.range': MASTER_DATA,
    'pharma.licence.type': MASTER_DATA,
    'pharma.region.rule': (NONE, READ, READ, ALL, NONE),
    'pharma.region.job': (NONE, NONE, NONE, READ, NONE),
}
MODELS_OF_A_CUSTOMER = (
    'res.partner',
    'pharma.partner.phone',
    'pharma.contact.permission',
    'pharma.contact.permission.history',
    'pharma.contact.log',
    'pharma.licence',
)


@tagged('post_install', '-at_install')
class TestSecurityCustomers(CustomersCommon):
    @classmethod
    def _create_customer_with_all(cls, company):
        partner = cls._create_partner(
            phone='0912 345 678', company_id=company.id, pharma_birthdate='1980-01-01'
        )
        cls.env['pharma.contact.permission'].create(
            {'partner_id': partner.id, 'purpose': 'care', 'channel': 'call', 'state': 'accepted'}
        )
        cls.env['pharma.licence'].create(
            {
                'partner_id': partner.id,
                'type_id': cls.env.ref('pharma_crm.licence_type_gpp').id,
                'number': 'GPP-1',
            }
        )
        partner._log_contact('care', 'call')
        return partner

    def _get_rows(self, model, partner, env=None):
        domain = [('id' if model == 'res.partner' else 'partner_id', '=', partner.id)]
        return (env or self.env)[model].search(domain)

    def test_matrix_of_models(self):
        """004-34: each role may do exactly what the table above says."""
        for model, rights in MATRIX.items():
            for role, expected in zip(ROLES, rights, strict=True):
                if expected is None:
                    continue
                Model = self.env[model].with_user(self.users_by_login[role])
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(Model.has_access(operation), letter in expected)

    def test_other_company_is_closed(self):
        """004-34: customers of another company and all that hangs on them are not readable."""
        partner = self._create_customer_with_all(self.company)
        shared = self._create_customer_with_all(self.env['res.company'])
        other_env = self.env(user=self.users_by_login['other_user'])
        other_env = other_env['res.partner'].with_company(self.other_company).env
        for model in MODELS_OF_A_CUSTOMER:
            with self.subTest(model=model):
                rows = self._get_rows(model, partner)
                self.assertTrue(rows)
                self.assertFalse(self._get_rows(model, partner, other_env))
                with self.assertRaises(AccessError):
                    rows.with_env(other_env).check_access('read')
                self.assertTrue(self._get_rows(model, shared, other_env))

    def test_customers_are_shared_within_the_company(self):
        """004-34, 004-37: colleagues serve each other's customers."""
        partner = self._create_customer_with_all(self.company)
        partner.user_id = self.pharma_manager
        for role in ('pharma_user', 'pharma_pharmacist', 'pharma_manager'):
            env = self.env(user=self.users_by_login[role])
            for model in MODELS_OF_A_CUSTOMER:
                with self.subTest(role=role, model=model):
                    self.assertTrue(self._get_rows(model, partner, env))

    def test_company_change_takes_all_along(self):
        """004-34: a customer who changes company takes numbers, permissions and history along."""
        partner = self._create_customer_with_all(self.company)
        partner.company_id = self.other_company
        for model in MODELS_OF_A_CUSTOMER:
            rows = self._get_rows(model, partner)
            self.assertEqual(rows.company_id, self.other_company, model)

    @users('plain_user')
    def test_personal_fields_are_hidden_from_others(self):
        """004-69, 004-73: birth date, preferred medicines and the like need the pharma group."""
        partner = self._create_customer_with_all(self.company).with_env(self.env)
        fields = self.env['res.partner'].fields_get()
        for name in (
            'pharma_birthdate',
            'pharma_gender',
            'pharma_age_range_id',
            'pharma_preferred_product_ids',
            'pharma_permission_ids',
            'pharma_phone_ids',
            'pharma_licence_ids',
        ):
            self.assertNotIn(name, fields)
            with self.assertRaises(AccessError):
                partner.read([name])
        self.assertTrue(partner.contact_allowed('care', 'call')[0], 'the answer is for everybody')

    @users('portal_user')
    def test_portal_may_not_ask(self):
        """004-73: a portal user learns nothing of another customer."""
        partner = self._create_customer_with_all(self.company).with_env(self.env)
        with self.assertRaises(AccessError):
            partner.contact_allowed('care', 'call')
        self.assertFalse(self.env['res.partner']._search_by_phone('0912345678'))

    @users('pharma_user')
    def test_employee_creates_and_edits_customers(self):
        """000-27, 000-34, 001-04: who serves customers enters and corrects their data."""
        partner = self.env['res.partner'].create(
            {'name': 'Lan', 'phone': '0912345678', 'country_id': self.vietnam.id}
        )
        partner.write({'phone': '0987654321', 'city': 'Hanoi', 'pharma_customer_type': 'retail'})
        partner.phone = False
        self.assertNotIn(True, partner.pharma_phone_ids.mapped('is_main'))
        with self.assertRaises(AccessError):
            partner.unlink()

    def test_salesperson_without_our_groups_still_works(self):
        """000-25, 004-34: core's own roles keep working, and feed the numbers all the same."""
        seller = new_test_user(
            self.env, login='seller', groups='sales_team.group_sale_salesman_all_leads'
        )
        partner = (
            self.env['res.partner']
            .with_user(seller)
            .create({'name': 'Lan', 'phone': '0912345678', 'country_id': self.vietnam.id})
        )
        partner.write({'phone': '0987654321', 'city': 'Hanoi'})
        lines = partner.sudo().pharma_phone_ids
        self.assertEqual(lines.filtered('is_main').number_e164, '+84987654321')
        with Form(partner.with_user(seller)) as form:
            form.name = 'Lan Nguyen'

    def test_every_screen_opens_for_its_role(self):
        """004-55: each screen of the menus loads for the role that sees it."""
        for xmlid, user in (
            ('pharma_customer_action', self.pharma_user),
            ('pharma_partner_phone_action', self.pharma_user),
            ('pharma_licence_action', self.pharma_user),
            ('pharma_contact_permission_action', self.pharma_user),
            ('pharma_contact_permission_history_action', self.pharma_manager),
            ('pharma_contact_log_action', self.pharma_manager),
            ('pharma_region_action', self.pharma_manager),
            ('pharma_customer_group_action', self.pharma_manager),
            ('pharma_age_range_action', self.pharma_manager),
            ('pharma_licence_type_action', self.pharma_manager),
        ):
            action = self.env.ref(f'pharma_crm.{xmlid}')
            Model = self.env[action.res_model].with_user(user)
            views = Model.get_views([(view_id, mode) for view_id, mode in action.views])
            for mode in action.view_mode.split(','):
                self.assertIn(mode, views['views'], f'{xmlid} {mode}')
            search = Model.get_view(action.search_view_id.id, 'search')['arch']
            for node in etree.fromstring(search).iter('filter'):
                with self.subTest(action=xmlid, filter=node.get('name')):
                    domain = safe_eval(node.get('domain') or '[]', {'uid': user.id})
                    Model.search(domain, limit=1)
