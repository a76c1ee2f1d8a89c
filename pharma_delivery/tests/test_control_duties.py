from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_control import SIGNATURE, ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestControlDuties(ControlCase):
    """Daily closings, reports to the authority, losses within the term."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.warehouse.lot_stock_id
        cls.vendors = cls.env.ref('stock.stock_location_suppliers')
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.shortage = cls.diazepam.property_stock_inventory

    # === DAILY CLOSING === #
    def _create_day(self, **vals):
        Day = self.env['pharma.control.day'].with_user(self.pharmacist)
        return Day.create({'warehouse_id': self.warehouse.id, **vals})

    def test_a_day_is_printed_then_signed(self):
        """004-19, V7: the print fixes the entries by a check sum; signed, nothing changes."""
        day = self._create_day()
        with self.assertRaisesRegex(UserError, "nothing has been entered"):
            day.action_print()
        self._move(self.diazepam, 30, self.stock, self.customers)
        with self.assertRaisesRegex(UserError, "Print the day first"):
            day.action_sign()
        day.action_print()
        self.assertEqual((day.entry_count, day.state), (2, 'printed'))
        with self.assertRaisesRegex(UserError, "Sign in the field"):
            day.action_sign()
        day.signature = SIGNATURE
        day.action_sign()
        self.assertEqual(day.sign_user_id, self.pharmacist)
        self.assertTrue(day.is_intact)
        with self.assertRaisesRegex(UserError, "never changed"):
            day.date = '2026-11-22'
        with self.assertRaisesRegex(UserError, "kept"):
            day.unlink()

    def test_entries_after_the_signature_get_another_closing(self):
        """V7: the second one of the day begins after the first."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        first = self._create_day()
        first.action_print()
        first.signature = SIGNATURE
        first.action_sign()
        self._move(self.diazepam, 5, self.stock, self.customers)
        second = self._create_day()
        second.action_print()
        self.assertEqual(second.entry_count, 1)
        self.assertTrue(first.is_intact)
        self.assertEqual(first._get_entries() & second._get_entries(), first._get_entries()[:0])

    def test_a_change_behind_the_programs_back_shows(self):
        """V7: whoever changes an entry in the database breaks the check sum."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        day = self._create_day()
        day.action_print()
        self.env.flush_all()
        self.env.cr.execute(
            'UPDATE pharma_control_entry SET quantity_out = 29 WHERE id = %s',
            [self._get_entries()[-1].id],
        )
        self.env.invalidate_all()
        self.assertFalse(day.is_intact)
        day.signature = SIGNATURE
        with self.assertRaisesRegex(UserError, "not those that were printed"):
            day.action_sign()

    def test_a_page_per_medicine(self):
        """V5, V7: each medicine begins a page of its own with the stock before it."""
        morphine = self._create_medicine("Morphine 10 mg", control_class='narcotic')
        lot = self._create_lot(morphine, 'M1', '2030-01-01 12:00:00', 40)
        self._move(self.diazepam, 30, self.stock, self.customers)
        self._move(morphine, 4, self.stock, self.customers, lot)
        day = self._create_day()
        day.action_print()
        pages = day._get_print_pages()
        self.assertEqual([page['product'] for page in pages], [self.diazepam, morphine])
        self.assertEqual([page['before'] for page in pages], [0, 0])
        html = (
            self.env['ir.actions.report']
            ._render_qweb_html('pharma_delivery.report_control_day', day.ids)[0]
            .decode()
        )
        for expected in ("1/2", "2/2", "Morphine 10 mg", "M1", day.checksum):
            self.assertIn(expected, html)

    def test_days_nobody_closed_are_found_in_the_morning(self):
        """V7: the nightly job makes the closings that are missing, each once."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        Day = self.env['pharma.control.day']
        domain = [('warehouse_id', '=', self.warehouse.id)]
        with freeze_time('2026-11-23 20:00:00'):  # already the 24th in Vietnam
            self.env['pharma.control.report']._cron_control()
            self.env['pharma.control.report']._cron_control()
        self.assertEqual([str(day.date) for day in Day.search(domain)], ['2026-11-23'])

    # === REPORTS === #
    def test_half_year_report(self):
        """V8: by hand: 2025 leaves 90; 2026 +50 -20 (+5 back) -3 short: 122 at the end of June."""
        for date, quantity, source, target in (
            ('2025-12-01 03:00:00', 10, self.stock, self.customers),
            ('2026-02-01 03:00:00', 50, self.vendors, self.stock),
            ('2026-03-01 03:00:00', 20, self.stock, self.customers),
            ('2026-04-01 03:00:00', 5, self.customers, self.stock),
            ('2026-05-01 03:00:00', 3, self.stock, self.shortage),
            ('2026-06-30 18:00:00', 7, self.stock, self.customers),  # 1 July in Vietnam
        ):
            with freeze_time(date):
                self._move(self.diazepam, quantity, source, target)
        Report = self.env['pharma.control.report'].with_user(self.pharmacist)
        report = Report.create({'kind': 'half_year', 'year': 2026})
        self.assertEqual(str(report.date_due), '2026-07-15')
        report.action_compute()
        line = report.line_ids.filtered(lambda line: line.product_id == self.diazepam)
        self.assertRecordValues(
            line,
            [{'opening': 90, 'quantity_in': 55, 'quantity_out': 20, 'loss': 3, 'closing': 122}],
        )
        with self.assertRaisesRegex(UserError, "Sent to"):
            report.action_send()
        report.authority = "UBND TP. Huế"
        report.action_send()
        self.assertEqual(report.state, 'sent')
        with self.assertRaisesRegex(UserError, "not changed"):
            report.year = 2025
        html = (
            self.env['ir.actions.report']
            ._render_qweb_html('pharma_delivery.report_control_report', report.ids)[0]
            .decode()
        )
        self.assertIn("Diazepam 5 mg", html)

    def test_a_correction_does_not_swell_the_figures(self):
        """V8: an out of 30 corrected to 28 counts as 28 out, nothing in."""
        self._move(self.diazepam, 30, self.stock, self.customers)
        self._get_entries()[-1].with_user(self.pharmacist)._correct("Typing error", 28)
        report = self.env['pharma.control.report'].create({'kind': 'year', 'year': 2026})
        report.action_compute()
        line = report.line_ids.filtered(lambda line: line.product_id == self.diazepam)
        self.assertRecordValues(
            line, [{'opening': 100, 'quantity_in': 0, 'quantity_out': 28, 'closing': 72}]
        )
        self.assertEqual(str(report.date_due), '2027-01-15')

    def test_reports_are_prepared_when_they_are_due(self):
        """V8: once, with an activity for the pharmacist on the day they are due; nothing is asked
        of the year before the first book."""
        with freeze_time('2026-05-04 03:00:00'):
            self._move(self.diazepam, 30, self.stock, self.customers)
        Report = self.env['pharma.control.report']
        own = [('company_id', '=', self.company.id), ('year', '=', 2026)]
        with freeze_time('2026-06-30 03:00:00'):
            Report._cron_control()
            self.assertFalse(Report.search(own))
        with freeze_time('2026-07-01 03:00:00'):
            Report._cron_control()
            Report._cron_control()
        report = Report.search(own)
        self.assertEqual(report.kind, 'half_year')
        before = [('company_id', '=', self.company.id), ('year', '=', 2025)]
        self.assertFalse(Report.search(before))
        self.assertEqual(str(report.activity_ids.date_deadline), '2026-07-15')
        self.assertTrue(report.activity_ids.user_id.has_group('pharma_crm.group_pharmacist'))

    # === LOSSES === #
    def _create_loss(self, user=None, **vals):
        Loss = self.env['pharma.control.loss'].with_user(user or self.clerk)
        return Loss.create(
            {
                'warehouse_id': self.warehouse.id,
                'product_id': self.diazepam.id,
                'lot_id': self.diazepam_lot.id,
                'quantity': 3,
                **vals,
            }
        )

    def test_a_loss_is_reported_within_48_hours(self):
        """V8: the clock runs from the moment it was found; the pharmacist has an activity."""
        loss = self._create_loss(date_found='2026-11-22 03:00:00')
        self.assertEqual(str(loss.date_deadline), '2026-11-24 03:00:00')
        self.assertEqual(loss.hours_left, 24)
        told = loss.sudo().activity_ids.user_id  # sudo: the finder does not see others' activities
        self.assertTrue(told.has_group('pharma_crm.group_pharmacist'))
        mine = loss.with_user(self.pharmacist)
        with self.assertRaisesRegex(UserError, "Circumstances"):
            mine.action_report()
        mine.write({'circumstances': "Broken ampoules", 'authority': "Sở Y tế Huế"})
        mine.action_report()
        self.assertFalse(loss.is_late)
        self.assertEqual(loss.state, 'reported')
        with self.assertRaisesRegex(UserError, "not changed"):
            mine.quantity = 2
        with self.assertRaisesRegex(UserError, "Cause"):
            mine.action_close()
        mine.write({'cause': "Fell down", 'measures': "Destroyed by two persons"})
        mine.action_close()
        html = (
            self.env['ir.actions.report']
            ._render_qweb_html('pharma_delivery.report_control_loss', loss.ids)[0]
            .decode()
        )
        self.assertIn("Broken ampoules", html)

    def test_managers_are_told_before_the_term_ends(self):
        """V8: 12 hours before its end, once."""
        loss = self._create_loss()
        Report = self.env['pharma.control.report']
        with freeze_time('2026-11-24 14:00:00'):
            Report._cron_losses()
            self.assertFalse(loss.date_escalated)
        with freeze_time('2026-11-24 15:30:00'):
            Report._cron_losses()
            Report._cron_losses()
        users = loss.sudo().activity_ids.user_id  # sudo: activities of others
        self.assertEqual(len(loss.sudo().activity_ids), 2)  # sudo: as above
        self.assertTrue(any(u.has_group('pharma_crm.group_pharma_manager') for u in users))
        with freeze_time('2026-11-25 04:00:00'):
            mine = loss.with_user(self.pharmacist)
            mine.write({'circumstances': "Broken", 'authority': "Sở Y tế"})
            mine.action_report()
        self.assertTrue(loss.is_late)

    def test_bad_losses_are_refused(self):
        """V8: found tomorrow, nothing lost, deleted, reported by a clerk."""
        with self.assertRaisesRegex(UserError, "future"):
            self._create_loss(date_found='2026-11-24 03:00:00')
        loss = self._create_loss(user=self.pharmacist)
        with self.assertRaises(AccessError):
            loss.with_user(self.clerk).action_report()
        with self.assertRaisesRegex(UserError, "kept"):
            loss.sudo().unlink()  # sudo: what no code may do

    # === CUSTOMER BOOK === #
    def test_customer_book(self):
        """004-19, V5: who took what, with address; printed from entries of sales only."""
        slip = self._create_slip([(self.diazepam, 2)])
        slip.move_ids.picked = True
        slip._action_done()
        self._move(self.diazepam, 5, self.vendors, self.stock)
        entries = self._get_entries()
        self.assertEqual(len(entries._get_book_pages()[0]), 1)
        html = (
            self.env['ir.actions.report']
            ._render_qweb_html('pharma_delivery.report_control_book', entries.ids)[0]
            .decode()
        )
        for expected in (
            "Nguyễn Thị Hồng Nhung",
            "12 Lý Thường Kiệt",
            "Diazepam",
            slip.slip_number,
        ):
            self.assertIn(expected, html)
