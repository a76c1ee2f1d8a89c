from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users

from .common_interval import NOW, IntervalCommon

BATCH_SIZE = 'odoo.addons.pharma_care.models.pharma_care_job.BATCH_SIZE'


@freeze_time(NOW)
@tagged('post_install', '-at_install')
class TestCareIntervalWizard(IntervalCommon):
    """A care manager sets the care values of many products in one go."""

    def _open(self, records=None):
        context = {'active_model': records._name, 'active_ids': records.ids} if records else {}
        return Form(self.env['pharma.care.interval'].with_context(**context))

    def _apply(self, form):
        return form.save().action_apply()['params']

    @users('ci_manager')
    def test_ticked_products_are_set(self):
        """004-41: tick products, enter a number, apply."""
        form = self._open(self.metformin | self.vitamin)
        self.assertEqual(form.product_count, 2)
        form.care_interval_days = 0.5
        self.assertEqual(self._apply(form)['title'], "Products changed: 2")
        self.assertEqual((self.metformin | self.vitamin).mapped('care_interval_days'), [0.5, 0.5])
        self.assertEqual(self.drops.care_interval_days, 20)

    @users('ci_manager')
    def test_a_category_covers_everything_below(self):
        """004-41: of a category, products without an interval are meant unless said otherwise."""
        form = self._open(self.category)
        self.assertTrue(form.only_missing)
        self.assertEqual(form.product_count, 1, "the vitamin")
        form.only_missing = False
        self.assertEqual(form.product_count, 3)
        form.care_interval_days = 4
        self._apply(form)
        products = self.metformin | self.drops | self.vitamin
        self.assertEqual(set(products.mapped('care_interval_days')), {4})

    @users('ci_manager')
    def test_a_group_covers_its_subgroups(self):
        """004-12, 004-41: a therapeutic group is set with its subgroups."""
        child = self.env['pharma.therapeutic.group'].create(
            {'name': 'Insulin', 'parent_id': self.group_diabetes.id}
        )
        self.vitamin.therapeutic_group_id = child
        form = self._open(self.group_diabetes)
        form.care_interval_days = 9
        self._apply(form)
        self.assertEqual(self.vitamin.care_interval_days, 9)
        self.assertEqual(self.metformin.care_interval_days, 1, "it had one")

    @users('ci_manager')
    def test_several_ways_to_choose_add_up(self):
        """004-41: opened from the menu, groups and categories are chosen on the form."""
        form = self._open()
        self.assertEqual(form.product_count, 0)
        form.only_missing = False
        form.therapeutic_group_ids.add(self.group_eye)
        form.categ_ids.add(self.category_child)
        self.assertEqual(form.product_count, 2, "drops by group, metformin by category")

    @users('ci_manager')
    def test_only_what_is_ticked_is_set(self):
        """004-46: minimum and maximum are set without touching the interval."""
        form = self._open(self.metformin | self.drops)
        form.set_interval = False
        form.set_count_min = form.set_count_max = True
        form.care_count_min, form.care_count_max = 1, 3
        self._apply(form)
        self.assertRecordValues(
            self.metformin | self.drops,
            [
                {'care_interval_days': 1, 'care_count_min': 1, 'care_count_max': 3},
                {'care_interval_days': 20, 'care_count_min': 1, 'care_count_max': 3},
            ],
        )

    @users('ci_manager')
    def test_nothing_to_set_or_to_change_is_said(self):
        """004-41: an empty choice names the way out."""
        form = self._open(self.vitamin)
        form.set_interval = False
        with self.assertRaisesRegex(UserError, r"Tick what is to be set: 'Set Care Interval'"):
            form.save().action_apply()
        form = self._open(self.metformin)
        form.only_missing = True
        with self.assertRaisesRegex(UserError, r"no product to change.*untick"):
            form.save().action_apply()

    @users('ci_manager')
    def test_absurd_values_change_nothing(self):
        """004-41: a value that no product may have names the product, and none is changed."""
        form = self._open(self.metformin | self.vitamin)
        form.care_interval_days = -3
        with (
            self.assertRaisesRegex(ValidationError, r"Glucophage.*'Care Interval'"),
            self.cr.savepoint(),
        ):
            form.save().action_apply()
        self.env.invalidate_all()
        self.assertEqual(self.metformin.care_interval_days, 1)
        self.assertEqual(self.vitamin.care_interval_days, 0)

    @users('ci_manager')
    def test_what_is_no_number_is_refused(self):
        """004-41: what a program sends, or a screen made of 1e400, never becomes 'no care'."""
        Wizard = self.env['pharma.care.interval']
        values = {'product_tmpl_ids': self.metformin.ids}
        for value in (float('nan'), float('inf'), 10**400, None, False):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(ValidationError, r"field 'Care Interval'"),
            ):
                Wizard.create({**values, 'care_interval_days': value})
        for value in (float('nan'), float('-inf'), 10**400):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(ValidationError, r"'Care Interval' is no number.*to 3650"),
            ):
                self.metformin.with_env(self.env).write({'care_interval_days': value})
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.env['product.template'].create({'name': 'X', 'care_interval_days': value})
        self.assertEqual(self.metformin.care_interval_days, 1)

    @users('ci_manager')
    def test_the_preview_shows_what_will_change(self):
        """004-41: medicines of any type are set with their group, other services only if ticked."""
        vaccination, fee = (
            self.env['product.template']
            .sudo()
            .create(
                [
                    {'name': 'Vaccination', 'type': 'service', 'pharma_product_kind': 'medicine'},
                    {'name': 'Delivery fee', 'type': 'service'},
                ]
            )
        )
        (vaccination | fee).write({'categ_id': self.category.id})
        form = self._open(self.category)
        preview = self.vitamin | vaccination
        self.assertEqual(form.changed_product_ids.ids, preview.sorted('name').ids)
        self.assertEqual(form.product_count, 2)
        form.care_interval_days = 3
        self._apply(form)
        self.assertEqual(preview.mapped('care_interval_days'), [3, 3])
        self.assertEqual(fee.care_interval_days, 0)
        form = self._open(fee)
        self.assertEqual(form.product_count, 1)
        form.care_interval_days = 3
        self._apply(form)
        self.assertEqual(fee.care_interval_days, 3)

    @users('ci_manager')
    def test_care_dates_follow_at_once(self):
        """004-41, 004-42: the message counts the orders whose dates moved."""
        order = self._create_order()
        form = self._open(self.metformin)
        form.care_interval_days = 2
        self.assertEqual(self._apply(form)['message'], "Orders whose care dates were recomputed: 1")
        self.assertDue(order, '2027-01-01')

    @users('ci_manager')
    def test_big_changes_are_announced_as_background_work(self):
        """004-41, 004-42: more orders than one batch: the message says that it goes on."""
        for _number in range(2):
            self._create_order()
        form = self._open(self.metformin)
        form.care_interval_days = 2
        with patch(BATCH_SIZE, 1):
            self.assertEqual(
                self._apply(form)['message'],
                "Orders whose care dates are being recomputed in the background: 2",
            )

    @users('ci_care')
    def test_care_users_do_not_get_at_it(self):
        """004-41: the wizards and their entries in the action menus are the managers'."""
        for model in ('pharma.care.interval', 'pharma.care.recompute'):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].create({})
        for model in ('product.template', 'product.category', 'pharma.therapeutic.group'):
            bound = self.env['ir.actions.actions'].get_bindings(model).get('action', ())
            self.assertNotIn("Set Care Interval", [action['name'] for action in bound])

    @users('ci_manager')
    def test_it_is_offered_where_products_are_chosen(self):
        """004-41: the action menus of products, categories and therapeutic groups offer it."""
        for model in ('product.template', 'product.category', 'pharma.therapeutic.group'):
            bound = self.env['ir.actions.actions'].get_bindings(model).get('action', ())
            self.assertIn("Set Care Interval", [action['name'] for action in bound], model)
