from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_medicine import MedicineCommon

# Model -> values of a new record; employees read, managers keep the data, portals see nothing.
MASTER_DATA = {
    'pharma.therapeutic.group': {'name': 'New', 'code': 'NEW'},
    'pharma.storage.condition': {'name': 'New', 'code': 'NEW'},
    'pharma.purchase.motive': {'name': 'New', 'code': 'NEW'},
    'pharma.sales.channel': {'name': 'New', 'code': 'NEW'},
}


@tagged('post_install', '-at_install')
class TestMedicineRights(MedicineCommon):
    """Rights on the master data of medicines and orders.

    ===============  ====  =====  ======  ======
    role             read  write  create  delete
    ===============  ====  =====  ======  ======
    employee         yes   no     no      no
    pharma user      yes   no     no      no
    pharmacist       yes   no     no      no
    administrator    yes   no     no      no
    manager          yes   yes    yes     yes
    portal           no    no     no      no
    ===============  ====  =====  ======  ======
    """

    def test_role_by_operation(self):
        """000-36, 002-02: the table above, for each of the models."""
        readers = self.user_base, self.user_pharma, self.user_pharmacist, self.user_system
        for name, values in MASTER_DATA.items():
            record = self.env[name].search([], limit=1)
            for user in readers:
                with self.subTest(model=name, user=user.login):
                    theirs = record.with_user(user)
                    self.assertTrue(theirs.read(['name']))
                    for forbidden in (
                        lambda theirs=theirs: theirs.write({'name': 'X'}),
                        lambda theirs=theirs, values=values: theirs.create(values),
                        lambda theirs=theirs: theirs.unlink(),
                    ):
                        with self.assertRaises(AccessError):
                            forbidden()
            with self.subTest(model=name, user='manager'):
                new = self.env[name].with_user(self.user_manager).create(values)
                new.name = 'Changed'
                new.unlink()
            with self.subTest(model=name, user='portal'), self.assertRaises(AccessError):
                record.with_user(self.user_portal).read(['name'])

    def test_screens_open_for_their_users(self):
        """000-36: the views of groups, conditions, motives and medicines are readable."""
        for name in MASTER_DATA:
            views = [(False, kind) for kind in ('list', 'form')]
            record = self.env[name].search([], limit=1)
            for user in (self.user_pharma, self.user_manager):
                self.assertViewsReadable(record, user, views)
        form = self.env.ref('product.product_template_only_form_view')
        listing = self.env.ref('pharma_crm.pharma_medicine_view_list')
        for user in (self.user_pharma, self.user_pharmacist, self.user_buyer):
            views = [(form.id, 'form'), (listing.id, 'list'), (False, 'kanban')]
            self.assertViewsReadable(self.metformin, user, views)

    def test_medicines_are_changed_by_managers_only(self):
        """000-36, 002-02: employees and pharmacists read medicines, managers keep them."""
        for user in (self.user_pharma, self.user_pharmacist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.metformin.with_user(user).strength = '850 mg'
        for user, strength in ((self.user_manager, '850 mg'), (self.user_buyer, '1000 mg')):
            self.metformin.with_user(user).strength = strength
            self.assertEqual(self.metformin.strength, strength)

    def test_menus_follow_the_roles(self):
        """000-36: users see medicines and orders, managers the configuration."""
        visible = {
            user: self.env['ir.ui.menu'].with_user(user).load_menus(False)
            for user in (self.user_base, self.user_pharma, self.user_manager)
        }
        medicines = self.env.ref('pharma_crm.pharma_medicine_menu').id
        orders = self.env.ref('pharma_crm.pharma_order_menu').id
        branches = self.env.ref('pharma_crm.pharma_branch_menu').id
        settings = self.env.ref('pharma_crm.pharma_config_settings_menu').id
        self.assertFalse({medicines, orders, branches} & set(visible[self.user_base]))
        self.assertLessEqual({medicines, orders}, set(visible[self.user_pharma]))
        self.assertNotIn(branches, visible[self.user_pharma])
        self.assertIn(branches, visible[self.user_manager])
        self.assertNotIn(settings, visible[self.user_manager])
