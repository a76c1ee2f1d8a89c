from freezegun import freeze_time

from odoo.tests import tagged

from .common_control import ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestControlPrints(ControlCase):
    """The papers hold what their forms ask, and say which form they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env['res.partner'].create({'name': "Dược Hậu Giang"})
        cls.company.phone = '0243 111 222'
        cls.diazepam.product_tmpl_id.write(
            {
                'pharma_registration_number': 'VD-12345-26',
                'pharma_manufacturer_id': cls.maker.id,
                'pharma_origin_country_id': cls.env.ref('base.vn').id,
            }
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref('stock.stock_location_customers')

    def _render(self, name, record, user=None):
        reports = self.env['ir.actions.report'].with_user(user or self.pharmacist)
        html = reports._render_qweb_html(f'pharma_delivery.report_control_{name}', record.ids)[0]
        return html.decode()

    def _check(self, html, *expected):
        for words in expected:
            self.assertIn(words, html)
        self.assertEqual(html.count('class="article"'), 1)

    def _deliver(self, quantity=10):
        slip = self._create_ready_slip(quantity)
        self._sign(slip)
        slip.move_ids.picked = True
        slip._action_done()
        return slip

    def _return(self, slip, quantity=2):
        wizard = (
            self.env['stock.return.picking']
            .with_context(active_id=slip.id, active_model='stock.picking')
            .create({'picking_id': slip.id})
        )
        wizard.product_return_moves.quantity = quantity
        back = wizard._create_return()
        back.move_line_ids.lot_id = self.diazepam_lot
        return back

    def test_issue_slip(self):
        """004-19, V5: appendix XV: medicine, maker, asked and issued, lot, expiry, signatures."""
        slip = self._create_ready_slip()
        html = self._render('issue', slip, self.clerk)
        self._check(
            html,
            "Appendix XV, Circular 18/2026/TT-BYT",
            slip.slip_number,
            "Diazepam 5 mg, tablet, Units, VD-12345-26",
            "Dược Hậu Giang, Vietnam",
            "Nhà thuốc Bình An",
            "06/30/2030",
            "D1",
            "0243 111 222",
            "For the director",
        )

    def test_record_of_goods_taken_back(self):
        """004-19, V6: appendix XVIII: two copies, lot, expiry, condition, reason, identity."""
        slip = self._deliver()
        back = self._return(slip)
        self.assertTrue(back.pharma_is_controlled_return)
        self.assertFalse(slip.pharma_is_controlled_return)
        back.with_user(self.clerk).write(
            {
                'pharma_return_reason': "Patient has died",
                'pharma_return_condition': "Blister unopened",
                'pharma_return_by': 'representative',
            }
        )
        back.partner_id = self.receiver
        html = self._render('return', back)
        self._check(
            html,
            "Appendix XVIII, Circular 18/2026/TT-BYT",
            "1/2",
            "2/2",
            "Patient has died",
            "Blister unopened",
            "Representative",
            "046088054321",
            "D1",
        )

    def test_identity_numbers_are_not_printed_by_whoever_may_not_read_them(self):
        """004-18: a print shows no number that the screen hides."""
        back = self._return(self._deliver())
        back.partner_id = self.receiver
        keeper = self.env['res.users'].create(
            {
                'name': "Phan Văn Kho",
                'login': 'kho',
                'group_ids': [
                    (
                        6,
                        0,
                        [
                            self.env.ref('stock.group_stock_user').id,
                            self.env.ref('pharma_crm.group_pharma_user').id,
                        ],
                    )
                ],
            }
        )
        self.assertNotIn('046088054321', self._render('return', back, keeper))

    def test_register_of_a_combination_names_its_form(self):
        """V5: appendix XVI for combinations, with the manufacturer; VIII for the others."""
        mixture = self._create_medicine(
            "Codein 10 mg + Paracetamol 500 mg",
            control_class='combination_narcotic',
            pharma_manufacturer_id=self.maker.id,
            pharma_registration_number='VD-777',
        )
        lot = self._create_lot(mixture, 'K1', '2030-01-01 12:00:00', 40)
        self._move(self.diazepam, 3, self.stock, self.customers)
        self._move(mixture, 4, self.stock, self.customers, lot)
        day = self.env['pharma.control.day'].create({'warehouse_id': self.warehouse.id})
        day.action_print()
        forms = {page['product']: page['form'] for page in day._get_print_pages()}
        self.assertEqual(
            forms,
            {
                self.diazepam: "Appendix VIII, Circular 18/2026/TT-BYT",
                mixture: "Appendix XVI, Circular 18/2026/TT-BYT",
            },
        )
        self._check(
            self._render('day', day),
            "Appendix XVI",
            "VD-777",
            "VD-12345-26",
            "Dược Hậu Giang",
            "Keeper of the medicines",
        )

    def test_report_has_the_columns_of_its_form(self):
        """V8: form 06: origin, opening, in, total, out, closing, loss; total 100 + 0."""
        self._move(self.diazepam, 3, self.stock, self.customers)
        report = self.env['pharma.control.report'].create({'kind': 'year', 'year': 2026})
        report.action_compute()
        html = self._render('report', report)
        self._check(
            html, "Form 06, appendix II", "Vietnam", "Total", "No. of the permit to buy", "100.00"
        )

    def test_other_countries_print_no_form_of_vietnam(self):
        """V5: what is demanded elsewhere is not called by an appendix of Vietnam."""
        self.company.country_id = self.env.ref('base.cn')
        self._move(self.diazepam, 3, self.stock, self.customers)
        day = self.env['pharma.control.day'].create({'warehouse_id': self.warehouse.id})
        day.action_print()
        self.assertEqual(day._get_print_pages()[0]['form'], '')
        self.assertNotIn("Appendix", self._render('day', day))

    def test_long_names_do_not_run_over_the_page(self):
        """004-19: rows are counted by their height: 136 mm take 21 rows of 6.4 mm, 9 of three
        lines; every entry is printed once."""
        self.pharmacy.name = "Công ty TNHH Dược phẩm và Trang thiết bị y tế Bệnh viện Đa khoa Huế"
        slip = self._deliver(1)
        entry = self._get_entries()[-1]
        vals = {
            'warehouse_id': self.warehouse.id,
            'product_id': self.diazepam.id,
            'lot_id': self.diazepam_lot.id,
            'kind': 'delivery',
            'quantity_out': 1,
            'document': slip.slip_number,
            'counterpart': entry.counterpart,
            'counterpart_address': "5 Trần Hưng Đạo, phường Phú Hòa, thành phố Huế, Việt Nam",
        }
        short = dict(vals, counterpart="Lê Thu", counterpart_address="Huế")
        Entry = self.env['pharma.control.entry']
        for values, at_most in ((vals, 10), (short, 21)):
            entries = Entry._record([dict(values) for _number in range(30)])
            pages = entries._get_book_pages()
            self.assertEqual(sum(len(page) for page in pages), 30)
            self.assertLessEqual(max(len(page) for page in pages), at_most)
        self.assertEqual(len(pages[0]), 21)
