from odoo.fields import Command
from odoo.tests import new_test_user

from .common import CareCommon

USER = 'pharma_care.group_care_user'


class AssignCommon(CareCommon):
    """Users A and B, a stranger, one of another company, and a tree of everything assignable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_a = cls.care_user
        cls.user_b = cls.colleague
        cls.stranger = new_test_user(cls.env, 'care_stranger', groups=USER)
        cls.pharmacist = new_test_user(
            cls.env, 'care_pharmacist', groups='pharma_crm.group_pharmacist'
        )
        cls.other_company = cls.env['res.company'].create({'name': 'Other Chain'})
        cls.outsider = new_test_user(
            cls.env,
            'care_outsider',
            groups='pharma_care.group_care_manager',
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        # who may export must still not export what he does not see
        users = cls.user_a + cls.user_b + cls.stranger + cls.pharmacist + cls.outsider
        export = cls.env.ref('base.group_allow_export')
        (users + cls.manager).write({'group_ids': [Command.link(export.id)]})
        cls.Assignment = cls.env['pharma.care.assignment']
        cls.Case = cls.env['pharma.care.case']
        cls.category = cls.env['product.category'].create({'name': 'Medicines'})
        cls.subcategory = cls.env['product.category'].create(
            {'name': 'Tablets', 'parent_id': cls.category.id}
        )
        cls.metformin.categ_id = cls.subcategory
        cls.subgroup = cls.env['pharma.therapeutic.group'].create(
            {'name': 'Type 2', 'code': 'T2TEST', 'parent_id': cls.group_chronic.id}
        )
        cls.metformin.therapeutic_group_id = cls.subgroup
        cls.region = cls.env['pharma.region'].create({'name': 'Test North'})
        cls.subregion = cls.env['pharma.region'].create(
            {'name': 'Test Hanoi', 'parent_id': cls.region.id}
        )
        cls.customer.pharma_region_id = cls.subregion

    @classmethod
    def _set_mode(cls, mode):
        cls.company.care_mode = mode
        cls.env.flush_all()

    @classmethod
    def _assign(cls, user, **target):
        """Assign the user to a record; return the assignment."""
        return cls.Assignment.create(
            {'user_id': user.id, **{name: record.id for name, record in target.items()}}
        )

    @classmethod
    def _create_appointment(cls, user, **values):
        """Create a case without an order, due today, with a responsible."""
        return cls.Case.create(
            {
                'partner_id': cls.customer.id,
                'date_due': cls.company._pharma_today(),
                'user_id': user.id,
                **values,
            }
        )

    @classmethod
    def _sees(cls, user, case):
        """Return whether the user finds the case, after checking that every way agrees."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        cases = cls.Case.with_user(user)
        found = case.id in cases.search([('id', '=', case.id)]).ids
        assert cases.search_count([('id', '=', case.id)]) == int(found)
        assert cases.browse(case.id).has_access('read') == found
        return found

    def _run_jobs(self):
        """Let the background work run as the scheduled action does."""
        with self.enter_registry_test_mode():
            self.env.ref('pharma_care.ir_cron_pharma_care_job').method_direct_trigger()
        self.env.invalidate_all()
