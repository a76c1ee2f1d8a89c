from odoo.tests import tagged

from .common_control import ControlCase


@tagged('post_install', '-at_install')
class TestProductWords(ControlCase):
    """Form and strength of a medicine are said once."""

    def test_what_the_name_says_is_not_said_again(self):
        """000-28: accents, case and spaces do not count; '25 mg' does not say '5 mg'."""
        for name, form, strength, expected in (
            ("Amoxicillin 500 mg viên nang", "viên nang", "500 mg", []),
            ("AMOXICILLIN 500MG VIEN NANG", "Viên nang", "500 mg", []),
            ("Đạm 5% dung dịch", "Dung dịch", "5 %", []),
            ("Amoxicillin", "viên nang", "500 mg", ["viên nang", "500 mg"]),
            ("Amoxicillin viên nang", "viên nang", "500 mg", ["500 mg"]),
            ("Amoxicillin 25 mg", "viên nang", "5 mg", ["viên nang", "5 mg"]),
            ("Amoxicillin 2,5 mg", False, "5 mg", ["5 mg"]),
            ("Amoxicillin 2,5 mg", False, "2.5 mg", []),
            ("Amoxicillin 5 mg", False, "5%", ["5%"]),
            ("Amoxicillin 500 mg viên", "viên nang", False, ["viên nang"]),
            ("Amoxicillin", False, False, []),
            ("\u963f\u83ab\u897f\u6797\u80f6\u56ca", "\u80f6\u56ca", False, []),
        ):
            with self.subTest(name=name, form=form, strength=strength):
                self.medicine.write({'dosage_form': form, 'strength': strength})
                self.assertEqual(self.medicine._get_pharma_details(name), expected)

    def test_paper_telephone_and_record_say_it_once(self):
        """000-28, 004-19: the printed slip, the courier's telephone and the handover record."""
        self.diazepam.name = "Diazepam 5 mg vien nen"
        self.diazepam.write({'dosage_form': "viên nén", 'strength': "5mg"})
        slip = self._create_slip([(self.diazepam, 10)], self.pharmacy)
        slip.action_assign()
        row = self.env['report.pharma_delivery.report_delivery_slip']._get_printed_rows(slip, {})[0]
        self.assertEqual((row['name'], row['detail']), ("Diazepam 5 mg vien nen", ""))
        line = slip.move_line_ids
        condition = slip._get_storage_conditions()[self.diazepam]
        shown = line._prepare_courier_line(condition)['name']
        self.assertEqual(shown, "Diazepam 5 mg vien nen")
        record = self.env['pharma.handover.line']._prepare_vals(line)
        self.assertEqual(record['name'], "Diazepam 5 mg vien nen, Units")

    def test_papers_of_law_say_it_once(self):
        """004-19, V5, V8: register, report, appendices and the report of a loss."""
        self.diazepam.write({'pharma_registration_number': 'VD-1', 'dosage_form': "viên nén"})
        move = self._move(
            *(self.diazepam, 3, self.warehouse.lot_stock_id),
            self.env.ref('stock.stock_location_customers'),
        )
        day = self.env['pharma.control.day'].create({'warehouse_id': self.warehouse.id})
        report = self.env['pharma.control.report'].create({'kind': 'year', 'year': 2026})
        line = self.env['pharma.control.report.line'].create(
            {'report_id': report.id, 'product_id': self.diazepam.id}
        )
        loss = self.env['pharma.control.loss'].create(
            {'warehouse_id': self.warehouse.id, 'product_id': self.diazepam.id, 'quantity': 1}
        )
        for name, words in (
            ("Diazepam 5mg", "Diazepam 5mg, viên nén"),
            ("Diazepam viên nén", "Diazepam viên nén, 5 mg"),
            ("Diazepam 5mg viên nén", "Diazepam 5mg viên nén"),
            ("Diazepam", "Diazepam, viên nén, 5 mg"),
        ):
            with self.subTest(name=name):
                self.diazepam.name = name
                self.assertEqual(day._get_print_pages()[0]['title'], words)
                self.assertEqual(move.move_line_ids._get_control_words(), f"{words}, Units, VD-1")
                html = self.env['ir.actions.report']._render_qweb_html(
                    'pharma_delivery.report_control_loss', loss.ids
                )[0]
                self.assertIn(f"<td>{words}</td>", html.decode())
        # form 06 has the active ingredient between form and strength
        self.assertEqual(line._get_words(), "Diazepam, viên nén, Diazepam, 5 mg, VD-1")
        self.diazepam.name = "Diazepam 5mg"
        self.assertEqual(line._get_words(), "Diazepam 5mg, viên nén, Diazepam, VD-1")
