from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common_recall import RecallCase


@tagged('post_install', '-at_install')
class TestRecall(RecallCase):
    """Who has a lot, what is left of it, and that it stops at once."""

    def test_one_screen_shows_who_has_the_lots(self):
        """004-60: by hand: An got 10 and gave 3 back, Binh got 24 (2 dozens), 5 wait on a slip,
        61 of 100 are left."""
        lot_line = self.recall.lot_line_ids
        self.assertEqual(self.recall.customer_count, 2)
        self.assertEqual(
            (lot_line.quantity, lot_line.stock, lot_line.stock_quarantine, lot_line.stock_transit),
            (31, 61, 3, 5),
        )
        rows = self.env['pharma.recall.customer'].search([('lot_id', '=', self.lot.id)])
        rows = {row.partner_id: row for row in rows}
        self.assertEqual(set(rows), {self.an, self.binh})
        row = rows[self.an]
        self.assertEqual((row.quantity_delivered, row.quantity_returned, row.quantity), (10, 3, 7))
        self.assertEqual((row.slips, row.phone), (self.slip_an.slip_number, '0912000001'))
        self.assertEqual(row.warehouse_id, self.warehouse)
        self.assertEqual(rows[self.binh].quantity, 24)

    def test_the_level_sets_the_deadline(self):
        """004-60: level 1 has 3 days from the decision, level 2 fifteen; the authority's own date
        stays."""
        decided = self.recall.date_decision
        self.assertEqual(self.recall.date_deadline, decided + timedelta(days=3))
        self.recall.level_id = self.env.ref('pharma_delivery.pharma_recall_level_2')
        self.assertEqual(self.recall.date_deadline, decided + timedelta(days=15))
        self.recall.date_deadline = decided + timedelta(days=2)
        self.assertEqual(self.recall.date_deadline, decided + timedelta(days=2))

    def test_the_start_lists_the_customers(self):
        """004-60: one line per customer and lot, with quantity, delivery, branch and employee."""
        self._start()
        lines = {line.partner_id: line for line in self.recall.line_ids}
        self.assertEqual(set(lines), {self.an, self.binh})
        self.assertEqual(lines[self.an].quantity, 7)
        self.assertEqual(lines[self.an].quantity_before, 3)
        self.assertEqual(lines[self.an].quantity_returned, 0)
        self.assertEqual(lines[self.an].user_id, self.agent)
        self.assertEqual(lines[self.binh].quantity_open, 24)
        self.assertEqual(self.recall.lot_line_ids.quantity, 31)
        users = self.recall.activity_ids.mapped('user_id')
        self.assertEqual(users, self.agent | self.pharmacist)
        with self.assertRaisesRegex(UserError, "started already"):
            self._start()

    def test_what_is_left_is_blocked_at_once(self):
        """004-60: the open slip gets another lot, new ones too, and the lot cannot be forced."""
        other = self._create_lot(self.medicine, 'B1', '2031-06-30 12:00:00', 20)
        self._start()
        self.assertTrue(self.lot.pharma_is_blocked)
        self.assertEqual(self.open_slip.move_line_ids.lot_id, other)
        slip = self._create_slip([(self.medicine, 30)])
        self.assertEqual(slip.move_line_ids.lot_id, other)
        self.assertEqual(sum(slip.move_line_ids.mapped('quantity')), 15)
        slip.move_line_ids.lot_id = self.lot
        with self.assertRaisesRegex(UserError, "A1.*is recalled.*reserve another lot"):
            self._deliver(slip)

    def test_medicines_without_lots_are_not_touched(self):
        """004-60: products of no lot and goods without one are reserved as ever."""
        plain = self.env['product.product'].create({'name': "Gauze", 'is_storable': True})
        self.env['stock.quant']._update_available_quantity(plain, self.warehouse.lot_stock_id, 9)
        self._start()
        slip = self._create_slip([(plain, 9)])
        self.assertEqual(slip.state, 'assigned')

    def test_the_round_on_its_way_is_told(self):
        """004-60: what is with a courier stays on the slip, visible, and is not handed over."""
        self._create_round(self.open_slip).action_depart()
        self._start()
        self.assertEqual(self.open_slip.move_line_ids.lot_id, self.lot)
        self.assertEqual(self.recall.lot_line_ids.stock_transit, 5)
        action = self.recall.action_view_slips()
        self.assertEqual(action['domain'], [('id', 'in', self.open_slip.ids)])
        with self.assertRaisesRegex(UserError, "is recalled"):
            self._deliver(self.open_slip)
        self.open_slip.batch_id = False
        self.recall.with_user(self.pharmacist).action_refresh()
        self.assertFalse(self.open_slip.move_line_ids)
        self.assertEqual(self.recall.lot_line_ids.stock, 66)

    def test_the_rest_goes_to_quarantine(self):
        """004-60: all 66 of the branch, and nothing of other lots."""
        self._start()
        self.recall.with_user(self.pharmacist).action_quarantine()
        lot_line = self.recall.lot_line_ids
        self.assertEqual((lot_line.stock, lot_line.stock_quarantine), (0, 69))
        place = self.warehouse.pharma_quarantine_location_id
        self.assertEqual(self._get_stock(self.medicine, place, self.lot), 69)
        self.recall.with_user(self.pharmacist).action_quarantine()
        self.assertEqual(self.recall.lot_line_ids.stock_quarantine, 69)

    def test_lots_found_later_join(self):
        """004-60: a lot added while the recall runs is blocked and its customers are listed."""
        self._start()
        later = self._create_lot(self.insulin, 'I1', '2029-01-31 12:00:00', 0.001)
        self.env['stock.quant']._update_available_quantity(
            self.insulin, self.warehouse.lot_stock_id, 5, lot_id=later
        )
        slip = self._create_slip([(self.insulin, 2)], self.an)
        slip.move_line_ids.lot_id = later
        self._deliver(slip)
        self.recall.with_user(self.pharmacist).lot_line_ids = [(0, 0, {'lot_id': later.id})]
        self.assertEqual(len(self.recall.line_ids), 3)
        self.assertEqual(self.recall.customer_count, 2)
        self.assertTrue(later.pharma_is_blocked)
        with self.assertRaisesRegex(UserError, "stay in it"):
            self.recall.lot_line_ids[0].unlink()

    def test_trade_recalls_leave_patients_alone(self):
        """004-60: level 3 reaches the trade only."""
        self.binh.pharma_customer_type = 'level2'
        self.recall.level_id = self.env.ref('pharma_delivery.pharma_recall_level_3')
        self._start()
        self.assertEqual(self.recall.line_ids.partner_id, self.binh)

    def test_an_exercise_changes_nothing(self):
        """004-60: the yearly trial lists the customers; nothing is blocked or asked."""
        self.recall.is_exercise = True
        self._start()
        self.assertEqual(self.recall.customer_count, 2)
        self.assertFalse(self.lot.pharma_is_blocked)
        self.assertFalse(self.recall.activity_ids)
        self.assertEqual(self.open_slip.move_line_ids.lot_id, self.lot)
        with self.assertRaisesRegex(UserError, "not for an exercise"):
            self.recall.with_user(self.manager).action_send_mailing()
        with self.assertRaisesRegex(UserError, "exercise"):
            self.recall.line_ids.with_user(self.clerk).action_return()

    def test_lots_are_found_by_scanning(self):
        """004-60: a GS1 code names product and lot; a typed number works, too."""
        self.medicine.barcode = '8934567890120'
        form = Form(self.env['pharma.recall'].with_user(self.pharmacist))
        form.scan = '010893456789012017300630' + '10A1'
        self.assertEqual(form.lot_line_ids._records[0]['lot_id'], self.lot.id)
        form.scan = 'C1'
        self.assertEqual(len(form.lot_line_ids), 2)
        form.scan = 'A1'
        self.assertEqual(len(form.lot_line_ids), 2)
        with mute_logger('odoo.tests.form.onchange'):
            form.scan = 'nothing'
        self.assertEqual(len(form.lot_line_ids), 2)

    def test_archived_and_merged_customers_are_found(self):
        """004-60: a recall is asked for later: the customer may be archived or merged by then."""
        self.an.active = False
        self._start()
        self.assertIn(self.an, self.recall.line_ids.partner_id)
        twin = self.binh.copy({'name': "Bình (2)"})
        slip = self._create_slip([(self.insulin, 1)], twin)
        self._deliver(slip)
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((self.binh + twin).ids, twin, extra_checks=False)
        self.recall.action_refresh()
        line = self.recall.line_ids.filtered(lambda line: line.partner_id == twin)
        self.assertEqual((len(line), line.quantity), (1, 24))

    def test_each_company_recalls_its_own(self):
        """004-60: another company's deliveries are not listed, its stock is not blocked."""
        other = self.env['res.company'].create({'name': "Nhà thuốc B"})
        recall = self.env['pharma.recall'].create(
            {**self._get_vals(), 'company_id': other.id, 'user_id': self.env.uid}
        )
        recall.action_start()
        self.assertFalse(recall.line_ids)
        slip = self._create_slip([(self.medicine, 3)])
        self.assertEqual(slip.move_line_ids.lot_id, self.lot)

    def test_rights(self):
        """000-36, 004-60: leading is for pharmacists and managers; employees see the customers
        they call; nobody else anything."""
        with self.assertRaises(AccessError):
            self.recall.with_user(self.agent).read(['title'])
        with self.assertRaises(AccessError):
            self.recall.with_user(self.clerk).action_start()
        self.binh.user_id = self.manager
        self._start()
        lines = self.recall.line_ids
        self.assertEqual(lines.with_user(self.agent)._filtered_access('read').partner_id, self.an)
        self.assertEqual(len(lines.with_user(self.clerk)._filtered_access('read')), 2)
        portal = new_test_user(self.env, 'cua', groups='base.group_portal')
        for user in (self.courier, self.stranger, portal):
            for records in (self.recall, lines, self.recall.lot_line_ids):
                self.assertFalse(records.with_user(user).has_access('read'))
            self.assertFalse(self.env['pharma.recall.customer'].with_user(user).has_access('read'))
        with self.assertRaises(AccessError):
            lines.with_user(self.pharmacist).write({'quantity_returned': 5})

    def test_looking_for_goods_costs_no_more_queries(self):
        """004-60: blocked lots are left out in the same query."""
        self._start()
        Quant, stock = self.env['stock.quant'], self.warehouse.lot_stock_id
        Quant._gather(self.medicine, stock)
        self.env.flush_all()
        Quant.invalidate_model()
        with self.assertQueryCount(2):
            Quant._gather(self.medicine, stock).mapped('quantity')
