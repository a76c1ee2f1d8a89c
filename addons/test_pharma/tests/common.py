from odoo.modules.module import get_manifest
from odoo.tests import TransactionCase, new_test_user

# Every role that a person can have, with the groups it brings (decision 29).
ROLES = {
    'pharma_user': 'pharma_crm.group_pharma_user',
    'pharma_manager': 'pharma_crm.group_pharma_manager',
    'pharmacist': 'pharma_crm.group_pharmacist',
    'care_user': 'pharma_care.group_care_user',
    'care_manager': 'pharma_care.group_care_manager',
    'call_agent': 'pharma_callcenter.group_call_agent',
    'call_supervisor': 'pharma_callcenter.group_call_supervisor',
    'call_listener': 'pharma_callcenter.group_call_listener',
    'connector': 'pharma_callcenter.group_call_connector',
    'delivery_user': 'pharma_delivery.group_delivery_user',
    'courier': 'pharma_delivery.group_courier',
    'administrator': 'base.group_system,pharma_care.group_care_manager',
}


class SuiteCase(TransactionCase):
    """What the checks over all modules of the suite share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env['ir.module.module'].search([('state', '=', 'installed')])
        cls.modules = sorted(
            module.name
            for module in installed
            if get_manifest(module.name).get('author') == 'Pharma Suite maintainers'
        )
        cls.users = {
            role: new_test_user(cls.env, login=f'test_{role}', groups=f'base.group_user,{groups}')
            for role, groups in ROLES.items()
        }

    @classmethod
    def own_records(cls, model):
        """Return the records of a model that a module of the suite brought with its data."""
        rows = cls.env['ir.model.data'].search(
            [('module', 'in', cls.modules), ('model', '=', model)]
        )
        return cls.env[model].browse(rows.mapped('res_id')).exists()

    @classmethod
    def own_models(cls):
        """Return the suite's own model classes, as empty recordsets, abstract ones left out."""
        return [
            cls.env[name]
            for name in sorted(cls.env.registry)
            if cls.env[name]._original_module in cls.modules and not cls.env[name]._abstract
        ]
