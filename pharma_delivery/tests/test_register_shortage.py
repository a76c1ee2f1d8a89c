from freezegun import freeze_time

from odoo.tests import tagged

from .common_shortage import ShortageCase

SUMMARY = "A shortage was counted: enter the loss, 48 hours from now"


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestRegisterShortage(ShortageCase):
    """A shortage of controlled goods found by counting is to be reported as a loss."""

    def test_the_pharmacist_enters_the_loss(self):
        """004-19, V8: one task per book with what is missing of each lot, due in 48 hours."""
        self._count((self.diazepam_lot, 97), (self.second_lot, 49))
        activity = self._get_book().activity_ids
        self.assertRecordValues(activity, [{'user_id': self.pharmacist.id, 'summary': SUMMARY}])
        self.assertEqual(str(activity.date_deadline), '2026-11-25')
        for word in ("D1, 3 Units", "D2, 1 Units"):
            self.assertIn(word, activity.note)
        activity.with_user(self.pharmacist).action_done()
        self.assertFalse(self._get_book().activity_ids)

    def test_more_than_expected_is_no_loss(self):
        """V8: goods found, other goods, goods sold or scrapped give no task."""
        self._count((self.diazepam_lot, 103), (self.lot, 90))
        self._move(
            *(self.diazepam, 10, self.warehouse.lot_stock_id),
            self.env.ref('stock.stock_location_customers'),
        )
        self.env['stock.scrap'].create(
            {
                'product_id': self.diazepam.id,
                'lot_id': self.diazepam_lot.id,
                'scrap_qty': 4,
                'location_id': self.warehouse.lot_stock_id.id,
            }
        ).do_scrap()
        self.assertFalse(self._get_book().activity_ids)

    def test_without_a_rule_nobody_is_asked(self):
        """V8: the term is that of the rule in force; where none is, there is nothing to report."""
        self.env['pharma.control.rule'].search([('demand', '=', 'loss')]).active = False
        self._count((self.diazepam_lot, 97))
        self.assertTrue(self._get_book())
        self.assertFalse(self._get_book().activity_ids)

    def test_many_books_in_few_queries(self):
        """V8: the count of a branch costs no query per medicine to tell."""
        medicines = [
            self._create_medicine(f"Thuốc {number}", control_class='psychotropic')
            for number in range(8)
        ]
        lots = [
            self._create_lot(medicine, f'T{number}', '2030-06-30 12:00:00', 10)
            for number, medicine in enumerate(medicines)
        ]
        self._count(*((lot, 8) for lot in lots))
        books = self.env['pharma.control.register'].search(
            [('product_id', 'in', [medicine.id for medicine in medicines])]
        )
        self.assertEqual(books.activity_ids.mapped('summary'), [SUMMARY] * 8)
        entries = self.env['pharma.control.entry'].search([('register_id', 'in', books.ids)])
        shortages = entries._filter_shortages()
        self.assertEqual(len(shortages), 8)
        queries = []
        for some in (shortages[:1], shortages):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            books._tell_shortages(some)
            self.env.flush_all()
            queries.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(queries[1] - queries[0], 14)
