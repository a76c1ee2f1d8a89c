from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_control import ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestRegister(ControlCase):
    """Every movement of controlled goods is entered with the running stock, and stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.warehouse.lot_stock_id
        cls.vendors = cls.env.ref('stock.stock_location_suppliers')
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.loss = cls.diazepam.property_stock_inventory
        cls.branch = cls.env['stock.warehouse'].create({'name': "Chi nhánh 2", 'code': 'CN2'})

    def test_the_book_begins_with_what_lies_there(self):
        """004-19: opening 100, receipt 50, sale 30, return 5, shortage 2: 123 by hand."""
        self._move(self.diazepam, 50, self.vendors, self.stock)
        self._move(self.diazepam, 30, self.stock, self.customers)
        self._move(self.diazepam, 5, self.customers, self.stock)
        self._move(self.diazepam, 2, self.stock, self.loss)
        self.assertRecordValues(
            self._get_entries(),
            [
                {
                    'number': 1,
                    'kind': 'opening',
                    'quantity_in': 100,
                    'quantity_out': 0,
                    'balance': 100,
                },
                {
                    'number': 2,
                    'kind': 'receipt',
                    'quantity_in': 50,
                    'quantity_out': 0,
                    'balance': 150,
                },
                {
                    'number': 3,
                    'kind': 'delivery',
                    'quantity_in': 0,
                    'quantity_out': 30,
                    'balance': 120,
                },
                {
                    'number': 4,
                    'kind': 'customer_return',
                    'quantity_in': 5,
                    'quantity_out': 0,
                    'balance': 125,
                },
                {
                    'number': 5,
                    'kind': 'adjustment',
                    'quantity_in': 0,
                    'quantity_out': 2,
                    'balance': 123,
                },
            ],
        )
        book = self._get_entries().register_id
        self.assertEqual((book.balance, book.last_number), (123, 5))
        self._check_reconciled()

    def _check_reconciled(self):
        self.env.flush_all()
        rows = self.env['pharma.control.check'].search([('product_id', '=', self.diazepam.id)])
        self.assertTrue(rows)
        self.assertFalse(rows.filtered('is_different'), rows.mapped('difference'))

    def test_running_stock_by_lot(self):
        """004-19: the lot has a running stock of its own."""
        other = self._create_lot(self.diazepam, 'D2', '2031-06-30 12:00:00', 40)
        self._move(self.diazepam, 10, self.stock, self.customers)
        self._move(self.diazepam, 15, self.stock, self.customers, other)
        last = self._get_entries()[-2:]
        self.assertEqual(last.mapped('balance'), [130, 115])
        self.assertEqual(last.mapped('lot_balance'), [90, 25])

    def test_several_lines_of_one_transfer(self):
        """004-19: a batch is numbered and summed line by line."""
        self._create_lot(self.diazepam, 'D0', '2029-06-30 12:00:00', 4)
        slip = self._create_slip([(self.diazepam, 10)])
        slip.move_ids.picked = True
        slip._action_done()
        entries = self._get_entries().filtered(lambda entry: entry.kind == 'delivery')
        self.assertEqual(sum(entries.mapped('quantity_out')), 10)
        self.assertEqual(entries[-1].balance, 94)
        self.assertEqual(set(entries.mapped('document')), {slip.slip_number})
        self._check_reconciled()

    def test_units_are_those_of_the_stock(self):
        """004-19: 2 dozen sold are 24 in the book."""
        self.diazepam.uom_ids += self.env.ref('uom.product_uom_dozen')
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'warehouse_id': self.warehouse.id,
                'order_line': [
                    (
                        0,
                        0,
                        {
                            'product_id': self.diazepam.id,
                            'product_uom_qty': 2,
                            'product_uom_id': self.env.ref('uom.product_uom_dozen').id,
                        },
                    )
                ],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        self.assertEqual(self._get_entries()[-1].quantity_out, 24)

    def test_between_branches_both_books_are_written(self):
        """004-19: out here, in there; within a branch nothing."""
        self._move(self.diazepam, 20, self.stock, self.branch.lot_stock_id)
        self._move(self.diazepam, 5, self.stock, self.warehouse.wh_input_stock_loc_id)
        books = self.env['pharma.control.register'].search([('product_id', '=', self.diazepam.id)])
        self.assertEqual(
            {book.warehouse_id: book.balance for book in books},
            {self.warehouse: 80, self.branch: 20},
        )
        entries = self._get_entries().filtered(lambda entry: entry.kind == 'transfer')
        self.assertEqual(set(entries.mapped('counterpart')), {"Chi nhánh 2", self.warehouse.name})
        self.assertEqual(len(entries), 2)

    def test_other_goods_are_not_entered(self):
        """004-19: only what is under special control."""
        self._move(self.medicine, 5, self.stock, self.customers, self.lot)
        self.assertFalse(self._get_entries(self.medicine))

    def test_a_medicine_that_comes_under_control_gets_its_book(self):
        """004-19: its stock of that moment is the opening stock."""
        self.medicine.product_tmpl_id.control_class = 'narcotic'
        self.assertRecordValues(
            self._get_entries(self.medicine), [{'kind': 'opening', 'quantity_in': 100}]
        )

    def test_a_done_transfer_that_is_changed(self):
        """004-19, V7: the old entry stays, it is taken back and the right one entered."""
        move = self._move(self.diazepam, 30, self.stock, self.customers)
        move.move_line_ids.quantity = 25
        self.assertRecordValues(
            self._get_entries()[1:],
            [
                {'quantity_out': 30, 'balance': 70, 'is_correction': False},
                {'quantity_out': -30, 'balance': 100, 'is_correction': True},
                {'quantity_out': 25, 'balance': 75, 'is_correction': True},
            ],
        )
        move.move_line_ids.quantity = 26
        self.assertEqual(self._get_entries()[-1].balance, 74)
        self.assertEqual(len(self._get_entries()), 6)
        self._check_reconciled()

    def test_a_line_added_to_a_done_transfer(self):
        """004-19: it moves goods, so it is entered."""
        move = self._move(self.diazepam, 30, self.stock, self.customers)
        line = move.move_line_ids
        self.env['stock.move.line'].create(
            {
                'move_id': move.id,
                'product_id': self.diazepam.id,
                'product_uom_id': line.product_uom_id.id,
                'quantity': 3,
                'lot_id': self.diazepam_lot.id,
                'location_id': line.location_id.id,
                'location_dest_id': line.location_dest_id.id,
            }
        )
        self.assertEqual(self._get_entries()[-1].balance, 67)
        self._check_reconciled()

    def test_a_pharmacist_corrects_by_a_further_entry(self):
        """004-19, V7: reason and reference; today's entry names the true date."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        entry = self._get_entries()[-1]
        with self.assertRaises(AccessError):
            entry.with_user(self.manager)._correct("Typing error", 3)
        wizard = (
            self.env['pharma.control.correct']
            .with_user(self.pharmacist)
            .create({'entry_id': entry.id, 'reason': "Typing error"})
        )
        self.assertEqual(wizard.quantity, 30)
        wizard.write({'quantity': 28, 'date_moved': '2026-11-20'})
        wizard.action_apply()
        new = self._get_entries()[-2:]
        self.assertRecordValues(
            new,
            [
                {'quantity_out': -30, 'balance': 100, 'note': "Typing error"},
                {'quantity_out': 28, 'balance': 72, 'note': "Typing error"},
            ],
        )
        self.assertEqual(new.corrected_id, entry)
        self.assertEqual(str(new[1].date_moved), '2026-11-20')
        self.assertEqual(str(new[1].date_day), '2026-11-23')
        self.assertEqual(new.user_id, self.pharmacist)
        for again in (entry, new[0]):
            with self.assertRaises(UserError):
                again.with_user(self.pharmacist)._correct("Again", 1)
        check = self.env['pharma.control.check'].search(
            [('product_id', '=', self.diazepam.id), ('is_different', '=', True)]
        )
        self.assertEqual(check.difference, 2)

    def test_bad_corrections_are_refused(self):
        """V7: no reason, the same quantity, a negative one, a day to come."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        entry = self._get_entries()[-1].with_user(self.pharmacist)
        for reason, quantity, date, words in (
            (" ", 3, None, "Say why"),
            ("Why", 30, None, "Nothing changes"),
            ("Why", -1, None, "negative"),
            ("Why", 3, self.company._pharma_today().replace(year=2027), "future"),
        ):
            with self.assertRaisesRegex(UserError, words):
                entry._correct(reason, quantity, date)

    def test_nobody_changes_or_deletes_an_entry(self):
        """004-19, V7: not even the system itself; rights by role, strangers, other company."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        entry = self._get_entries()[-1]
        with self.assertRaisesRegex(UserError, "never changed"):
            entry.sudo().write({'quantity_out': 1})  # sudo: what no code may do
        with self.assertRaisesRegex(UserError, "never deleted"):
            entry.sudo().unlink()  # sudo: what no code may do
        for user in (self.pharmacist, self.manager):
            mine = entry.with_user(user)
            self.assertTrue(mine.has_access('read'))
            for operation in ('create', 'write', 'unlink'):
                self.assertFalse(mine.has_access(operation), operation)
            self.assertFalse(entry.register_id.with_user(user).has_access('write'))
        for user in (self.clerk, self.courier):
            self.assertFalse(entry.with_user(user).has_access('read'))
        foreign = self.env['res.company'].create({'name': "Other Chain"})
        other = new_test_user(
            self.env,
            'tam',
            groups='pharma_crm.group_pharmacist',
            company_id=foreign.id,
            company_ids=[(6, 0, foreign.ids)],
        )
        self.assertFalse(entry.with_user(other)._filtered_access('read'))

    def test_a_clerk_moves_goods_without_reading_the_book(self):
        """004-19: rights: his transfer is entered in his name all the same."""
        slip = self._create_slip([(self.diazepam, 2)])
        slip.move_ids.picked = True
        slip.with_user(self.clerk).button_validate()
        self.assertEqual(self._get_entries()[-1].user_id, self.clerk)

    def test_many_lines_are_entered_at_once(self):
        """004-19: queries of recording do not grow with the lines."""
        Entry = self.env['pharma.control.entry']
        self._move(self.diazepam, 1, self.stock, self.customers)
        vals = {
            'warehouse_id': self.warehouse.id,
            'product_id': self.diazepam.id,
            'lot_id': self.diazepam_lot.id,
            'kind': 'other',
            'quantity_out': 0.5,
        }
        counts = []
        for number in (2, 60):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Entry._record([dict(vals) for _n in range(number)])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(self._get_entries()[-1].balance, 99 - 31)
