from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common_refill import SALES, RefillCommon


@tagged('post_install', '-at_install')
class TestRefillOrder(RefillCommon):
    """The next purchase is proposed while a care is recorded; today is 2026-03-02."""

    def test_what_runs_out_together(self):
        """000-10: of all open cases; what ends within 14 days after the first end, at least one."""
        case = self._buy(20, (self.metformin, 25), (self.syrup, 6))  # 03-07, and 04-23
        self._buy(5, (self.gliclazide, 46))  # 23 days: 03-20; 03-21 is the last day
        self._buy(5, (self.insulin, 3))  # 03-27
        lines = case.with_user(self.seller)._get_refill_lines()
        self.assertEqual(lines.product_id.sudo().mapped('name'), ['Metformin', 'Gliclazide'])
        self.company.care_refill_days = 0
        lines = case.with_user(self.seller)._get_refill_lines()
        self.assertEqual(lines.product_id.sudo().mapped('name'), ['Metformin'])

    def test_a_first_end_that_is_over_counts_as_today(self):
        """000-10: two weeks from today, if the first medicine ended long ago."""
        case = self._buy(40, (self.metformin, 10))  # ended 02-01
        self._buy(5, (self.insulin, 2))  # 03-17: 15 days from today
        self.assertEqual(case._get_refill_lines().product_id, self.metformin)
        self.company.care_refill_days = 15
        self.assertEqual(case._get_refill_lines().product_id, self.metformin + self.insulin)

    def test_as_last_bought(self):
        """000-10: product, unit and quantity; of the user, for the branch, with who takes it."""
        motive = self.env['pharma.purchase.motive'].search([], limit=1)
        case = self._buy(
            20,
            (self.metformin, 2, self.box),
            (self.insulin, 2),
            pharma_taken_by='elder',
            pharma_taker_name='Mother',
            pharma_purchase_motive_id=motive.id,
        )
        self.company.care_refill_days = 60
        order, answer = self._press(case)
        self.assertEqual(
            self._get_quantities(order),
            {'Insulin': (2.0, 'Units'), 'Metformin': (2.0, 'Box of 30')},
        )
        self.assertRecordValues(
            order,
            [
                {
                    'state': 'draft',
                    'partner_id': self.customer.id,
                    'user_id': self.seller.id,
                    'warehouse_id': case.warehouse_id.id,
                    'pharma_taken_by': 'elder',
                    'pharma_taker_name': 'Mother',
                    'pharma_purchase_motive_id': motive.id,
                    'origin': case.order_id.name,
                }
            ],
        )
        self.assertFalse(answer['notice'])
        self.assertEqual(answer['order_name'], order.name)
        self.assertEqual(answer['action']['res_id'], order.id)

    def test_prices_of_the_customer(self):
        """000-10: as core works them out for his pricelist and the unit."""
        self.metformin.lst_price = 1000
        pricelist = self.env['product.pricelist'].create(
            {
                'name': 'Loyal',
                'item_ids': [
                    (
                        0,
                        0,
                        {'compute_price': 'percentage', 'percent_price': 10, 'base': 'list_price'},
                    )
                ],
            }
        )
        self._allow(self.seller, 'product.group_product_pricelist')
        self.customer.property_product_pricelist = pricelist
        case = self._buy(20, (self.metformin, 1, self.box))
        order, _answer = self._press(case)
        self.assertEqual(order.pricelist_id, pricelist)
        self.assertEqual(order.amount_untaxed, 27000)

    def test_pressed_twice_opens_the_same(self):
        """000-10: also from another case of the customer, until it is confirmed or cancelled."""
        case = self._buy(20, (self.metformin, 25))
        other = self._buy(5, (self.gliclazide, 40))
        order, _answer = self._press(case)
        self.assertEqual(self._press(case)[0], order)
        self.assertEqual(self._press(other)[0], order)
        order.action_cancel()
        self.assertNotEqual(self._press(case)[0], order)

    def test_a_colleagues_quotation_is_named(self):
        """000-36: a salesman who sees own orders only is told whom to ask."""
        case = self._buy(20, (self.metformin, 25))
        order, _answer = self._press(case)
        other = new_test_user(
            self.env, 'refill_other', groups=f'pharma_care.group_care_user,{SALES}'
        )
        with self.assertRaisesRegex(UserError, f'{order.name} by care_seller'):
            self._press(case, other)
        self.assertEqual(self._press(case, self.seller)[0], order)

    def test_what_is_not_sold_is_named(self):
        """000-10: archived medicines and those not for sale; the others are ordered."""
        case = self._buy(20, (self.metformin, 25), (self.insulin, 2))
        self.metformin.sale_ok = False
        order, answer = self._press(case)
        self.assertEqual(self._get_quantities(order), {'Insulin': (2.0, 'Units')})
        self.assertIn('Metformin', answer['notice'])
        order.action_cancel()
        self.insulin.active = False
        with self.assertRaisesRegex(UserError, 'Insulin'):
            self._press(case)

    def test_product_of_another_company(self):
        """000-36: a medicine that moved to another company is named, not ordered."""
        case = self._buy(20, (self.metformin, 25), (self.insulin, 2))
        self.env.cr.execute(
            "UPDATE product_template SET company_id = %s WHERE id = %s",
            [self.other_company.id, self.metformin.product_tmpl_id.id],
        )
        self.env.invalidate_all()
        order, answer = self._press(case)
        self.assertEqual(self._get_quantities(order), {'Insulin': (2.0, 'Units')})
        self.assertIn('Metformin', answer['notice'])

    def test_nothing_runs_out(self):
        """000-10: an appointment of somebody who bought nothing."""
        case = self._create_appointment(self.seller)
        with self.assertRaisesRegex(UserError, 'No medicine'):
            self._press(case)

    def test_closed_case(self):
        """000-10: a case that somebody closed says how to go on."""
        case = self._buy(20, (self.metformin, 25))
        self._record(case, is_final=True, close_reason_id=self.reason.id)
        with self.assertRaisesRegex(UserError, 'is closed'):
            self._press(case)

    def test_rights(self):
        """000-36: whoever may not create orders, or record care, orders nothing."""
        case = self._buy(20, (self.metformin, 25))
        for user in (self.care_user, self.pharmacist, self.outsider):
            with self.assertRaises(AccessError):
                self._press(case, user)
        salesman = new_test_user(self.env, 'refill_salesman', groups=SALES)
        with self.assertRaises(AccessError):
            self._press(case, salesman)
        self._set_mode('customer')
        with self.assertRaises(AccessError):
            self._press(case)

    def test_date_follows_the_new_supply(self):
        """004-45: both medicines are bought for 25 and 20 days more: 03-22 is the first end."""
        case = self._buy(20, (self.metformin, 25), (self.insulin, 2))  # 03-07 and 03-02
        self.assertEqual(case._propose_date_next(), self._day('2026-03-07'))
        _order, answer = self._press(case)
        self.assertEqual(answer['date_next'], '2026-03-22')

    def test_returned_parts_are_not_ordered_again(self):
        """000-10: half a box came back; no part of a box is sold."""
        case = self._buy(20, (self.metformin, 1, self.box))
        case.line_ids.quantity = 15
        self.assertEqual(case.line_ids.refill_quantity, 1)
        case.line_ids.quantity = 31
        self.assertEqual(case.line_ids.refill_quantity, 2)


@tagged('post_install', '-at_install')
class TestRefillEntry(RefillCommon):
    """What the care remembers of its refill order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._buy(20, (cls.metformin, 25))  # 03-07

    def test_form_shows_what_runs_out(self):
        """000-10: beside what is said, also for employees who sell nothing."""
        Entry = self.env['pharma.care.entry'].with_context(default_case_id=self.case.id)
        form = Form(Entry.with_user(self.care_user))
        self.assertEqual(len(form.refill_line_ids), 1)
        self.assertEqual(form.refill_line_ids[0].refill_display, '25 Units')
        self.assertNotIn('refill_order_id', form._view['fields'])
        self.assertIn('refill_order_id', Form(Entry.with_user(self.seller))._view['fields'])
        self.assertFalse(form.synchronisation_notice)
        self._agree()
        self.assertIn('03/07/2026', Form(Entry.with_user(self.seller)).synchronisation_notice)

    def test_care_and_order_are_linked(self):
        """000-10: by the care that is saved with it; nobody else's order is taken."""
        order, answer = self._press(self.case)
        entry = self._record(self.case, refill_order_id=order.id, date_next=answer['date_next'])
        self.assertEqual(entry.refill_order_id, order)
        self.assertEqual(entry.refill_state, 'draft')
        stranger = self._create_order((self.metformin, 1), partner_id=self.other_customer.id)
        mine = self._create_order((self.metformin, 1))
        for other in (stranger, mine):
            with self.assertRaisesRegex(UserError, 'Refill Order'):
                self._record(self.case, refill_order_id=other.id, date_next='2026-04-01')

    def test_confirmed_before_the_care_is_saved(self):
        """004-45, 004-56: the case is closed as bought again by then, and takes the care."""
        order, answer = self._press(self.case)
        order.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.case.state, 'done')
        with self.assertRaisesRegex(UserError, 'bought the medicine again'):
            self._record(self.case, date_next=answer['date_next'])
        # pressed once more by mistake, nothing is ordered twice
        self.assertEqual(self._press(self.case)[0], order)
        entry = self._record(self.case, refill_order_id=order.id, date_next=answer['date_next'])
        self.assertEqual(self.case.entry_count, 1)
        self.assertEqual(self.case.state, 'done')
        self.assertEqual(entry.refill_state, 'sale')
        self.assertEqual(order.care_case_ids.state, 'todo')

    def test_from_a_saved_care(self):
        """000-10: by its author the order is noted, by others only made."""
        entry = self._record(self.case, date_next='2026-03-07')
        action = entry.with_user(self.seller).action_refill_order()
        self.assertEqual(entry.refill_order_id.id, action['res_id'])
        again = entry.with_user(self.seller).action_view_refill_order()
        self.assertEqual(again['res_id'], action['res_id'])

    def test_a_lost_order_brings_the_customer_back(self):
        """004-45: the date counted on an order that is cancelled, or deleted (decision 4)."""
        order, _answer = self._press(self.case)
        self._record(self.case, refill_order_id=order.id, date_next='2026-04-01')
        self.assertEqual(self.case.date_due, self._day('2026-04-01'))
        order.with_user(self.seller).action_cancel()
        self.env.invalidate_all()
        self.assertEqual(self.case.date_due, self._day('2026-03-07'))
        with freeze_time(datetime(2026, 3, 10, 3)):
            order, _answer = self._press(self.case)
            self._record(self.case, refill_order_id=order.id, date_next='2026-04-01')
            order.unlink()
            self.env.invalidate_all()
            self.assertEqual(self.case.date_due, self._day('2026-03-10'))

    def test_figures(self):
        """000-16: cares are counted by what became of their refill order, with its amount."""
        self.metformin.lst_price = 1000
        self.metformin.taxes_id = False
        order, _answer = self._press(self.case)
        self._record(self.case, refill_order_id=order.id, date_next='2026-04-01')
        self._record(self.case, date_next='2026-04-02')
        Entry = self.env['pharma.care.entry'].with_user(self.manager)
        domain = [('case_id', '=', self.case.id)]
        aggregates = ['__count', 'refill_amount:sum']
        groups = Entry._read_group(domain, ['refill_state'], aggregates)
        self.assertEqual(groups, [('draft', 1, 0.0), (False, 1, 0.0)])
        order.action_confirm()
        groups = Entry._read_group(domain, ['refill_state'], aggregates)
        self.assertEqual(groups, [('sale', 1, 25000.0), (False, 1, 0.0)])
        fields = Entry.fields_get(['refill_state', 'refill_amount'])
        self.assertTrue(fields['refill_state']['groupable'])
        self.assertEqual(fields['refill_amount']['aggregator'], 'sum')
        found = Entry.search([*domain, ('refill_state', '=', 'sale')])
        self.assertEqual(found.refill_amount, 25000)
