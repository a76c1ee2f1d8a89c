from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class CustomersCommon(BaseCommon):
    """A Vietnamese company, one user per role, no demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vietnam = cls.env.ref('base.vn')
        cls.china = cls.env.ref('base.cn')
        cls.company = cls.env.company
        cls.company.partner_id.country_id = cls.vietnam
        cls.other_company = cls.env['res.company'].create(
            {'name': 'Other Chain', 'country_id': cls.vietnam.id}
        )
        groups = {
            'pharma_user': 'pharma_crm.group_pharma_user',
            'pharma_manager': 'pharma_crm.group_pharma_manager',
            'pharma_pharmacist': 'pharma_crm.group_pharmacist',
            'plain_user': 'base.group_user',
            'portal_user': 'base.group_portal',
        }
        cls.users_by_login = {
            login: new_test_user(cls.env, login=login, groups=group, company_id=cls.company.id)
            for login, group in groups.items()
        }
        cls.users_by_login['other_user'] = new_test_user(
            cls.env,
            login='other_user',
            groups='pharma_crm.group_pharma_manager',
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.pharma_user = cls.users_by_login['pharma_user']
        cls.pharma_manager = cls.users_by_login['pharma_manager']
        cls.Partner = cls.env['res.partner']

    @classmethod
    def _create_partner(cls, name='Nguyen Thi Lan', **vals):
        return cls.Partner.create({'name': name, 'country_id': cls.vietnam.id, **vals})
