from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_control import SIGNATURE, ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestHandover(ControlCase):
    """Giver and receiver check and sign every lot; what is signed stays."""

    def _done(self, slip):
        slip.move_ids.picked = True
        return slip._action_done()

    def test_the_record_takes_everything_from_the_slip(self):
        """004-19: the union of what the source and Form 01 ask, golden values."""
        slip = self._create_ready_slip()
        slip.batch_id.action_depart()
        record = slip.handover_id
        self.assertRegex(record.name, r'^H2026/\d{6}$')
        self.assertRecordValues(
            record,
            [
                {
                    'giver_name': "Bùi Gia Bảo",
                    'giver_identity': '001099012345',
                    'giver_identity_place': "Công an",
                    'giver_identity_date': datetime(2020, 1, 2).date(),
                    'receiver_site': "Nhà thuốc Bình An",
                    'state': 'draft',
                }
            ],
        )
        self.assertIn("5 Trần Hưng Đạo", record.receiver_address)
        self.assertIn("Huế", record.place)
        self.assertIn(self.company.name, record.giver_site)
        self.assertRecordValues(
            record.line_ids,
            [
                {
                    'name': "Diazepam 5 mg, tablet, Units",
                    'active_ingredient': "Diazepam",
                    'quantity': 10.0,
                    'lot_name': 'D1',
                    'date_expiry': datetime(2030, 6, 30).date(),
                    'document': slip.slip_number,
                }
            ],
        )

    def test_nothing_is_delivered_without_both_signatures(self):
        """004-19: the transfer is not done before the record is signed; afterwards it is."""
        slip = self._create_ready_slip()
        slip.batch_id.action_depart()
        self.assertIn("is not signed by both", slip._get_visit_obstacles()[slip][0])
        with self.assertRaisesRegex(UserError, "is not signed by both"):
            self._done(slip)
        self._sign(slip)
        self.assertEqual(slip._get_visit_obstacles()[slip], [])
        self._done(slip)
        self.assertEqual(slip.state, 'done')

    def test_whatever_is_missing_is_named(self):
        """004-19: bad input: no name, no number, no signature, nothing checked."""
        slip = self._create_ready_slip()
        slip._create_handovers()
        record = slip.handover_id
        with self.assertRaises(UserError) as caught:
            record._sign(SIGNATURE, False)
        words = str(caught.exception)
        for expected in ("Receiver,", "Receiver's Identity No.", "Receiver Signature"):
            self.assertIn(expected, words)
        self.assertIn("choose whether the appearance has been checked", words)
        self.assertEqual(record.state, 'draft')

    def test_a_bad_appearance_wants_a_remark(self):
        """004-19: package torn: say so, then it can be signed."""
        slip = self._create_ready_slip()
        with self.assertRaisesRegex(UserError, "appearance is not as it should be"):
            self._sign(slip, appearance='bad')
        slip.handover_id.line_ids.write({'appearance': 'bad', 'remark': "Box torn"})
        self._sign(slip)
        self.assertEqual(slip.handover_id.state, 'signed')

    def test_a_signed_record_never_changes(self):
        """004-19: neither fields nor goods nor the signature, and it is not deleted."""
        slip = self._create_ready_slip()
        self._sign(slip)
        record = slip.handover_id
        for action in (
            lambda: record.write({'receiver_name': "X"}),
            lambda: record.line_ids.write({'quantity': 1}),
            lambda: record.line_ids.unlink(),
            lambda: record.write(
                {'line_ids': [(0, 0, record.line_ids._prepare_vals(slip.move_line_ids))]}
            ),
            lambda: record._sign(SIGNATURE, SIGNATURE),
            record.action_refresh,
            record.unlink,
        ):
            with self.assertRaises(UserError):
                action()
        self.assertEqual(record.line_ids.quantity, 10)

    def test_a_void_record_is_followed_by_a_new_one(self):
        """004-19: void with a reason by a pharmacist; the old one stays on file."""
        slip = self._create_ready_slip()
        self._sign(slip)
        old = slip.handover_id
        with self.assertRaisesRegex(UserError, "pharmacist"):
            old.with_user(self.clerk)._void("Wrong lot")
        with self.assertRaisesRegex(UserError, "Say why"):
            old.with_user(self.pharmacist)._void(" ")
        wizard = (
            self.env['pharma.handover.void']
            .with_user(self.pharmacist)
            .create({'handover_id': old.id, 'reason': "Wrong lot"})
        )
        new = self.env['pharma.handover'].browse(wizard.action_apply()['res_id'])
        self.assertEqual(old.state, 'void')
        self.assertEqual(old.void_user_id, self.pharmacist)
        self.assertEqual(new.replaces_id, old)
        self.assertEqual(slip.handover_id, new)
        self.assertEqual(len(slip.handover_ids), 2)
        with self.assertRaisesRegex(UserError, "void already"):
            old.with_user(self.pharmacist)._void("Again")

    def test_less_may_be_handed_over_never_more(self):
        """004-19: a part is signed and delivered, the rest stays; more than the slip is refused."""
        slip = self._create_ready_slip()
        line = slip.move_line_ids
        with self.assertRaisesRegex(UserError, "Nobody hands over more"):
            self._sign(slip, quantities={line.id: 11})
        self._sign(slip, quantities={line.id: 6})
        with self.assertRaisesRegex(UserError, "says 6.0 Units, the transfer 10.0"):
            self._done(slip)
        line.quantity = 6
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True).button_validate()
        self.assertEqual(slip.state, 'done')
        self.assertFalse(slip.backorder_ids.handover_id)

    def test_another_lot_than_signed_does_not_go(self):
        """004-19: the record and the transfer name the same lots."""
        slip = self._create_ready_slip()
        self._sign(slip)
        lot = self._create_lot(self.diazepam, 'D2', '2031-06-30 12:00:00', 50)
        slip.move_line_ids.lot_id = lot
        with self.assertRaisesRegex(UserError, "lot D1"):
            self._done(slip)

    def test_refused_medicine_needs_no_record(self):
        """004-19: the controlled part stays on the van, the rest is delivered."""
        self._create_papers()
        slip = self._create_slip([(self.diazepam, 10), (self.medicine, 5)], self.pharmacy)
        self._create_round(slip)
        self._create_letter(slip)
        controlled = slip.move_ids.filtered(lambda move: move.product_id == self.diazepam)
        (slip.move_ids - controlled).picked = True
        controlled.quantity = 0
        slip._create_handovers(force=True)
        record = slip.handover_id
        slip.with_context(skip_backorder=True).button_validate()
        self.assertEqual(slip.state, 'done')
        self.assertEqual(record.state, 'void')

    def test_a_cancelled_slip_leaves_nothing_to_sign(self):
        """004-19: drafts of a cancelled slip are void, signed records stay signed."""
        slip, other = self._create_ready_slip(), self._create_slip([(self.diazepam, 1)])
        self._sign(slip)
        other._create_handovers(force=True)
        records = slip.handover_id + other.handover_id
        (slip + other).action_cancel()
        self.assertEqual(records.mapped('state'), ['signed', 'void'])

    def test_at_the_counter_the_customer_book_is_enough(self):
        """004-19: a patient takes it along: no courier, no record, an entry with his name."""
        slip = self._create_slip([(self.diazepam, 2)])
        self._done(slip)
        entry = self._get_entries()[-1]
        self.assertEqual(entry.counterpart, "Nguyễn Thị Hồng Nhung")
        self.assertIn("12 Lý Thường Kiệt", entry.counterpart_address)

    def test_two_copies_are_printed(self):
        """004-19: both copies, pages of ten lots, signatures and every field."""
        slip = self._create_ready_slip()
        self._sign(slip)
        html = (
            self.env['ir.actions.report']
            ._render_qweb_html('pharma_delivery.report_handover', slip.handover_id.ids)[0]
            .decode()
        )
        for expected in (
            "1/2",
            "2/2",
            "001099012345",
            "046088054321",
            "D1",
            "data:image",
        ):
            self.assertIn(expected, html)
        self.assertEqual(html.count('class="article"'), 1)

    def test_a_pharmacist_signs_and_prints(self):
        """004-18, 004-19: rights: he needs no right on the stock for it; a manager neither."""
        slip = self._create_ready_slip()
        record = slip._create_handovers()
        letter = self.env['pharma.assignment'].search([('picking_ids', 'in', slip.ids)])
        record.line_ids.appearance = 'good'
        record.write({'receiver_name': "Lê Thị Thu", 'receiver_identity': '046088054321'})
        for user in (self.manager, self.pharmacist):
            reports = self.env['ir.actions.report'].with_user(user)
            for name, paper in (('handover', record), ('assignment', letter)):
                html = reports._render_qweb_html(f'pharma_delivery.report_{name}', paper.ids)[0]
                self.assertIn("Diazepam", html.decode())
        mine = record.with_user(self.pharmacist)
        mine.write({'giver_signature': SIGNATURE, 'receiver_signature': SIGNATURE})
        mine.action_refresh()
        mine.line_ids.appearance = 'good'
        mine.action_sign()
        self.assertEqual(record.user_id, self.pharmacist)

    def test_another_courier_takes_the_slip_over(self):
        """004-19: the draft names who really departs with which lots, and his papers count."""
        slip = self._create_ready_slip()
        slip._create_handovers()
        slip.batch_id.courier_id = self.other_courier
        with self.assertRaisesRegex(UserError, "(?s)Cao Chí Cường.*diploma of Cao Chí Cường"):
            slip.batch_id.action_depart()
        self.env.invalidate_all()
        self._create_papers(self.other_courier)
        self._create_letter(slip, self.other_courier)
        slip.move_line_ids.quantity = 7
        slip.batch_id.action_depart()
        self.assertEqual(slip.handover_id.giver_name, "Cao Chí Cường")
        self.assertEqual(slip.handover_id.line_ids.quantity, 7)

    def test_rights(self):
        """004-19: a courier reads his own record without identity numbers; strangers nothing."""
        mine = self._create_ready_slip()
        theirs = self._create_slip([(self.diazepam, 1)], self.pharmacy)
        self._create_round(theirs, self.other_courier)
        records = mine._create_handovers() + theirs._create_handovers()
        own = records.with_user(self.courier)
        self.assertEqual(own._filtered_access('read'), mine.handover_id)
        self.assertEqual(own[0].line_ids.lot_name, 'D1')
        with self.assertRaises(AccessError):
            own[0].read(['giver_identity'])
        self.assertFalse(own[:1].has_access('write'))
        for user in (self.clerk, self.pharmacist, self.manager):
            as_user = records.with_user(user)
            self.assertEqual(len(as_user._filtered_access('write')), 2, user.name)
            self.assertFalse(as_user.has_access('unlink'))
        stranger = new_test_user(self.env, 'quy', groups='pharma_crm.group_pharma_user')
        self.assertFalse(records.with_user(stranger).has_access('read'))
        foreign = self.env['res.company'].create({'name': "Other Chain"})
        other = new_test_user(
            self.env,
            'tam',
            groups='pharma_crm.group_pharmacist',
            company_id=foreign.id,
            company_ids=[(6, 0, foreign.ids)],
        )
        self.assertFalse(records.with_user(other)._filtered_access('read'))
