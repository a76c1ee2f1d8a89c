from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common_slip import SlipCase

# the pack of I2 with its check digit put right: GTIN, expiry, lot, separator, serial number
PACK = '01089345678901201728123110LOTA1\x1d21SER123'


@tagged('post_install', '-at_install')
class TestSlipExpiry(SlipCase):
    """First expired first out, short-dated and expired lots, quantities, codes on packs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.insulin = cls._create_medicine("Insulin glargine")
        cls.late = cls._create_lot(cls.insulin, 'L2', '2028-05-31 12:00:00', 10)
        cls.early = cls._create_lot(cls.insulin, 'L1', '2027-05-31 12:00:00', 10)

    def _take(self, slip, lot):
        slip.move_ids._do_unreserve()
        self.env['stock.move.line'].create(
            {
                'picking_id': slip.id,
                'move_id': slip.move_ids.id,
                'product_id': lot.product_id.id,
                'lot_id': lot.id,
                'quantity': slip.move_ids.product_uom_qty,
                'location_id': slip.location_id.id,
                'location_dest_id': slip.location_dest_id.id,
            }
        )
        self.env.flush_all()
        slip.invalidate_recordset()

    # === FIRST EXPIRED, FIRST OUT === #
    def test_the_lot_that_ends_first_is_reserved(self):
        """000-28, 004-58: received later, but it ends first."""
        slip = self._create_slip([(self.insulin, 5)])
        self.assertEqual(slip.move_line_ids.lot_id, self.early)

    def test_who_decides_otherwise_is_followed(self):
        """000-28: the category's or the location's strategy holds, and the company's setting."""
        quants = self.env['stock.quant']
        place = self.warehouse.lot_stock_id
        fifo = self.env.ref('stock.removal_fifo')
        self.assertEqual(quants._get_removal_strategy(self.insulin, place), 'fefo')
        place.location_id.removal_strategy_id = fifo
        self.assertEqual(quants._get_removal_strategy(self.insulin, place), 'fifo')
        place.location_id.removal_strategy_id = False
        self.insulin.categ_id = self.env['product.category'].create(
            {'name': 'C', 'removal_strategy_id': fifo.id}
        )
        self.assertEqual(quants._get_removal_strategy(self.insulin, place), 'fifo')
        self.insulin.categ_id.removal_strategy_id = False
        self.env.company.pharma_fefo = False
        self.assertEqual(quants._get_removal_strategy(self.insulin, place), 'fifo')
        self.env.company.pharma_fefo = True
        self.insulin.use_expiration_date = False
        self.assertEqual(quants._get_removal_strategy(self.insulin, place), 'fifo')

    def test_a_later_lot_is_told_of(self):
        """000-28, 004-58: the clerk takes another lot by hand: which one should have gone."""
        slip = self._create_slip([(self.insulin, 5)])
        self.assertFalse(slip.pharma_expiry_warning)
        self._take(slip, self.late)
        words = slip.with_user(self.clerk).pharma_expiry_warning
        self.assertIn("lot L2 (05/31/2028) was taken though lot L1", words)
        self.assertIn("10.00 lie free, ends earlier (05/31/2027)", words)
        slip.with_user(self.clerk).pharma_fefo_reason = "Khách đi xa"

    def test_lots_elsewhere_do_not_count(self):
        """000-28: neither another branch's earlier lot, nor one that has ended."""
        slip = self._create_slip([(self.insulin, 5)])
        other = self.env['stock.warehouse'].create({'name': 'B2', 'code': 'B2'})
        self._create_lot(self.insulin, 'L0', '2027-01-31 12:00:00', 10, other.lot_stock_id)
        self._create_lot(self.insulin, 'LX', '2026-01-31 12:00:00', 10)
        slip.invalidate_recordset()
        self.assertFalse(slip.pharma_expiry_warning)

    def test_warnings_of_a_list_cost_few_queries(self):
        """000-28: a page of slips asks for the free lots once."""
        slips = self.env['stock.picking'].concat(
            *[self._create_slip([(self.insulin, 1)]) for _n in range(6)]
        )
        few = self._count_queries(slips[:2])
        self.assertLessEqual(self._count_queries(slips) - few, 2)

    def _count_queries(self, slips):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        slips.mapped('pharma_expiry_warning')
        return self.env.cr.sql_log_count - before

    # === SHORT-DATED AND EXPIRED === #
    def test_what_ends_soon_is_marked(self):
        """000-28: 90 days from 2026-11-23 are 2027-02-21: that day is marked, the next is not."""
        company = self.env.company
        self.early.expiration_date = '2027-02-21 12:00:00'
        self.assertTrue(self.early._is_pharma_short_dated(company))
        slip = self._create_slip([(self.insulin, 5)])
        self.assertIn("lot L1 ends soon, on 02/21/2027", slip.pharma_expiry_warning)
        self.assertTrue(self._get_rows(slip)[0]['is_short'])
        self.early.expiration_date = '2027-02-22 12:00:00'
        self.assertFalse(self.early._is_pharma_short_dated(company))
        company.pharma_short_dated_days = 0
        self.early.expiration_date = '2026-11-24 12:00:00'
        self.assertFalse(self.early._is_pharma_short_dated(company))
        with self.assertRaisesRegex(ValidationError, "enter a number from 0 to 3650"):
            company.pharma_short_dated_days = -1

    def test_what_left_in_time_is_no_fault_later(self):
        """000-28: delivered on 2026-11-23 with a lot that ended afterwards: no warning, no mark on
        a reprint; what was short-dated on that day stays marked."""
        slip = self._create_slip([(self.insulin, 5)])
        slip.move_ids.picked = True
        slip.button_validate()
        self.assertEqual(slip.state, 'done')
        with freeze_time('2027-07-01 03:00:00'):
            slip.invalidate_recordset()
            self.assertTrue(self.early._is_pharma_expired(self.env.company))
            self.assertFalse(slip.pharma_expiry_warning)
            self.assertFalse(self._get_rows(slip)[0]['is_short'])
            self.early.expiration_date = '2027-02-21 12:00:00'
            self.assertIn("ends soon", slip.pharma_expiry_warning)
            self.assertTrue(self._get_rows(slip)[0]['is_short'])

    def test_the_order_tells_before_it_is_confirmed(self):
        """000-25, 000-28: 12 would take all of L1, which ends soon, and 2 of L2."""
        self.early.expiration_date = '2027-01-10 12:00:00'
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'warehouse_id': self.warehouse.id,
                'order_line': [(0, 0, {'product_id': self.insulin.id, 'product_uom_qty': 12})],
            }
        )
        line = order.with_user(self.env.ref('base.user_admin')).order_line
        self.assertEqual(line.pharma_expiry_warning, "lot L1 ends on 01/10/2027")
        order.action_confirm()
        self.assertEqual(order.order_line.pharma_expiry_warning, "lot L1 ends on 01/10/2027")
        self.late.expiration_date = '2027-01-11 12:00:00'
        order.order_line.invalidate_recordset()
        self.assertIn("lot L2", order.order_line.pharma_expiry_warning)
        more = self._create_order([{'product_id': self.insulin.id, 'product_uom_qty': 30}])
        self.assertEqual(more.picking_ids.move_ids.state, 'partially_available')
        self.assertEqual(more.order_line.pharma_expiry_warning, "lot L2 ends on 01/11/2027")

    def test_everybody_who_opens_a_slip_is_warned(self):
        """000-28, 000-36: salespeople and couriers, who may not read lots themselves."""
        self.early.expiration_date = '2027-01-10 12:00:00'
        slip = self._create_slip([(self.insulin, 5)])
        slip.courier_id = self.courier
        for user in (self.salesman, self.courier):
            self.assertIn("L1 ends soon", slip.with_user(user).pharma_expiry_warning)
        self.assertEqual(slip.pharma_expiry_hint, slip.pharma_expiry_warning)

    def test_days_are_vietnams(self):
        """000-28: 18:00 UTC of the 22nd is the 23rd in Vietnam: today is its last day."""
        self.early.expiration_date = '2026-11-22 18:00:00'
        company = self.env.company
        self.assertEqual(self.early._get_pharma_expiry(company), date(2026, 11, 23))
        self.assertFalse(self.early._is_pharma_expired(company))
        self.early.expiration_date = '2026-11-22 16:00:00'
        self.assertTrue(self.early._is_pharma_expired(company))

    def test_an_expired_lot_does_not_leave(self):
        """004-17, 000-28: neither with the round nor by validating, whatever the context."""
        slip = self._create_slip([(self.insulin, 5)])
        self.early.expiration_date = '2026-11-20 12:00:00'
        self.assertIn("expired on 11/20/2026", slip.pharma_expiry_warning)
        batch = self._create_round(slip)
        with self.assertRaisesRegex(UserError, "lot L1 expired on 11/20/2026. Take another lot"):
            batch.with_user(self.clerk).action_depart()
        slip.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "Take another lot"):
            slip.with_user(self.clerk).with_context(skip_expired=True).button_validate()
        self.assertNotEqual(slip.state, 'done')

    # === QUANTITY AND UNIT === #
    def test_more_than_the_slip_does_not_leave(self):
        """000-28: bad input: 12 instead of 10."""
        slip = self._create_slip()
        slip.move_ids.move_line_ids.quantity = 12
        slip.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "12.00 Units are to be .* slip says 10.00"):
            slip.with_user(self.clerk).with_context(skip_expired=True).button_validate()

    def test_a_unit_of_another_kind_does_not_leave(self):
        """000-28: bad input: kilograms of something that is counted."""
        slip = self._create_slip()
        self.env.cr.execute(
            "UPDATE stock_move_line SET product_uom_id = %s WHERE id = %s",
            [self.env.ref('uom.product_uom_kgm').id, slip.move_line_ids.id],
        )
        slip.move_line_ids.invalidate_recordset()
        (words,) = slip._get_dispatch_obstacles()[slip]
        self.assertIn("cannot be converted from kg", words)

    # === CODES ON PACKS === #
    def test_the_code_of_a_pack_is_read(self):
        """000-28, 004-15, 004-72: GTIN, lot and expiry; day 00 is the month's last (I2)."""
        lots = self.env['stock.lot']
        self.insulin.barcode = '8934567890120'
        self.late.name = 'LOTA1'
        found = lots.with_user(self.clerk)._read_gs1(PACK)
        self.assertEqual(
            (found['gtin'], found['lot'], found['expiry']),
            ('08934567890120', 'LOTA1', date(2028, 12, 31)),
        )
        self.assertEqual((found['product_id'], found['lot_id']), (self.insulin, self.late))
        self.assertEqual(lots._read_gs1('17280200')['expiry'], date(2028, 2, 29))
        self.assertEqual(lots._read_gs1('17270200')['expiry'], date(2027, 2, 28))
        self.assertEqual(lots._read_gs1(']d2' + PACK)['lot'], 'LOTA1')

    def test_codes_that_cannot_be_read(self):
        """000-28: bad input: a wrong check digit, a 13th month, a 31st of February, words."""
        lots = self.env['stock.lot']
        for code in ('0108934567890129', '17281300', '17270231', 'Amoxicillin', '', False):
            self.assertFalse(lots._read_gs1(code), code)

    def test_slips_are_found_by_a_pack(self):
        """000-28, 004-60: the slips that bring that lot, and none with another."""
        self.insulin.barcode = '8934567890120'
        self.early.name = 'LOTA1'
        mine = self._create_slip([(self.insulin, 5)])
        theirs = self._create_slip([(self.insulin, 5)])
        self._take(theirs, self.late)
        Slip = self.env['stock.picking'].with_user(self.clerk)
        self.assertEqual(Slip.search([('pharma_pack_code', 'ilike', PACK)]), mine)
        self.assertFalse(Slip.search([('pharma_pack_code', 'ilike', 'xyz')]))
