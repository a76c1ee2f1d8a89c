from ast import literal_eval

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .common_recall import RecallCase


@tagged('post_install', '-at_install')
class TestRecallStock(RecallCase):
    """Where the goods of a recall are, and that none of them gets away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quarantine = cls.warehouse.pharma_quarantine_location_id
        cls.branch = cls.env['stock.warehouse'].create(
            {'name': "Nhà thuốc Hàng Bông", 'code': 'HB', 'pharma_phone': '02438250001'}
        )
        cls.env['stock.quant']._update_available_quantity(
            cls.medicine, cls.branch.lot_stock_id, 40, lot_id=cls.lot
        )

    def test_each_branch_is_named_with_what_it_has(self):
        """004-60: by hand: 61 lie here, 3 in quarantine and 5 on a slip; 40 in the other branch.
        A pharmacist, who does not work in the stock, reads it before and after the start."""
        recall = self.recall.with_user(self.pharmacist)
        self.assertEqual(self._read_branches(recall), {'here': (61, 3, 5), 'there': (40, 0, 0)})
        self._start()
        self.env.invalidate_all()
        self.assertEqual(self._read_branches(recall), {'here': (66, 3, 0), 'there': (40, 0, 0)})
        recall.action_quarantine()
        self.assertEqual(self._read_branches(recall), {'here': (0, 69, 0), 'there': (0, 40, 0)})

    def _read_branches(self, recall):
        names = {self.warehouse: 'here', self.branch: 'there'}
        return {
            names[row.warehouse_id]: (row.stock, row.stock_quarantine, row.stock_transit)
            for row in recall.stock_ids
        }

    def test_the_customers_stand_in_the_same_screen(self):
        """004-60: before the start the form lists them with quantity, phone and delivery."""
        form = Form(self.env['pharma.recall'].with_user(self.pharmacist))
        form.scan = 'a1'  # as people type it
        self.assertEqual(len(form.stock_ids), 2)
        rows = self.env['pharma.recall.customer'].browse(form.customer_ids.ids)
        self.assertEqual({row.partner_id for row in rows}, {self.an, self.binh})
        self.assertEqual(sorted(rows.mapped('quantity')), [7, 24])

    def test_a_number_of_several_medicines_is_asked_about(self):
        """004-60: bad input: lot A1 of another medicine would be blocked by mistake."""
        self._create_lot(self.insulin, 'A1', '2030-01-31 12:00:00', 5)
        form = Form(self.env['pharma.recall'].with_user(self.pharmacist))
        with self.assertLogs('odoo.tests.form.onchange', 'WARNING') as logs:
            form.scan = 'A1'
        self.assertIn("Take out those that are not meant", logs.output[0])
        self.assertEqual(len(form.lot_line_ids), 2)

    def test_a_trade_recall_counts_the_trade_only(self):
        """004-60: level 3: what is shown before the start is what the start lists."""
        self.binh.pharma_customer_type = 'level2'
        self.recall.level_id = self.env.ref('pharma_delivery.pharma_recall_level_3')
        self.assertEqual(self.recall.customer_ids.partner_id, self.binh)
        self.assertEqual((self.recall.customer_count, self.recall.quantity), (1, 24))
        self._start()
        self.assertEqual((self.recall.customer_count, self.recall.quantity), (1, 24))

    def test_returns_go_to_quarantine_whatever_the_setting_says(self):
        """004-60: the company puts returns on the shelf; those of a recalled lot it does not, even
        if the clerk types the number instead of choosing the lot."""
        self.company.pharma_return_to_quarantine = False
        self._start()
        for number in (False, 'A1'):
            wizard = self.env['stock.return.picking'].create({'picking_id': self.slip_an.id})
            wizard.product_return_moves.quantity = 2
            back = wizard._create_return()
            back.move_line_ids.write(
                {'lot_id': False, 'lot_name': number} if number else {'lot_id': self.lot.id}
            )
            self._receive(back.with_context(skip_expired=True))
            self.assertEqual(back.move_line_ids.lot_id, self.lot)
            self.assertEqual(back.move_line_ids.location_dest_id, self.quarantine)
        self.assertEqual(self._get_stock(self.medicine, self.quarantine, self.lot), 3 + 4)

    def test_what_is_held_for_customers_is_blocked_too(self):
        """004-60, 000-26: goods held for a reservation are given up at once, and go to
        quarantine with the rest."""
        reservation = self.env['pharma.reservation'].create(
            {
                'partner_id': self.customer.id,
                'product_id': self.medicine.id,
                'quantity': 60,
                'warehouse_id': self.warehouse.id,
            }
        )
        self.assertEqual((reservation.state, reservation.held_quantity), ('held', 60))
        self._start()
        self.assertEqual((reservation.state, reservation.held_quantity), ('waiting', 0))
        self.recall.with_user(self.pharmacist).action_quarantine()
        self.assertEqual(self.recall.lot_line_ids.stock, 0)

    def test_transfers_between_branches_lose_the_lot(self):
        """004-60: what was reserved for another branch stays, and goes to quarantine."""
        transfer = self.env['stock.picking'].create(
            {
                'picking_type_id': self.warehouse.int_type_id.id,
                'location_id': self.warehouse.lot_stock_id.id,
                'location_dest_id': self.branch.lot_stock_id.id,
                'move_ids': [
                    (
                        0,
                        0,
                        {
                            'product_id': self.medicine.id,
                            'product_uom_qty': 20,
                            'location_id': self.warehouse.lot_stock_id.id,
                            'location_dest_id': self.branch.lot_stock_id.id,
                        },
                    )
                ],
            }
        )
        transfer.action_confirm()
        transfer.action_assign()
        self.assertEqual(transfer.move_line_ids.lot_id, self.lot)
        self._start()
        self.assertFalse(transfer.move_line_ids)
        self.recall.with_user(self.pharmacist).action_quarantine()
        self.assertEqual(self.recall.lot_line_ids.stock, 0)

    def test_nobody_is_told_to_take_a_recalled_lot(self):
        """004-60, 004-58: a slip with another lot is right; the recalled one that ends earlier is
        not proposed, neither on slips nor on quotations."""
        self._create_lot(self.medicine, 'B1', '2031-06-30 12:00:00', 50)
        self._start()
        slip = self._create_slip([(self.medicine, 4)])
        self.assertEqual(slip.move_line_ids.lot_id.name, 'B1')
        self.assertFalse(slip.pharma_expiry_warning)
        lines = slip.sale_id.order_line
        lots = [lot for _path, lot, _quantity in lines._get_free_lots()[self.medicine]]
        self.assertNotIn(self.lot, lots)

    def test_a_return_writes_the_lines_of_its_customer_only(self):
        """004-60: of 20,000 customers one brings something back: the others' rows are neither
        written nor locked, so that branches do not wait for each other."""
        self._start()
        line_an = self.recall.line_ids.filtered(lambda line: line.partner_id == self.an)
        others = self.recall.line_ids - line_an
        before = self._get_places(others)
        self._receive(self.slip_an._pharma_return_lots({(self.medicine, self.lot): 2}))
        self.assertEqual(line_an.quantity_returned, 2)
        self.assertEqual(self._get_places(others), before)

    def _get_places(self, lines):
        """Return where the rows lie in the table: elsewhere after each update."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL("SELECT id, ctid FROM pharma_recall_line WHERE id = ANY(%s) ORDER BY id", lines.ids)
        )

    def test_an_exercise_is_in_nobodys_calls(self):
        """004-60: nobody is called for a trial."""
        self.recall.is_exercise = True
        self._start()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_delivery.pharma_recall_call_action'
        )
        lines = self.recall.line_ids
        domain = literal_eval(action['domain'])
        self.assertFalse(lines & lines.with_user(self.agent).search(domain))
        self.recall.is_exercise = False
        self.assertTrue(lines & lines.with_user(self.agent).search(domain))

    def test_the_shop_of_a_person_is_called(self):
        """004-60: a contact without a number of a pharmacy that has one."""
        shop = self.env['res.partner'].create(
            {'name': "Nhà thuốc An Khang", 'is_company': True, 'phone': '0912000077'}
        )
        person = self.env['res.partner'].create({'name': "Chị Hoa", 'parent_id': shop.id})
        self._deliver(self._create_slip([(self.medicine, 1)], person))
        rows = self.recall.customer_ids.filtered(lambda row: row.partner_id == person)
        self.assertEqual(rows.phone, '0912000077')
        self._start()
        line = self.recall.line_ids.filtered(lambda line: line.partner_id == person)
        self.assertEqual(line.phone, '0912000077')

    def test_rights(self):
        """000-36, 004-60: who leads or receives goods reads the branches; others and other
        companies do not."""
        rows = self.recall.stock_ids
        self.assertTrue(rows.with_user(self.clerk).mapped('stock'))
        for user in (self.agent, self.courier, self.stranger):
            self.assertFalse(rows.with_user(user).has_access('read'))
        self._start()
        with self.assertRaises(AccessError), mute_logger('odoo.models'):
            self.recall.with_user(self.agent).read(['stock_ids'])
        other = self.env['res.company'].create({'name': "Nhà thuốc B"})
        self.manager.write({'company_ids': [(4, other.id)]})
        away = self.env['pharma.recall.stock'].with_user(self.manager)
        away = away.with_context(allowed_company_ids=other.ids)
        self.assertFalse(away.search([('lot_id', '=', self.lot.id)]))

    def test_employees_who_call_find_their_menu(self):
        """004-60: who only calls has no menu 'Delivery', and finds the calls below 'Customers'."""
        Menu = self.env['ir.ui.menu'].with_user(self.agent)
        visible = Menu.search([])._filter_visible_menus()
        menu = self.env.ref('pharma_delivery.pharma_recall_call_customers_menu')
        self.assertIn(menu.id, visible.ids)
        self.assertIn(menu.parent_id.id, visible.ids)
