from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from .common import CareCommon


@tagged('post_install', '-at_install')
class TestCareDate(CareCommon):
    """When an order is to be cared for first; every date counted by hand."""

    def test_interval_times_quantity(self):
        """Ten tablets, one a day, last until the tenth day after the purchase (004-41, 004-42)."""
        case = self._create_case((self.metformin, 10))
        self.assertRecordValues(
            case,
            [
                {
                    'date_order': date(2026, 3, 2),
                    'date_due': date(2026, 3, 12),
                    'date_runout': date(2026, 3, 12),
                    'state': 'todo',
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                    'entry_count': 0,
                    'is_chronic': True,
                    'therapeutic_group_ids': self.group_chronic.ids,
                }
            ],
        )
        self.assertRecordValues(
            case.line_ids,
            [
                {
                    'product_id': self.metformin.id,
                    'quantity': 10,
                    'days_of_supply': 10,
                    'date_start': date(2026, 3, 2),
                    'date_runout': date(2026, 3, 12),
                }
            ],
        )

    def test_a_box_counts_its_tablets(self):
        """Two boxes of 30 are 60 tablets: 60 days (decision 1, 004-42)."""
        case = self._create_case((self.metformin, 2, self.box))
        self.assertEqual(case.date_due, date(2026, 5, 1))
        self.assertEqual(case.line_ids.quantity, 60)

    def test_a_product_kept_by_the_box_counts_boxes(self):
        """Where the box is the stock unit, 15 tablets are half a box of 30 days (004-41)."""
        boxed = self._create_product(
            'Boxed', 30, self.group_acute, uom_id=self.box.id, uom_ids=self.unit.ids
        )
        case = self._create_case((boxed, 15, self.unit))
        self.assertEqual(case.line_ids.quantity, 0.5)
        self.assertEqual(case.date_due, date(2026, 3, 17))

    def test_parts_of_a_day_are_rounded_up(self):
        """Ten tablets, four a day, last 2.5 days: called on the third (decision 1, 004-42)."""
        self.assertEqual(self._create_case((self.paracetamol, 10)).date_due, date(2026, 3, 5))

    def test_an_exact_number_of_days_is_not_rounded_up(self):
        """0.1 days x 30 are 3 days, also in binary fractions (004-42)."""
        product = self._create_product('Drops', 0.1, self.group_acute)
        self.assertEqual(self._create_case((product, 30)).date_due, date(2026, 3, 5))

    def test_the_earliest_line_wins(self):
        """Of 30 days, 12 days and none, the 12 days give the date (004-42)."""
        case = self._create_case((self.metformin, 30), (self.syrup, 1), (self.plaster, 5))
        self.assertEqual(case.date_due, date(2026, 3, 14))
        self.assertEqual(
            [(line.product_id, line.date_runout) for line in case.line_ids],
            [(self.syrup, date(2026, 3, 14)), (self.metformin, date(2026, 4, 1))],
        )
        self.assertEqual(case.therapeutic_group_ids, self.group_chronic | self.group_acute)

    def test_interval_zero_never_counts(self):
        """An order of products without a care interval has no case (004-41)."""
        self.assertFalse(self._create_case((self.plaster, 5)))

    def test_quantity_zero_and_less_never_counts(self):
        """Lines that take money back bring no supply (004-42)."""
        self.assertFalse(self._create_case((self.metformin, 0), (self.syrup, -1)))

    def test_the_day_begins_in_the_time_zone_of_the_company(self):
        """00:30 in Ho Chi Minh City is still yesterday in UTC (004-42)."""
        with freeze_time(datetime(2026, 3, 1, 17, 30)):
            case = self._create_case((self.metformin, 10))
        self.assertEqual(case.date_order, date(2026, 3, 2))
        self.assertEqual(case.date_due, date(2026, 3, 12))

    def test_an_endless_supply_stays_a_date(self):
        """A typing error in the quantity ends in a far date, not in an error (004-42)."""
        case = self._create_case((self.metformin, 10**9))
        self.assertEqual(case.line_ids.days_of_supply, 36500)

    def test_wholesale_is_called_after_the_limit_at_the_latest(self):
        """A clinic buys stock, not a treatment: 90 days at most, sooner if it is used up sooner;
        the limit holds for its people, too, and 0 lifts it (decision 2, 004-42)."""
        clinic = self.env['res.partner'].create(
            {
                'name': 'Clinic',
                'is_company': True,
                'pharma_customer_type': 'level2',
                'pharma_partner_kind': 'clinic',
                'child_ids': [(0, 0, {'name': 'Buyer'})],
            }
        )
        for buyer in (clinic, clinic.child_ids):
            case = self._create_case((self.metformin, 1000), partner_id=buyer.id)
            self.assertEqual(case.date_due, date(2026, 5, 31))
            self.assertEqual(case.date_runout, date(2028, 11, 26))
        case = self._create_case((self.metformin, 10), partner_id=clinic.id)
        self.assertEqual(case.date_due, date(2026, 3, 12))
        self.company.care_wholesale_cap_days = 0
        case = self._create_case((self.metformin, 1000), partner_id=clinic.id)
        self.assertEqual(case.date_due, date(2028, 11, 26))

    def test_a_customer_who_becomes_a_wholesaler_is_called_in_time(self):
        """Nobody waits for years because the type was corrected after the order; dates that an
        employee agreed on stay (decision 2, 004-42)."""
        case = self._create_case((self.metformin, 1000))
        cared = self._create_case((self.syrup, 100))
        cared.record_entry({'content': 'Well', 'date_next': '2027-03-20'})
        self.customer.write({'pharma_customer_type': 'level2', 'pharma_partner_kind': 'clinic'})
        self.assertEqual(case.date_due, date(2026, 5, 31))
        self.assertEqual(cared.date_due, date(2027, 3, 20))

    def test_another_wholesale_limit_moves_the_dates(self):
        """The setting holds for orders that were confirmed before, too (decision 2, 004-42)."""
        self.customer.write({'pharma_customer_type': 'level2', 'pharma_partner_kind': 'clinic'})
        case = self._create_case((self.metformin, 1000))
        self.company.care_wholesale_cap_days = 30
        self.assertEqual(case.date_due, date(2026, 4, 1))

    def test_minimum_and_maximum_are_the_largest_of_the_products(self):
        """An order asks for as many cares as its most demanding product (004-46)."""
        self.metformin.write({'care_count_min': 1, 'care_count_max': 2})
        self.syrup.write({'care_count_min': 0, 'care_count_max': 3})
        case = self._create_case((self.metformin, 10), (self.syrup, 1))
        self.assertEqual((case.care_count_min, case.care_count_max), (1, 3))

    def test_many_orders_in_one_go(self):
        """Orders confirmed together get a case each, in their own company's zone (004-42)."""
        orders = self._create_order((self.metformin, 10)) | self._create_order((self.syrup, 1))
        orders |= self._create_order((self.plaster, 1))
        orders.action_confirm()
        self.assertEqual(
            [order.care_case_ids.date_due for order in orders],
            [date(2026, 3, 12), date(2026, 3, 14), False],
        )
