from odoo.tests import tagged

from .common import SuiteCase

# Models that hold no company's data: word lists that all companies share.
SHARED = {
    'pharma.age.range': 'word list, the same for every company',
    'pharma.call.disposition': 'word list, the same for every company',
    'pharma.call.purpose': 'word list, the same for every company',
    'pharma.call.skill': 'word list, the same for every company',
    'pharma.care.close.reason': 'word list, the same for every company',
    'pharma.care.response.type': 'word list, the same for every company',
    'pharma.complaint.category': 'word list, the same for every company',
    'pharma.complaint.origin': 'word list, the same for every company',
    'pharma.complaint.stage': 'word list, the same for every company',
    'pharma.complaint.cancel.reason': 'word list, the same for every company',
    'pharma.control.rule': 'texts of the law, the same for every company',
    'pharma.customer.group': 'word list, the same for every company',
    'pharma.delivery.reason': 'word list, the same for every company',
    'pharma.licence.type': 'word list, the same for every company',
    'pharma.recall.level': 'word list, the same for every company',
    'pharma.purchase.motive': 'word list, the same for every company',
    'pharma.region': 'geography, the same for every company',
    'pharma.region.job': 'figures of a background job, no data of a company',
    'pharma.region.rule': 'geography, the same for every company',
    'pharma.sales.channel': 'word list, the same for every company',
    'pharma.storage.condition': 'word list, the same for every company',
    'pharma.therapeutic.group': 'word list, the same for every company',
}


@tagged('post_install', '-at_install')
class TestModels(SuiteCase):
    """Rules that hold for every model of the suite."""

    def test_stored_computes_name_what_they_depend_on(self):
        """A stored compute without dependencies would keep its first value for ever."""
        for name in sorted(self.env.registry):
            for field in self.env[name]._fields.values():
                if field._module in self.modules and field.compute and field.store:
                    depends, _context = field.get_depends(self.env[name])
                    self.assertTrue(
                        depends or field.readonly is False, f'{field} has no dependencies'
                    )

    def test_one2many_inverses_are_indexed(self):
        """Opening a record must not scan the table of its lines."""
        for name in sorted(self.env.registry):
            for field in self.env[name]._fields.values():
                if (
                    field._module in self.modules
                    and field.type == 'one2many'
                    and field.store is False
                ):
                    comodel = self.env[field.comodel_name]
                    inverse = comodel._fields.get(field.inverse_name)
                    if inverse is not None and inverse.store and not comodel._abstract:
                        self.assertTrue(inverse.index, f'{inverse} is the inverse of {field}')

    def test_company_rules(self):
        """Records of a company are hidden from users of another by one rule without a group."""
        for model in self.own_models():
            if model._transient or 'company_id' not in model._fields:
                continue
            rules = self.env['ir.rule'].search(
                [
                    ('model_id.model', '=', model._name),
                    ('groups', '=', False),
                    ('domain_force', 'like', 'company_id'),
                ]
            )
            self.assertTrue(rules, f'{model._name} has no company rule')

    def test_every_window_has_a_rule(self):
        """000-36: core keeps what is entered in a window for an hour, and shows it to whoever has
        the role: customers, cash, what patients said."""
        for model in self.own_models():
            if model._transient:
                rules = self.env['ir.rule'].search(
                    [('model_id.model', '=', model._name), ('groups', '=', False)]
                )
                self.assertTrue(rules, f'{model._name} is read by everybody of its role')

    def test_every_model_has_a_company_or_a_reason(self):
        """A model without a company is either reached through its parent or a shared word list."""
        for model in self.own_models():
            if model._transient or 'company_id' in model._fields or model._name in SHARED:
                continue
            rules = self.env['ir.rule'].search(
                [('model_id.model', '=', model._name), ('groups', '=', False)]
            )
            self.assertTrue(rules, f'{model._name}: no company_id, no rule and no reason in SHARED')

    def test_no_access_without_a_role(self):
        """No model of the suite can be changed by users without a role, nor read by the portal
        or the public, unless a module opens it on purpose (000-36)."""
        for model in self.own_models():
            rows = self.env['ir.model.access'].search([('model_id.model', '=', model._name)])
            self.assertTrue(rows, f'{model._name} has no access rights')
            for row in rows:
                self.assertTrue(row.group_id, f'{row.name} has no group')
                if row.group_id == self.env.ref('base.group_user'):
                    self.assertFalse(row.perm_write or row.perm_create or row.perm_unlink, row.name)
