from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.pharma_care.models.pharma_care_case_confirm import MAX_PLANNED

from .common_assign import AssignCommon

CASE = [
    'date_order',
    'date_due',
    'date_runout',
    'state',
    'is_chronic',
    'care_count_max',
    'date_last_contact',
    'visibility_mode',
    'region_id',
    'therapeutic_group_ids',
    'user_id',
    'user_ids',
]
LINE = ['product_id', 'quantity', 'date_start', 'days_of_supply', 'date_due', 'state']


@tagged('post_install', '-at_install')
class TestCareConfirm(AssignCommon):
    """Care of few orders is written by a function of the database, of many by a statement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._assign(cls.user_a, product_tmpl_id=cls.metformin.product_tmpl_id)
        cls._assign(cls.user_b, partner_id=cls.customer)
        cls._assign(cls.manager, categ_id=cls.category)
        cls._assign(cls.manager, region_id=cls.region)
        cls._assign(cls.stranger, therapeutic_group_id=cls.group_chronic)

    @property
    def _bought_again(self):
        return self.env.ref('pharma_care.close_reason_bought_again')

    def _for_somebody(self):
        """Return the values of an order for a contact of the customer, whose users are its too."""
        values = {'name': 'Contact', 'parent_id': self.customer.id, 'type': 'other'}
        partner = self.env['res.partner'].create([values])
        partner.pharma_region_id = self.subregion
        return {'partner_id': partner.id}

    def _read(self, order):
        """Return what is known of an order's case and lines, ids of their own aside."""
        self.env.invalidate_all()
        rows = order.care_case_ids.read(CASE) + order.care_case_ids.line_ids.read(LINE)
        return [{name: value for name, value in row.items() if name != 'id'} for row in rows]

    def test_repeated_purchases_get_the_same(self):
        """Whichever way care is written: what is left is taken first, and the older case ends
        (004-42)."""
        for scope in ('product', 'group'):
            self.company.care_bought_again = scope
            known = []
            for way in ('function', 'statement', 'many'):
                buyer = self._for_somebody()
                old = self._confirm((self.metformin, 20), **buyer)
                if way == 'function':
                    new = self._confirm((self.metformin, 20), (self.paracetamol, 8), **buyer)
                elif way == 'statement':
                    with patch.object(self.env.registry, 'pharma_care_is_planned', False):
                        new = self._confirm((self.metformin, 20), (self.paracetamol, 8), **buyer)
                else:
                    new = self._create_order((self.metformin, 20), (self.paracetamol, 8), **buyer)
                    others = self.env['sale.order'].union(
                        *(
                            self._create_order((self.syrup, 1), **self._for_somebody())
                            for _order in range(MAX_PLANNED)
                        )
                    )
                    (new + others).action_confirm()
                known.append([self._read(old), self._read(new)])
                self.assertEqual(old.care_case_ids.close_reason_id, self._bought_again)
                ends = new.care_case_ids.line_ids.mapped('date_runout')
                self.assertEqual([str(day) for day in ends], ['2026-03-04', '2026-04-11'])
            self.assertEqual(known[0], known[1])
            self.assertEqual(known[0], known[2])

    def test_few_and_many_orders_get_the_same(self):
        """Whichever way care is written, by whatever mode: the same rows (004-39, 004-42)."""
        lines = [(self.metformin, 2, self.box), (self.paracetamol, 3), (self.plaster, 1)]
        users = {
            'product': self.user_a + self.manager + self.stranger,
            'customer': self.user_b + self.manager,
            'unrestricted': self.env['res.users'],
        }
        for mode, seen_by in users.items():
            with self.subTest(mode=mode):
                self._set_mode(mode)
                # each to a customer of his own: none of them buys again
                few = self._confirm(*lines, **self._for_somebody())
                many = self.env['sale.order'].union(
                    *(
                        self._create_order(*lines, **self._for_somebody())
                        for _order in range(MAX_PLANNED + 1)
                    )
                )
                many.action_confirm()
                self.assertEqual(len(many.care_case_ids), MAX_PLANNED + 1)
                wanted = self._read(few)
                self.assertEqual(few.care_case_ids.user_ids, seen_by)
                with patch.object(self.env.registry, 'pharma_care_is_planned', False):
                    single = self._confirm(*lines, **self._for_somebody())
                self.assertEqual(self._read(single), wanted)
                self.assertEqual(wanted[0]['date_due'].isoformat(), '2026-03-03')
                self.assertEqual(len(wanted), 3)
                for order in many:
                    self.assertEqual(self._read(order), wanted)

    def test_a_function_of_older_code_is_not_used(self):
        """Code that is newer than the last update confirms by its own statements, and says so
        (004-42)."""
        Case = self.env['pharma.care.case']
        self.assertTrue(Case._is_planned([1], False))
        self.assertFalse(Case._is_planned([1], True))
        self.assertFalse(Case._is_planned(list(range(MAX_PLANNED + 1)), False))
        written = Case._get_written_body()
        self.addCleanup(setattr, self.env.registry, 'pharma_care_is_planned', True)
        Case._drop_planned()
        self.assertIsNone(Case._get_written_body())
        logger = 'odoo.addons.pharma_care.models.pharma_care_case_confirm'
        with self.assertLogs(logger, 'WARNING'):
            Case._register_hook()
        self.assertEqual(len(self._create_case()), 1)
        Case.init()
        self.assertEqual(Case._get_written_body(), written)
        Case._register_hook()
        self.assertTrue(Case._is_planned([1], False))

    def test_nobody_with_the_role_is_no_error(self):
        """While the module is being installed there is no group of care users (004-42)."""
        self._set_mode('product')
        with patch.object(type(self.env['pharma.care.case']), '_get_role_id', lambda _self: False):
            case = self._create_case()
        self.assertFalse(case.user_ids)

    def test_few_orders_cost_one_statement(self):
        """Case, lines, groups and users of a confirmed order: one call (004-39, 004-42)."""
        self._set_mode('product')
        orders = self._create_order((self.metformin, 10)) + self._create_order((self.syrup, 1))
        orders.with_context(pharma_confirming=True).write({'state': 'sale'})
        Case = self.env['pharma.care.case']
        Case._sync_orders(self._confirm((self.metformin, 1)), False)  # caches warm
        self.env.flush_all()
        with self.assertQueryCount(1):
            Case._sync_orders(orders, False)
        self.assertEqual(len(orders.care_case_ids), 2)
        self.assertEqual(
            orders[0].care_case_ids.user_ids, self.user_a + self.manager + self.stranger
        )
        self.assertFalse(orders[1].care_case_ids.user_ids)

    def test_an_order_confirmed_again_finds_its_case(self):
        """The function changes a case that is there, and opens one that a cancelled order closed
        (004-42)."""
        order = self._confirm((self.metformin, 10))
        case = order.care_case_ids
        order._action_cancel()
        self.assertEqual(case.state, 'done')
        order.action_draft()
        order.order_line.product_uom_qty = 20
        order.action_confirm()
        self.assertEqual(order.care_case_ids, case)
        self.assertEqual(case.state, 'todo')
        self.assertEqual(case.line_ids.days_of_supply, 20)
        self.assertEqual(case.user_ids, self.env['res.users'])
