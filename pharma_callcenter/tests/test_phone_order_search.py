from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_phone import PhoneCommon


@tagged('post_install', '-at_install')
class TestPhoneOrderSearch(PhoneCommon):
    """What the agent finds while the customer speaks."""

    def _search(self, text, user=None, **options):
        rows = self.Order.with_user(user or self.agent).search_products(text, **options)
        mine = self.fever + self.fever_weak + self.syrup
        return [row for row in rows if row['id'] in mine.ids]

    def _ids(self, text):
        return [row['id'] for row in self._search(text)]

    def test_name_and_ingredient_in_part_without_accents(self):
        """000-25, 000-02: parts of the name or ingredient, in any order, without accents."""
        self.assertEqual(self._ids('thuoc ha sot zyx'), [self.fever.id])
        self.assertEqual(self._ids('HẠ SỐT zyxfev'), [self.fever.id])
        self.assertEqual(
            set(self._ids('yxcetam')), set((self.fever + self.fever_weak + self.syrup).ids)
        )
        self.assertEqual(self._ids('500 siro zyx'), [self.syrup.id])
        # what begins with the words comes first
        self.assertEqual(self._ids('zyxcet')[0], self.syrup.id)
        self.assertEqual(self._ids('zyxnothing'), [])

    def test_no_text_is_no_pattern(self):
        """000-02: signs and nonsense find nothing instead of everything, and never fail."""
        for text in ('', '  ', '%', '_', '\\', '\0', "'; --", None, 7, ['zyx'], '(' * 5000):
            self.assertEqual(self._search(text), [], text)

    def test_price_with_taxes_and_of_the_customer(self):
        """000-02: his price, taxes included: 1000 and 5 % are 1050; his own 800 is 840."""
        self.assertAlmostEqual(self._search('zyxfever')[0]['price'], 1050)
        self.env.ref('base.group_user')._apply_group(
            self.env.ref('product.group_product_pricelist')
        )
        pricelist = self.env['product.pricelist'].create(
            {
                'name': 'Regulars',
                'item_ids': [
                    Command.create(
                        {
                            'compute_price': 'fixed',
                            'fixed_price': 800,
                            'applied_on': '0_product_variant',
                            'product_id': self.fever.id,
                        }
                    )
                ],
            }
        )
        self.customer.property_product_pricelist = pricelist
        row = self._search('zyxfever', partner_id=self.customer.id)[0]
        self.assertAlmostEqual(row['price'], 840)
        box = {'product_id': self.fever.id, 'quantity': 2, 'uom_id': self.box.id}
        Order = self.Order.with_user(self.agent)
        self.assertEqual(Order.get_line_prices([box], self.customer.id), [840 * 30])

    def test_stock_of_each_branch(self):
        """000-25: what is free now, by branch; reserved and expired goods are not."""
        row = self._search('zyxfever')[0]
        self.assertEqual(row['stock'], {self.branch.id: 20, self.other_branch.id: 7})
        self.assertEqual(row['total'], 27)
        quant = self.env['stock.quant'].search(
            [('product_id', '=', self.fever.id), ('location_id', '=', self.branch.lot_stock_id.id)]
        )
        quant.reserved_quantity = 5
        self.assertEqual(self._search('zyxfever')[0]['stock'][self.branch.id], 15)
        self.assertEqual(self._search('zyxpara')[0]['stock'], {})

    def test_warnings(self):
        """000-25: prescription, special control and storage stand beside the medicine."""
        row = self._search('zyxcet siro')[0]
        self.assertTrue(row['is_prescription'])
        self.assertEqual(row['control'], 'Precursor')
        self.assertFalse(self._search('zyxfever')[0]['is_prescription'])

    def test_alternatives(self):
        """000-26: the same ingredient in whatever writing; same strength and stock first."""
        rows = self.Order.with_user(self.agent).get_alternatives(self.fever.id)
        self.assertEqual([row['id'] for row in rows], [self.syrup.id, self.fever_weak.id])
        self.assertEqual([row['is_same_strength'] for row in rows], [True, False])
        self.fever.active_ingredient = '%'
        self.assertEqual(self.Order.get_alternatives(self.fever.id), [])

    def test_who_looks_up(self):
        """000-02, 000-36: whoever serves customers looks up, only sellers order; not others."""
        start = self.Order.with_user(self.agent).get_start(partner_id=self.customer.id)
        self.assertFalse(start['may_order'])
        self.assertEqual(start['customer']['name'], self.customer.name)
        self.assertIn(self.other_branch.id, [branch['id'] for branch in start['branches']])
        with self.assertRaises(AccessError):
            self.Order.with_user(self.stranger).get_start(call_id=self.call.id)
        self.assertTrue(self.Order.with_user(self.seller).get_start(self.call.id)['may_order'])

    def test_lines_that_are_none(self):
        """000-36: what a program sends in place of lines is refused with a message."""
        Order = self.Order.with_user(self.agent)
        for line in (
            {'product_id': 'x', 'quantity': 1},
            {'product_id': self.fever.id, 'quantity': -1},
            {'product_id': self.fever.id, 'quantity': float('nan')},
            {'product_id': self.fever.id, 'quantity': '1'},
            {
                'product_id': self.fever.id,
                'quantity': 1,
                'uom_id': self.env.ref('uom.product_uom_kgm').id,
            },
            {'product_id': 2**31 - 1, 'quantity': 1},
        ):
            with self.assertRaises(UserError, msg=line):
                Order.get_line_prices([line])
        self.assertEqual(Order.get_line_prices('nonsense'), [])

    def test_queries_do_not_grow(self):
        """000-03: one medicine or twenty cost the same queries."""
        values = {'is_storable': True, 'list_price': 5, 'active_ingredient': 'Qqcount'}
        self.env['product.product'].create(
            [{**values, 'name': f'Qqcount {number}'} for number in range(20)]
        )
        Order = self.Order.with_user(self.agent)

        def count(text, found):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(Order.search_products(text)), found)
            return self.env.cr.sql_log_count - before

        count('qqcount', 20)
        one, many = count('qqcount 17', 1), count('qqcount', 20)
        self.assertLessEqual(many, one + 1)
        self.assertLessEqual(many, 25)
