from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged, users

from .common_interval import IntervalCommon


@tagged('post_install', '-at_install')
class TestCareProduct(IntervalCommon):
    """Care values of a product: what may be entered and how it is shown."""

    def test_absurd_intervals_are_refused(self):
        """004-41: a negative or absurd interval names product, field, unit and limits."""
        for value in (-1, 3651):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(
                    ValidationError, r"'\[CIMET\] Glucophage'.*'Care Interval'.*0 to 3650"
                ),
                self.cr.savepoint(),
            ):
                self.metformin.care_interval_days = value

    def test_parts_of_a_day_are_kept(self):
        """004-41: twice a day is 0.5 days per tablet; four decimals stay."""
        self.metformin.care_interval_days = 0.3333
        self.metformin.flush_recordset()
        self.metformin.invalidate_recordset()
        self.assertEqual(self.metformin.care_interval_days, 0.3333)

    def test_absurd_numbers_of_cares_are_refused(self):
        """004-46: numbers of cares below 0 or above 365 name product and field."""
        for field, label in (
            ('care_count_min', 'Minimum Cares'),
            ('care_count_max', 'Maximum Cares'),
        ):
            for value in (-1, 366):
                with (
                    self.subTest(field=field, value=value),
                    self.assertRaisesRegex(ValidationError, rf"Glucophage.*{value}.*'{label}'"),
                    self.cr.savepoint(),
                ):
                    self.metformin[field] = value

    def test_the_maximum_is_not_below_the_minimum(self):
        """004-46: a maximum below the minimum is refused, 0 means that there is none."""
        self.metformin.write({'care_count_min': 3, 'care_count_max': 0})
        self.metformin.write({'care_count_max': 3})
        with self.assertRaisesRegex(ValidationError, r"Glucophage.*'Maximum Cares'.*no maximum"):
            self.metformin.care_count_max = 2

    def test_the_hint_says_how_long_each_unit_lasts(self):
        """004-41: 2 tablets a day: a tablet lasts half a day, a box of 30 fifteen days."""
        self.metformin.care_interval_days = 0.5
        self.assertEqual(
            self.metformin.care_interval_hint,
            "1 Units: 0.50 days; 1 Box of 30: 15 days",
        )
        self.assertEqual(self.vitamin.care_interval_hint, "No care date")

    @users('ci_buyer')
    def test_the_form_shows_the_hint_while_typing(self):
        """004-41: the product's form takes the three values and explains the interval."""
        with Form(self.vitamin.with_env(self.env)) as form:
            form.care_interval_days = 2
            self.assertEqual(form.care_interval_hint, "1 Units: 2 days")
            form.care_count_min = 1
            form.care_count_max = 2
        self.assertRecordValues(
            self.vitamin, [{'care_interval_days': 2, 'care_count_min': 1, 'care_count_max': 2}]
        )

    @users('ci_care')
    def test_care_users_do_not_change_products(self):
        """004-41: who calls customers reads the care values and cannot set them."""
        vitamin = self.vitamin.with_env(self.env)
        self.assertEqual(vitamin.care_interval_days, 0)
        with self.assertRaises(AccessError):
            vitamin.care_interval_days = 1

    def test_medicines_without_interval_are_listed(self):
        """004-41: the administrator's list holds medicines without an interval, others not."""
        old = self.env['product.template'].create(
            {'name': 'From before', 'pharma_product_kind': 'medicine'}
        )
        # as in databases that had products before the module
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET care_interval_days = NULL WHERE id = %s", [old.id]
        )
        self.env.invalidate_all()
        self.vitamin.pharma_product_kind = 'medicine'
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_care.pharma_care_product_missing_action'
        )
        self.assertIn("'search_default_care_none': 1", action['context'])
        domain = [('care_interval_days', '=', 0), ('id', 'in', (self._products() | old).ids)]
        self.assertEqual(self.env['product.template'].search(domain), self.vitamin | old)

    def test_products_are_grouped_by_interval(self):
        """004-41: the list groups products by their care interval."""
        groups = self.env['product.template'].formatted_read_group(
            [('id', 'in', self._products().ids)], ['care_interval_days'], ['__count']
        )
        self.assertEqual([group['__count'] for group in groups], [1, 1, 1])

    def _products(self):
        return self.metformin | self.drops | self.vitamin
