from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_control import SIGNATURE, ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestControlSealed(ControlCase):
    """What the buttons stamp nobody writes past them, over RPC neither: ``readonly`` is a form's
    word only."""

    def _refuse(self, record, user, **vals):
        for name, value in vals.items():
            with self.assertRaises(UserError, msg=f'{record._name}.{name}'):
                record.with_user(user).write({name: value})

    def test_a_clerk_signs_no_record_by_writing(self):
        """004-19: neither signed, nor reopened and signed anew, nor void without a reason."""
        slip = self._create_ready_slip()
        draft = slip._create_handovers()
        for user in (self.clerk, self.pharmacist, self.manager):
            self._refuse(
                draft,
                user,
                state='signed',
                name='H1',
                user_id=user.id,
                date_signed='2026-11-01 03:00:00',
            )
        with self.assertRaisesRegex(UserError, "cannot be entered"):
            draft.with_user(self.clerk).create({'picking_id': slip.id, 'state': 'signed'})
        self._sign(slip)
        self._refuse(slip.handover_id, self.clerk, state='draft', void_reason="X")
        self._refuse(slip.handover_id, self.pharmacist, state='void', receiver_name="X")
        self.assertEqual(slip.handover_id.state, 'signed')

    def test_nothing_comes_in_by_a_default(self):
        """004-19: a value that a context proposes is entered by hand as well."""
        Loss = self.env['pharma.control.loss'].with_user(self.clerk)
        vals = {'warehouse_id': self.warehouse.id, 'product_id': self.diazepam.id, 'quantity': 1}
        for name, value in (
            ('state', 'closed'),
            ('date_reported', '2026-11-01 03:00:00'),
            ('user_id', self.clerk.id),
        ):
            for model in (Loss, Loss.sudo()):  # sudo: what the program does for somebody
                with self.subTest(name=name, sudo=model.env.su):
                    loss = model.with_context(**{f'default_{name}': value}).create(vals)
                    self.assertEqual(loss[name], Loss.create(vals)[name])
        slip = self._create_ready_slip()
        self._sign(slip)
        other = slip.with_user(self.clerk).with_context(
            default_handover_id=slip.handover_id.id, default_slip_number='S1'
        )
        copy = other.copy()
        self.assertFalse(copy.handover_id)
        self.assertFalse(copy.slip_number)

    def test_no_line_is_moved_to_a_signed_record(self):
        """004-19: a line of a draft does not get onto a record that is signed."""
        slip = self._create_ready_slip()
        other = self._create_slip([(self.diazepam, 1)], self.pharmacy)
        self._sign(slip)
        line = other._create_handovers(force=True).line_ids
        with self.assertRaisesRegex(UserError, "never changed"):
            line.with_user(self.clerk).handover_id = slip.handover_id

    def test_a_signature_is_not_exchanged(self):
        """004-19: the file behind the field of a signed record stays as it is."""
        slip = self._create_ready_slip()
        record = slip._create_handovers()
        domain = [('res_model', '=', record._name), ('res_id', '=', record.id)]
        record.with_user(self.clerk).giver_signature = SIGNATURE
        record.with_user(self.clerk).giver_signature = False  # a draft may be drawn anew
        self._sign(slip)
        files = self.env['ir.attachment'].search([*domain, ('res_field', '!=', False)])
        self.assertEqual(len(files), 2)
        for action in (lambda f: f.write({'datas': SIGNATURE}), lambda f: f.unlink()):
            with self.assertRaisesRegex(UserError, "never changed or deleted"):
                action(files.with_user(self.clerk))
        other = self.env['ir.attachment'].with_user(self.clerk).create({'name': "Photo"})
        other.unlink()

    def test_the_record_of_another_slip_proves_nothing(self):
        """004-19: the record in force and the slip's number are not entered by hand."""
        slip = self._create_ready_slip()
        other = self._create_slip([(self.diazepam, 1)], self.pharmacy)
        self._sign(slip)
        with self.assertRaisesRegex(UserError, "by the program only"):
            other.with_user(self.clerk).handover_id = slip.handover_id
        with self.assertRaisesRegex(UserError, "by the program only"):
            other.with_user(self.clerk).slip_number = False
        self.assertTrue(other._get_visit_obstacles()[other])

    def test_a_clerk_issues_no_letter_by_writing(self):
        """004-18: neither issued, nor taken back to draft, nor created as issued."""
        slip = self._create_slip([(self.diazepam, 10)], self.pharmacy)
        vals = {'courier_id': self.courier.id, 'picking_ids': [(6, 0, slip.ids)]}
        Letter = self.env['pharma.assignment'].with_user(self.clerk)
        letter = Letter.create(vals)
        self._refuse(letter, self.clerk, state='issued', name='A1', user_id=self.pharmacist.id)
        with self.assertRaises(UserError):
            Letter.create({**vals, 'state': 'issued'})
        self._create_papers()
        letter.with_user(self.pharmacist).action_issue()
        self.assertEqual((letter.state, letter.user_id), ('issued', self.pharmacist))
        self._refuse(letter, self.clerk, state='draft', company_id=self.company.id)

    def test_closings_are_stamped_by_their_buttons(self):
        """V7: no check sum, day or signer is written; a printed one keeps branch and day."""
        self._move(
            self.diazepam,
            3,
            self.warehouse.lot_stock_id,
            self.env.ref('stock.stock_location_customers'),
        )
        Day = self.env['pharma.control.day'].with_user(self.pharmacist)
        day = Day.create({'warehouse_id': self.warehouse.id})
        self._refuse(day, self.pharmacist, state='signed', checksum='1', sign_user_id=1)
        day.action_print()
        self._refuse(day, self.manager, state='draft', date='2026-11-22', entry_to=1)
        with self.assertRaisesRegex(UserError, "kept"):
            day.unlink()
        day.signature = SIGNATURE
        day.action_sign()
        self.assertEqual((day.state, day.sign_user_id), ('signed', self.pharmacist))
        file = self.env['ir.attachment'].search(
            [('res_model', '=', day._name), ('res_id', '=', day.id), ('res_field', '!=', False)]
        )
        with self.assertRaises(UserError):
            file.with_user(self.pharmacist).unlink()

    def test_reports_and_losses_are_stamped_by_their_buttons(self):
        """V8: not sent by writing, not late by writing, not changed once they are."""
        report = self.env['pharma.control.report'].create({'kind': 'year', 'year': 2025})
        self._refuse(report, self.pharmacist, state='sent', date_due='2027-01-01')
        report.with_user(self.pharmacist).authority = "UBND"
        report.with_user(self.pharmacist).action_send()
        self._refuse(report, self.manager, state='draft', authority="Sở Y tế")
        vals = {
            'warehouse_id': self.warehouse.id,
            'product_id': self.diazepam.id,
            'quantity': 1,
            'circumstances': "Broken",
            'authority': "UBND",
        }
        Loss = self.env['pharma.control.loss'].with_user(self.clerk)
        with self.assertRaises(UserError):
            Loss.create({**vals, 'state': 'closed'})
        loss = Loss.create(vals).with_user(self.pharmacist)
        self._refuse(loss, self.pharmacist, state='reported', date_deadline='2027-01-01 00:00:00')
        loss.action_report()
        self._refuse(loss, self.manager, circumstances="Another story", is_late=False)
        loss.write({'cause': "Fell", 'measures': "Destroyed", 'report_number': '12/BC'})
        loss.action_close()
        self._refuse(loss, self.pharmacist, cause="Stolen", report_number='13/BC')

    def test_strangers_salesmen_couriers_and_other_companies_see_nothing(self):
        """V5, V7: registers, closings, losses and reports: law and health data of this house."""
        slip = self._create_ready_slip()
        self._sign(slip)
        slip.move_ids.picked = True
        slip._action_done()
        day = self.env['pharma.control.day'].create({'warehouse_id': self.warehouse.id})
        report = self.env['pharma.control.report'].create({'kind': 'year', 'year': 2026})
        report.action_compute()
        loss = self.env['pharma.control.loss'].create(
            {'warehouse_id': self.warehouse.id, 'product_id': self.diazepam.id, 'quantity': 1}
        )
        entries = self._get_entries()
        records = [entries, entries.register_id, day, report, report.line_ids]
        checks = self.env['pharma.control.check'].search([('product_id', '=', self.diazepam.id)])
        foreign = self.env['res.company'].create({'name': "Other Chain"})
        other = new_test_user(
            self.env,
            'tam',
            groups='pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager',
            company_id=foreign.id,
            company_ids=[(6, 0, foreign.ids)],
        )
        letter = self.env['pharma.assignment'].search([('picking_ids', 'in', slip.ids)])
        papers = [slip.handover_id, slip.handover_id.line_ids, letter, loss]
        stranger = new_test_user(self.env, 'quy', groups='base.group_user')
        salesman = new_test_user(self.env, 'sau', groups='sales_team.group_sale_salesman')
        for user, hidden in (
            (stranger, records + papers + [checks]),
            (salesman, records + papers + [checks]),
            (self.courier, [*records, checks, loss]),
            (self.other_courier, [*records, checks, *papers]),
            (self.clerk, [*records, checks]),
            (other, [*records, *papers, checks]),
        ):
            for record in hidden:
                self.assertTrue(record, record._name)
                self.assertFalse(
                    record.with_user(user)._filtered_access('read'), f'{user.login} {record._name}'
                )
        with self.assertRaises(AccessError):
            self.env['pharma.control.entry'].with_user(salesman).search_count([])
        for user in (self.clerk, self.courier, self.pharmacist, self.manager):
            for record in (*records[:2], records[4], slip.handover_id, loss, letter):
                with self.assertRaises(UserError, msg=record._name):
                    record.with_user(user).unlink()

    def test_a_class_is_taken_away_by_those_who_answer_for_it(self):
        """004-19: who keeps the articles cannot end the register of a medicine."""
        keeper = new_test_user(
            self.env, 'kho', groups='stock.group_stock_manager,product.group_product_manager'
        )
        product = self.diazepam.product_tmpl_id
        with self.assertRaisesRegex(UserError, "under special control"):
            product.with_user(keeper).control_class = False
        product.with_user(keeper).write({'control_class': 'psychotropic', 'description': "X"})
        self.medicine.product_tmpl_id.with_user(keeper).control_class = 'toxic'
        self.assertEqual(self.medicine.control_class, 'toxic')
