from freezegun import freeze_time

from odoo.tests import tagged

from .common_control import ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestRegisterPlaces(ControlCase):
    """Quarantine is part of the branch's book; scrapped and sent back goods leave it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.warehouse.lot_stock_id
        cls.vendors = cls.env.ref('stock.stock_location_suppliers')
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.loss = cls.diazepam.property_stock_inventory

    def test_goods_in_quarantine_stay_in_the_book(self):
        """004-19, V5: quarantine is in the branch's keeping; returns go into the book there."""
        place = self.warehouse.pharma_quarantine_location_id
        self._move(self.diazepam, 10, self.stock, self.customers)
        self._move(self.diazepam, 4, self.customers, place)
        self._move(self.diazepam, 6, self.stock, place)
        self._move(self.diazepam, 5, place, self.loss)
        self.assertRecordValues(
            self._get_entries()[1:],
            [
                {'kind': 'delivery', 'quantity_in': 0, 'quantity_out': 10, 'balance': 90},
                {'kind': 'customer_return', 'quantity_in': 4, 'quantity_out': 0, 'balance': 94},
                {'kind': 'adjustment', 'quantity_in': 0, 'quantity_out': 5, 'balance': 89},
            ],
        )
        self.env.flush_all()
        rows = self.env['pharma.control.check'].search([('product_id', '=', self.diazepam.id)])
        self.assertEqual((rows.quantity_register, rows.is_different), (89, False))

    def test_what_lies_in_quarantine_is_opening_stock(self):
        """004-19, V5: the book of a medicine newly under control begins with all of it."""
        place = self.warehouse.pharma_quarantine_location_id
        self._move(self.medicine, 30, self.stock, place, self.lot)
        self.medicine.product_tmpl_id.control_class = 'narcotic'
        self.assertRecordValues(
            self._get_entries(self.medicine), [{'kind': 'opening', 'quantity_in': 100}]
        )

    def test_scrapped_goods_and_goods_sent_back(self):
        """004-19: taken out of stock and returned to the supplier are outs with their kind."""
        scrap = self.env['stock.scrap'].create(
            {
                'product_id': self.diazepam.id,
                'lot_id': self.diazepam_lot.id,
                'scrap_qty': 4,
                'location_id': self.stock.id,
            }
        )
        scrap.do_scrap()
        self.assertEqual(self._get_entries()[-1].document, scrap.name)
        self._move(self.diazepam, 6, self.stock, self.vendors)
        self.assertRecordValues(
            self._get_entries()[-2:],
            [
                {'kind': 'scrap', 'quantity_out': 4, 'balance': 96},
                {'kind': 'supplier_return', 'quantity_out': 6, 'balance': 90},
            ],
        )

    def test_a_long_book_is_not_read(self):
        """004-19, V5: of a book of twenty years only the last entry of each lot that moves is
        read; goods without a lot have a running stock, too."""
        other = self.diazepam_lot.copy({'name': 'D2'})
        for quantity in (10, 20):
            self._move(self.diazepam, quantity, self.vendors, self.stock, other)
        Entry = self.env['pharma.control.entry']
        book = self._get_entries().register_id
        self.assertEqual(Entry._get_lot_balances([book.id], {other.id}), {(book.id, other.id): 30})
        vals = {'warehouse_id': self.warehouse.id, 'product_id': self.diazepam.id, 'kind': 'other'}
        for quantity in (2, 3):
            entry = Entry._record([{**vals, 'quantity_in': quantity}])
        self.assertEqual(entry.lot_balance, 5)
        self.assertEqual(entry.balance, 100 + 30 + 5)
        self.assertEqual(Entry._get_lot_balances([book.id], set()), {(book.id, False): 5})
