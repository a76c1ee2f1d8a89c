from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_medicine import MedicineCommon


@tagged('post_install', '-at_install')
class TestBranch(MedicineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env['stock.warehouse'].create(
            {
                'name': 'Pharmacy Le Loi',
                'code': 'LELOI',
                'pharma_branch_kind': 'pharmacy',
                'pharma_phone': '028 3822 0000',
            }
        )

    def test_every_employee_finds_a_branch_and_its_hours(self):
        """000-16, 004-05: branches are warehouses with kind, telephone and opening hours."""
        hours = self.env['resource.calendar'].create({'name': 'Shop', 'company_id': False})
        self.branch.pharma_opening_hours_id = hours
        branch = self.branch.with_user(self.user_pharma)
        self.assertEqual(branch.pharma_phone, '028 3822 0000')
        self.assertEqual(branch.pharma_opening_hours_id.name, 'Shop')
        for user in (self.user_pharma, self.user_manager):
            self.assertViewsReadable(self.branch, user, [(False, 'list'), (False, 'form')])

    def test_managers_read_branches_but_do_not_rebuild_stock(self):
        """000-36: changing a warehouse stays with the inventory administrators."""
        for user in (self.user_pharma, self.user_manager, self.user_pharmacist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.branch.with_user(user).write({'pharma_phone': '1'})

    def test_branch_phone_is_a_number(self):
        """000-16: what customers cannot dial is refused; hotlines, extensions, lists are fine."""
        for phone in ('1900 6067', '(028) 3822-0000 ext. 12', '0912345678 / 0912345679', '115'):
            with self.subTest(phone=phone):
                self.branch.pharma_phone = phone
        self.branch.pharma_phone = False
        for phone in ('abc', '0', 'ask 0912345678', '--'):
            with (
                self.subTest(phone=phone),
                self.assertRaisesRegex(ValidationError, r"Le Loi.*'Branch Phone'.*028 3822 0000"),
            ):
                self.branch.pharma_phone = phone

    def test_opening_hours_of_another_company_are_refused(self):
        """000-16: a branch cannot take the calendar of another company."""
        other = self.env['res.company'].create({'name': 'Pharma Two'})
        hours = self.env['resource.calendar'].create({'name': 'Other', 'company_id': other.id})
        with self.assertRaises(UserError):
            self.branch.pharma_opening_hours_id = hours
