import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_medicine import MedicineCommon

# Requirement 004-12: the printed names, hypertension apart from cardiovascular.
CODES = [
    *('CARDIO', 'HTN', 'DIAB', 'DIGEST', 'BLOOD', 'NEURO', 'PAIN', 'FEVER', 'INFLAM', 'MUSCUL'),
    *('BLACT', 'NBLACT', 'VIRAL', 'PARAS', 'KIDNEY', 'URO', 'RESP', 'VITA', 'CONTRA', 'EYE', 'ENT'),
]


@tagged('post_install', '-at_install')
class TestTherapeuticGroup(MedicineCommon):
    def test_the_21_groups_ship_as_editable_data(self):
        """004-12: 21 groups in the printed order; an update leaves changed ones alone."""
        data = self.env['ir.model.data'].search(
            [('module', '=', 'pharma_crm'), ('model', '=', 'pharma.therapeutic.group')]
        )
        groups = self.env['pharma.therapeutic.group'].browse(data.mapped('res_id'))
        self.assertEqual(groups.sorted('sequence').mapped('code'), CODES)
        self.assertTrue(all(data.mapped('noupdate')))
        self.assertEqual(self.group_diabetes.care_profile, 'chronic')
        self.assertEqual(
            self.env.ref('pharma_crm.therapeutic_group_vitamin_mineral').care_profile, 'supplement'
        )

    def test_products_of_subgroups_count_for_the_parent(self):
        """004-12, 000-13: the figure of a group covers its subgroups, and so does its list."""
        before = self.group_diabetes.product_count
        insulin = self.env['pharma.therapeutic.group'].create(
            {'name': 'Insulin', 'code': 'INSULIN', 'parent_id': self.group_diabetes.id}
        )
        self.env['product.template'].create(
            [{'name': f'Insulin {n}', 'therapeutic_group_id': insulin.id} for n in range(2)]
        )
        groups = insulin | self.group_diabetes
        groups.invalidate_recordset(['product_count'])
        with self.assertQueryCount(4):
            groups.mapped('product_count')
        self.assertEqual(insulin.product_count, 2)
        self.assertEqual(self.group_diabetes.product_count, before + 2)
        action = self.group_diabetes.action_view_products()
        found = self.env['product.template'].search(action['domain'])
        self.assertEqual(len(found), self.group_diabetes.product_count)

    def test_names_show_and_find_the_path(self):
        """004-12: a subgroup is shown with its parents and found by that path or by its code."""
        Group = self.env['pharma.therapeutic.group']
        insulin = Group.create(
            {'name': 'Insulin', 'code': 'INSULIN', 'parent_id': self.group_diabetes.id}
        )
        Group.create({'name': 'Insulin', 'code': 'INSULIN2'})
        self.assertEqual(insulin.display_name, 'Diabetes / Insulin')
        for text, operator in (
            ('Diabetes / Insulin', '='),
            ('diab / insu', 'ilike'),
            ('INSULIN', '='),
        ):
            with self.subTest(text=text):
                found = Group.name_search(text, operator=operator)
                self.assertEqual(found, [(insulin.id, 'Diabetes / Insulin')])
        self.group_diabetes.name = 'Sugar'
        self.assertEqual(insulin.display_name, 'Sugar / Insulin')

    def test_a_group_cannot_be_its_own_ancestor(self):
        """004-12: a circle in the tree is refused, and the message names the group."""
        child = self.env['pharma.therapeutic.group'].create(
            {'name': 'Insulin', 'code': 'INSULIN', 'parent_id': self.group_diabetes.id}
        )
        with self.assertRaisesRegex(ValidationError, r"'Diabetes'.*'Parent Group'.*Choose"):
            self.group_diabetes.parent_id = child

    def test_codes_are_unique_and_copies_get_their_own(self):
        """004-12: two groups cannot share a code."""
        copy = self.group_diabetes.copy()
        self.assertEqual(copy.code, 'DIAB-2')
        self.assertEqual(copy.name, 'Diabetes (copy)')
        self.assertEqual(self.group_diabetes.copy().code, 'DIAB-3')
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger('odoo.sql_db'):
            copy.code = 'DIAB'
            copy.flush_recordset()

    def test_a_group_in_use_is_not_deleted(self):
        """004-12, 002-02: products never lose their group by accident."""
        with self.assertRaises(UserError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            try:
                self.group_diabetes.unlink()
            except psycopg2.errors.ForeignKeyViolation as error:
                raise UserError(str(error)) from error

    def test_code_is_optional(self):
        """A house that imports nothing needs no codes (004-12)."""
        groups = self.env['pharma.therapeutic.group'].create([{'name': 'Rare'}, {'name': 'Rarer'}])
        self.assertFalse(groups[0].copy().code)
