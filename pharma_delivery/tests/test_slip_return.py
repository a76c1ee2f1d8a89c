from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_slip import SlipCase

TYPE = 'pharma_delivery.mail_activity_type_missing_slip'


@tagged('post_install', '-at_install')
class TestSlipReturn(SlipCase):
    """The signed copy comes back, is filed with its scan, and missed otherwise."""

    def _deliver(self, slip, courier=True):
        if courier:
            slip.courier_id = self.courier
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True).button_validate()
        return slip

    def _scan(self, *numbers):
        form = Form(self.env['pharma.slip.return'].with_user(self.clerk))
        for number in numbers:
            form.scan = number
        return form

    def test_slips_are_scanned_one_after_the_other(self):
        """000-31: fine, unknown, not delivered, cancelled, scanned twice: each is answered."""
        done, open_slip, gone = (
            self._deliver(self._create_slip()),
            *(self._create_slip() for _n in range(2)),
        )
        gone.action_cancel()
        form = self._scan(
            done.slip_number.lower(), 'S1999/1', open_slip.slip_number, gone.slip_number
        )
        self.assertFalse(form.scan)
        wizard = form.save()
        answers = {line.number.upper(): line.answer for line in wizard.line_ids}
        self.assertEqual(answers[done.slip_number], "Fine")
        self.assertIn("Unknown", answers['S1999/1'])
        self.assertIn("Not delivered yet", answers[open_slip.slip_number])
        self.assertIn("Cancelled", answers[gone.slip_number])
        self.assertEqual((wizard.count_fine, wizard.count_wrong), (1, 3))
        again = self._scan(done.slip_number, done.slip_number).save()
        self.assertEqual(again.line_ids.mapped('answer'), ["Scanned twice.", "Fine"])

    def test_taken_in_with_place_and_scans(self):
        """000-31: date, who, where and the files named by the number; a second time is told."""
        slips = self._deliver(self._create_slip()) + self._deliver(self._create_slip())
        numbers = [slip.slip_number for slip in slips]
        # pasted together they come as one text
        form = self._scan(' '.join(numbers))
        form.filed_place = "Cặp 2026-11"
        wizard = form.save()
        # a file uploaded by the clerk
        wizard.attachment_ids = (
            self.env['ir.attachment']
            .with_user(self.clerk)
            .create(
                [{'name': f'{number.replace("/", "_")} b.jpg', 'raw': b'x'} for number in numbers]
            )
        )
        action = wizard.action_confirm()
        self.assertEqual(set(action['domain'][0][2]), set(slips.ids))
        for slip in slips:
            self.assertEqual(slip.slip_scan_ids.name, slip.slip_number.replace('/', '-') + '.jpg')
            self.assertEqual(slip.slip_scan_ids.res_id, slip.id)
            self.assertTrue(slip.date_returned)
            self.assertEqual(slip.slip_returned_by_id, self.clerk)
            self.assertEqual(slip.slip_filed_place, "Cặp 2026-11")
        again = self._scan(numbers[0]).save()
        self.assertIn("Came back on 11/23/26", again.line_ids.answer)
        with self.assertRaisesRegex(UserError, "none of these can be taken in"):
            again.action_confirm()

    def test_a_file_of_no_slip_is_refused(self):
        """000-31: bad input: nothing is taken in before every file has its slip."""
        slips = self._deliver(self._create_slip()) + self._deliver(self._create_slip())
        wizard = self._scan(*slips.mapped('slip_number')).save()
        wizard.attachment_ids = (
            self.env['ir.attachment']
            .with_user(self.clerk)
            .create({'name': 'IMG_001.jpg', 'raw': b'x'})
        )
        with self.assertRaisesRegex(UserError, "belong to none of the slips listed: IMG_001.jpg"):
            wizard.action_confirm()
        self.assertFalse(slips.filtered('date_returned'))

    def test_slips_chosen_in_the_list(self):
        """000-31: the wizard starts with them, from the slips as from the missing ones."""
        slip = self._deliver(self._create_slip())
        self.env.flush_all()
        missing = self.env['pharma.slip.missing'].search([('picking_id', '=', slip.id)])
        for record in (slip, missing):
            context = {'active_model': record._name, 'active_ids': record.ids}
            wizard = self.env['pharma.slip.return'].with_user(self.clerk).with_context(**context)
            self.assertEqual(wizard.create({}).line_ids.picking_id, slip)

    def test_missing_slips_by_age(self):
        """000-31: delivered 10 days ago by a courier: missing, 2 to 7 days for one of 5 days."""
        ages = {'2': 10, '1': 5, '0': 1}
        slips = {}
        for band, days in ages.items():
            slip = slips[band] = self._deliver(self._create_slip())
            slip.date_done = f'2026-11-{23 - days:02} 03:00:00'
        counter = self._deliver(self._create_slip(), courier=False)
        self.env.flush_all()
        Missing = self.env['pharma.slip.missing'].with_user(self.clerk)
        for band, slip in slips.items():
            row = Missing.search([('picking_id', '=', slip.id)])
            self.assertEqual((row.age_band, row.age_days), (band, ages[band]))
            self.assertEqual(row.action_open_slip()['res_id'], slip.id)
        self.assertFalse(Missing.search([('picking_id', '=', counter.id)]))
        self.env.company.pharma_slip_return_all = True
        self.env.flush_all()
        self.assertTrue(Missing.search([('picking_id', '=', counter.id)]))
        slips['2']._take_in_slip()
        self.env.flush_all()
        self.assertFalse(Missing.search([('picking_id', '=', slips['2'].id)]))

    def test_a_batch_without_courier_is_no_round(self):
        """000-31: what core batched by itself counts as delivered when it is done."""
        slip = self._create_slip()
        slip.batch_id = self.env['stock.picking.batch'].create(
            {'picking_type_id': slip.picking_type_id.id}
        )
        self.assertEqual(self._deliver(slip).delivery_state, 'delivered')

    def test_somebody_is_reminded_once(self):
        """000-31: after 3 days, once; done when the slip is back; nobody with 0 days."""
        company = self.env.company
        company.pharma_slip_reminder_user_id = self.clerk
        old, young = (self._deliver(self._create_slip()) for _n in range(2))
        (old + young).user_id = False
        old.date_done, young.date_done = '2026-11-20 02:00:00', '2026-11-21 02:00:00'
        company.pharma_slip_reminder_days = 0
        self._remind()
        self.assertFalse((old + young).activity_ids)
        company.pharma_slip_reminder_days = 3
        self._remind()
        self._remind()
        self.assertEqual(old.activity_ids.user_id, self.clerk)
        self.assertEqual(len(old.activity_ids), 1)
        self.assertIn(old.slip_number, old.activity_ids.summary)
        self.assertFalse(young.activity_ids)
        self._scan(old.slip_number).save().action_confirm()
        self.assertFalse(old.activity_ids)

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref('pharma_delivery.ir_cron_missing_slips').method_direct_trigger()

    def test_rights(self):
        """000-31, 000-36: couriers and strangers take nothing in; others see no missing slips."""
        slip = self._deliver(self._create_slip())
        for user in (self.courier, self.stranger):
            with self.assertRaises(AccessError):
                self.env['pharma.slip.return'].with_user(user).create({})
            with self.assertRaises(AccessError):
                self.env['pharma.slip.missing'].with_user(user).search([])
            with self.assertRaises(AccessError):
                slip.with_user(user).slip_filed_place = 'x'
        company = self.env['res.company'].create({'name': "Dược khác"})
        self.clerk.write({'company_ids': [(6, 0, company.ids)], 'company_id': company.id})
        self.assertFalse(self.env['pharma.slip.missing'].with_user(self.clerk).search([]))
        wizard = (
            self.env['pharma.slip.return']
            .with_user(self.clerk)
            .create({'line_ids': [(0, 0, {'number': slip.slip_number})]})
        )
        self.assertIn("Unknown", wizard.line_ids.answer)
