from io import BytesIO
from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from .common_slip import SlipCase

REPORT = 'pharma_delivery.report_delivery_slip'


@tagged('post_install', '-at_install')
class TestSlipPrint(SlipCase):
    """The printed slip: named copies, pages, marks of reprints, glyphs, rights."""

    def _render(self, slips, user=None):
        reports = self.env['ir.actions.report'].with_user(user or self.clerk)
        content, _kind = reports._render_qweb_html(REPORT, slips.ids)
        return html.fromstring(content)

    def _get_text(self, tree):
        return ' '.join(tree.xpath('//main')[0].text_content().split())

    def test_four_named_copies(self):
        """000-28, 000-30: one sheet per copy with its name, and everything a slip must say."""
        self.warehouse.pharma_phone = '024 3825 1234'
        self.env.company.pharma_consultant_phone = '1900 6067'
        self.medicine.write({'strength': "500 mg", 'dosage_form': "viên nang"})
        slip = self._create_slip()
        tree = self._render(slip)
        self.assertEqual(len(tree.xpath("//div[hasclass('o_sheet')]")), 4)
        text = self._get_text(tree)
        for word in (
            *("Copy 1/4", "Copy 4/4", "Page 1/1", "Customer", "Branch", "Finance", "Courier"),
            *(slip.slip_number, "Nguyễn Thị Hồng Nhung", "12 Lý Thường Kiệt", "0912345678"),
            *("Amoxicillin 500 mg", "viên nang", "A1", "06/30/2030", "Grand Total"),
            *("024 3825 1234", "1900 6067", self.env.company.name, "30 °C"),
        ):
            self.assertIn(word, text)

    def test_a_condition_is_not_said_twice(self):
        """000-28, 004-11: the limit stands in the name: it is printed once; elsewhere after it."""
        condition = self.env['pharma.storage.condition'].create(
            {'name': "At most 25 °C", 'has_temperature_max': True, 'temperature_max': 25}
        )
        condition.humidity_max = 70
        self.assertEqual(condition._get_printed_limits(), "At most 25 °C, humidity at most 70%")
        condition.name = "Normal"
        self.assertEqual(
            condition._get_printed_limits(), "Normal, at most 25 °C, humidity at most 70%"
        )

    def test_nothing_is_fetched_while_printing(self):
        """000-28: one article, no link, no script, pictures inside: every engine prints it."""
        tree = self._render(self._create_slip())
        self.assertEqual(len(tree.xpath("//main/div[@class='article']")), 1)
        self.assertFalse(tree.xpath('//link | //script | //iframe'))
        sources = set(tree.xpath('//img/@src'))
        self.assertTrue(sources)
        self.assertTrue(all(source.startswith('data:image/svg+xml;base64,') for source in sources))
        self.assertNotIn('http', html.tostring(tree, encoding='unicode'))

    def test_sixty_lines_are_cut(self):
        """000-28: each line stands on each copy once, with a header on each page."""
        products = [self._create_medicine(f"Thuốc số {place:02}") for place in range(60)]
        slip = self._create_slip([(product, 1) for product in products])
        tree = self._render(slip)
        sheets = tree.xpath("//div[hasclass('o_sheet')]")
        pages = len(sheets) // 4
        self.assertGreater(pages, 2)
        text = self._get_text(tree)
        for place in range(60):
            self.assertEqual(text.count(f"Thuốc số {place:02}"), 4)
        self.assertEqual(text.count("Grand Total"), 4)
        for place, sheet in enumerate(sheets):
            words = ' '.join(sheet.text_content().split())
            self.assertIn(f"Copy {place // pages + 1}/4 - Page {place % pages + 1}/{pages}", words)

    def test_a_second_print_is_marked(self):
        """000-30: who printed is kept; the second print says so, the third says 2."""
        slip = self._create_slip()
        self.assertNotIn("Reprint", self._get_text(self._render(slip)))
        self.assertIn("Reprint 1", self._get_text(self._render(slip)))
        self.assertIn("Reprint 2", self._get_text(self._render(slip, self.salesman)))
        self.assertEqual(slip.slip_print_ids.sorted('id').user_id, self.clerk + self.salesman)

    def test_three_copies_of_an_operation_type(self):
        """000-30: the operation type's copies, else the company's, else those of all."""
        Copy = self.env['pharma.slip.copy']
        slip = self._create_slip()
        kind = slip.picking_type_id
        Copy.create([{'name': name, 'company_id': kind.company_id.id} for name in "AB"])
        self.assertEqual(Copy._get_copies(kind), {kind: ['A', 'B']})
        Copy.create(
            [
                {'name': name, 'company_id': kind.company_id.id, 'picking_type_id': kind.id}
                for name in "XYZ"
            ]
        )
        self.assertEqual(Copy._get_copies(kind), {kind: ['X', 'Y', 'Z']})
        self.assertEqual(len(self._render(slip).xpath("//div[hasclass('o_sheet')]")), 3)
        with self.assertRaisesRegex(ValidationError, "operation type belongs"):
            Copy.create({'name': 'Q', 'picking_type_id': kind.id})
        with self.assertRaisesRegex(ValidationError, "more than 9"):
            Copy.create([{'name': str(n), 'company_id': kind.company_id.id} for n in range(8)])

    def test_pdf_of_many_slips_in_one_print(self):
        """000-28, 000-30: 3 slips in 4 copies: 12 pages, text and glyphs found again."""
        slips = self.env['stock.picking'].concat(*[self._create_slip() for _n in range(3)])
        chinese = self._create_medicine("阿莫西林胶囊")
        slips += self._create_slip([(chinese, 1)])
        reports = self.env['ir.actions.report'].with_user(self.clerk)
        reports = reports.with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(REPORT, slips.ids)
        self.assertEqual(kind, 'pdf')
        reader = PdfFileReader(BytesIO(content))
        self.assertEqual(len(reader.pages), 16)
        width, height = (float(size) for size in reader.pages[0].mediabox[2:])
        self.assertAlmostEqual(width / 72 * 25.4, 210, delta=1)
        self.assertAlmostEqual(height / 72 * 25.4, 297, delta=1)
        texts = [page.extract_text() for page in reader.pages]
        self.assertIn("Amoxicillin", texts[0])
        self.assertIn(slips[0].slip_number, texts[0])
        self.assertIn(slips[3].slip_number, texts[15])
        # fonts of either script are part of the document, so that it looks the same elsewhere
        fonts = reader.pages[12]['/Resources']['/Font']
        self.assertTrue(all(self._is_embedded(font.get_object()) for font in fonts.values()))

    def test_hundreds_of_slips_are_printed_part_by_part(self):
        """000-28: parts of 2 slips: one document, in the order asked for."""
        slips = self.env['stock.picking'].concat(*[self._create_slip() for _n in range(3)])[::-1]
        reports = self.env['ir.actions.report'].with_user(self.clerk)
        reports = reports.with_context(force_report_rendering=True)
        with patch('odoo.addons.pharma_delivery.models.ir_actions_report.PART_SIZE', 2):
            content, _kind = reports._render_qweb_pdf(REPORT, slips.ids)
        pages = PdfFileReader(BytesIO(content)).pages
        self.assertEqual(len(pages), 12)
        for place, slip in enumerate(slips):
            for page in pages[place * 4 : place * 4 + 4]:
                self.assertIn(slip.slip_number, page.extract_text())

    def _is_embedded(self, font):
        below = font['/DescendantFonts'][0].get_object() if '/DescendantFonts' in font else font
        return any(key.startswith('/FontFile') for key in below['/FontDescriptor'].get_object())

    def test_a_print_of_fifty_costs_few_queries(self):
        """000-28: the number of queries does not grow with the slips."""
        slips = self.env['stock.picking'].concat(*[self._create_slip() for _n in range(2)])
        more = slips + self.env['stock.picking'].concat(*[self._create_slip() for _n in range(6)])
        self._count_queries(slips)
        few, many = self._count_queries(slips), self._count_queries(more)
        self.assertLessEqual(many - few, 6)

    def _count_queries(self, slips):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.report.with_user(self.clerk)._get_report_values(slips.ids)
        return self.env.cr.sql_log_count - before

    def test_the_law_wants_to_know(self):
        """000-28, 002-11: licence of a wholesaler, latest delivery in the company's time zone."""
        company = self.env.company
        company.pharma_slip_licence_id = self.env['pharma.licence'].create(
            {
                'partner_id': company.partner_id.id,
                'type_id': self.env['pharma.licence.type'].search([], limit=1).id,
                'number': 'GDP 123/HN',
                'date_issued': '2025-03-01',
            }
        )
        slip = self._create_slip()
        slip.move_ids.date_deadline = '2026-11-23 20:00:00'
        text = self._get_text(self._render(slip))
        self.assertIn("Licence GDP 123/HN of 03/01/2025", text)
        self.assertRegex(text, r"Latest Delivery 11/24/26, 3:00\sAM")

    def test_buttons(self):
        """000-28, 000-29, 000-30: printed from slips and rounds; what is no slip is refused."""
        slip = self._create_slip()
        action = slip.with_user(self.clerk).action_print_slip()
        self.assertEqual(action['report_name'], REPORT)
        batch = self._create_round(slip)
        action = batch.with_user(self.clerk).action_print_slips()
        self.assertEqual(action['context']['active_ids'], slip.ids)
        batch.picking_ids = False
        with self.assertRaisesRegex(UserError, "Put slips into the round"):
            batch.action_print_slips()
        receipt = self.env['stock.picking'].create(
            {'picking_type_id': self.warehouse.in_type_id.id}
        )
        with self.assertRaisesRegex(UserError, "no delivery slip"):
            receipt.action_print_slip()
        self.assertIn("None of the chosen", self._get_text(self._render(receipt)))

    def test_a_round_prints_in_the_order_of_its_stops(self):
        """000-29, 000-30: the courier's pile lies as he drives, round after round."""
        first, second, third, other = (self._create_slip() for _n in range(4))
        batch = self._create_round(first + second + third)
        for sequence, slip in enumerate((second, third, first), start=1):
            slip.batch_sequence = sequence
        later = self._create_round(other, self.other_courier)
        action = (later + batch).with_user(self.clerk).action_print_slips()
        self.assertEqual(action['context']['active_ids'], (other + second + third + first).ids)

    def test_a_note_of_many_lines_stays_on_its_page(self):
        """000-28: bad input: of 100 short lines 12 are printed; one page still ends the slip."""
        slip = self._create_slip()
        slip.note = ''.join(f'<p>Dòng {place}</p>' for place in range(100))
        tree = self._render(slip)
        self.assertEqual(len(tree.xpath("//div[hasclass('o_sheet')]")), 4)
        text = self._get_text(tree)
        self.assertIn("Dòng 0", text)
        self.assertNotIn("Dòng 12", text)

    def test_whoever_works_with_transfers_opens_a_slip(self):
        """000-28, 000-36: clerk, salesman and a stock user without a role of the suite."""
        slip = self._create_slip()
        seller = new_test_user(
            self.env, 'mai', groups='sales_team.group_sale_salesman,pharma_crm.group_pharma_user'
        )
        slip.sale_id.user_id = seller
        stock = new_test_user(self.env, 'kho', groups='stock.group_stock_user')
        for user in (self.clerk, seller, stock):
            form = Form(slip.with_user(user))
            self.assertEqual(form.slip_number, slip.slip_number)

    def test_rights(self):
        """000-28, 000-36: a courier prints his own, a stranger and other companies nothing."""
        mine, theirs = self._create_slip(), self._create_slip()
        self._create_round(mine)
        self._create_round(theirs, self.other_courier)
        self.assertIn(mine.slip_number, self._get_text(self._render(mine, self.courier)))
        for user, slips in ((self.courier, mine + theirs), (self.stranger, mine)):
            with self.assertRaises(AccessError):
                self._render(slips, user)
        self.assertEqual(
            self.env['pharma.slip.print'].with_user(self.courier).search([]).picking_id, mine
        )
        buyer = new_test_user(self.env, 'portal_nhung', groups='base.group_portal')
        mine.partner_id = buyer.partner_id  # core lets customers read transfers of their own
        with self.assertRaisesRegex(AccessError, "by the staff"):
            self._render(mine, buyer)
        company = self.env['res.company'].create({'name': "Dược khác"})
        self.clerk.write({'company_ids': [(6, 0, company.ids)], 'company_id': company.id})
        with self.assertRaises(AccessError):
            self._render(mine)
        self.assertFalse(self.env['pharma.slip.print'].with_user(self.clerk).search([]))
        with self.assertRaises(AccessError):
            mine.slip_print_ids.with_user(self.courier).write({'user_id': self.clerk.id})
