from odoo.fields import Command
from odoo.tests import tagged

from .common_slip import SlipCase


@tagged('post_install', '-at_install')
class TestSlipRows(SlipCase):
    """What stands on a slip: lots, units and the price the customer pays."""

    def test_the_price_is_the_customers(self):
        """000-28: 10 x 2,500 less 10 percent plus 5 percent tax: 23,625, a unit 2,362.50."""
        order = self._create_order(
            [
                {
                    'product_id': self.medicine.id,
                    'product_uom_qty': 10,
                    'price_unit': 2500,
                    'discount': 10,
                    'tax_ids': [Command.set(self.tax.ids)],
                }
            ]
        )
        (row,) = self._get_rows(order.picking_ids)
        self.assertEqual((row['lot'], str(row['expiry'])), ('A1', '2030-06-30'))
        self.assertAlmostEqual(row['total'], 23625)
        self.assertAlmostEqual(row['price'], 2362.5)

    def test_two_boxes_are_brought_as_tablets(self):
        """000-28: unit of the order and of the slip differ: 2 dozen at 1,200 are 24 at 100."""
        order = self._create_order(
            [
                {
                    'product_id': self.medicine.id,
                    'product_uom_qty': 2,
                    'product_uom_id': self.env.ref('uom.product_uom_dozen').id,
                    'price_unit': 1200,
                }
            ]
        )
        (row,) = self._get_rows(order.picking_ids)
        if row['uom'] == self.medicine.uom_id:
            self.assertEqual((row['quantity'], row['price']), (24, 100))
        self.assertEqual(row['total'], 2400)

    def test_lots_share_the_total_to_the_last_digit(self):
        """000-28: 3 units at 100 in lots of 1 each: the parts add up to the line's total."""
        product = self._create_medicine("Ba lô", list_price=33.33)
        for name in ('B1', 'B2', 'B3'):
            self._create_lot(product, name, f'2029-0{name[-1]}-01 12:00:00', 1)
        order = self._create_order(
            [{'product_id': product.id, 'product_uom_qty': 3, 'price_unit': 33.335}]
        )
        rows = self._get_rows(order.picking_ids)
        self.assertEqual([row['lot'] for row in rows], ['B1', 'B2', 'B3'])
        self.assertAlmostEqual(sum(row['total'] for row in rows), order.amount_total)

    def test_what_is_not_picked_yet_is_said(self):
        """000-28: of 130, 100 lie in the branch: the rest stands without a lot."""
        slip = self._create_slip([(self.medicine, 130)])
        slip.action_assign()
        picked, rest = self._get_rows(slip)
        self.assertEqual((picked['quantity'], picked['is_open']), (100, False))
        self.assertEqual((rest['quantity'], rest['lot'], rest['is_open']), (30, False, True))

    def test_afterwards_what_went_is_shown(self):
        """000-28: 4 of 10 went; the slip says 4 and its price, the rest has its own slip."""
        slip = self._create_slip()
        slip.move_ids.quantity = 4
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True).button_validate()
        (row,) = self._get_rows(slip)
        self.assertEqual(row['quantity'], 4)
        self.assertAlmostEqual(row['total'], slip.move_ids.sale_line_id._get_slip_total(4))
        self.assertEqual(sum(row['quantity'] for row in self._get_rows(slip.backorder_ids)), 6)

    def test_a_gift_costs_nothing(self):
        """000-28: bad input that is none: a price of zero."""
        order = self._create_order(
            [{'product_id': self.medicine.id, 'product_uom_qty': 1, 'price_unit': 0}]
        )
        (row,) = self._get_rows(order.picking_ids)
        self.assertEqual((row['price'], row['total']), (0, 0))

    def test_without_an_order_the_list_price_holds(self):
        """000-28: a transfer by hand: 3 x 2,500."""
        slip = self.env['stock.picking'].create(
            {
                'picking_type_id': self.warehouse.out_type_id.id,
                'partner_id': self.customer.id,
                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.medicine.id,
                            'product_uom_qty': 3,
                            'location_id': self.warehouse.lot_stock_id.id,
                            'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                        }
                    )
                ],
            }
        )
        slip.action_confirm()
        (row,) = self._get_rows(slip)
        self.assertEqual((row['price'], row['total']), (2500, 7500))

    def test_only_the_kit_has_a_price(self):
        """000-28: a kit of two medicines stands with its price, its parts without."""
        kit = self._create_medicine("Bộ sơ cứu")
        other = self._create_medicine("Băng gạc")
        self._create_lot(other, 'G1', '2030-01-01 12:00:00', 50)
        order = self._create_order(
            [
                {'product_id': kit.id, 'product_uom_qty': 2, 'price_unit': 50000},
                {'product_id': self.medicine.id, 'product_uom_qty': 1, 'price_unit': 1000},
            ]
        )
        slip = order.picking_ids
        move = slip.move_ids.filtered(lambda move: move.product_id == kit)
        line = move.sale_line_id
        move._do_unreserve()
        move.write({'state': 'draft'})
        move.unlink()
        for product, quantity in ((self.medicine, 20), (other, 4)):
            self.env['stock.move'].create(
                {
                    'picking_id': slip.id,
                    'product_id': product.id,
                    'product_uom_qty': quantity,
                    'location_id': slip.location_id.id,
                    'location_dest_id': slip.location_dest_id.id,
                    'sale_line_id': line.id,
                }
            )._action_confirm(merge=False)
        rows = self._get_rows(slip)
        heads = [row for row in rows if row['is_kit']]
        parts = [row for row in rows if row['is_part']]
        self.assertEqual([(row['quantity'], row['total']) for row in heads], [(2, 100000)])
        self.assertEqual([row['total'] for row in parts], [None, None])
        self.assertEqual(sum(row['total'] or 0 for row in rows), 101000)
